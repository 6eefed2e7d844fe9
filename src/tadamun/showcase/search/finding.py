"""From a text to pieces: exactly, then nearly, then any of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import Order, Query, SearchResult

from tadamun.showcase.search.facets import Filters, all_of
from tadamun.showcase.search.matching import Part, parts, query_of_any, query_of_part
from tadamun.showcase.search.reader import Snapshot
from tadamun.showcase.search.spelling import corrected

_FEW: Final = 3
_ORDERS: Final = {
    "newest": ("published", Order.Desc),
    "price_asc": ("price", Order.Asc),
    "price_desc": ("price", Order.Desc),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Pieces that fit, not yet read. ``text`` is the condition of the words alone, None without words."""

    seen: Snapshot
    text: Query | None
    query: Query
    suggestion: str | None = None
    relaxed: bool = False

    def page(self, sort: str, offset: int, size: int) -> tuple[list[int], int]:
        """Product numbers in order from ``offset``, and how many there are in all."""
        searcher = self.seen.searcher
        if sort in _ORDERS:
            field, order = _ORDERS[sort]
            result = searcher.search(self.query, size, offset=offset, order_by_field=field, order=order)
        elif self.text is None:
            result = searcher.search(self.query, size, offset=offset, order_by_field="rank", order=Order.Desc)
        else:
            result = searcher.search(self.query, size, offset=offset)
        addresses = [address for _, address in result.hits]
        ids = searcher.fast_field_values("product", addresses) if addresses else []
        return [int(number) for number in ids if number is not None], _hits(result)


def find(seen: Snapshot, text: str, filters: Filters) -> Found:
    """Pieces with all the words; with fewer than three, also those with words spelt nearly so; with none,
    with any.
    """
    conditions = list(filters.queries().values())
    said = parts(seen, text)
    if not said:
        return Found(seen, None, all_of(conditions))
    exact = all_of([query_of_part(seen, part) for part in said])
    if (hits := _count(seen, exact, conditions)) >= _FEW:
        return Found(seen, exact, all_of([exact, *conditions]))
    suggestion = corrected(seen, [(word, part.unknown) for part in said for word in part.words])
    near = all_of([query_of_part(seen, part, nearly=True) for part in said])
    near_hits = _count(seen, near, conditions)
    if near_hits > hits:
        return Found(seen, near, all_of([near, *conditions]), suggestion, relaxed=hits == 0)
    if hits:
        return Found(seen, exact, all_of([exact, *conditions]), suggestion)
    return _with_any(seen, said, conditions, suggestion)


def _with_any(seen: Snapshot, said: Sequence[Part], conditions: list[Query], suggestion: str | None) -> Found:
    loose = query_of_any([query_of_part(seen, part, nearly=True) for part in said])
    return Found(seen, loose, all_of([loose, *conditions]), suggestion, relaxed=True)


def _count(seen: Snapshot, text: Query, conditions: list[Query]) -> int:
    return _hits(seen.searcher.search(all_of([text, *conditions]), 1))


def _hits(result: SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs
