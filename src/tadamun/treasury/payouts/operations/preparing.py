"""From what is due to a batch that the bank is sent: one person prepares, another approves."""

from django.db import transaction
from django.db.models import Q

from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Batch, Claim, Payout
from tadamun.treasury.payouts.operations.confirming import close_if_ended, release
from tadamun.treasury.payouts.queries import Due, claimable, dues


class NothingToPay(ValueError):
    """No organisation can be paid that currency by that rail now; nothing was written."""


class SamePerson(ValueError):
    """Whoever prepared a batch does not approve it; nothing was written."""


class WrongState(ValueError):
    """The batch or payout is not where this could follow; nothing was written."""


def prepare_batch(market: Market, by: Person, *, currency: str, rail: str) -> Batch:
    """Claim what is available of every organisation that can be paid so. Raises ``NothingToPay``.

    An entry that another batch claims at this moment makes one of the two fail, never both succeed.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        # Two who prepare at once wait for each other here; the constraint of claims stands behind.
        list(
            Account.objects.select_for_update()
            .filter(kind=Account.Kind.PAYABLE, currency=currency)
            .order_by("pk")
        )
        payable = [
            due
            for due in dues(market, currency)
            if not due.why and due.destination and due.destination.rail == rail
        ]
        if not payable:
            raise NothingToPay(f"{currency} {rail}")
        batch = Batch.objects.create(market=market, currency=currency, rail=rail, prepared_by=by)
        for due in payable:
            _claim(batch, due)
        audit.record(
            "prepare_batch", batch.reference, market_id=market.pk, payouts=len(payable), rail=rail,
            amount=sum(due.amount.minor for due in payable), currency=currency,
        )  # fmt: skip
    return batch


def _claim(batch: Batch, due: Due) -> None:
    whose = {"kind": Account.Kind.PAYABLE, "currency": batch.currency, "organisation": due.organisation.pk}
    account = Account.objects.get(**whose)
    entries = list(claimable(Q(credit=account) | Q(debit=account)).only("pk", "credit_id", "amount_minor"))
    amount = sum(entry.amount_minor * (1 if entry.credit_id == account.pk else -1) for entry in entries)
    place = due.destination
    assert place is not None
    payout = Payout.objects.create(
        batch=batch, organisation=due.organisation, amount_minor=amount, currency=batch.currency, rail=batch.rail,
        holder=place.holder, sealed=place.sealed, masked=place.masked,
    )  # fmt: skip
    Claim.objects.bulk_create(Claim(entry=Entry(pk=entry.pk), payout=payout) for entry in entries)


def approve_batch(batch: Batch, by: Person) -> bool:
    """By another person than prepared it. Repeating does nothing. Raises ``SamePerson`` and ``WrongState``."""
    with transaction.atomic(), scope(market_id=batch.market_id):
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state in (Batch.State.APPROVED, Batch.State.SENT):
            return False
        if locked.state != Batch.State.PREPARED:
            raise WrongState(locked.state)
        if locked.prepared_by_id == by.pk:
            raise SamePerson(locked.code)
        locked.state, locked.approved_by, locked.approved_at = Batch.State.APPROVED, by, clock.now()
        locked.save(update_fields=["state", "approved_by", "approved_at"])
        _move(locked, Payout.State.PREPARED, Payout.State.APPROVED)
        audit.record("approve_batch", locked.reference, market_id=locked.market_id)
    return True


def note_sent(batch: Batch) -> bool:
    """The file is at the bank, or the cash on its way. Repeating does nothing. Raises ``WrongState``."""
    with transaction.atomic(), scope(market_id=batch.market_id):
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state == Batch.State.SENT:
            return False
        if locked.state != Batch.State.APPROVED:
            raise WrongState(locked.state)
        locked.state, locked.sent_at = Batch.State.SENT, clock.now()
        locked.save(update_fields=["state", "sent_at"])
        _move(locked, Payout.State.APPROVED, Payout.State.SENT)
        audit.record("send_batch", locked.reference, market_id=locked.market_id)
        close_if_ended(locked)
    return True


def discard_batch(batch: Batch, *, reason: str) -> bool:
    """Before it is sent: nobody is paid by it, and all it claimed is free for the next. Raises ``WrongState``."""
    with transaction.atomic(), scope(market_id=batch.market_id):
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state not in (Batch.State.PREPARED, Batch.State.APPROVED):
            raise WrongState(locked.state)
        ended = (Payout.State.CONFIRMED, Payout.State.FAILED)
        rows = Payout.objects.select_for_update().filter(batch=locked).exclude(state__in=ended)
        for payout in rows.order_by("pk"):  # one that is confirmed at this moment is waited for, and left
            release(payout, why=reason)
        close_if_ended(locked)
        audit.record("discard_batch", locked.reference, market_id=locked.market_id, reason=reason)
    return True


def _move(batch: Batch, before: str, after: str) -> None:
    Payout.objects.filter(batch=batch, state=before).update(state=after)
