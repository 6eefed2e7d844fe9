"""What the table of orders is asked for: a state, a city, how soon it should leave, words, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from tadamun.kernel import clock
from tadamun.people.markets.models import KeptFilter
from tadamun.trade.orders.models import SellerOrder
from tadamun.web.backoffice.orders import ALL, SAVED, orders_like
from tadamun.web.backoffice.pages import question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.waiting import WITH_SELLER, overdue_since

SORTS = {
    "placed": "placed_at", "leaves": "prepare_by", "total": "goods_minor", "state": "goods_state", "number": "code",
}  # fmt: skip
NEWEST = "-placed"
SOON = ("0", "3", "7")  # days from today; what is late already is among them
# What a person may keep under a name: never the words, which are a buyer's phone or name.
KEPT = ("state", "city", "soon", "sort")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whatever the address says, only what the table knows; empty: not asked for."""

    state: str
    city: str
    soon: str
    words: str
    sort: str

    @property
    def order(self) -> tuple[str, str]:
        """The columns that sort; the key breaks ties."""
        key = self.sort or NEWEST
        sign = "-" if key.startswith("-") else ""
        return f"{sign}{SORTS[key.removeprefix('-')]}", f"{sign}pk"

    @property
    def kept(self) -> dict[str, str]:
        """What of it a kept filter keeps."""
        return {name: value for name in KEPT if (value := getattr(self, name))}

    @property
    def query(self) -> str:
        """The table's own question as an address has it."""
        return urlencode({**self.kept, **({"q": self.words} if self.words else {})})


def asked_of(request: HttpRequest) -> Asked:
    said = request.GET
    return Asked(
        _one_of(said, "state", SAVED), question(request, "city")[:80], _one_of(said, "soon", SOON), question(request),
        _one_of(said, "sort", {*SORTS, *(f"-{key}" for key in SORTS)}),
    )  # fmt: skip


def _one_of(said: QueryDict, name: str, known: Any) -> str:
    return value if (value := said.get(name, ALL)) in known else ""


def rows_asked(request: HttpRequest, asked: Asked) -> QuerySet[SellerOrder]:
    """In the order asked for, with purchase and seller."""
    today = clock.today()
    rows = orders_like(asked.state, asked.words, today, overdue_since(in_office(request).market))
    if asked.city:
        rows = rows.filter(purchase__city=asked.city)
    if asked.soon:
        last = today + timedelta(days=int(asked.soon))
        rows = rows.filter(goods_state__in=WITH_SELLER, prepare_by__lte=last)
    return rows.order_by(*asked.order)


def link_of(kept: KeptFilter) -> str:
    """The query that asks as it does; what the table no longer knows is passed over when it is asked."""
    said: Mapping[str, Any] = kept.asked
    return urlencode({name: said[name] for name in KEPT if name in said})
