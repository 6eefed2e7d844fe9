"""How every page of this door is made, and the pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tadamun.kernel.formats import latin_digits
from tadamun.ui.paging import changed_query
from tadamun.web.backoffice.navigation import nav_groups
from tadamun.web.backoffice.requests import in_office

M = TypeVar("M", bound=Model)
T = TypeVar("T")
ROWS = 30
PAGES = 100_000


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


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    """One page of a list."""

    rows: Sequence[M]
    number: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list that is no query's."""

    rows: Sequence[T]
    number: int
    last: int
    count: int


def part(request: HttpRequest, rows: Sequence[T], size: int = ROWS) -> Part[T]:
    """The page that ``?page=`` asks for, of what is known already."""
    last = max(1, -(-len(rows) // size))
    number = _number(request, last)
    return Part(rows[(number - 1) * size : number * size], number, last, len(rows))


def _number(request: HttpRequest, last: int) -> int:
    said = latin_digits(request.GET.get("page", "1"))
    return min(max(1, int(said)) if said.isdecimal() and len(said) < 7 else 1, last)


def listing(request: HttpRequest, rows: QuerySet[M, M], size: int = ROWS) -> Listing[M]:
    """The page that ``?page=`` asks for; what is no page number is the first, what is too large the last. Two queries."""
    count = rows.count()
    last = max(1, -(-count // size))
    number = _number(request, last)
    start = (number - 1) * size
    return Listing(list(rows[start : start + size]), number, last, count)


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
