"""She asks for her money, and takes back what she asked while nobody began to pay it."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tadamun.kernel import audit, clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.payouts.models import Payout, Withdrawal
from tadamun.treasury.payouts.queries import BELOW_LEAST, due_of, open_withdrawals

W = Withdrawal.Why
# Why she cannot ask, beside the reasons of ``queries``.
ALREADY, MORE_THAN_READY = "already", "more_than_ready"


class CannotAsk(ValueError):
    """``why``: a reason of ``queries`` that nobody pays her now, ``already`` or ``more_than_ready``; nothing was written."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TooLate(ValueError):
    """The market has begun to pay it; nothing was written."""


def ask_for_payout(
    organisation: Organisation, market: Market, person: Person, *, key: str, amount: Money | None = None, currency: str = ""
) -> Withdrawal:  # fmt: skip
    """So much of what is ready, or all of it. The same key again is the same row, whatever became of it. Raises ``CannotAsk``.

    What is ready when it is paid may be less by then, where a buyer gave something back: then that is paid.
    """
    currency = amount.currency if amount else currency or organisation.currency
    with transaction.atomic(), scope(market_id=market.pk, organisation_id=organisation.pk):
        _wait_for_others(currency)
        before = Withdrawal.objects.filter(key=key).first()
        if before:
            return before
        due = due_of(market, organisation, currency)
        if due.why:
            raise CannotAsk(due.why)
        if due.asked:
            raise CannotAsk(ALREADY)
        if amount and amount.minor > due.amount.minor:
            raise CannotAsk(MORE_THAN_READY)
        if amount and currency == market.currency and amount.minor < market.policy.payout_least_minor:
            raise CannotAsk(BELOW_LEAST)
        assert due.destination is not None
        try:
            with transaction.atomic():
                row = Withdrawal.objects.create(
                    market=market, organisation=organisation, currency=currency, amount_minor=amount.minor if amount else None,
                    destination=due.destination, key=key, asked_by=person,
                )  # fmt: skip
        except IntegrityError as error:  # one that was under way opened again at this moment
            raise CannotAsk(ALREADY) from error
        audit.record(
            "ask_for_payout", row.reference, market_id=market.pk, organisation=organisation.code, currency=currency,
            amount=amount and amount.minor, ready=due.amount.minor, by=str(person.reference),
        )  # fmt: skip
    return row


def take_back_withdrawal(withdrawal: Withdrawal) -> bool:
    """While nobody began to pay it. Repeating does nothing. Raises ``TooLate``."""
    with (
        transaction.atomic(),
        scope(market_id=withdrawal.market_id, organisation_id=withdrawal.organisation_id),
    ):
        _wait_for_others(withdrawal.currency)
        row = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
        if row.why == W.TAKEN_BACK:
            return False
        if not row.open:
            raise TooLate(row.code)
        _end(row, W.TAKEN_BACK)
        audit.record("take_back_withdrawal", row.reference, market_id=row.market_id)
    return True


def _wait_for_others(currency: str) -> None:
    """Whoever prepares a batch, or asks on another phone; the constraint stands behind."""
    list(
        Account.objects.select_for_update().filter(kind=Account.Kind.PAYABLE, currency=currency).order_by("pk")
    )  # fmt: skip


def answer(pairs: Iterable[tuple[Payout, Withdrawal]]) -> None:
    """Part of the operations of payouts: this payout pays what she asked for."""
    rows = []
    for payout, withdrawal in pairs:
        withdrawal.payout = payout
        rows.append(withdrawal)
    Withdrawal.objects.bulk_update(rows, ["payout"])


def open_again(payouts: QuerySet[Payout], currency: str) -> None:
    """Part of the operations of payouts: their batch was discarded before it was sent, so whoever asked still waits.

    If she asked anew meanwhile, that one stands and this one ends.
    """
    _wait_for_others(currency)
    rows = Withdrawal.objects.filter(payout__in=payouts.values("pk"), ended_at=None)
    anew = open_withdrawals(currency).order_by().values("organisation")
    rows.filter(organisation__in=anew).update(ended_at=clock.now(), why=W.ASKED_AGAIN)
    rows.update(payout=None)


def end_failed(payout: Payout) -> None:
    """Part of the operations of payouts: the money did not arrive. Asked for again as it is, it would fail again."""
    for row in Withdrawal.objects.select_for_update(of=("self",)).filter(payout=payout, ended_at=None):
        _end(row, W.FAILED)


def _end(row: Withdrawal, why: str) -> None:
    row.ended_at, row.why = clock.now(), why
    row.save(update_fields=["ended_at", "why"])
