"""What a seller has to expect and why, read from the book's entries alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.text import words
from tadamun.trade.orders.models import Line
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Claim, MemoEntry, Payout
from tadamun.ui.cards import Picture
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.thumbnails import thumbnails

A_PAGE = 24
HERS = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)
KEPT = ("fee", "fee_vat", "margin")
COMING, READY, SENT, RECEIVED, IN_CASH = "coming", "ready", "sent", "received", "in_cash"


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale as its entries say: of ``price``, the market keeps ``fee``, ``returned`` went back to the buyer, and the
    rest is hers. ``given``: of the market's fee, what donors paid in her place; it is not in ``fee``. ``bought``: the market
    bought it and sold it on, so what it keeps is its margin. Of what is hers, ``mine`` is noted for whoever looks and
    ``makers`` for the other makers; what is left is the organisation's own.

    ``state``: coming until ``ready_at``, ready, sent with a payout, received; or in_cash: she took the money herself and
    owes the fee.
    """

    code: str
    title: str
    picture: Picture | None
    at: datetime
    price: Money
    fee: Money
    returned: Money
    given: Money
    state: str
    ready_at: datetime | None
    bought: bool
    mine: Money
    makers: Money

    @property
    def yours(self) -> Money:
        return self.price - self.fee - self.returned

    def shares(self, names: "ShareNames") -> list[tuple[str, Money, Decimal]]:
        """For the bar: where each part of the price went, with percentages that sum to a hundred. What is hers, or the
        organisation's, is the first.
        """
        shared, kept = bool(self.mine or self.makers), names.margin if self.bought else names.fee
        others = (
            (names.mine, self.mine),
            (names.makers, self.makers),
            (kept, self.fee),
            (names.returned, self.returned),
        )
        parts = [(words, amount) for words, amount in others if amount]
        found = [
            (words, amount, (Decimal(amount.minor) * 100 / self.price.minor).quantize(Decimal("0.1")))
            for words, amount in parts
        ]
        rest = 100 - sum((percent for _words, _amount, percent in found), Decimal(0))
        own, name = self.yours - self.mine - self.makers, names.own if shared else names.yours
        return [(name, own, max(rest, Decimal(0))), *found]


class ShareNames(NamedTuple):
    """What the parts of a sale are called."""

    yours: str
    own: str
    mine: str
    makers: str
    fee: str
    margin: str
    returned: str


def sales(desk: Desk, page: int) -> tuple[list[Sale], bool]:
    """A page of her sales, newest first, and whether there are older ones. Six queries; one more where a
    line kept no picture."""
    start = (page - 1) * A_PAGE
    hers = Entry.objects.filter(kind="sale", credit__organisation=desk.organisation.pk, credit__kind__in=HERS)
    chosen = hers.order_by("-pk").values("subject")[start : start + A_PAGE + 1]
    entries: dict[str, list[Entry]] = {}
    rows = Entry.objects.filter(subject__in=chosen)
    for entry in rows.select_related("credit", "debit").order_by("pk"):
        entries.setdefault(entry.subject, []).append(entry)
    newest = sorted(entries, key=lambda subject: -_sale_of(entries[subject]).pk)
    lines = _first_lines([Reference.parse(subject).code for subject in newest[:A_PAGE]])
    pictures = thumbnails(lines.values())
    paid = _paid([entry.pk for rows in entries.values() for entry in rows if entry.kind == "ripe"])
    parts = _parts(desk, newest[:A_PAGE])
    found = [
        _sale(desk, subject, entries[subject], lines, pictures, paid, parts) for subject in newest[:A_PAGE]
    ]
    return found, len(newest) > A_PAGE


def _sale_of(entries: Sequence[Entry]) -> Entry:
    return next(entry for entry in entries if entry.kind == "sale" and entry.credit.kind in HERS)


def _paid(ripe: Sequence[int]) -> dict[int, str]:
    """Entry that became hers → how far the payout is that claims it."""
    claims = Claim.objects.filter(entry__in=ripe, released_at=None).values_list("entry", "payout__state")
    return {entry: RECEIVED if state == Payout.State.CONFIRMED else SENT for entry, state in claims}


def _parts(desk: Desk, subjects: Sequence[str]) -> dict[tuple[str, bool], int]:
    """What is noted for makers of each sale: hers who looks, and all others'."""
    rows = MemoEntry.objects.filter(organisation=desk.organisation, subject__in=subjects).order_by()
    found: dict[tuple[str, bool], int] = {}
    for subject, person, minor in rows.values_list("subject", "maker__person").annotate(Sum("amount_minor")):
        name = (subject, person == desk.person.pk and not desk.acting)
        found[name] = found.get(name, 0) + minor
    return found


def _first_lines(codes: Sequence[str]) -> dict[str, Line]:
    rows = (
        Line.objects.filter(order__code__in=codes)
        .select_related("order", "variant")
        .order_by("-position", "-pk")
    )
    return {line.order.code: line for line in rows}


def _sale(
    desk: Desk, subject: str, entries: Sequence[Entry], lines: dict[str, Line], pictures: dict[int, Picture],
    paid: dict[int, str], parts: Mapping[tuple[str, bool], int],
) -> Sale:  # fmt: skip
    code = Reference.parse(subject).code
    sale, line = _sale_of(entries), lines.get(code)
    kept, given = _sum(entries, *KEPT), _sum(entries, "fee_given")
    returned = -_sum([entry for entry in entries if entry.debit.kind in HERS], "sale")
    ripe = next((entry for entry in entries if entry.kind == "ripe"), None)
    state = COMING if sale.credit.kind == Account.Kind.HELD_FOR_SELLER else IN_CASH
    if ripe:
        state = paid.get(ripe.pk, READY)
    return Sale(
        code, words(line.titles, desk.language, desk.market.languages) if line else code,
        pictures.get(line.pk) if line else None, sale.at, sale.amount, Money(kept - given, sale.currency),
        Money(returned, sale.currency), Money(given, sale.currency), state, sale.available_at,
        any(entry.kind == "margin" for entry in entries),
        *(Money(parts.get((subject, hers), 0), sale.currency) for hers in (True, False)),
    )  # fmt: skip


def _sum(entries: Sequence[Entry], *kinds: str) -> int:
    """What entries of these kinds come to, less what was written back of them."""
    there = sum(entry.amount_minor for entry in entries if entry.kind in kinds)
    back = sum(entry.amount_minor for entry in entries if entry.kind in {f"{kind}_back" for kind in kinds})
    return there - back
