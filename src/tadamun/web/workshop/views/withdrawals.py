"""She asks for her money (W6): where it goes, how much, her PIN, and a receipt that says how far it is."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.treasury.payouts.models import Withdrawal
from tadamun.treasury.payouts.operations import CannotAsk, TooLate, ask_for_payout, take_back_withdrawal
from tadamun.treasury.payouts.queries import Due, due_of
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import money as reading
from tadamun.web.workshop import pin
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.withdrawals import WithdrawalForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.withdrawal_paper import withdrawal_pdf
from tadamun.web.workshop.withdrawals import asked_of
from tadamun.web.workshop.wording import CANNOT_ASK


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def withdrawal(request: HttpRequest) -> HttpResponse:
    """What is ready, where it goes and how much of it; her PIN is asked before it is written."""
    desk, posted = desk_of(request), request.method == "POST"
    if posted and not reading.decides(desk):
        raise Http404
    if posted and (before := Withdrawal.objects.filter(key=request.POST.get("key", "")[:30]).first()):
        return see(desk.path(f"money/withdrawals/{before.code}/"))  # sent twice, it is asked once
    due = due_of(desk.market, desk.organisation, _currency(request, desk))
    if due.asked:
        return see(desk.path(f"money/withdrawals/{due.asked.code}/"))
    home = due.amount.currency == desk.market.currency
    form = WithdrawalForm(
        request.POST if posted else None, ready=due.amount, least=desk.market.policy.payout_least_minor if home else 0
    )  # fmt: skip
    if due.why:
        return _form_page(request, due, form, due.why, 409 if posted else 200)
    if form.is_valid() and (asked := pin.ask(request)):
        return asked
    if not form.is_valid():
        return _form_page(request, due, form, status=422 if posted else 200)
    return _ask(request, desk, due, form)


def _ask(request: HttpRequest, desk: Desk, due: Due, form: WithdrawalForm) -> HttpResponse:
    try:
        row = ask_for_payout(
            desk.organisation, desk.market, desk.person, key=form.cleaned_data["key"], amount=form.wanted(),
            currency=due.amount.currency,
        )  # fmt: skip
    except CannotAsk as error:
        return _form_page(request, due, form, error.why, 409)
    messages.success(request, _("You asked for your money."))
    return see(desk.path(f"money/withdrawals/{row.code}/"))


def _currency(request: HttpRequest, desk: Desk) -> str:
    """One she is owed in, else her own."""
    said = request.GET.get("currency", "")[:3]
    return said if said in reading.currencies_of(desk) else desk.organisation.currency


def _form_page(
    request: HttpRequest, due: Due, form: WithdrawalForm, why: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    desk = desk_of(request)
    return page(
        request, "withdrawal", tab="money", status=status, due=due, form=form, why=why, problem=CANNOT_ASK.get(why, ""),
        decides=reading.decides(desk), back_url=desk.path("money/"),
    )  # fmt: skip


def _row(code: str) -> Withdrawal:
    return get_object_or_404(Withdrawal.objects.select_related("payout", "destination"), code=code)


@require_safe
@for_seller
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What she asked for, where it goes, when it is expected and how far it is."""
    desk, row = desk_of(request), _row(code)
    return page(
        request, "withdrawal_receipt", tab="money", each=asked_of(desk, row), place=row.payout or row.destination,
        may_take_back=row.open and reading.decides(desk), back_url=desk.path("money/"),
    )  # fmt: skip


@for_seller
@action
def reversal(request: HttpRequest, code: str) -> HttpResponse:
    """She takes back what she asked, while nobody began to pay it."""
    desk, row = desk_of(request), _row(code)
    if not reading.decides(desk):
        raise Http404
    try:
        take_back_withdrawal(row)
    except TooLate:
        messages.warning(request, _("The market has begun to send it."))
        return see(desk.path(f"money/withdrawals/{row.code}/"))
    messages.success(request, _("You took it back. Your money stays ready."))
    return see(desk.path("money/"))


@require_safe
@for_seller
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as a PDF."""
    desk, row = desk_of(request), _row(code)
    return withdrawal_pdf(
        asked_of(desk, row), row.payout or row.destination, organisation=desk.organisation, market=desk.market,
        language=desk.language,
    )  # fmt: skip
