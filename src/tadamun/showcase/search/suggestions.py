"""What the box offers while a visitor types."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tantivy import DocAddress, Occur, Order, Query

from tadamun.kernel.pagecache.tags import collect
from tadamun.showcase.search.analyser import Word, words
from tadamun.showcase.search.arabic import is_arabic, without_article
from tadamun.showcase.search.arabizi import skeletons
from tadamun.showcase.search.facets import Filters, counts
from tadamun.showcase.search.reader import Snapshot, note_if_missing, snapshot
from tadamun.showcase.search.schema import schema, stored
from tadamun.showcase.search.thesaurus import thesaurus

_MOST_TERMS: Final = 100
_MOST_WORDS: Final = 6
# At most so many of each kind, so that one kind does not crowd out the others.
_SHARES: Final = {"craft": 3, "organisation": 2, "maker": 2}
KINDS: Final = ("craft", "organisation", "maker", "product", "word")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind``: craft (value its slug), organisation, maker, product (value its number) or word (value the
    text).
    """

    kind: str
    text: str
    value: str | int


def suggest(
    market_id: int, prefix: str, language: str, limit: int = 8, kinds: Sequence[str] = KINDS
) -> list[Suggestion]:
    """What of this market begins so, in any language and in Latin letters for Arabic; nothing for less than
    two letters. Only these ``kinds`` are looked for.
    """
    collect(f"search:{market_id}")
    seen = snapshot(market_id)
    if seen is None:
        note_if_missing(market_id)
        return []
    said = words(prefix[:80])[:_MOST_WORDS]
    if not said or len(said[-1].folded) + len(said) < 3:
        return []
    key = ("suggest", tuple(word.folded for word in said), language, limit, tuple(kinds))
    known: list[Suggestion] | None = seen.memory.get(key)
    if known is None:
        known = seen.remember(key, _suggested(seen, said, language, limit, kinds))
    return known


def _suggested(
    seen: Snapshot, said: Sequence[Word], language: str, limit: int, kinds: Sequence[str]
) -> list[Suggestion]:
    found = _crafts(seen, said, language) if "craft" in kinds else []
    for kind in ("organisation", "maker"):
        found += _named(seen, said, language, kind) if kind in kinds else []
    if "product" in kinds:
        found += _products(seen, said, language, max(limit - len(found), 0))
    if "word" in kinds and len(found) < limit:
        found += _completions(seen, said)
    return list({(each.kind, each.text): each for each in found}.values())[:limit]


def _crafts(seen: Snapshot, said: Sequence[Word], language: str) -> list[Suggestion]:
    pieces = _pieces_of_crafts(seen)
    slugs = {slug for slug in _craft_slugs(said) if pieces.get(slug)}
    ordered = sorted(slugs, key=lambda slug: (-pieces[slug], slug))[: _SHARES["craft"]]
    return [Suggestion("craft", thesaurus().name(f"craft:{slug}", language), slug) for slug in ordered]


def _craft_slugs(said: Sequence[Word]) -> Iterator[str]:
    """Crafts one of whose names has the typed words one after another, the last perhaps unfinished."""
    typed = tuple(_bare(word.folded) for word in said)
    *whole, last = typed
    for tokens, slug in _craft_phrases().get(typed[0][:2], ()):
        if (
            list(tokens[: len(whole)]) == whole
            and len(tokens) >= len(typed)
            and tokens[len(whole)].startswith(last)
        ):
            yield slug
    if len(said) == 1 and not is_arabic(said[0].folded):
        for concept in thesaurus().beginning_to_sound_like(said[0].folded):
            kind, slug = concept.split(":", 1)
            if kind == "craft":
                yield slug


@lru_cache(maxsize=1)
def _craft_phrases() -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    """Two letters → the names of crafts from each word that begins so, to their ends."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for phrase in thesaurus().phrases:
        kind, slug = phrase.concept.split(":", 1)
        if kind == "craft":
            tokens = tuple(_bare(token) for token in phrase.tokens)
            for at, token in enumerate(tokens):
                found[token[:2]].append((tokens[at:], slug))
    return found


def _bare(folded: str) -> str:
    return without_article(folded) if is_arabic(folded) else folded


def _pieces_of_crafts(seen: Snapshot) -> dict[str, int]:
    key = ("pieces",)
    if key not in seen.memory:
        every = counts(seen, None, Filters(), ("craft",))["craft"]
        seen.remember(key, {str(each.value): each.count for each in every})
    pieces: dict[str, int] = seen.memory[key]
    return pieces


def _prefix_query(seen: Snapshot, said: Sequence[Word], field: str) -> Query | None:
    """Pieces in whose field each word stands, the last perhaps unfinished or written in Latin letters for
    Arabic.
    """
    conditions = [_whole(word, field) for word in said[:-1]]
    last = said[-1].folded
    terms = [term for term, _ in seen.searcher.terms_with_prefix(field, last, limit=_MOST_TERMS)]
    if is_arabic(last):
        terms += [term for term, _ in seen.searcher.terms_with_prefix(field, f"ال{last}", limit=_MOST_TERMS)]
    if terms:
        conditions.append(Query.term_set_query(schema(), field, terms))
    elif sounds := _sounds(seen, last):
        conditions.append(Query.term_set_query(schema(), "skeleton", sounds))
    else:
        return None
    return Query.boolean_query([(Occur.Must, condition) for condition in conditions])


def _sounds(seen: Snapshot, folded: str) -> list[str]:
    """Skeletons that begin like that of an unfinished Latin word."""
    if is_arabic(folded):
        return []
    return [
        term
        for key in skeletons(folded)
        for term, _ in seen.searcher.terms_with_prefix("skeleton", key, limit=_MOST_TERMS)
    ]


def _whole(word: Word, field: str) -> Query:
    return Query.term_query(schema(), field, word.folded, "basic")


def _products(seen: Snapshot, said: Sequence[Word], language: str, room: int) -> list[Suggestion]:
    query = _prefix_query(seen, said, "title_word")
    if query is None or not room:
        return []
    hits = seen.searcher.search(query, room, count=False, order_by_field="rank", order=Order.Desc).hits
    addresses = [address for _, address in hits]
    numbers = seen.searcher.fast_field_values("product", addresses) if addresses else []
    return [
        Suggestion("product", _shown(seen, address, "title", language), int(number or 0))
        for number, address in zip(numbers, addresses, strict=True)
    ]


def _named(seen: Snapshot, said: Sequence[Word], language: str, kind: str) -> list[Suggestion]:
    """Organisations or makers with such a name, those with most pieces first."""
    query = _prefix_query(seen, said, f"{kind}_word")
    if query is None:
        return []
    answer: dict[str, Any] = seen.searcher.aggregate(
        query, {"found": {"terms": {"field": kind, "size": _SHARES[kind]}}}
    )
    found = []
    for bucket in answer["found"]["buckets"]:
        number = int(bucket["key"])
        one = Query.boolean_query(
            [(Occur.Must, query), (Occur.Must, Query.term_query(schema(), kind, number, "basic"))]
        )
        for _, address in seen.searcher.search(one, 1, count=False).hits:
            if name := _shown(seen, address, kind, language):
                found.append(Suggestion(kind, name, number))
    return found


def _shown(seen: Snapshot, address: DocAddress, role: str, language: str) -> str:
    texts = json.loads(stored(seen.searcher.doc(address), "shown"))[role]
    return str(texts.get(language) or next(iter(texts.values()), ""))


def _completions(seen: Snapshot, said: Sequence[Word]) -> list[Suggestion]:
    """The typed words with the last one completed, the most frequent first."""
    known = seen.searcher.terms_with_prefix("spelling", said[-1].written, limit=_MOST_TERMS)
    before = [word.written for word in said[:-1]]
    ordered = sorted(known, key=lambda pair: (-pair[1], pair[0]))[:3]
    texts = [" ".join([*before, term]) for term, _ in ordered if term != said[-1].written]
    return [Suggestion("word", text, text) for text in texts]
