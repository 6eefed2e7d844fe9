"""Money that goes back: deciding it on an order's page, sending it by hand, trying again what failed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.checkout.operations import (
    GivenMeanwhile,
    NothingPaid,
    NothingToDecide,
    execute_refund,
    give_nothing,
    refund_order,
    refundable,
)
from tadamun.trade.checkout.operations.refunding import Left
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.queries import asked_pieces, pieces_left, undecided, worth_of
from tadamun.treasury.payments.models import BY_HAND, Refund
from tadamun.treasury.payments.operations import AboveCaptured
from tadamun.treasury.payments.providers.base import GatewayAway
from tadamun.treasury.payments.queries import has_acquirer
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.orders import OrderForm, ReasonForm
from tadamun.web.backoffice.forms.payments import RefundForm, SentForm
from tadamun.web.backoffice.pages import listing, page
from tadamun.web.backoffice.payment_words import ENDINGS, REASONS, REFUND_KINDS, REFUNDS
from tadamun.web.backoffice.payments import open_refunds
from tadamun.web.backoffice.refunds import refunds_to_decide
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.views.payments import refund_rows, tabs
from tadamun.web.backoffice.wording import word
from tadamun.web.shared.redirects import see
from tadamun.web.shared.saying import sent_picture

UNDECIDED = 100  # at once
NOTHING = "nothing"


@for_team(may_follow_orders)
@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """Those that are not with the buyer yet, and what of nobody said yet whether it goes back."""
    found = listing(request, open_refunds())
    return page(
        request, "payments/refunds", found=found, refunds=refund_rows(found.rows), tabs=tabs("refunds"),
        undecided=refunds_to_decide()[:UNDECIDED],
    )  # fmt: skip


def _order(code: str) -> SellerOrder:
    rows = SellerOrder.objects.select_related("purchase", "market", "organisation")
    return get_object_or_404(rows, code=code[:14])


def left_of(order: SellerOrder) -> Left | None:
    """What may still go back to its buyer; ``None`` when nothing may."""
    try:
        left = refundable(order)
    except NothingPaid:
        return None
    return left if left.goods or left.delivery else None


@for_team(may_follow_orders)
@require_http_methods(["GET", "HEAD", "POST"])
def order_refunds(request: HttpRequest, code: str) -> HttpResponse:
    """Decide that the buyer of an order gets money back."""
    order = _order(code)
    left = left_of(order)
    if left is None:
        return page(request, "payments/nothing", 409 if request.method == "POST" else 200, order=order)
    form = RefundForm(
        request.POST if request.method == "POST" else None, left=left, asked=_asked_worth(order)
    )
    if request.method != "POST" or not form.is_valid():
        return _decide_page(request, order, form, 422 if form.is_bound else 200)
    try:
        made = refund_order(order, **form.values())
    except (AboveCaptured, GivenMeanwhile, NothingPaid):
        now = left_of(order)
        if now is None:
            return page(request, "payments/nothing", 409, order=order)
        form.look_again(now)
        form.add_error(None, _("Somebody gave money back meanwhile: less is left. Please look again."))
        return _decide_page(request, order, form, 409)
    by_hand = next((one for one in made if one.provider == BY_HAND), None)
    messages.success(
        request,
        _("Decided. Now send the money and write its reference here.") if by_hand
        else _("Decided. The gateway sends it back within minutes."),
    )  # fmt: skip
    return see(
        reverse("backoffice:refund", args=[by_hand.code])
        if by_hand
        else reverse("backoffice:order", args=[order.code])
    )


def _asked_worth(order: SellerOrder) -> Money | None:
    """Of the pieces that its buyer asks to send back, when they are not all she has."""
    found = undecided(order)
    if not found or found.kind != Fact.Kind.RETURN_ASKED:
        return None
    pieces, has = asked_pieces(order, found), pieces_left(order)
    return worth_of(order, pieces) if sum(pieces.values()) < sum(has.values()) else None


def _decide_page(
    request: HttpRequest, order: SellerOrder, form: RefundForm, status: int, nothing: ReasonForm | None = None
) -> HttpResponse:
    """Where it waits for a decision, with the form that says that nothing goes back."""
    bound: OrderForm = nothing or form
    found = undecided(order)
    waits = nothing or (ReasonForm(prefix=NOTHING) if found else None)
    asked = found.detail if found and found.kind == Fact.Kind.RETURN_ASKED else {}
    office = in_office(request)
    pieces = asked_pieces(order, found) if found and asked else {}
    return page(
        request, "payments/decide", status, form=form, order=order, nothing=waits, bound=bound,
        asked=word(ENDINGS, str(asked.get("reason", ""))) if asked else "",
        pieces=[(words(line.titles, office.language, office.market.languages), count) for line, count in pieces.items()],
        picture=sent_picture(asked["picture"]) if "picture" in asked else None,
    )  # fmt: skip


@for_team(may_follow_orders)
@require_POST
def order_nothing_back(request: HttpRequest, code: str) -> HttpResponse:
    """Decide that nothing goes back of what came back: it leaves the list."""
    order = _order(code)
    form, left = ReasonForm(request.POST, prefix=NOTHING), left_of(order)
    if not form.is_valid() and left:
        return _decide_page(request, order, RefundForm(None, left=left), 422, form)
    try:
        if form.is_valid() and give_nothing(order, reason=form.cleaned_data["reason"]):
            messages.success(request, _("Decided: nothing goes back. The buyer is told."))
    except NothingToDecide:
        messages.info(request, _("This was already recorded."))
    return see(reverse("backoffice:refunds"))


def _refund(code: str) -> Refund:
    rows = Refund.objects.select_related("payment__market", "payment__contract")
    return get_object_or_404(rows, code=code[:14])


@for_team(may_follow_orders)
@require_safe
def refund(request: HttpRequest, code: str) -> HttpResponse:
    return _refund_page(request, _refund(code))


def _by_person(found: Refund) -> bool:
    """Whether a person may send it: a gateway's only once it failed there, or waits for a settlement, or it could go twice."""
    if found.provider == BY_HAND:
        return found.state != Refund.State.DONE
    return found.state == Refund.State.FAILED or _waits(found)


def _waits(found: Refund) -> bool:
    return found.state == Refund.State.DECIDED and found.later_at is not None


def _acquirer(found: Refund) -> str:
    """Who took the money, empty where it came to the market's own account."""
    contract = found.payment.contract
    return contract.acquirer if contract and has_acquirer(found.payment) else ""


def _sent_form(found: Refund, data: Any = None) -> SentForm:
    return SentForm(data, acquirer=_acquirer(found))


def _refund_page(
    request: HttpRequest, found: Refund, form: SentForm | None = None, status: int = 200
) -> HttpResponse:
    order = _order(found.beneficiary.partition(":")[2])
    return page(
        request, "payments/refund", status, refund=found, order=order, reason=word(REASONS, found.reason),
        state=word(REFUNDS, found.state), kind=REFUND_KINDS[Refund.State(found.state)],
        by_hand=found.provider == BY_HAND, form=(form or _sent_form(found)) if _by_person(found) else None, bound=form,
        waits=_waits(found), acquirer=_acquirer(found),
        can_retry=found.provider != BY_HAND and found.state != Refund.State.DONE,
    )  # fmt: skip


@for_team(may_follow_orders)
@require_POST
def sending(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody sent it, with the reference that proves it."""
    found = _refund(code)
    form = _sent_form(found, request.POST)
    if found.state != Refund.State.DONE and not _by_person(found):
        messages.error(request, _("The gateway is sending it: sent by hand too, it would go twice."))
        return see(reverse("backoffice:refund", args=[found.code]))
    if not form.is_valid():
        return _refund_page(request, found, form, 422)
    return _sent(request, found, **form.values())


@for_team(may_follow_orders)
@require_POST
def retrying(request: HttpRequest, code: str) -> HttpResponse:
    """Its gateway is asked once more to send it: by its own number, so it sends nothing twice."""
    found = _refund(code)
    if found.provider == BY_HAND:
        return _refund_page(request, found, _sent_form(found, {}), 422)
    return _sent(request, found)


def _sent(request: HttpRequest, found: Refund, **how: Any) -> HttpResponse:
    try:
        news = execute_refund(found, **how)
    except GatewayAway:
        messages.warning(request, _("The gateway does not answer as it should. It is asked again by itself."))
        return see(reverse("backoffice:refund", args=[found.code]))
    found = _refund(found.code)
    if news:
        messages.success(request, _("The money is recorded as sent back."))
    elif found.state == Refund.State.DONE:
        messages.info(request, _("This was already recorded."))
    elif found.state == Refund.State.DECIDED:
        messages.info(request, _("The bank has not settled this payment yet. It is asked again by itself."))
    else:
        messages.error(
            request, _("The gateway refused to send it back. Send it by hand, or try again later.")
        )
    return see(reverse("backoffice:refund", args=[found.code]))
