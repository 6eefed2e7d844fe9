"""How a payout ended. Only what is confirmed is in the book; what fails after that is written back, never changed."""

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payouts.events import PayoutConfirmed, PayoutFailed
from tadamun.treasury.payouts.models import Batch, Claim, Payout

A = Account.Kind
S = Payout.State
UNDER_WAY = (S.APPROVED, S.SENT)


class NotUnderWay(ValueError):
    """A payout that nobody approved, or that failed, cannot be confirmed; nothing was written."""


def confirm_payout(payout: Payout, *, reference: str, receipt: str = "") -> bool:
    """The bank or the receiver says that it arrived: it is posted. Repeating does nothing. Raises ``NotUnderWay``."""
    with transaction.atomic(), scope(market_id=payout.batch.market_id):
        locked = _locked(payout)
        if locked.state == S.CONFIRMED:
            return False
        if locked.state not in UNDER_WAY:
            raise NotUnderWay(locked.state)
        locked.state, locked.confirmed_at = S.CONFIRMED, clock.now()
        locked.reference_said, locked.receipt = reference[:120], receipt[:200]
        locked.save(update_fields=["state", "confirmed_at", "reference_said", "receipt"])
        hers = Posting("payout", A.PAYABLE, A.BANK, locked.amount, debit_of=locked.organisation_id)
        market = locked.batch.market
        post(market, key=f"payout/{locked.code}", subject=str(locked.reference), postings=[hers])
        audit.record("confirm_payout", locked.reference, market_id=market.pk, reference=reference[:120])
        announce(PayoutConfirmed(market_id=market.pk, payout_id=locked.pk, code=locked.code))
        close_if_ended(locked.batch)
    return True


def fail_payout(payout: Payout, *, reason: str) -> bool:
    """It did not arrive, or came back: what it claimed is due again. Repeating does nothing."""
    with transaction.atomic(), scope(market_id=payout.batch.market_id):
        locked = _locked(payout)
        if locked.state == S.FAILED:
            return False
        market = locked.batch.market
        if locked.state == S.CONFIRMED:
            back = Posting("payout_back", A.BANK, A.PAYABLE, locked.amount, credit_of=locked.organisation_id)
            post(market, key=f"payout_back/{locked.code}", subject=str(locked.reference), postings=[back])
        release(locked, why=reason)
        audit.record("fail_payout", locked.reference, market_id=market.pk, reason=reason)
        announce(PayoutFailed(market_id=market.pk, payout_id=locked.pk, code=locked.code))
        close_if_ended(locked.batch)
    return True


def _locked(payout: Payout) -> Payout:
    return (
        Payout.objects.select_for_update(of=("self",)).select_related("batch__market").get(pk=payout.pk)
    )  # fmt: skip


def release(payout: Payout, *, why: str) -> None:
    """Part of the operations of payouts: it failed, its entries are free."""
    payout.state, payout.failed_at, payout.why = S.FAILED, clock.now(), why[:200]
    payout.save(update_fields=["state", "failed_at", "why"])
    Claim.objects.filter(payout=payout, released_at=None).update(released_at=clock.now())


def close_if_ended(batch: Batch) -> None:
    """Part of the operations of payouts: a batch is closed when each of its payouts ended."""
    if not Payout.objects.filter(batch=batch).exclude(state__in=(S.CONFIRMED, S.FAILED)).exists():
        Batch.objects.filter(pk=batch.pk, closed_at=None).update(
            state=Batch.State.CLOSED, closed_at=clock.now()
        )
