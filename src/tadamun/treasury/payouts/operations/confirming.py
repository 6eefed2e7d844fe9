"""How a payout ended. Only what is confirmed is in the book; what fails after that is written back, never changed."""

from django.db import transaction
from django.db.models import QuerySet

from tadamun.kernel import audit, clock
from tadamun.kernel.events import announce
from tadamun.kernel.money import Money
from tadamun.kernel.prefixes import begins
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import rates_to
from tadamun.treasury.payouts.events import PayoutConfirmed, PayoutFailed
from tadamun.treasury.payouts.models import Batch, Claim, Payout
from tadamun.treasury.payouts.operations.asking import end_failed

A = Account.Kind
S = Payout.State
UNDER_WAY = (S.APPROVED, S.SENT)


class NotUnderWay(ValueError):
    """A payout that nobody approved, or that failed, cannot be confirmed; nothing was written."""


class CostUnknown(ValueError):
    """Owed in another currency, and what left the market's account is not said, is nothing, or in a third currency; or no
    rate is known. Nothing was written."""


def confirm_payout(
    payout: Payout, *, reference: str, receipt: str = "", cost: Money | None = None, at_rate: bool = False
) -> bool:
    """The bank or the receiver says that it arrived: it is posted. Repeating does nothing.

    Raises ``NotUnderWay``, and ``CostUnknown`` when it was owed in another currency than the market's and neither is
    said: ``cost``, what left the market's account for it (or, in the payout's own currency, that it left an account of
    that), or ``at_rate``: as much as the latest rate makes it, marked as such in the book. The exchange accounts bear the
    difference to what the buyer paid.
    """
    with transaction.atomic(), scope(market_id=payout.batch.market_id):
        locked = _locked(payout)
        if locked.state == S.CONFIRMED:
            return False
        if locked.state not in UNDER_WAY:
            raise NotUnderWay(locked.state)
        postings = _postings(locked, cost, at_rate)
        locked.state, locked.confirmed_at = S.CONFIRMED, clock.now()
        locked.reference_said, locked.receipt = reference[:120], receipt[:200]
        locked.save(update_fields=["state", "confirmed_at", "reference_said", "receipt"])
        market = locked.batch.market
        post(
            market,
            key=f"payout/{locked.code}",
            subject=str(locked.reference),
            postings=postings,
        )
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
            post(
                market,
                key=f"payout_back/{locked.code}",
                subject=str(locked.reference),
                postings=_backward(locked),
            )
        release(Payout.objects.filter(pk=locked.pk), why=reason)
        end_failed(locked)
        audit.record("fail_payout", locked.reference, market_id=market.pk, reason=reason)
        announce(PayoutFailed(market_id=market.pk, payout_id=locked.pk, code=locked.code))
        close_if_ended(locked.batch)
    return True


def _postings(payout: Payout, cost: Money | None, at_rate: bool) -> list[Posting]:
    market = payout.batch.market
    if payout.currency == (cost.currency if cost else market.currency):
        return [Posting("payout", A.PAYABLE, A.BANK, payout.amount, debit_of=payout.organisation_id)]
    kind = "payout_cost"
    if cost is None and at_rate:
        kind, cost = "payout_at_rate", cost_at_rate(market, payout.amount)
    if cost is None or cost.minor <= 0 or cost.currency != market.currency:
        raise CostUnknown(payout.code)
    return [
        Posting("payout", A.PAYABLE, A.EXCHANGE, payout.amount, debit_of=payout.organisation_id),
        Posting(kind, A.EXCHANGE, A.BANK, cost),
    ]


def cost_at_rate(market: Market, amount: Money) -> Money | None:
    """What an amount costs in the market's currency at its latest rate; ``None`` where no rate is known."""
    rate = rates_to(market.currency, market.pk).get(amount.currency)
    return amount.converted(rate.rate, market.currency) if rate else None


def _backward(payout: Payout) -> list[Posting]:
    """Each entry of its confirmation the other way round."""
    entries = Entry.objects.select_related("debit", "credit").filter(begins("key", f"payout/{payout.code}/"))
    return [
        Posting(
            "payout_back", entry.credit.kind, entry.debit.kind, entry.amount,
            debit_of=entry.credit.organisation_id, credit_of=entry.debit.organisation_id,
        )
        for entry in entries.order_by("pk")
    ]  # fmt: skip


def _locked(payout: Payout) -> Payout:
    """Behind its batch, as whoever discards a batch locks them."""
    Batch.objects.select_for_update().only("pk").get(pk=payout.batch_id)
    return (
        Payout.objects.select_for_update(of=("self",)).select_related("batch__market").get(pk=payout.pk)
    )  # fmt: skip


def release(payouts: QuerySet[Payout], *, why: str) -> None:
    """Part of the operations of payouts: they failed, their entries are free."""
    now = clock.now()
    Claim.objects.filter(payout__in=payouts.values("pk"), released_at=None).update(released_at=now)
    payouts.update(state=S.FAILED, failed_at=now, why=why[:200])


def close_if_ended(batch: Batch) -> None:
    """Part of the operations of payouts: a batch is closed when each of its payouts ended."""
    if not Payout.objects.filter(batch=batch).exclude(state__in=(S.CONFIRMED, S.FAILED)).exists():
        Batch.objects.filter(pk=batch.pk, closed_at=None).update(
            state=Batch.State.CLOSED, closed_at=clock.now()
        )
