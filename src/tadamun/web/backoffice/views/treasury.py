"""Donors' fund, rates of exchange, and the tax to declare."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.people.markets.rules import may_change_market, may_pay_out, may_see_payouts
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import receive_gift, take_rates
from tadamun.treasury.ledger.queries import fund_entries, fund_of, latest_rates
from tadamun.treasury.ledger.rate_files import BadRates
from tadamun.treasury.ledger.statements import owed_by_market
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.treasury import GiftForm, RatesForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.payout_words import ENTRIES
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import word
from tadamun.web.shared.months import month_of, months
from tadamun.web.shared.redirects import see


@for_team(may_pay_out)
@require_http_methods(["GET", "HEAD", "POST"])
def fund(plain: HttpRequest) -> HttpResponse:
    """What donors gave, what it paid; posting records a gift."""
    request = in_office(plain)
    market = request.market
    form = GiftForm(request.POST if request.method == "POST" else None, currency=market.currency)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if receive_gift(market, said["amount"], reference=said["reference"]):
            messages.success(request, _("The gift is recorded."))
        else:
            messages.info(request, _("A gift with this reference was recorded already."))
        return see(reverse("backoffice:fund"))
    rows = [
        (entry, word(ENTRIES, entry.kind), entry.kind in ("gift", "fee_given_back"))
        for entry in fund_entries(market.pk, market.currency)
    ]
    return page(
        request, "treasury/fund", 422 if form.is_bound else 200, form=form, rows=rows,
        balance=fund_of(market.pk, market.currency), pays=market.policy.fund_pays_fee,
        head=[_("Day"), _("What"), _("For"), (_("Amount"), "num")],
    )  # fmt: skip


@for_team(may_see_payouts)
@require_safe
def tax(plain: HttpRequest) -> HttpResponse:
    """What a month's sales, purchases and fees leave to declare, as the book has it."""
    zone = in_office(plain).market.time_zone
    first, since, until = month_of(plain.GET.get("month", ""), zone)
    found = owed_by_market((Account.Kind.SALE_VAT, Account.Kind.FEE_VAT), since, until)
    rows = [
        (one, word(ENTRIES, one.kind), [(word(ENTRIES, kind), amount) for kind, amount in one.moved])
        for one in found
        if one.moved or one.since_ever
    ]
    return page(plain, "treasury/tax", rows=rows, first=first, months=months(zone))


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def rates(plain: HttpRequest) -> HttpResponse:
    """The latest rate of each currency; posting brings a bank's file in."""
    request = in_office(plain)
    posted = request.method == "POST"
    form = RatesForm(request.POST, request.FILES) if posted else RatesForm()
    if posted and form.is_valid():
        try:
            data, name = form.cleaned_data["file"]
            count = take_rates(data, source=name, market=request.market)
        except BadRates as error:
            form.add_error("file", _refusal(error))
        else:
            words = ngettext("%(count)d rate is named.", "%(count)d rates are named.", count)
            messages.success(request, words % {"count": count})
            return see(reverse("backoffice:rates"))
    return page(
        request, "treasury/rates", 422 if form.is_bound else 200, form=form,
        rows=latest_rates(request.market.currency, request.market.pk), currency=request.market.currency,
        head=[_("Currency"), (_("Rate"), "num"), _("Day"), _("Source")],
    )  # fmt: skip


def _refusal(error: BadRates) -> str:
    if error.line:
        return _("Line %(line)s is not a rate. Nothing was written.") % {"line": error.line}
    return _("This is no file of rates that we know. Nothing was written.")
