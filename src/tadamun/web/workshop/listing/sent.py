"""What follows when a draft is sent: in whose name, and the page on which it can be taken back."""

from django.http import HttpRequest

from tadamun.goods.stock.sending import Helper
from tadamun.web.workshop.access import Desk, desk_of
from tadamun.web.workshop.undo import Change, keep


def helper_of(desk: Desk) -> Helper | None:
    return Helper(desk.grant, desk.person.display_name) if desk.grant else None


def sent_page(request: HttpRequest, code: str) -> str:
    """Of the product that it became; the same address however often it is sent."""
    desk = desk_of(request)
    kept = keep(request, desk, Change("sending", code, "", "draft", "waiting"))
    return desk.path(f"products/{code}/?{kept}")
