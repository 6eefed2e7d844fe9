"""The side menu: what a role may open, grouped as a day's work is."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from tadamun.people.markets import rules
from tadamun.ui.navigation import NavItem
from tadamun.web.backoffice.access import anybody
from tadamun.web.backoffice.requests import OfficeRequest

Entry = tuple[str, str, str, Callable[[str], bool]]


def _entries() -> list[tuple[str, list[Entry]]]:
    """Title of a group → (address name, label, icon, who may)."""
    return [
        (
            _("Today"),
            [
                ("home", _("Overview"), "home", anybody),
                ("review", _("Review queue"), "eye", rules.may_review),
                ("orders", _("Orders"), "parcel", rules.may_follow_orders),
                ("requests", _("Custom requests"), "hand", rules.may_follow_orders),
                ("payments", _("Payments"), "coins", rules.may_follow_orders),
                ("payouts", _("Payouts"), "hand", rules.may_see_payouts),
                ("bank", _("Bank statement"), "list", rules.may_pay_out),
                ("papers", _("Papers"), "print", rules.may_follow_orders),
                ("messages", _("Messages"), "message", rules.may_follow_orders),
            ],
        ),
        (
            _("Sellers"),
            [
                ("admissions", _("Admissions"), "seal", rules.may_admit),
                ("sellers", _("Directory"), "people", anybody),
                ("training", _("Training"), "book", rules.may_train),
                ("fees", _("What a seller receives"), "chart", rules.may_admit),
                ("imports", _("Catalogue files"), "upload", rules.may_import),
                ("fund", _("Donors’ fund"), "hand", rules.may_pay_out),
            ],
        ),
        (
            _("Market"),
            [
                ("settings", _("Settings"), "settings", rules.may_change_market),
                ("team", _("Team"), "person", rules.may_change_market),
                ("voices", _("Voices"), "mic", rules.may_change_market),
                ("log", _("Log"), "book", rules.may_change_market),
            ],
        ),
    ]


def nav_groups(request: OfficeRequest) -> list[tuple[str, list[NavItem]]]:
    """Groups that hold anything this person may open; the entry of the present page is marked."""
    here = request.path
    home = reverse("backoffice:home")
    groups = []
    for title, entries in _entries():
        items = []
        for name, label, icon, may in entries:
            if may(request.role):
                url = reverse(f"backoffice:{name}")
                current = here == url if url == home else here.startswith(url)
                items.append(NavItem(url, label, icon, current))
        if items:
            groups.append((title, items))
    return groups
