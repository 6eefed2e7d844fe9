"""Payment by link: she chooses what, the visitor scans and pays, she sees it and gives it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.trade.checkout.operations import ask_by_link, cancel_order, give_in_shop
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered
from tadamun.trade.checkout.operations.terminals import ReceiptUsed, pay_at_terminal
from tadamun.trade.checkout.problems import CannotPlace
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.web.shared.limits import limit
from tadamun.web.shared.paging import page_asked, pages_of
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import links as reading
from tadamun.web.workshop import orders, products
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.links import LinkForm, TerminalForm
from tadamun.web.workshop.link_words import sentence
from tadamun.web.workshop.pages import page

REFRESH = 4  # seconds, so often the page looks by itself
LOOKS = 300  # for twenty minutes
MOST_GOING = 12
MOST_QUERY = 120


@require_safe
@for_seller
def link(request: HttpRequest) -> HttpResponse:
    """What she may ask for, and what she asked for that is not over."""
    desk = desk_of(request)
    learns = not reading.allowed_to(desk)
    if learns or not reading.offered(desk):
        return page(request, "link_none", back_url=desk.path(), learns=learns)
    typed = " ".join(request.GET.get("q", "")[:MOST_QUERY].split())
    query = "".join(letter for letter in typed if letter.isprintable())
    keys = reading.keys_on_sale(desk, query)
    last = pages_of(len(keys), products.A_PAGE)
    number = page_asked(request, last)
    found = products.by_keys(desk, keys[(number - 1) * products.A_PAGE : number * products.A_PAGE])
    return page(
        request, "link", back_url=desk.path(), products=found, query=query, number=number, last=last,
        going=[(each, reading.stage_of(each.order)) for each in orders.shown(desk, reading.going(desk)[:MOST_GOING])],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def product(request: HttpRequest, code: str) -> HttpResponse:
    """How many of it, for whom; a post asks."""
    desk = desk_of(request)
    each = products.find(desk, code) if reading.offered(desk) and reading.allowed_to(desk) else None
    offers = [offer for offer in each.offers if offer.made_to_order or offer.on_hand > 0] if each else []
    if each is None or not offers:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = LinkForm(offers, desk.market.languages, desk.language, data)
    if form.is_valid() and (order := _ask(desk, form)):
        return see(desk.path(f"link/{order}/"))
    return page(
        request,
        "link_product",
        status=422 if form.is_bound else 200,
        back_url=desk.path("link/"),
        each=each,
        form=form,
    )


def _ask(desk: Desk, form: LinkForm) -> str:
    """Number of the order; empty where it could not be asked for, and the form says why."""
    limit(f"linking:{desk.organisation.pk}", times=120, seconds=3600)
    said = form.cleaned_data
    try:
        purchase = ask_by_link(
            desk.organisation, desk.market, form.variant, said["quantity"], key=said["key"], language=said["language"],
            name=said["name"], phone=said["phone"],
        )  # fmt: skip
    except CannotPlace as refusal:
        for problem in refusal.problems:
            form.add_error("quantity", sentence(problem))
        return ""
    return f"{purchase.code}-1"


@require_safe
@for_seller
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """The amount, the code to scan and whether it is paid. Looks again by itself while it waits."""
    desk, order = desk_of(request), _order_or_404(request, code)
    stage, looked = reading.stage_of(order), _looked(request)
    waiting = reading.asking(desk, order.purchase) if stage == reading.WAITING else None
    at_terminal = TerminalForm() if waiting and reading.terminal_of(desk, order) else None
    response = page(
        request, "link_asked", back_url=desk.path("link/"), order=order, purchase=order.purchase, stage=stage,
        each=orders.shown(desk, [order])[0], asking=waiting, patient=looked < LOOKS, at_terminal=at_terminal,
    )  # fmt: skip
    if waiting and looked < LOOKS:
        response.headers["Refresh"] = f"{REFRESH}; url={desk.path(f'link/{code}/')}?look={looked + 1}"
    return response


def _looked(request: HttpRequest) -> int:
    """How often the page looked by itself."""
    said = request.GET.get("look", "")
    return min(int(said), LOOKS) if said.isascii() and said.isdigit() and len(said) < 4 else 0


def _order_or_404(request: HttpRequest, code: str) -> SellerOrder:
    found = reading.find(desk_of(request), code)
    if found is None:
        raise Http404
    return found


@for_seller
@action
def terminal(request: HttpRequest, code: str) -> HttpResponse:
    """The visitor's card was read by the terminal in her shop: its receipt has a number."""
    desk, order = desk_of(request), _order_or_404(request, code)
    limit(f"terminal:{desk.organisation.pk}", times=120, seconds=3600)
    form = TerminalForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please write the number on the terminal’s receipt."))
        return see(desk.path(f"link/{code}/"))
    try:
        pay_at_terminal(order, receipt=form.cleaned_data["receipt"])
    except ReceiptUsed:
        messages.warning(request, _("This receipt has paid another sale. Look at its number again."))
    except (NotOffered, NothingToPay):
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    return see(desk.path(f"link/{code}/"))


@for_seller
@action
def giving(request: HttpRequest, code: str) -> HttpResponse:
    """She puts what is paid into the visitor's hands."""
    order = _order_or_404(request, code)
    try:
        give_in_shop(order)
    except WrongState:
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    else:
        messages.success(request, _("Thank you. The order is finished."))
    return see(desk_of(request).path(f"link/{code}/"))


@for_seller
@action
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    """The visitor went away without paying."""
    order = _order_or_404(request, code)
    try:
        if reading.stage_of(order) == reading.PAID:
            raise WrongState(order, "cancelled")
        cancel_order(order, reason="link_withdrawn")
    except WrongState:
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    return see(desk_of(request).path(f"link/{code}/"))
