"""What buyers ask to have made (W8): voice first; a price and days; how the making goes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.codes import new_secret
from tadamun.kernel.money import Money
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import Said, note_seen, say
from tadamun.trade.checkout.deposits import IN_WORK
from tadamun.trade.commissions.models import CustomRequest, PendingAnswer
from tadamun.trade.commissions.operations import (
    NotInWork,
    NotOpen,
    begin_decline,
    begin_quote,
    take_back_answer,
    take_request,
    tell_stage,
)
from tadamun.trade.commissions.operations.telling import is_made
from tadamun.trade.commissions.queries import (
    GOING,
    answer_given,
    nobodys_yet,
    open_named,
    open_to,
    request_named,
    requests_of_seller,
)
from tadamun.trade.orders.models import SellerOrder
from tadamun.web.shared.limits import limit
from tadamun.web.shared.paging import page_asked, pages_of
from tadamun.web.shared.redirects import see
from tadamun.web.shared.saying import SayingForm
from tadamun.web.workshop import requests as reading
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.requests import QuoteForm, StageForm
from tadamun.web.workshop.once import mark_of
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.views.orders import order_or_404

A_PAGE = 24
HOUR, SAID = 3600, 60


@require_safe
@for_seller
def requests(request: HttpRequest) -> HttpResponse:
    """Hers, those with news first; then what anybody of her craft may take up."""
    desk = desk_of(request)
    over = request.GET.get("list") == "done"
    found = requests_of_seller()
    rows = found.exclude(state__in=GOING) if over else found.filter(state__in=GOING)
    last = pages_of(rows.count(), A_PAGE)
    number = page_asked(request, last)
    free = open_to(desk.organisation, desk.market.pk) if desk.admitted and not over else []
    with nobodys_yet():
        open_ = reading.shown(desk, free, free=True)
    mine = reading.shown(desk, list(rows[(number - 1) * A_PAGE : number * A_PAGE]))
    return page(
        request, "requests", back_url=desk.path(), mine=mine, free=open_, number=number, last=last, over=over
    )


def request_or_404(desk: Desk, code: str) -> CustomRequest:
    """Hers, or open to her craft; another's and none at all are the same to her."""
    found = request_named(code)
    if found is None and desk.admitted:
        found = open_named(desk.organisation, desk.market.pk, code)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def request(plain: HttpRequest, code: str) -> HttpResponse:
    """What was said; a post says something more."""
    desk = desk_of(plain)
    wish = request_or_404(desk, code)
    if wish.organisation_id is None:
        return _free(plain, wish)
    data = plain.POST if plain.method == "POST" else None
    form = SayingForm(data, plain.FILES or None, key=new_secret())
    if data is not None and form.is_valid():
        limit(f"answering:{desk.organisation.code}", times=SAID, seconds=HOUR)
        if said := form.store(desk.market, desk.organisation.reference):
            say(wish.conversation, Message.Side.SELLER, said, key=form.cleaned_data["key"])
            return see(desk.path(f"requests/{code}/"))
    note_seen(wish.conversation, Message.Side.SELLER)
    return _page(plain, wish, form, 422 if form.is_bound else 200)


def _page(plain: HttpRequest, wish: CustomRequest, form: SayingForm, status: int = 200) -> HttpResponse:
    desk = desk_of(plain)
    each = reading.shown(desk, [wish])[0]
    order = wish.purchase.orders.first() if wish.purchase else None
    context: dict[str, Any] = {
        "each": each, "wish": wish, "said": reading.conversation_of(desk, wish), "form": form,
        "quote": each.quote, "answers": reading.answers(), "order": order,
    }  # fmt: skip
    if each.pending:
        context.update(undo=each.pending.code, undo_url=desk.path(f"requests/{wish.code}/reversal/"))
    return page(plain, "request", status=status, back_url=desk.path("requests/"), **context)


def _free(plain: HttpRequest, wish: CustomRequest) -> HttpResponse:
    """Open to her craft: seen, and taken up by a press."""
    desk = desk_of(plain)
    with nobodys_yet():
        context: dict[str, Any] = {
            "each": reading.shown(desk, [wish], free=True)[0], "wish": wish, "said": reading.conversation_of(desk, wish),
        }  # fmt: skip
        status = 422 if plain.method == "POST" else 200
        return page(plain, "request_free", status=status, back_url=desk.path("requests/"), **context)


@for_seller
@action
def taking(plain: HttpRequest, code: str) -> HttpResponse:
    """What was open to her craft is hers to answer."""
    desk = desk_of(plain)
    wish = request_or_404(desk, code)
    try:
        mine = take_request(wish, desk.organisation)
    except NotOpen:
        mine = False
    if not mine:
        messages.warning(plain, _("Somebody else was faster."))
        return see(desk.path("requests/"))
    return see(desk.path(f"requests/{code}/quote/"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def quoting(plain: HttpRequest, code: str) -> HttpResponse:
    """Her price, her days, what is paid first; her voice if she likes."""
    desk = desk_of(plain)
    wish = request_or_404(desk, code)
    data = plain.POST if plain.method == "POST" else None
    # Before anything is judged or encoded: what her phone sends again was done, wherever it led since.
    if data is not None and answer_given(wish, mark_of(plain)):
        return see(desk.path(f"requests/{code}/"))
    form = QuoteForm(data, plain.FILES or None, key=new_secret(), currency=wish.currency)
    if wish.organisation_id is None or wish.state not in (reading.S.ASKED, reading.S.QUOTED):
        return _moved_on(plain, desk.path(f"requests/{code}/"))
    if data is not None and form.is_valid() and _quote(plain, wish, form):
        return see(desk.path(f"requests/{code}/"))
    return page(
        plain, "request_quote", status=422 if form.is_bound else 200, back_url=desk.path(f"requests/{code}/"), form=form,
        wish=wish, each=reading.shown(desk, [wish])[0],
    )  # fmt: skip


def _moved_on(plain: HttpRequest, back: str) -> HttpResponse:
    if plain.method == "POST":
        messages.warning(plain, _("It has moved on meanwhile."))
    return see(back)


def _quote(plain: HttpRequest, wish: CustomRequest, form: QuoteForm) -> bool:
    said = form.cleaned_data
    recording = form.recording(desk_of(plain).market, desk_of(plain).organisation.reference)
    if form.errors:
        return False
    price: Money = said["price"]
    try:
        begin_quote(
            wish,
            price=price,
            days=said["days"],
            deposit_bp=said["share"],
            words=said["words"],
            recording=recording,
            key=mark_of(plain),
        )
    except NotOpen:
        _moved_on(plain, "")
        return True
    messages.success(plain, _("Your price was sent."))
    return True


@for_seller
@action
def refusal(plain: HttpRequest, code: str) -> HttpResponse:
    """She cannot make it."""
    desk = desk_of(plain)
    wish, back = request_or_404(desk, code), desk.path(f"requests/{code}/")
    try:
        if wish.organisation_id is None:
            raise NotOpen(code)
        begin_decline(wish, reason="cannot")
    except NotOpen:
        return _moved_on(plain, back)
    messages.success(plain, _("The buyer is told that you cannot."))
    return see(back)


@for_seller
@action
def request_reversal(plain: HttpRequest, code: str) -> HttpResponse:
    """Within ten seconds, and a little longer where the network is slow, the buyer never heard of it."""
    desk = desk_of(plain)
    wish = request_or_404(desk, code)
    answers = PendingAnswer.objects.select_related("request").filter(request=wish)
    answer = answers.filter(code=plain.POST.get("change", "")[:12]).first()
    if answer and take_back_answer(answer):
        messages.success(plain, _("It is as it was before."))
    else:
        messages.warning(plain, _("The ten seconds are over: it is done."))
    return see(desk.path(f"requests/{code}/"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def progress(plain: HttpRequest, code: str) -> HttpResponse:
    """A photograph or a voice of a piece while she makes it; the buyer sees it."""
    desk = desk_of(plain)
    order = order_or_404(code)
    back = desk.path(f"orders/{code}/")
    if order.goods_state not in IN_WORK or not is_made(order):
        return _moved_on(plain, back)
    data = plain.POST if plain.method == "POST" else None
    form = StageForm(data, plain.FILES or None, key=new_secret())
    if data is not None and form.is_valid():
        limit(f"telling:{order.code}", times=SAID, seconds=HOUR)
        if said := form.store(desk.market, desk.organisation.reference):
            return _tell(plain, order, said, form, back)
    return page(
        plain,
        "progress",
        tab="orders",
        status=422 if form.is_bound else 200,
        back_url=back,
        form=form,
        order=order,
    )


def _tell(plain: HttpRequest, order: SellerOrder, said: Said, form: StageForm, back: str) -> HttpResponse:
    try:
        tell_stage(
            order, key=form.cleaned_data["key"], picture=said.pictures[0] if said.pictures else None,
            recording=said.recording, words=said.words,
        )  # fmt: skip
        messages.success(plain, _("The buyer sees it now."))
    except NotInWork:
        messages.warning(plain, _("Nothing was changed: this order has moved on meanwhile."))
    return see(back)
