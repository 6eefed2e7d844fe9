"""Her orders, and one of them (W5)."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel.links import link
from tadamun.people.sellers.queries import recordings_of
from tadamun.trade.inspections.queries import looks_of
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.queries import SHORT_SECRET
from tadamun.trade.papers.queries import papers_of_order
from tadamun.web.shared.paging import page_asked, pages_of
from tadamun.web.shared.papers import shown_papers
from tadamun.web.shared.redirects import see
from tadamun.web.shared.slips import scanned
from tadamun.web.workshop import orders as reading
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.carriers import word
from tadamun.web.workshop.checks import seen
from tadamun.web.workshop.forms.orders import HandoverForm, PackingForm
from tadamun.web.workshop.order_cards import spoken_order
from tadamun.web.workshop.order_steps import steps
from tadamun.web.workshop.pages import page
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
    context: dict[str, Any] = {
        **_asked(desk, each), **_past(each), **_papers(desk, each), **_checked(desk, each), **_undo(desk, each), **forms,
    }  # fmt: skip
    if each.in_making and found.purchase.phone:
        context["told_url"] = _by_whatsapp(found)
    return page(
        request, "order", tab="orders", status=status, back_url=desk.path("orders/"), each=each, order=found,
        purchase=found.purchase, steps=steps(desk, each), say=tuple(spoken_order(desk, each)), **context,
    )  # fmt: skip


def _undo(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """While what she pressed waits."""
    if each.pending is None:
        return {}
    return {"undo": each.pending.code, "undo_url": desk.path(f"orders/{each.order.code}/reversal/")}


def _checked(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """What a peer saw."""
    if not each.check or (K.INSPECTION_FAILED not in each.facts and each.check != "passed"):
        return {}
    looks = looks_of(each.order)
    return {"looks": [seen(look, desk.language) for look in looks[-1:]]}


@require_safe
@for_seller
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """What she shows at the post counter instead of a label: the number, where it goes, and both as a code to scan."""
    found = order_or_404(code)
    desk = desk_of(request)
    each = reading.shown(desk, [found])[0]
    if not each.knows_buyer:
        return see(desk.path(f"orders/{code}/"))
    return page(
        request, "slip", tab="orders", back_url=desk.path(f"orders/{code}/"), each=each, order=found,
        purchase=found.purchase, qr=scanned(found, each.city),
    )  # fmt: skip


def _by_whatsapp(order: SellerOrder) -> str:
    """A message with the buyer's own page in it, for her to send."""
    page_ = link("short_order", market=order.market, secret=order.purchase.secret[:SHORT_SECRET])
    words = _("How your piece is coming along: %(link)s") % {"link": page_}
    return f"https://wa.me/{order.purchase.phone.lstrip('+')}?text={quote(words)}"


def _asked(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """The form of what comes next."""
    if each.state == G.TO_PREPARE:
        return {"packing": PackingForm()}
    return {"handover": HandoverForm(desk.market)} if each.state == G.TO_HAND_OVER else {}


def _papers(desk: Desk, each: reading.Shown) -> dict[str, object]:
    """Invoices and credit notes of what arrived; of what a market bought as merchant, hers to it."""
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
    if handed := each.facts.get(K.HANDED_OVER):
        said["slip_photo"] = thumbnail(str(handed.detail.get("photo", "")))
    if declined := each.facts.get(K.DECLINED):
        reason = str(declined.detail.get("reason", ""))
        code = str(declined.detail.get("voice", ""))
        said["reason_voice"] = recordings_of(code).get(code) if code else None
        said["reason"], said["gone"] = REASON_WORDS.get(reason, ""), reason in GONE
    return said
