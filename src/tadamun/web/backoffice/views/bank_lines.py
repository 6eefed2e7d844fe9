"""The bank's statement: brought in as a file; what the program could not explain is explained by a person."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.markets.rules import may_pay_out
from tadamun.trade.checkout.operations.arriving import arrive, take_statement
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payouts.clearing import carrier_balances, count_open_lines, open_lines
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.odd_lines import OddLine, odd_lines
from tadamun.treasury.payouts.operations import AboveBalance, explain_line, match_remittance, match_settlement
from tadamun.treasury.payouts.operations.matching import OPEN, NotOpen
from tadamun.treasury.payouts.statements import BadStatement
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.payouts import CARRIER, NOTE, TRANSFER, MatchForm, StatementForm
from tadamun.web.backoffice.outstanding import holder_like
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.payout_words import LINES, ODD, STATEMENT_PROBLEMS
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import word
from tadamun.web.shared.redirects import see


@for_team(may_pay_out)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(plain: HttpRequest) -> HttpResponse:
    """What waits; posting brings a statement in."""
    request = in_office(plain)
    posted = request.method == "POST"
    form = StatementForm(request.POST, request.FILES) if posted else StatementForm()
    if not posted or not form.is_valid():
        return _bank_page(plain, form, 422 if posted else 200)
    try:
        taken = take_statement(request.market, form.data_of())
    except BadStatement as error:
        form.add_error("file", word(STATEMENT_PROBLEMS, error.code) % {"row": error.row})
        return _bank_page(plain, form, 422)
    words = _("%(fresh)s new lines, %(matched)s of them understood at once.")
    messages.success(request, words % {"fresh": taken.fresh, "matched": taken.matched})
    return see(reverse("backoffice:bank"))


def _bank_page(
    request: HttpRequest, form: StatementForm, status: int = 200, bound: MatchForm | None = None, error: str = ""
) -> HttpResponse:  # fmt: skip
    contracts, carriers = list(Contract.objects.all()), _carriers(request)
    lines = [
        (
            odd.line,
            word(LINES, odd.line.state),
            bound if bound and bound.line.pk == odd.line.pk else _match_form(odd.line, contracts, carriers),
            word(ODD, odd.why),
            *_named(odd),
        )
        for odd in odd_lines(open_lines())
    ]
    more = count_open_lines() > len(lines)
    return page(
        request, "payouts/bank", status, form=form, lines=lines, bound=bound or form, error=error, more=more
    )


def _named(odd: OddLine) -> tuple[str, str]:
    """Address and name of what it names, both empty when that is nothing of ours."""
    if odd.payout:
        return reverse("backoffice:batch", args=[odd.payout.batch.code]), odd.payout.code
    if odd.purchase:
        return f"{reverse('backoffice:orders')}?q={odd.purchase}", odd.purchase
    return "", ""


def _carriers(request: HttpRequest) -> dict[str, list[str]]:
    """Who has cash of the market's own currency: no carrier collects another at its doors."""
    market = in_office(request).market
    return {market.currency: list(carrier_balances(market.pk, market.currency))}


def _match_form(
    line: StatementLine, contracts: list[Contract], carriers: Mapping[str, list[str]]
) -> MatchForm:
    return MatchForm(
        prefix=f"l{line.pk}", line=line, contracts=contracts, carriers=carriers.get(line.currency, ())
    )


@for_team(may_pay_out)
@require_POST
def matching(request: HttpRequest, number: int) -> HttpResponse:
    """What one line is, as a person says."""
    line = get_object_or_404(StatementLine.objects.select_related("market"), pk=min(number, 2**62))
    contracts = list(Contract.objects.all())
    form = MatchForm(
        request.POST, prefix=f"l{line.pk}", line=line, contracts=contracts,
        carriers=_carriers(request).get(line.currency, ()),
    )  # fmt: skip
    if not form.is_valid():
        return _bank_page(request, StatementForm(), 422, form)
    if unsaid := _of_which(request, line, form):
        return see(unsaid)
    try:
        done = _match(line, form, contracts)
    except AboveBalance:
        return _bank_page(
            request,
            StatementForm(),
            409,
            form,
            _("They do not have that much of ours, or less arrived than you say."),
        )
    except NotOpen:
        return _bank_page(
            request, StatementForm(), 409, error=_("A colleague explained this line meanwhile.")
        )
    if not done:
        return _bank_page(
            request, StatementForm(), 409, error=_("What this line names awaits no such money any more.")
        )
    messages.success(request, _("Explained. Thank you."))
    return see(reverse("backoffice:bank"))


def _of_which(request: HttpRequest, line: StatementLine, form: MatchForm) -> str:
    """Address of the page that asks which payments or orders it brings; empty where nothing but all can be meant."""
    kind, gross = form.cleaned_data["kind"], form.gross()
    if kind in (NOTE, TRANSFER) or line.state not in OPEN:
        return ""
    one = holder_like(in_office(request).market, line.currency, kind)
    if one is None or not one.rows or not line.amount <= gross < one.balance:
        return ""
    query = urlencode({"of": kind, "gross": form.cleaned_data.get("gross") or ""})
    return f"{reverse('backoffice:bank_covering', args=[line.pk])}?{query}"


def _match(line: StatementLine, form: MatchForm, contracts: list[Contract]) -> bool:
    kind = form.cleaned_data["kind"]
    if kind == NOTE:
        return explain_line(line, note=form.cleaned_data["note"])
    if kind == TRANSFER:
        return arrive(line)
    if kind.startswith(CARRIER):
        return match_remittance(line, gross=form.gross(), carrier=kind.removeprefix(CARRIER))
    return match_settlement(line, next(row for row in contracts if row.code == kind), gross=form.gross())
