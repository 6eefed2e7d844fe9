"""Today (W2): what waits for her, nothing nested."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.trade.inspections.queries import checks_for
from tadamun.web.workshop import joining_cards, links, orders
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.cards import LESSON, cards_of
from tadamun.web.workshop.order_cards import AT_MOST
from tadamun.web.workshop.pages import page

Tile = tuple[str, str, str, str]
MOST_CARDS = 20


@require_safe
@for_seller
def today(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    found = cards_of(desk)
    day = orders.today(desk)
    of_orders = sum("/orders/" in card.url for card in found)
    return page(
        request, "today", tab="today", day=day, cards=found[:MOST_CARDS], tiles=_tiles(desk),
        more=len(found) > MOST_CARDS or of_orders >= AT_MOST, idle=all(card.rank == LESSON for card in found),
        back_on=desk.admission.back_on(day), may_list=desk.admitted and desk.reaches("listing"),
        may_order=desk.reaches("orders"), may_close=desk.reaches("shop_holiday"),
    )  # fmt: skip


def _tiles(desk: Desk) -> list[Tile]:
    """Address, word, icon, what it says, of what opens for her: the four big ones first."""
    own = ("products", "products/", _("My products"), "tag", "tile.products")
    new = ("listing", "products/new/", _("Add a product"), "plus", "tile.add")
    money = ("money", "money/", _("Money"), "coins", "tile.money")
    help_ = (f"/{desk.language}/help/", _("Help"), "help", "tile.help")
    return [
        *_opening(desk, [*([own, new] if desk.admitted else []), money]), help_,
        *_opening(desk, _others(desk)), *joining_cards.tiles(desk),
    ]  # fmt: skip


def _opening(desk: Desk, found: list[tuple[str, str, str, str, str]]) -> list[Tile]:
    """Of tiles with the name of their page before them, those whose page a helper has the right to."""
    return [(desk.path(rest), word, icon, say) for name, rest, word, icon, say in found if desk.reaches(name)]


def _others(desk: Desk) -> list[tuple[str, str, str, str, str]]:
    found = [("orders", "orders/", _("Orders"), "parcel", "tile.orders")]
    if desk.market.policy.custom_requests:
        found.append(("requests", "requests/", _("Custom requests"), "message", "tile.requests"))
    if links.offered(desk):
        found.append(("link", "link/", _("Payment by link"), "card", "workshop.link"))
    found.append(("shop", "shop/", _("My shop"), "shop", "tile.shop"))
    if not desk.acting:
        found.append(("learn", "learn/", _("Learning"), "book", "tile.learn"))
        if checks_for(desk.person, desk.market):
            found.append(("checks", "checks/", _("Pieces to check"), "seal", "check.list"))
    return found
