"""Her orders, and one of them (W5)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.papers.queries import papers_of_order
from tadamun.web.shared.papers import shown_papers
from tadamun.web.workshop import orders as reading
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.carriers import word
from tadamun.web.workshop.forms.orders import HandoverForm, PackingForm
from tadamun.web.workshop.order_steps import steps
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.paging import page_asked, pages_of
from tadamun.web.workshop.thumbnails import thumbnail
from tadamun.web.workshop.wording import GONE, REASON_WORDS

A_PAGE = 24
G, K = reading.G, reading.K


@require_safe
@for_seller
def orders(request: HttpRequest) -> HttpResponse:
    """In three lists: new, in work, done."""
    desk = desk_of(request)
    counted = reading.counts()
    tab = request.GET.get("list", "")
    if tab not in reading.TABS:
        tab = reading.NEW if counted[reading.NEW] else reading.WORK
    last = pages_of(counted[tab], A_PAGE)
    number = page_asked(request, last)
    rows = reading.in_tab(tab)[(number - 1) * A_PAGE : number * A_PAGE]
    return page(
        request, "orders", tab="orders", orders=reading.shown(desk, rows), list=tab, number=number, last=last,
        lists=[(each, words, counted[each], each == tab) for each, words in _lists()],
    )  # fmt: skip


def _lists() -> list[tuple[str, str]]:
    return [(reading.NEW, _("New")), (reading.WORK, _("In work")), (reading.DONE, _("Done"))]


@require_safe
@for_seller
def order(request: HttpRequest, code: str) -> HttpResponse:
    return order_page(request, order_or_404(code))


def order_or_404(code: str) -> SellerOrder:
    """Hers; another seller's and none at all are the same to her."""
    found = reading.find(code)
    if found is None:
        raise Http404
    return found


def order_page(
    request: HttpRequest, found: SellerOrder, status: int = 200, **forms: HandoverForm | PackingForm
) -> HttpResponse:
    """``forms``: those that came back with mistakes."""
    desk = desk_of(request)
    each = reading.shown(desk, [found])[0]
    context: dict[str, Any] = {**_asked(desk, each), **_past(each), **_papers(desk, each), **forms}
    return page(
        request, "order", tab="orders", status=status, back_url=desk.path("orders/"), each=each, order=found,
        purchase=found.purchase, steps=steps(desk, each), **context,
    )  # fmt: skip


def _asked(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """The form of what comes next."""
    if each.state == G.TO_PREPARE:
        return {"packing": PackingForm()}
    return {"handover": HandoverForm(desk.market)} if each.state == G.TO_HAND_OVER else {}


def _papers(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """Invoices and credit notes of what arrived; those of a market that sells as merchant are not hers."""
    if each.state not in (G.DELIVERED, G.RETURNED):
        return {}
    rows = [row for row in papers_of_order(each.order) if row.issuer_id]
    return {"papers": shown_papers(rows), "papers_url": desk.path("papers/")}


def _past(each: reading.Shown) -> dict[str, object]:
    """What was said of it: with whom it went, its packing photo, why she could not."""
    said: dict[str, object] = {}
    if carrier := reading.carrier_of(each.order):
        said["carrier"], said["parcel_number"] = word(carrier), each.order.parcel.number
    if packed := each.facts.get(K.PACKED):
        said["photo"] = thumbnail(str(packed.detail.get("photo", "")))
    if declined := each.facts.get(K.DECLINED):
        reason = str(declined.detail.get("reason", ""))
        said["reason"], said["gone"] = REASON_WORDS.get(reason, ""), reason in GONE
    return said
