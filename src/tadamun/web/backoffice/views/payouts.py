"""The payout run (B5): what is due to whom, by which way, and why somebody is not paid; each seller's account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.money import Money
from tadamun.people.markets.rules import may_pay_out, may_see_payouts
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.statements import Statement, statement_of
from tadamun.treasury.payouts.clearing import count_open_lines
from tadamun.treasury.payouts.covering import late
from tadamun.treasury.payouts.operations import NothingToPay, prepare_batch
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.payouts import PrepareForm, UntilForm
from tadamun.web.backoffice.outstanding import holder_address, name_of
from tadamun.web.backoffice.pages import listing, page, part
from tadamun.web.backoffice.payout_words import BATCH_KINDS, BATCHES, ENTRIES, EXCEPTIONS, LATE, RAILS
from tadamun.web.backoffice.payouts import ASKED, TOO_LONG, batches, late_before, run_of
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.waiting import overdue_since, undelivered
from tadamun.web.backoffice.wording import marked, word
from tadamun.web.shared.months import month_of, months
from tadamun.web.shared.redirects import see
from tadamun.web.shared.spreadsheets import csv_file
from tadamun.web.shared.statement_paper import statement_pdf


@for_team(may_see_payouts)
@require_http_methods(["GET", "HEAD", "POST"])
def payouts(plain: HttpRequest) -> HttpResponse:
    """The table; posting prepares a batch of one currency by one rail."""
    request = in_office(plain)
    if request.method != "POST" or not may_pay_out(request.role):
        return _run_page(plain, 404 if request.method == "POST" else 200)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        return _run_page(plain, 422, _("Please choose how these payouts travel."))
    try:
        batch = prepare_batch(request.market, request.person, **form.cleaned_data)
    except NothingToPay:
        return _run_page(
            plain, 409, _("Nobody can be paid this way just now: perhaps a colleague prepared it.")
        )
    return see(reverse("backoffice:batch", args=[batch.code]))


def _run_page(plain: HttpRequest, status: int = 200, error: str = "") -> HttpResponse:
    request = in_office(plain)
    asked = UntilForm(plain.GET if "until" in plain.GET else None)
    until = asked.cleaned_data["until"] if asked.is_valid() else None
    run = run_of(request.market, plain.GET.get("currency", "")[:3], until)
    found = listing(request, batches(), 10, "batches")
    address, which = reverse("backoffice:payouts"), plain.GET.get("asked", "")
    payable, exceptions = run.shown(which, late_before(request.market))
    paid, others = part(request, payable), part(request, exceptions, name="others")
    return page(
        request, "payouts/run", status, run=run, until=until, until_form=asked,
        error=error, found=found, may_pay=may_pay_out(request.role),
        tabs=[(f"{address}?currency={code}", code, code == run.currency) for code in run.currencies],
        filtered=which in (ASKED, TOO_LONG), filters=[
            (f"{address}?currency={run.currency}{query}", label, code == which, count)
            for code, query, label, count in (
                ("", "", _("All"), 0), (ASKED, "&asked=asked", _("Asked for it"), run.waiting),
                (TOO_LONG, "&asked=late", _("Waiting too long"), run.late),
            )
        ],
        head=[_("Seller"), (_("To be paid"), "num"), _("Asked on"), _("Way"), _("To")], batch_head=[
            _("Batch"), _("Prepared"), _("Way"), _("State"), (_("Sellers"), "num"), (_("Sum"), "num")
        ],
        payable=[(due, word(RAILS, due.destination.rail)) for due in paid.rows if due.destination], paid=paid,
        exceptions=[(due, word(EXCEPTIONS, due.why)) for due in others.rows], others=others,
        exception_head=[_("Seller"), (_("Amount"), "num"), _("Asked on"), _("Why not now")],
        rails=[(code, word(RAILS, code), amount, count) for code, amount, count in run.rails],
        batches=[
            (row, word(RAILS, row.rail), *marked(BATCHES, BATCH_KINDS, row.state), Money(row.sum or 0, row.currency))  # type: ignore[attr-defined]
            for row in found.rows
        ],
        late=[(word(LATE, one.what), name_of(one), one, holder_address(one)) for one in late(request.market, run.currency)],
        lines=count_open_lines(), undelivered=undelivered(overdue_since(request.market)).count(),
    )  # fmt: skip


def _account(plain: HttpRequest, code: str) -> tuple[Organisation, Statement, str]:
    request = in_office(plain)
    organisation = get_object_or_404(Organisation, code=code[:12])
    currency = plain.GET.get("currency", "")[:3]
    currency = (
        currency if currency in {organisation.currency, request.market.currency} else request.market.currency
    )
    _first, since, until = month_of(plain.GET.get("month", ""), request.market.time_zone)
    return organisation, statement_of(organisation.pk, currency, since, until), currency


@for_team(may_see_payouts)
@require_safe
def account(plain: HttpRequest, code: str) -> HttpResponse:
    """A seller's account in one month, amount by amount."""
    organisation, statement, currency = _account(plain, code)
    zone = in_office(plain).market.time_zone
    first = month_of(plain.GET.get("month", ""), zone)[0]
    return page(
        plain, "payouts/account", organisation=organisation, statement=statement, currency=currency, first=first,
        months=months(zone), rows=[(row, word(ENTRIES, row.kind), row.subject.partition(":")[2]) for row in statement.rows],
        head=[_("Date"), _("What"), _("Number"), (_("Amount"), "num"), (_("Balance"), "num")],
    )  # fmt: skip


@for_team(may_see_payouts)
@require_safe
def account_file(plain: HttpRequest, code: str) -> HttpResponse:
    """The same as a table."""
    organisation, statement, currency = _account(plain, code)
    head = [_("Date"), _("What"), _("Number"), _("Amount"), _("Balance"), _("Currency")]
    rows = [
        (f"{row.at:%Y-%m-%d}", word(ENTRIES, row.kind), row.subject.partition(":")[2], row.amount.major,
         row.balance.major, currency)
        for row in statement.rows
    ]  # fmt: skip
    return csv_file(f"statement-{organisation.code}", head, rows)


@for_team(may_see_payouts)
@require_safe
def account_paper(plain: HttpRequest, code: str) -> HttpResponse:
    """The same as a PDF."""
    request = in_office(plain)
    organisation, statement, _currency = _account(plain, code)
    first = month_of(plain.GET.get("month", ""), request.market.time_zone)[0]
    rows = [(row, word(ENTRIES, row.kind), row.subject.partition(":")[2]) for row in statement.rows]
    return statement_pdf(
        [(statement, rows)],
        organisation=organisation,
        market=request.market,
        language=request.language,
        first=first,
    )
