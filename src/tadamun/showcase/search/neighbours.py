"""Other pieces to look at beside one: of the same seller, and of the same craft from others."""

from tantivy import Query

from tadamun.showcase.search.facets import Filters
from tadamun.showcase.search.finding import Found, find
from tadamun.showcase.search.reader import Snapshot, note_if_missing, snapshot


def neighbours(
    market_id: int, product_id: int, *, organisation_id: int, craft: str, count: int = 4
) -> tuple[list[int], list[int]]:
    """Product numbers of the same seller, and of the same craft, without repeating each other.

    Each piece begins at another place of the list, so that all are shown somewhere and not only the first. Collects no tag: a
    new neighbour may wait until the page is made anew for another reason.
    """
    seen = snapshot(market_id)
    if seen is None:
        note_if_missing(market_id)
        return [], []
    same = _some(seen, Filters(organisation=(organisation_id,)), product_id, count, {product_id})
    like = _some(seen, Filters(craft=(craft,)), product_id, count, {product_id, *same})
    return same, like


def _some(seen: Snapshot, filters: Filters, start: int, count: int, without: set[int]) -> list[int]:
    size = count + len(without)
    key = ("neighbours", filters)
    query, total = seen.memory.get(key) or seen.remember(key, _counted(find(seen, "", filters)))
    offset = start % max(total - size + 1, 1)
    ids, _ = Found(seen, None, query).page("relevance", offset, size)
    return [pk for pk in ids if pk not in without][:count]


def _counted(found: Found) -> tuple[Query, int]:
    """Its question and how many there are: every piece of a seller asks for the same."""
    return found.query, found.page("relevance", 0, 1)[1]
