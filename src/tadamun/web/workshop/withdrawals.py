"""How far what she asked for is, and what becomes hers on which day: read in the scope of her organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.treasury.ledger.forecast import Ready
from tadamun.treasury.ledger.queries import money_to_come
from tadamun.treasury.payouts.models import Payout, Withdrawal
from tadamun.treasury.payouts.queries import next_payouts, under_way
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.wording import WITHDRAWALS

W, S = Withdrawal.Why, Payout.State
UNDER_WAY = (S.PREPARED, S.APPROVED, S.SENT)
SHOWN_DAYS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """``state``: asked, prepared, sent, confirmed, failed, taken_back or asked_again. ``amount`` is empty when she asked for
    all, and nobody counted yet what that is.
    """

    row: Withdrawal
    state: str
    words: str
    kind: str
    icon: str
    amount: Money | None
    expected: date | None

    @property
    def day_key(self) -> str:
        """How the expected day is said."""
        return f"day_{self.expected.isoweekday()}" if self.expected else ""

    @property
    def why(self) -> str:
        """Why it failed, in the words of whoever noted it."""
        return self.row.payout.why if self.state == W.FAILED and self.row.payout else ""


def newest(limit: int = 6) -> list[Withdrawal]:
    """With what pays them and where."""
    return list(Withdrawal.objects.select_related("payout", "destination").order_by("-pk")[:limit])


def asked_of(desk: Desk, row: Withdrawal) -> Asked:
    """As it stands now."""
    state = _state(row)
    words, kind, icon = WITHDRAWALS[state]
    amount = row.payout.amount if row.payout and not row.why else row.amount
    day = next_payouts(desk.market, clock.day_in(desk.market.time_zone)) if state == "asked" else None
    return Asked(row, state, str(words), kind, icon, amount, day)


def _state(row: Withdrawal) -> str:
    if row.why or row.payout is None:
        return row.why or "asked"
    return "prepared" if row.payout.state == S.APPROVED else str(row.payout.state)


def on_money_page(desk: Desk, rows: Sequence[Withdrawal]) -> list[Asked]:
    """The newest of each currency that came to something."""
    found: dict[str, Asked] = {}
    for row in rows:
        if row.why not in (W.TAKEN_BACK, W.ASKED_AGAIN):
            found.setdefault(row.currency, asked_of(desk, row))
    return list(found.values())


def not_under_way(payable: Iterable[Money], sent: Sequence[Payout]) -> list[Money]:
    """What is ready, less the payouts of it that did not arrive yet."""
    way: dict[str, int] = {}
    for payout in sent:
        if payout.state in UNDER_WAY:
            way[payout.currency] = way.get(payout.currency, 0) + payout.amount_minor
    left = [Money(amount.minor - way.get(amount.currency, 0), amount.currency) for amount in payable]
    return [amount for amount in left if amount.minor > 0]


def ready(desk: Desk) -> list[Money]:
    """What the money page calls ready, by currency. Three queries at most."""
    return not_under_way(money_to_come(desk.organisation.pk).payable, under_way(desk.organisation.pk))


def days(found: Sequence[Ready], today: date) -> list[tuple[date, Money, str]]:
    """The next days with what becomes hers and the key of how the day is said; the rest summed, under the last day."""
    shown = [(each.day, each.amount, _said(each.day, today)) for each in found[:SHOWN_DAYS]]
    rest: dict[str, Ready] = {}
    for each in found[SHOWN_DAYS:]:
        before = rest.get(each.amount.currency)
        rest[each.amount.currency] = Ready(each.day, each.amount + before.amount if before else each.amount)
    return [*shown, *((each.day, each.amount, "until") for each in rest.values())]


def _said(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead < 2:
        return "tomorrow" if ahead == 1 else "today"
    return f"day_{day.isoweekday()}" if ahead <= 7 else "later"
