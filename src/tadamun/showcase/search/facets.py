"""Filters, and how many pieces each value of each filter would leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import tantivy
from tantivy import FieldType, Occur, Query

from tadamun.showcase.search.reader import Snapshot
from tadamun.showcase.search.schema import JOINED, NUMBERED, SEPARATOR, schema

_MOST_JOINED: Final = 20_000  # distinct joined values: every combination of a facet's values in use
_MOST_NUMBERED: Final = 60  # organisations and makers offered
FACETS: Final = (*JOINED, *NUMBERED)


@dataclass(frozen=True, slots=True, order=True)
class FacetCount:
    """A value of a filter, and how many pieces it would leave."""

    value: str | int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is chosen of each facet; of several values any. Prices in minor units, both ends included."""

    craft: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    organisation: tuple[int, ...] = ()
    maker: tuple[int, ...] = ()
    price_min: int | None = None
    price_max: int | None = None

    def chosen(self, facet: str) -> tuple[str, ...] | tuple[int, ...]:
        values: tuple[str, ...] | tuple[int, ...] = getattr(self, facet)
        return values

    def without(self, facet: str) -> "Filters":
        """The same with nothing chosen of one facet."""
        nothing: dict[str, Any] = {facet: ()}
        return replace(self, **nothing)

    def queries(self) -> dict[str, Query]:
        """A condition for each facet that is chosen. None of them weighs in the order of relevance."""
        found = {}
        for facet in FACETS:
            if values := self.chosen(facet):
                found[facet] = _weightless(_any_of(facet, values))
        if self.price_min is not None or self.price_max is not None:
            between = Query.range_query(schema(), "price", FieldType.Unsigned, self.price_min, self.price_max)
            found["price"] = _weightless(between)
        return found


def all_of(queries: Sequence[Query]) -> Query:
    """All conditions at once; everything when there are none."""
    if not queries:
        return Query.all_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def counts(
    seen: Snapshot, text: Query | None, filters: Filters, facets: Sequence[str] = FACETS
) -> dict[str, list[FacetCount]]:
    """For each facet, its values with their counts under the text and all *other* filters, the largest first."""
    queries = filters.queries()
    free = [facet for facet in facets if facet not in queries]
    found = _counted(seen, text, filters, free)
    for facet in facets:
        if facet in queries:
            found |= _counted(seen, text, filters.without(facet), [facet])
    return {facet: found[facet] for facet in facets}


def _counted(
    seen: Snapshot, text: Query | None, filters: Filters, facets: Sequence[str]
) -> dict[str, list[FacetCount]]:
    """Counts under all of these filters. Without text they are remembered: the page of every craft counts all crafts."""
    key = ("counts", filters, tuple(facets))
    if text is None and key in seen.memory:
        remembered: dict[str, list[FacetCount]] = seen.memory[key]
        return dict(remembered)
    query = all_of([*([] if text is None else [text]), *filters.queries().values()])
    buckets = _aggregated(seen.searcher, query, facets)
    found = {facet: _summed(facet, buckets[facet]) for facet in facets}
    if text is None:
        seen.remember(key, found)
    return dict(found)


def _any_of(facet: str, values: tuple[str, ...] | tuple[int, ...]) -> Query:
    if len(values) == 1:
        return Query.term_query(schema(), facet, values[0], "basic")
    return Query.term_set_query(schema(), facet, list(values))


def _weightless(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _aggregated(
    searcher: tantivy.Searcher, query: Query, facets: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    if not facets:
        return {}
    request = {
        facet: {"terms": {"field": f"{facet}_joined", "size": _MOST_JOINED}}
        if facet in JOINED
        else {"terms": {"field": facet, "size": _MOST_NUMBERED}}
        for facet in facets
    }
    answer = searcher.aggregate(query, request)
    return {facet: answer[facet]["buckets"] for facet in facets}


def _summed(facet: str, buckets: list[dict[str, Any]]) -> list[FacetCount]:
    if facet in NUMBERED:
        return [FacetCount(int(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
    totals: Counter[str] = Counter()
    for bucket in buckets:
        if bucket["key"]:
            for value in bucket["key"].split(SEPARATOR):
                totals[value] += bucket["doc_count"]
    return [
        FacetCount(value, count)
        for value, count in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
