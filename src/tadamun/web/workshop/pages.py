"""What every page of the workshop shows beside its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tadamun.ui.navigation import NavItem
from tadamun.web.workshop.access import Desk, desk_of
from tadamun.web.workshop.undo import offered


def page(
    request: HttpRequest, name: str, *, tab: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page with its tabs, the organisation she sits for, and the change she may still take back."""
    desk = desk_of(request)
    shell = {
        "desk": desk, "nav_items": tabs(desk, tab), "person_name": desk.person.display_name, "brand_url": desk.path(),
        "seller_name": desk.organisation.name(desk.language), "undo": offered(request), "account_url": "",
    }  # fmt: skip
    return render(request, f"workshop/{name}.html", {**shell, **context}, status=status)


def tabs(desk: Desk, current: str) -> list[NavItem]:
    """At the foot of the page; one who may not sell has no products to look after."""
    known = [
        ("today", "", _("Today"), "home"),
        ("orders", "orders/", _("Orders"), "parcel"),
        ("products", "products/", _("Products"), "tag"),
        ("money", "money/", _("Money"), "coins"),
    ]
    return [
        NavItem(desk.path(rest), label, icon, current == name)
        for name, rest, label, icon in known
        if desk.admitted or name != "products"
    ]
