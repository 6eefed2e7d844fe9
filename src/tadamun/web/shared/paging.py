"""Which page of a list was asked for, and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from tadamun.kernel.formats import latin_digits

M = TypeVar("M", bound=Model)
T = TypeVar("T")
ROWS = 30


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of a list; ``count`` rows are on all of them."""

    rows: Sequence[T]
    number: int
    last: int
    count: int


def pages_of(count: int, size: int) -> int:
    """How many pages so many rows fill; one at least."""
    return max(1, -(-count // size))


def page_asked(request: HttpRequest, last: int, name: str = "page") -> int:
    """Between 1 and ``last``, whatever the address says."""
    said = latin_digits(request.GET.get(name, ""))
    return min(max(int(said), 1), last) if said.isascii() and said.isdigit() and len(said) <= 6 else 1


def page_with(rows: QuerySet[M, M], key: int, size: int) -> int:
    """On which page of rows by their keys this one stands."""
    return rows.filter(pk__lt=key).count() // size + 1


def part(request: HttpRequest, rows: Sequence[T], size: int = ROWS, name: str = "page") -> Listing[T]:
    """The page that is asked for, of what is known already."""
    number = page_asked(request, last := pages_of(len(rows), size), name)
    return Listing(rows[(number - 1) * size : number * size], number, last, len(rows))


def listing(request: HttpRequest, rows: QuerySet[M, M], size: int = ROWS, name: str = "page") -> Listing[M]:
    """The page that is asked for. Two queries."""
    count = rows.count()
    number = page_asked(request, last := pages_of(count, size), name)
    return Listing(list(rows[(number - 1) * size : number * size]), number, last, count)


def short_listing(request: HttpRequest, rows: QuerySet[M, M], size: int, name: str = "page") -> Listing[M]:
    """As ``listing``, of rows that fit on one page almost always: then one query."""
    found = list(rows[: size + 1])
    return listing(request, rows, size, name) if len(found) > size else Listing(found, 1, 1, len(found))
