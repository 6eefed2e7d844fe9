"""From what is due to a batch that the bank is sent: one person prepares, another approves."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from tadamun.kernel import audit, clock
from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payouts.models import Batch, Claim, Payout
from tadamun.treasury.payouts.operations.asking import answer, open_again
from tadamun.treasury.payouts.operations.confirming import close_if_ended, release
from tadamun.treasury.payouts.queries import Due, claimable, dues, end_of


class NothingToPay(ValueError):
    """No organisation can be paid that currency by that rail now; nothing was written."""


class SamePerson(ValueError):
    """Whoever prepared a batch does not approve it; nothing was written."""


class WrongState(ValueError):
    """The batch or payout is not where this could follow; nothing was written."""


def prepare_batch(
    market: Market, by: Person, *, currency: str, rail: str, until: date | None = None
) -> Batch:
    """Claim what is available of every organisation that can be paid so; of who asked for a part, that part. Raises
    ``NothingToPay``.

    ``until``: of what became theirs by the end of that day in the market; empty, of all. What they owe counts always.
    An entry that another batch claims at this moment makes one of the two fail, never both succeed.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        # Two who prepare at once wait for each other here; the constraint of claims stands behind.
        rows = Account.objects.select_for_update().filter(kind=Account.Kind.PAYABLE, currency=currency)
        accounts = dict(rows.order_by("pk").values_list("organisation", "pk"))
        payable = [
            due
            for due in dues(market, currency, until)
            if not due.why
            and due.destination
            and due.destination.rail == rail
            # Who had no account yet when they were locked waits for the next batch.
            and due.organisation.pk in accounts
        ]
        if not payable:
            raise NothingToPay(f"{currency} {rail}")
        batch = Batch.objects.create(market=market, currency=currency, rail=rail, prepared_by=by, until=until)
        _claim(batch, payable, accounts)
        audit.record(
            "prepare_batch", batch.reference, market_id=market.pk, payouts=len(payable), rail=rail,
            amount=sum(due.to_pay.minor for due in payable), currency=currency,
        )  # fmt: skip
    return batch


def _claim(batch: Batch, payable: Sequence[Due], accounts: Mapping[int, int]) -> None:
    """A payout each. ``accounts``: organisation → where the book says what she is owed."""
    hers = _claimable(batch, [accounts[due.organisation.pk] for due in payable])
    payouts, claimed, asked = [], [], []
    for due in payable:
        account, wanted = accounts[due.organisation.pk], due.asked.amount_minor if due.asked else None
        entries, amount = _enough(hers[account], account, due.to_pay.minor)
        kept = max(amount - wanted, 0) if wanted is not None else 0
        payout = _payout(batch, due, amount - kept)
        if kept:
            entries.append(_keep_rest(payout, batch.market, kept))
        payouts.append(payout)
        claimed.append(entries)
        if due.asked:
            asked.append((payout, due.asked))
    insert_rows(payouts)
    insert_rows(
        Claim(entry_id=pk, payout=payout)
        for payout, entries in zip(payouts, claimed, strict=True)
        for pk in entries
    )
    answer(asked)


def _claimable(batch: Batch, accounts: Sequence[int]) -> dict[int, list[Entry]]:
    """Account → its entries that may be claimed, the oldest first."""
    credited, debited = (
        Q(**{f"{side}__kind": Account.Kind.PAYABLE, f"{side}__currency": batch.currency})
        for side in ("credit", "debit")
    )
    found: dict[int, list[Entry]] = {account: [] for account in accounts}
    rows = claimable(credited | debited, end_of(batch.market, batch.until)).order_by("pk")
    for entry in rows.only("pk", "credit_id", "debit_id", "amount_minor"):
        for account in found.keys() & {entry.credit_id, entry.debit_id}:
            found[account].append(entry)
    return found


def _payout(batch: Batch, due: Due, minor: int) -> Payout:
    place = due.destination
    assert place is not None
    return Payout(
        batch=batch, organisation=due.organisation, amount_minor=minor, currency=batch.currency, rail=batch.rail,
        holder=place.holder, sealed=place.sealed, masked=place.masked,
    )  # fmt: skip


def _enough(entries: list[Entry], account: int, wanted: int) -> tuple[list[int], int]:
    """What is taken from her first, then the oldest of what is hers until it is ``wanted`` or more: entries and their sum."""
    chosen = [entry.pk for entry in entries if entry.credit_id != account]
    amount = -sum(entry.amount_minor for entry in entries if entry.credit_id != account)
    for entry in entries:
        if entry.credit_id == account and amount < wanted:
            chosen.append(entry.pk)
            amount += entry.amount_minor
    return chosen, amount


def _keep_rest(payout: Payout, market: Market, minor: int) -> int:
    """She asked for less than the last of these entries brings: the rest goes out of them and is hers again at once.

    Two entries that change nothing of what she is owed; the first, which the payout claims, is answered.
    """
    hers, held, rest = Account.Kind.PAYABLE, Account.Kind.HELD_FOR_SELLER, Money(minor, payout.currency)
    who = payout.organisation_id
    key = f"payout_rest/{payout.code}"
    postings = [
        Posting("rest_out", hers, held, rest, debit_of=who, credit_of=who),
        Posting("rest", held, hers, rest, debit_of=who, credit_of=who),
    ]
    post(market, key=key, subject=str(payout.reference), postings=postings)
    return Entry.objects.values_list("pk", flat=True).get(key=f"{key}/0")


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
        # Behind its batch nobody confirms one of them meanwhile; one that ended is left as it is.
        ended = (Payout.State.CONFIRMED, Payout.State.FAILED)
        rows = Payout.objects.filter(batch=locked).exclude(state__in=ended)
        open_again(rows, locked.currency)
        release(rows, why=reason)
        close_if_ended(locked)
        audit.record("discard_batch", locked.reference, market_id=locked.market_id, reason=reason)
    return True


def _move(batch: Batch, before: str, after: str) -> None:
    Payout.objects.filter(batch=batch, state=before).update(state=after)
