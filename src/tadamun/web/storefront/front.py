"""What the first page of a market shows: crafts, new pieces turning fairly among shops, places, labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tadamun.goods.catalogue.crafts import crafts, labels, term
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name, regions
from tadamun.showcase.search.facets import FacetCount
from tadamun.showcase.search.questions import Question, ask
from tadamun.showcase.window.queries import Brief, briefs

CRAFTS, PIECES, PLACES = 6, 8, 12
_LOOKED_AT = 48  # newest pieces among which the shown ones are chosen


@dataclass(frozen=True, slots=True)
class CraftTile:
    """``picture``: key of a stored picture of one of its pieces, or empty."""

    slug: str
    name: str
    count: int
    picture: str


@dataclass(frozen=True, slots=True)
class Front:
    crafts: list[CraftTile] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    places: list[tuple[str, str, int]] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    hero: str = ""
    ready: bool = True


def read_front(market: Market, language: str) -> Front:
    """One question, one for each craft shown, one read of rows."""
    answer = ask(Question(market_id=market.pk, sort="newest", page_size=_LOOKED_AT))
    roots = _roots(answer.facets.get("craft", []))
    of_craft = {
        slug: ask(Question(market_id=market.pk, crafts=(slug,), page_size=1)).product_ids for slug, _ in roots
    }
    wanted = dict.fromkeys([*answer.product_ids, *(pk for ids in of_craft.values() for pk in ids)])
    known = {row.product_id: row for row in briefs(language, list(wanted))}
    newest = [known[pk] for pk in answer.product_ids if pk in known]
    tiles = [
        CraftTile(slug, crafts()[slug].name(language), count, _picture(of_craft[slug], known))
        for slug, count in roots
    ]
    return Front(
        crafts=tiles,
        cards=[row.card for row in in_turn(newest)[:PIECES]],
        places=_places(answer.facets.get("region", []), language),
        labels=[
            (str(each.value), term(labels(), str(each.value), language))
            for each in answer.facets.get("label", [])
        ],
        hero=next((row.picture for row in newest if row.picture), ""),
        ready=answer.ready,
    )


def _roots(counted: Sequence[FacetCount]) -> list[tuple[str, int]]:
    found = [(str(each.value), each.count) for each in counted]
    return [(slug, count) for slug, count in found if slug in crafts() and not crafts()[slug].parent][:CRAFTS]


def _picture(ids: Sequence[int], known: dict[int, Brief]) -> str:
    return next((known[pk].picture for pk in ids if pk in known), "")


def in_turn(rows: Iterable[Brief]) -> list[Brief]:
    """Newest first, one of each shop before the second of any: who uploads a hundred pieces does not fill the page."""
    rounds: dict[int, int] = {}
    ordered = []
    for place, row in enumerate(rows):
        turn = rounds[row.organisation_id] = rounds.get(row.organisation_id, 0) + 1
        ordered.append((turn, place, row))
    return [row for _, _, row in sorted(ordered, key=lambda each: each[:2])]


def _places(counted: Sequence[FacetCount], language: str) -> list[tuple[str, str, int]]:
    """(code, name, pieces): the regions, or the provinces where a market is within one region."""
    codes = [(str(each.value), each.count) for each in counted if str(each.value) in regions()]
    wide = [(code, count) for code, count in codes if not regions()[code].parent]
    shown = wide if len(wide) > 1 else codes
    return [(code.lower(), region_name(code, language), count) for code, count in shown[:PLACES]]
