"""What every page of the workshop shows beside its own."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tadamun.ui.navigation import NavItem
from tadamun.web.workshop.access import Desk, desk_of
from tadamun.web.workshop.once import WRONG, owner_of
from tadamun.web.workshop.undo import PARAMETER, offered

KEPT_OFFLINE = frozenset(
    {
        "today", "orders", "products", "product", "listing/start", "learning/list", "learning/course", "learning/step",
        "learning/done",
    }
)  # fmt: skip
"""Pages a phone may keep: no money, no buyer's address, nothing that signs in."""


def page(
    request: HttpRequest, name: str, *, tab: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page with its tabs, the organisation she sits for, and the change she may still take back."""
    desk = desk_of(request)
    owner = owner_of(desk)
    shell: dict[str, Any] = {
        "owner": owner, "manifest_url": desk.path("manifest.webmanifest"), "installs": name == "today",
        "practice": getattr(request, "practice", None),
        "desk": desk, "nav_items": tabs(desk, tab), "person_name": desk.person.display_name, "brand_url": desk.path(),
        "seller_name": desk.organisation.name(desk.language), "undo": offered(request), "account_url": "",
        "undo_url": desk.path("reversal/"),
    }  # fmt: skip
    if status == 422:
        setattr(request, WRONG, _wrong(context))
    answer = render(request, f"workshop/{name}.html", {**shell, **context}, status=status)
    if name in KEPT_OFFLINE and status == 200 and not request.GET.get(PARAMETER):
        answer.headers["X-Offline"] = owner  # her phone may keep it for days without network
    return answer


def _wrong(context: dict[str, Any]) -> str:
    """The first mistake of the form that came back; the sentence of a refusal."""
    forms = [each for each in context.values() if isinstance(each, BaseForm) and each.errors]
    said = [str(text) for form in forms for found in form.errors.values() for text in found]
    return said[0] if said else ""


def tabs(desk: Desk, current: str) -> list[NavItem]:
    """At the foot of the page; one who may not sell has no products to look after, a helper only what she has the
    right to.
    """
    known = [
        ("today", "", _("Today"), "home"),
        ("orders", "orders/", _("Orders"), "parcel"),
        ("products", "products/", _("Products"), "tag"),
        ("money", "money/", _("Money"), "coins"),
    ]
    return [
        NavItem(desk.path(rest), label, icon, current == name)
        for name, rest, label, icon in known
        if desk.reaches(name) and (desk.admitted or name != "products")
    ]
