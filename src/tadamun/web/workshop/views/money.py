"""Money (W6): what comes, what is ready, what she received; each sale, payout and month explained."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel import clock
from tadamun.people.sellers.models import Maker
from tadamun.trade.checkout.debts import limit_of
from tadamun.treasury.ledger.forecast import becoming_ready
from tadamun.treasury.ledger.queries import money_to_come
from tadamun.treasury.ledger.statements import Row, Statement
from tadamun.treasury.payouts.models import Payout
from tadamun.treasury.payouts.shares import part_of_maker
from tadamun.web.shared.months import month_of, months
from tadamun.web.shared.paging import page_asked
from tadamun.web.shared.spreadsheets import csv_file
from tadamun.web.shared.statement_paper import statement_pdf
from tadamun.web.workshop import earnings
from tadamun.web.workshop import money as reading
from tadamun.web.workshop import withdrawals as asking
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.wording import ENTRIES, PAYOUTS

LAST = 10_000
NEWEST = 3


@require_safe
@for_seller
def money(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    number = page_asked(request, LAST)
    found, older = earnings.sales(desk, number)
    names = earnings.ShareNames(
        yours=_("For you"), own=_("For the cooperative"), mine=_("For you, as maker"), makers=_("For the makers"),
        fee=_("Market’s fee"), margin=_("Market’s margin"), returned=_("Back to the buyer"),
    )  # fmt: skip
    sums, paid = money_to_come(desk.organisation.pk), reading.payouts()
    ready = asking.not_under_way(sums.payable, paid)
    asked = asking.on_money_page(desk, asking.newest())
    waits = {each.row.currency for each in asked if each.row.open}
    way = reading.sums(each.amount for each in paid if each.state in asking.UNDER_WAY)
    here = desk.market.time_zone
    owed = {each.currency for each in (*sums.held, *sums.payable, *sums.debt)}
    return page(
        request, "money", tab="money", number=number, older=older, days=desk.market.policy.return_days,
        sums=[
            (_("Coming"), sums.held, "clock", "money.coming"), (_("Ready"), ready, "check", "money.ready"),
            (_("Received"), reading.received(paid), "hand", "money.received"),
            (_("On its way to you"), way, "send", "sale.sent"),
            (_("You owe"), sums.debt, "return", "money.owed"),
        ],
        limit=limit_of(desk.admission, desk.market),
        places=reading.places_of(desk, owed), payouts=[(payout, *PAYOUTS[payout.state]) for payout in paid[:NEWEST]],
        asked=asked, may_ask=[] if desk.acting else [each.currency for each in ready if each.currency not in waits],
        forecast=asking.days(becoming_ready(desk.organisation.pk, here), clock.day_in(here)),
        more_payouts=len(paid) > NEWEST,
        sales=[(sale, sale.shares(names)) for sale in found],
    )  # fmt: skip


@require_safe
@for_seller
def payouts(request: HttpRequest) -> HttpResponse:
    """Everything that was sent to her."""
    rows = [(payout, *PAYOUTS[payout.state]) for payout in reading.payouts(200)]
    return page(request, "payouts", tab="money", payouts=rows, back_url=desk_of(request).path("money/"))


@require_safe
@for_seller
def payout(request: HttpRequest, code: str) -> HttpResponse:
    """One payout and what it is for."""
    row, desk = get_object_or_404(Payout, code=code), desk_of(request)
    words, kind, icon = PAYOUTS[row.state]
    return page(
        request, "payout", tab="money", payout=row, words=words, kind=kind, icon=icon, back_url=desk.path("money/"),
        entries=[
            (ENTRIES.get(what, what), code, amount, f"entry.{what}") for what, code, amount in reading.paid_by(row)
        ],
    )  # fmt: skip


Told = tuple[Row, str, str]  # with what it is in words, and the number it is about


def _sections(request: HttpRequest, desk: Desk) -> list[tuple[str, Statement, list[Told]]]:
    """By currency, in words: the month asked for."""
    _first, since, until = month_of(request.GET.get("month", ""), desk.market.time_zone)
    return [(name, found, _told(found)) for name, found in reading.statements(desk, since, until)]


def _told(statement: Statement) -> list[Told]:
    return [
        (row, str(ENTRIES.get(row.kind, row.kind)), row.subject.partition(":")[2]) for row in statement.rows
    ]


@require_safe
@for_seller
def statement(request: HttpRequest) -> HttpResponse:
    """A month, amount by amount."""
    desk = desk_of(request)
    zone = desk.market.time_zone
    first = month_of(request.GET.get("month", ""), zone)[0]
    return page(
        request, "statement", tab="money", sections=_sections(request, desk), first=first, months=months(zone),
        parts=reading.parts(desk), back_url=desk.path("money/"),
    )  # fmt: skip


@require_safe
@for_seller
def part(request: HttpRequest, code: str) -> HttpResponse:
    """What one maker's part was in a month, amount by amount."""
    desk = desk_of(request)
    zone = desk.market.time_zone
    first, since, until = month_of(request.GET.get("month", ""), zone)
    maker = get_object_or_404(Maker, code=code)
    rows = part_of_maker(maker.pk, since, until)
    return page(
        request, "part", tab="money", maker=maker, first=first, months=months(zone), rows=rows,
        sums=reading.sums(row.amount for row in rows), back_url=desk.path("money/statement/"),
    )  # fmt: skip


@require_safe
@for_seller
def statement_paper(request: HttpRequest) -> HttpResponse:
    """The same as a PDF."""
    desk = desk_of(request)
    first = month_of(request.GET.get("month", ""), desk.market.time_zone)[0]
    sections = [(found, rows) for _name, found, rows in _sections(request, desk)]
    return statement_pdf(
        sections, organisation=desk.organisation, market=desk.market, language=desk.language, first=first
    )


@require_safe
@for_seller
def statement_file(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    desk = desk_of(request)
    rows = [
        (f"{row.at:%Y-%m-%d}", what, number, row.amount.major, row.balance.major, row.amount.currency)
        for _name, _found, told in _sections(request, desk)
        for row, what, number in told
    ]
    head = [_("Date"), _("What"), _("Number"), _("Amount"), _("Balance"), _("Currency")]
    return csv_file(f"statement-{desk.organisation.code}", head, rows)
