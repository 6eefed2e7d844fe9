"""Paid and not settled, collected and not brought: who has it, of which payments and orders, and which a line brought."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tadamun.kernel.money import Money, total
from tadamun.people.markets.models import Market
from tadamun.people.markets.rules import may_pay_out, may_see_payouts
from tadamun.treasury.payouts.covering import GATEWAY, Holder, holders
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.operations import (
    AboveBalance,
    AboveBrought,
    NotTheirs,
    match_remittance,
    match_settlement,
    name_brought,
)
from tadamun.treasury.payouts.operations.matching import NotOpen
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.payouts import CoverForm
from tadamun.web.backoffice.outstanding import holder_address, holder_like, name_of, named_in, shown
from tadamun.web.backoffice.pages import page, part
from tadamun.web.backoffice.payout_words import LATE
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import word
from tadamun.web.shared.redirects import see

A_PAGE = 50


@for_team(may_see_payouts)
@require_http_methods(["GET", "HEAD", "POST"])
def outstanding(plain: HttpRequest) -> HttpResponse:
    """Everybody who has money of ours; ``?of=``: what one of them has, the oldest first. Posting says what was brought before."""
    request = in_office(plain)
    market, kind = request.market, plain.GET.get("of", "")[:80]
    if kind:
        one = holder_like(market, market.currency, kind)
        if one is None:
            raise Http404
        posted = plain.method == "POST" and may_pay_out(request.role)
        return _name_brought(plain, market, one) if posted else _holder_page(plain, one)
    rows = [
        (one, name_of(one), word(LATE, one.what), holder_address(one))
        for one in holders(market, market.currency)
    ]
    head = [
        _("Who"),
        _("What"),
        (_("They have"), "num"),
        (_("Too long"), "num"),
        _("Oldest"),
        (_("Number"), "num"),
    ]
    cut = any(one.cut for one, *_rest in rows)
    return page(
        request, "payouts/outstanding", rows=rows, head=head, days=market.policy.overdue_days, cut=cut
    )


def _name_brought(request: HttpRequest, market: Market, one: Holder) -> HttpResponse:
    form = CoverForm(request.POST, rows=one.rows, came=None)
    if not form.is_valid():
        return _holder_page(request, one, form, 422)
    chosen = form.chosen(named_in(form.cleaned_data["list"], one))
    if not chosen:
        form.add_error("list", _("None of these numbers is open with them."))
        return _holder_page(request, one, form, 422)
    try:
        count = name_brought(market, one.what, one.who, one.balance.currency, of=chosen)
    except (AboveBrought, NotTheirs) as error:
        form.add_error(None, _refusal(error))
        return _holder_page(request, one, form, 409)
    messages.success(request, _brought(count))
    return see(reverse("backoffice:outstanding"))


def _holder_page(
    request: HttpRequest, one: Holder, form: CoverForm | None = None, status: int = 200
) -> HttpResponse:
    found = part(request, one.rows, A_PAGE)
    naming = bool(one.loose) and may_pay_out(in_office(request).role)
    return page(
        request, "payouts/holder", status, one=one, whose=name_of(one), what=word(LATE, one.what), found=found,
        rows=shown(one, found.rows), form=(form or CoverForm(rows=one.rows, came=None)) if naming else None, bound=form,
        head=[_("Number"), _("Since"), (_("Days"), "num"), (_("Amount"), "num")],
    )  # fmt: skip


@for_team(may_pay_out)
@require_http_methods(["GET", "HEAD", "POST"])
def covering(plain: HttpRequest, number: int) -> HttpResponse:
    """Which payments or orders a line of the bank brings: ticked, or from a list of theirs."""
    request = in_office(plain)
    line = get_object_or_404(StatementLine.objects.select_related("market"), pk=min(number, 2**62))
    one = holder_like(request.market, line.currency, plain.GET.get("of", "")[:80])
    if one is None or line.amount_minor < 0:
        raise Http404
    if plain.method != "POST":
        start = {"gross": plain.GET.get("gross", "")[:20]}
        return _cover_page(plain, line, one, CoverForm(rows=one.rows, came=line.amount, initial=start))
    form = CoverForm(plain.POST, rows=one.rows, came=line.amount)
    if not form.is_valid():
        return _cover_page(plain, line, one, form, 422)
    chosen = form.chosen(named_in(form.cleaned_data["list"], one))
    if form.cleaned_data["list"].strip() and not chosen:
        form.add_error("list", _("None of these numbers is open with them."))
        return _cover_page(plain, line, one, form, 422)
    named = total([row.amount for row in one.rows if row.code in chosen], line.currency)
    gross = form.gross_of(named, loose=bool(one.loose))
    if gross is None:
        return _cover_page(plain, line, one, form, 422)
    return _clear(plain, line, one, form, chosen, gross)


def _clear(
    request: HttpRequest, line: StatementLine, one: Holder, form: CoverForm, chosen: set[str], gross: Money
) -> HttpResponse:
    try:
        if one.what == GATEWAY:
            assert one.contract is not None
            match_settlement(line, one.contract, gross=gross, of=chosen)
        else:
            match_remittance(line, gross=gross, carrier=one.who, of=chosen)
    except (AboveBalance, AboveBrought, NotTheirs, NotOpen) as error:
        form.add_error(None, _refusal(error))
        return _cover_page(request, line, one, form, 409)
    messages.success(request, _brought(len(chosen)) if chosen else _("Explained. Thank you."))
    return see(reverse("backoffice:bank"))


def _cover_page(
    request: HttpRequest, line: StatementLine, one: Holder, form: CoverForm, status: int = 200
) -> HttpResponse:
    ticked = set(request.POST.getlist("of"))
    return page(
        request, "payouts/covering", status, line=line, one=one, whose=name_of(one), form=form,
        rows=[(row, row.row.code in ticked) for row in shown(one, one.rows)],
        head=[_("Brought"), _("Number"), _("Since"), (_("Days"), "num"), (_("Amount"), "num")],
    )  # fmt: skip


def _brought(count: int) -> str:
    return ngettext("%(count)d is brought.", "%(count)d are brought.", count) % {"count": count}


def _refusal(error: ValueError) -> str:
    if isinstance(error, AboveBrought):
        return _("What you chose comes to more than they brought.")
    if isinstance(error, NotTheirs):
        return _("One of these was brought by another line meanwhile. Look again.")
    if isinstance(error, NotOpen):
        return _("A colleague explained this line meanwhile.")
    return _("They do not have that much of ours, or less arrived than you say.")
