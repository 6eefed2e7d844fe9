"""To the bank's page and back (C2, C3). A return address changes nothing: the gateway tells us, or we ask it."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tadamun.kernel.codes import is_secret
from tadamun.trade.checkout.deposits import Part, owed_now, ways_to_pay
from tadamun.trade.checkout.operations import (
    AlreadyBegun,
    NothingToPay,
    NotOffered,
    begin_payment,
    check_payment,
    choose_way,
)
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.operations import fail_payment
from tadamun.treasury.payments.providers.base import GatewayAway, GatewayRefused, Start
from tadamun.treasury.payments.queries import payment_by_secret
from tadamun.web.shared.limits import TooOften, limit, network
from tadamun.web.shared.middleware.headers import content_security_policy
from tadamun.web.shared.middleware.origin import open_to_programs
from tadamun.web.shared.qr import qr_picture
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.ways import way_name
from tadamun.web.storefront.forms.tracking import BalanceForm
from tadamun.web.storefront.payments import (
    LOOKS,
    REFRESH,
    Standing,
    addresses,
    failure_words,
    origin,
    origins,
    standing,
)
from tadamun.web.storefront.views.tracking import by_secret_alone, kept_nowhere

log = logging.getLogger(__name__)
TRIES = 30  # of one purchase an hour


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret_alone
def payment(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    """Shows how it stands; a post goes to the gateway, by the way chosen there."""
    here = standing(purchase, in_market(request).language)
    if here.payment is None or here.stage == "over":
        return _order(request, purchase)
    if request.method != "POST":
        return _page(request, here, back=_times(request))
    method = str(request.POST.get("method", "")) or here.payment.method
    try:
        chosen = here.payment
        if here.stage == "instructions" and method == chosen.method:
            return see(_own(request, purchase))  # her code is good as long as it is shown
        if here.begun or method != chosen.method or here.amount != chosen.amount:
            limit(f"tries:{purchase.code}", times=TRIES, seconds=3600)
            chosen = choose_way(purchase, method)
    except NothingToPay:
        return _order(request, purchase)
    except NotOffered:
        return _page(request, standing(purchase, in_market(request).language), status=422)
    return _leave(request, purchase, chosen) if chosen.contract else _order(request, purchase)


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret_alone
def balance(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    """What is left to pay of pieces made to order, by any way that is offered for it."""
    owed = owed_now(purchase)
    if owed.part != Part.BALANCE or not owed.orders:
        return _order(request, purchase)
    ways = [
        (method, way_name(purchase.market, method, in_market(request).language))
        for method in ways_to_pay(purchase, owed)
    ]
    form = BalanceForm(request.POST if request.method == "POST" else None, ways=ways)
    if request.method != "POST" or not form.is_valid():
        return _balance_page(request, purchase, form, owed=owed, ways=ways)
    limit(f"tries:{purchase.code}", times=TRIES, seconds=3600)
    try:
        chosen = choose_way(purchase, form.cleaned_data["way"])
    except (NothingToPay, NotOffered):
        return see(f"/{in_market(request).language}/orders/{purchase.secret}/balance/")
    return _leave(request, purchase, chosen) if chosen.contract else _order(request, purchase)


def _balance_page(request: HttpRequest, purchase: Purchase, form: BalanceForm, **more: Any) -> HttpResponse:
    own_url = f"/{in_market(request).language}/orders/{purchase.secret}/"
    context = {"purchase": purchase, "form": form, "own_url": own_url, **more}
    status = 422 if form.is_bound else 200
    return render(request, "storefront/tracking/balance.html", context, status=status)


def _order(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    return see(f"/{in_market(request).language}/orders/{purchase.secret}/")


def _own(request: HttpRequest, purchase: Purchase) -> str:
    return f"/{in_market(request).language}/orders/{purchase.secret}/payment/"


def _leave(request: HttpRequest, purchase: Purchase, chosen: Payment) -> HttpResponse:
    ours = in_market(request)
    limit(f"paying:{network(ours.client)}", times=60, seconds=3600)
    try:
        start = begin_payment(
            chosen, purchase, language=ours.language, client=ours.client,
            addresses=addresses(ours.market, chosen, ours.language),
        )  # fmt: skip
    except AlreadyBegun:
        return see(_own(request, purchase))
    except (GatewayAway, GatewayRefused) as error:
        log.warning("payment %s: %s", chosen.code, error)
        fail_payment(chosen, key=f"begin/{ours.request_id}", reason="away")
        return _page(request, standing(purchase, ours.language), status=503)
    return _hand_over(request, purchase, chosen, start)


def _hand_over(request: HttpRequest, purchase: Purchase, chosen: Payment, start: Start) -> HttpResponse:
    """A form or script that goes there, a plain address, or, where the gateway has no page, what she must do."""
    if not start.url:
        return see(_own(request, purchase))
    if not start.fields and not start.script:
        return see(start.url)
    context = {"start": start, "purchase": purchase, "payment": chosen}
    page = render(request, "storefront/payment/hand_over.html", context)
    return _let_out(request, page, chosen, script=origin(start.script) if start.script else "")


def _let_out(request: HttpRequest, response: HttpResponse, chosen: Payment, script: str = "") -> HttpResponse:
    """Its form may lead to the gateway, whose own script may run: this page alone says so."""
    if chosen.contract:
        style = getattr(request, "csp_style_hash", "")
        policy = content_security_policy(style, origins(chosen.contract), script)
        response.headers["Content-Security-Policy"] = policy
    return response


def _times(request: HttpRequest) -> int:
    """How often the page looked since she came back; 0 when she did not come from the gateway."""
    said = request.GET.get("back", "")
    return min(int(said), LOOKS) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def _page(request: HttpRequest, here: Standing, *, back: int = 0, status: int = 200) -> HttpResponse:
    assert here.payment is not None
    context: dict[str, Any] = {
        "here": here, "purchase": here.purchase, "payment": here.payment, "back": back, "patient": back < LOOKS,
        "why": failure_words(here.payment),
        "own_url": f"/{in_market(request).language}/orders/{here.purchase.secret}/", "start": here.start,
    }  # fmt: skip
    if here.start and here.start.code:
        context["qr"], context["qr_picture"] = qr_picture(here.start.code)
    response = render(request, f"storefront/payment/{here.stage}.html", context, status=status)
    if here.stage == "wait" and 0 < back < LOOKS:
        response.headers["Refresh"] = f"{REFRESH}; url={context['own_url']}payment/?back={back + 1}"
    return _let_out(request, response, here.payment)


@open_to_programs
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the gateway's page sends her browser, by whatever method: the server's state is shown, nothing is believed.

    The bank's own site posts here, so no cookie comes with it; the address itself leads to her order.
    """
    found = payment_by_secret(secret) if is_secret(secret) else None
    if found is None:
        raise Http404
    _ask(request, found)
    purchase = Purchase.objects.get(code=found.subject.partition(":")[2])
    return kept_nowhere(see(f"/{in_market(request).language}/orders/{purchase.secret}/payment/?back=1"))


def _ask(request: HttpRequest, found: Payment) -> None:
    """Leaving the page is a try that came to nothing; else the gateway is asked, seldom enough."""
    if found.state != Payment.State.WAITING or not found.begun_at:
        return
    try:
        limit(f"asking:{found.code}", times=6, seconds=60)
        check_payment(found)
    except (TooOften, GatewayAway):
        pass
    if "left" in request.GET and found.state == Payment.State.WAITING:
        fail_payment(found, key="left", reason="left")
