"""Every payment (B3): the lists, one payment with all that was said of it, asking its gateway, saying that it came."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tadamun.kernel.money import Money
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.checkout.operations import check_payment, confirm_payment
from tadamun.trade.checkout.operations.paying import seen_by_people
from tadamun.trade.checkout.operations.settling import NotExpected
from tadamun.treasury.payments.models import Notice, Payment, PaymentShare, Refund
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import GatewayAway, Tells
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.payments import CameForm
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.payment_words import (
    REFUND_KINDS,
    REFUNDS,
    STATE_KINDS,
    STATES,
    VERDICT_KINDS,
    VERDICTS,
)
from tadamun.web.backoffice.payments import (
    HELD,
    held_by_acquirers,
    payments_like,
    refused_notices,
    steps_of,
)
from tadamun.web.backoffice.refunds import count_refunds
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import marked, word
from tadamun.web.shared.limits import limit
from tadamun.web.shared.redirects import see
from tadamun.web.shared.ways import way_name

NOTICES_SHOWN = 20
TABS = ("", "waiting", "failed", "captured", HELD)


@for_team(may_follow_orders)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    office, words = in_office(request), question(request)
    said = request.GET.get("state", "")
    state = said if said in TABS else ""
    held = held_by_acquirers(office.market) if state == HELD else None
    found = listing(request, payments_like(state, words, held))
    ways = {
        method: way_name(office.market, method, office.language)
        for method in {row.method for row in found.rows}
    }
    rows = [(row, ways[row.method], *marked(STATES, STATE_KINDS, row.state)) for row in found.rows]
    head = [_("Payment"), _("When"), _("Way to pay"), _("State"), (_("Amount"), "num")]
    return page(
        request, "payments/list", found=found, rows=rows, words=words, state=state, held=held, head=head,
        tabs=tabs(state),
    )  # fmt: skip


def tabs(chosen: str) -> list[tuple[str, str, bool, int]]:
    """The lists of payments, with how many refunds and notices wait for somebody."""
    address = reverse("backoffice:payments")
    labels = {
        "": _("All"), "waiting": _("Waiting"), "failed": _("Came to nothing"), "captured": _("Money received"),
        HELD: _("Paid, not settled"),
    }  # fmt: skip
    return [
        *((f"{address}?state={code}" if code else address, labels[code], code == chosen, 0) for code in TABS),
        (reverse("backoffice:refunds"), _("Refunds to send"), chosen == "refunds", count_refunds()),
        (reverse("backoffice:notices"), _("Notices refused"), chosen == "notices", refused_notices().count()),
    ]


@for_team(may_follow_orders)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    found = listing(request, refused_notices())
    rows = [(row, word(VERDICTS, row.verdict)) for row in found.rows]
    return page(request, "payments/notices", found=found, rows=rows, tabs=tabs("notices"))


def _payment(code: str) -> Payment:
    return get_object_or_404(Payment.objects.select_related("market", "contract"), code=code[:14])


@for_team(may_follow_orders)
@require_safe
def payment(request: HttpRequest, code: str) -> HttpResponse:
    return _payment_page(request, _payment(code))


def _payment_page(
    request: HttpRequest, found: Payment, form: CameForm | None = None, status: int = 200
) -> HttpResponse:
    office = in_office(request)
    by_hand = seen_by_people(found) and found.state in (
        Payment.State.WAITING,
        Payment.State.FAILED,
    )
    gateway = GATEWAYS.get(found.provider)
    return page(
        request, "payments/payment", status, payment=found, purchase_code=found.subject.partition(":")[2],
        way=way_name(office.market, found.method, office.language), state=word(STATES, found.state),
        kind=STATE_KINDS[Payment.State(found.state)], steps=steps_of(found), shares=_shares(found),
        share_head=[_("Order"), (_("Asked for"), "num"), (_("Received"), "num"), (_("Goes back"), "num")],
        refunds=refund_rows(Refund.objects.filter(payment=found).order_by("pk")), told=_told(found),
        can_ask=found.contract is not None and isinstance(gateway, Tells),
        form=(form or CameForm()) if by_hand else None, bound=form,
    )  # fmt: skip


def _shares(found: Payment) -> list[tuple[Any, ...]]:
    return [
        (
            row.beneficiary.partition(":")[2],
            *(Money(minor, found.currency) for minor in (row.claimed_minor, row.captured_minor, row.refunded_minor)),
        )
        for row in PaymentShare.objects.filter(payment=found).order_by("pk")
    ]  # fmt: skip


def _told(found: Payment) -> list[tuple[Notice, str, str]]:
    rows = Notice.objects.filter(payment=found).order_by("-pk")[:NOTICES_SHOWN]
    return [(row, *marked(VERDICTS, VERDICT_KINDS, row.verdict)) for row in rows]


def refund_rows(rows: Any) -> list[tuple[Refund, str, str]]:
    """With the words and the colour of its state."""
    return [(row, *marked(REFUNDS, REFUND_KINDS, row.state)) for row in rows]


@for_team(may_follow_orders)
@require_POST
def asking(request: HttpRequest, code: str) -> HttpResponse:
    """The gateway is asked now how it stands; what it says is acted on as its notice would be."""
    found = _payment(code)
    limit(f"asking:{found.code}", times=6, seconds=60)
    before = found.state
    try:
        state = check_payment(found)
    except GatewayAway:
        messages.warning(
            request, _("The gateway does not answer as it should. Nothing was changed; it is asked again by itself.")
        )  # fmt: skip
    else:
        told = messages.success if state != before else messages.info
        told(request, _("The gateway was asked: %(state)s.") % {"state": word(STATES, state)})
    return see(reverse("backoffice:payment", args=[found.code]))


@for_team(may_follow_orders)
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """A person saw the money of a way that nobody tells us of."""
    found, form = _payment(code), CameForm(request.POST)
    if not form.is_valid():
        return _payment_page(request, found, form, 422)
    try:
        news = confirm_payment(found, reference=form.cleaned_data["reference"])
    except NotExpected:
        form.add_error(None, _("This payment is told by its gateway: ask it instead."))
        return _payment_page(request, found, form, 409)
    messages.success(request, _("The payment is recorded.")) if news else messages.info(
        request, _("This was already recorded.")
    )
    return see(reverse("backoffice:payment", args=[found.code]))
