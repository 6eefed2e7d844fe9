"""Today (W2): what waits for her, nothing nested."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.web.workshop import earnings, links, orders, products
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.pages import page

MOST_CARDS = 12
MOST_TO_FIX = 5


@require_safe
@for_seller
def today(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    found = orders.by_urgency(orders.shown(desk, orders.to_do()[: MOST_CARDS + 1]))
    return page(
        request, "today", tab="today", day=orders.today(desk), cards=found[:MOST_CARDS], more=len(found) > MOST_CARDS,
        to_fix=products.to_fix(desk, MOST_TO_FIX) if desk.admitted else [], arrived=earnings.arrived(desk),
        tiles=_tiles(desk),
    )  # fmt: skip


def _tiles(desk: Desk) -> list[tuple[str, str, str]]:
    """Address, word, icon."""
    tiles = [
        (desk.path("orders/"), _("Orders"), "parcel"),
        (desk.path("money/"), _("Money"), "coins"),
        (f"/{desk.language}/help/", _("Help"), "help"),
    ]
    if desk.market.policy.custom_requests:
        tiles.insert(1, (desk.path("requests/"), _("Asked for"), "message"))
    if links.offered(desk):
        tiles.insert(0, (desk.path("link/"), _("Payment by link"), "card"))
    return [(desk.path("products/"), _("My products"), "tag"), *tiles] if desk.admitted else tiles
