"""Payment by link: what she may ask for, and how what she asked for stands. In the scope of one organisation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.people.notices.voice import voice_of
from tadamun.people.sellers.ceilings import TILL, allowed
from tadamun.showcase.window.models import CatalogueRow
from tadamun.trade.checkout.operations.linking import LINK_HOURS
from tadamun.trade.checkout.queries import linked_from
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.queries import payment_of, terminal_for, ways_of
from tadamun.web.shared.links import absolute
from tadamun.web.shared.qr import qr_picture
from tadamun.web.workshop import products
from tadamun.web.workshop.access import Desk

G = SellerOrder.GoodsState
WAITING, PAID, GIVEN, OVER = "waiting", "paid", "given", "over"
_STAGES = {G.TO_PAY: WAITING, G.DELIVERED: GIVEN, G.RETURNED: OVER, G.CANCELLED: OVER}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the visitor is shown while it waits: ``address`` of the page to pay on, the same to scan and as a message."""

    address: str
    qr: str
    whatsapp: str
    until: datetime | None


def offered(desk: Desk) -> bool:
    """Whether she may sell and the market has a contract that takes money by a link."""
    return desk.admitted and any(Contract.Channel.LINK in way.channels for way in ways_of(desk.market))


def allowed_to(desk: Desk) -> bool:
    """Whether she may ask by a link, where the market asks for a skill first."""
    return allowed(desk.organisation, desk.market, TILL)


def keys_on_sale(desk: Desk, query: str) -> list[int]:
    """Of her products that buyers see and may buy, those with these words."""
    rows = CatalogueRow.objects.filter(language=desk.language, organisation_id=desk.organisation.pk)
    gone = CatalogueRow.Availability.SOLD_OUT
    shown = set(rows.exclude(availability=gone).values_list("product_id", flat=True))
    return [key for key in products.matching(query) if key in shown]


def _mine(desk: Desk) -> QuerySet[SellerOrder]:
    begins = linked_from(desk.organisation)
    return SellerOrder.objects.filter(purchase__placed_from__startswith=begins)


def find(desk: Desk, code: str) -> SellerOrder | None:
    """What she asked for by a link, by its number."""
    return _mine(desk).select_related("purchase__market", "parcel", "market").filter(code=code).first()


def going(desk: Desk) -> QuerySet[SellerOrder]:
    """What waits for its money or was paid and not given yet, the newest first."""
    since = clock.now() - timedelta(hours=2 * LINK_HOURS)
    rows = (
        _mine(desk)
        .filter(placed_at__gte=since)
        .exclude(goods_state__in=(G.DELIVERED, G.RETURNED, G.CANCELLED))
    )
    return rows.order_by("-pk")


def stage_of(order: SellerOrder) -> str:
    return _STAGES.get(G(order.goods_state), PAID)


def terminal_of(desk: Desk, order: SellerOrder) -> str:
    """The way by the card terminal she holds; empty without one."""
    return terminal_for(desk.market, desk.organisation.code, order.total)


def asking(desk: Desk, purchase: Purchase) -> Asking:
    """In the language of the visitor."""
    address = absolute(desk.market, f"/{purchase.language}/orders/{purchase.secret}/payment/")
    payment = payment_of(str(purchase.reference))
    return Asking(
        address,
        qr_picture(address, scale=6)[0],
        _message(desk, purchase, address),
        payment.due_at if payment else None,
    )


def _message(desk: Desk, purchase: Purchase, address: str) -> str:
    """A chat with her, where she gave a number, that begins with these words; else one to choose."""
    voice = voice_of(desk.market, purchase.language)
    seller = desk.organisation.name(voice.language)
    with voice.speaking():
        facts = {"seller": seller, "total": voice.money(purchase.total), "link": address}
        text = _("%(seller)s asks you for %(total)s. To pay: %(link)s") % facts
    return f"https://wa.me/{purchase.phone.removeprefix('+')}?text={quote(text)}"
