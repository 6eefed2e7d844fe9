"""How every page of this door is made, and the pages of a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tadamun.ui.paging import changed_query
from tadamun.web.backoffice.navigation import nav_groups
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.paging import listing, part

__all__ = ["listing", "page", "part", "question", "sort_link", "sorted_by"]


def page(plain: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """``templates/backoffice/<name>.html`` with the side menu. ``status`` 422 when the form was not good."""
    request = in_office(plain)
    common = {
        "nav_groups": nav_groups(request),
        "person_name": request.person.display_name,
        "role": request.role,
        "money_currency": request.market.currency,
    }
    return render(request, f"backoffice/{name}.html", {**common, **context}, status=status)


def question(request: HttpRequest, name: str = "q") -> str:
    """What was searched for: one line, not endless, without characters no database keeps."""
    return " ".join(request.GET.get(name, "")[:100].replace("\x00", " ").split())


def sorted_by(request: HttpRequest, sorts: dict[str, str], default: str) -> tuple[str, tuple[str, ...]]:
    """The sort asked for (``placed`` or ``-placed``) and the columns that do it; the key breaks ties."""
    said = request.GET.get("sort", "")
    chosen = said if said.removeprefix("-") in sorts else default
    column = sorts[chosen.removeprefix("-")]
    sign = "-" if chosen.startswith("-") else ""
    return chosen, (f"{sign}{column}", f"{sign}pk")


def sort_link(request: HttpRequest, label: str, key: str, chosen: str) -> SafeString:
    """The head of a column: sorts by it, a second time the other way round."""
    downward = chosen == f"-{key}"
    active = chosen.removeprefix("-") == key
    query = changed_query(request.GET, {"sort": key if not active or downward else f"-{key}", "page": None})
    if not active:
        return format_html('<a href="{}">{}</a>', query, label)
    words = _("sorted downward") if downward else _("sorted upward")
    arrow = "↓" if downward else "↑"
    return format_html(
        '<a href="{}" aria-current="true">{} <span aria-hidden="true">{}</span><span class="visually-hidden"> ({})</span></a>',
        query, label, arrow, words,
    )  # fmt: skip
