"""What a visitor asks of one market, and the answer."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, Self

from tadamun.kernel.pagecache.tags import collect
from tadamun.showcase.search.facets import FACETS, FacetCount, Filters, counts
from tadamun.showcase.search.finding import find
from tadamun.showcase.search.reader import Snapshot, note_if_missing, snapshot

PAGE_SIZE: Final = 24
LAST_PAGE: Final = 400
LONGEST_TEXT: Final = 200
MANY: Final = 20_000
SORTS: Final = ("relevance", "newest", "price_asc", "price_desc")
_MOST_VALUES: Final = 50
_LARGEST: Final = 2**62


class Parameters(Protocol):
    """The query string of a request."""

    def get(self, key: str, default: Any = None, /) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A text to find, filters that all must hold (of several values of one filter any), an order and a page.

    Prices are whole minor units of the market's currency, both ends included. Without text it is a plain
    listing, by rank.
    """

    market_id: int
    text: str = ""
    language: str = ""
    crafts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    makers: tuple[int, ...] = ()
    materials: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    availability: tuple[str, ...] = ()
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def from_params(cls, params: Parameters, *, market_id: int, language: str = "") -> Self:
        """The question of a query string: ``q craft region organisation maker material label price_min
        price_max availability sort page``. What makes no sense is left out, never refused. Prices are in
        minor units.
        """
        sort = _text(params, "sort")
        return cls(
            market_id=market_id,
            language=language,
            text=_text(params, "q"),
            crafts=_texts(params, "craft"),
            regions=_texts(params, "region"),
            organisations=_numbers(params, "organisation"),
            makers=_numbers(params, "maker"),
            materials=_texts(params, "material"),
            labels=_texts(params, "label"),
            price_min=_number(_text(params, "price_min")),
            price_max=_number(_text(params, "price_max")),
            availability=_texts(params, "availability"),
            sort=sort if sort in SORTS else "relevance",
            page=min(max(_number(_text(params, "page")) or 1, 1), LAST_PAGE),
        )

    @property
    def filters(self) -> Filters:
        return Filters(
            craft=self.crafts,
            region=self.regions,
            material=self.materials,
            label=self.labels,
            availability=self.availability,
            organisation=self.organisations,
            maker=self.makers,
            price_min=self.price_min,
            price_max=self.price_max,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of products in order, how many there are in all, and what else the filters could choose.

    ``facets``: craft, region, organisation, maker, material, label, availability → counts, the largest
    first. A filter that is set counts as if it were not, so that its siblings show. Makers are not counted
    among more than 20,000 pieces. ``suggestion``: the text with words the market knows, when it has words
    the market does not. ``relaxed``: nothing fits exactly, these fit nearly. ``ready``: false while the
    machine has no index; such an answer should not be kept.
    """

    product_ids: list[int] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    suggestion: str | None = None
    relaxed: bool = False
    ready: bool = True
    took_us: int = 0


def ask(question: Question) -> Answer:
    """Answer from this machine's index. Never raises for anything a visitor can type."""
    began = time.perf_counter_ns()
    collect(f"search:{question.market_id}")
    seen = snapshot(question.market_id)
    if seen is None:
        answer = Answer(ready=not note_if_missing(question.market_id))
    else:
        answer = seen.memory.get(question) or seen.remember(question, _answered(seen, question))
    return replace(answer, took_us=(time.perf_counter_ns() - began) // 1000)


def _answered(seen: Snapshot, question: Question) -> Answer:
    found = find(seen, question.text[:LONGEST_TEXT], question.filters)
    page = min(max(question.page, 1), LAST_PAGE)
    size = min(max(question.page_size, 1), 100)
    ids, total = found.page(question.sort, (page - 1) * size, size)
    key = ("facets", question.text, question.filters)
    facets = seen.memory.get(key)
    if facets is None:
        facets = seen.remember(key, counts(seen, found.text, question.filters, _offered(question, total)))
    return Answer(
        product_ids=ids, total=total, facets=facets, suggestion=found.suggestion, relaxed=found.relaxed
    )


def _offered(question: Question, total: int) -> list[str]:
    """The facets worth counting: among tens of thousands of pieces nobody picks one maker of thousands from
    a list, and counting them would take as long as all else together.
    """
    return [facet for facet in FACETS if facet != "maker" or total <= MANY or question.makers]


def _text(params: Parameters, name: str) -> str:
    value = params.get(name) or ""
    return (
        value.replace("\0", "").strip()[:LONGEST_TEXT]
        if isinstance(value, str)
        else str(value)[:LONGEST_TEXT]
    )


def _texts(params: Parameters, name: str) -> tuple[str, ...]:
    """All values of a repeated parameter, each once."""
    many = getattr(params, "getlist", None)
    values: Any = many(name) if many else params.get(name)
    if values is None or isinstance(values, str):
        values = [values] if values else []
    if not isinstance(values, Sequence):
        values = [values]
    said = (str(value).replace("\0", "").strip()[:LONGEST_TEXT] for value in values[:_MOST_VALUES])
    return tuple(dict.fromkeys(value for value in said if value))


def _numbers(params: Parameters, name: str) -> tuple[int, ...]:
    read = (_number(text) for text in _texts(params, name))
    return tuple(dict.fromkeys(number for number in read if number is not None))


def _number(text: str) -> int | None:
    """A whole number from zero, in any digits; None for anything else."""
    if not text.isdecimal() or len(text) > 18:
        return None
    return min(int(text), _LARGEST)
