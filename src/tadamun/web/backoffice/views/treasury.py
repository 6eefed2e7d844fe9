"""Donors' fund, rates of exchange, and the tax to declare."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.markets.rules import may_change_market, may_pay_out, may_see_payouts
from tadamun.treasury.ledger.operations import receive_gift, take_rates
from tadamun.treasury.ledger.queries import fund_entries, fund_of, latest_rates
from tadamun.treasury.ledger.rate_files import BadRates
from tadamun.treasury.ledger.taxes import NothingOwed, pay_tax, take_back_tax, tax_accounts, taxes_paid
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.treasury import GiftForm, RatesForm, TakenBackForm, TaxForm
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
def tax(request: HttpRequest) -> HttpResponse:
    """What a month's sales, purchases and fees leave to declare, as the book has it, and what was paid."""
    return _tax_page(request, request.GET.get("month", ""))


def _tax_page(plain: HttpRequest, month: str, bound: TaxForm | None = None) -> HttpResponse:
    request = in_office(plain)
    market, zone = request.market, request.market.time_zone
    first, since, until = month_of(month, zone)
    found = tax_accounts(since, until)
    rows = [
        (one, word(ENTRIES, one.kind), [(word(ENTRIES, kind), amount) for kind, amount in one.moved])
        for one in found
        if one.moved or one.left
    ]
    left = {one.left.currency: Money(0, one.left.currency) for one in found}
    for one in found:
        left[one.left.currency] += one.left
    over = until <= clock.now() and may_pay_out(request.role)
    forms = [
        (amount, _tax_form(amount, market, bound) if over and amount.minor > 0 else None)
        for amount in left.values()
    ]
    return page(
        plain, "treasury/tax", 422 if bound else 200, rows=rows, first=first, months=months(zone), bound=bound,
        left=forms, paid=taxes_paid(), may_correct=may_pay_out(request.role), wrong=TakenBackForm(),
        head=[_("Day"), _("Receipt"), (_("Amount"), "num"), ""],
    )  # fmt: skip


def _tax_form(amount: Money, market: Market, bound: TaxForm | None) -> TaxForm:
    if bound is not None and bound.owed.currency == amount.currency:
        return bound
    return TaxForm(owed=amount, currency=market.currency)


@for_team(may_pay_out)
@require_POST
def tax_payment(plain: HttpRequest) -> HttpResponse:
    """What the book owes the state at the end of a month was declared and paid."""
    request = in_office(plain)
    month, currency = request.POST.get("month", ""), request.POST.get("currency", "")
    first, since, until = month_of(month, request.market.time_zone)
    owed = [one.left.minor for one in tax_accounts(since, until) if one.left.currency == currency]
    if until > clock.now() or sum(owed) <= 0:
        messages.error(request, _("Nothing is owed any more for that month: look at what was paid."))
        return see(f"{reverse('backoffice:tax')}?month={first:%Y-%m}")
    form = TaxForm(request.POST, owed=Money(sum(owed), currency), currency=request.market.currency)
    if not form.is_valid():
        return _tax_page(plain, f"{first:%Y-%m}", form)
    said = form.cleaned_data
    try:
        done = pay_tax(
            request.market, currency=currency, until=until, paid=said["paid"], reference=said["reference"]
        )
    except (NothingOwed, ValueError):
        messages.error(request, _("The book has moved on meanwhile: look at the amount again."))
    else:
        if done:
            messages.success(request, _("The payment is recorded."))
        else:
            messages.info(request, _("A payment with this receipt was recorded already."))
    return see(f"{reverse('backoffice:tax')}?month={first:%Y-%m}")


@for_team(may_pay_out)
@require_POST
def tax_correction(plain: HttpRequest) -> HttpResponse:
    """A payment was recorded by mistake."""
    request = in_office(plain)
    form = TakenBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why: it is kept with your name."))
    elif take_back_tax(request.market, form.cleaned_data["reference"], reason=form.cleaned_data["reason"]):
        messages.success(request, _("The payment is taken back: what it settled is owed again."))
    else:
        messages.info(request, _("This payment was taken back already."))
    return see(reverse("backoffice:tax"))


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
