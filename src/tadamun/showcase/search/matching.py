"""Words of a visitor as conditions on the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import Occur, Query

from tadamun.showcase.search.analyser import Word, forms, significant, words
from tadamun.showcase.search.arabic import is_arabic
from tadamun.showcase.search.arabizi import skeletons
from tadamun.showcase.search.reader import Snapshot
from tadamun.showcase.search.schema import schema
from tadamun.showcase.search.spelling import nearest_concepts, slips
from tadamun.showcase.search.thesaurus import thesaurus

# What a match weighs by where it is. A title that says the word comes before a piece that merely names such a thing elsewhere;
# IS, whole and not by how rare the word is, is more than any title brings: a doll in a caftan is no caftan.
IS = 40.0
HEAD, TITLE, WORDS, CONCEPT, PREFIX, BODY, SOUND, NEAR = 12.0, 8.0, 4.0, 3.0, 2.0, 1.0, 1.5, 0.5
_MOST_WORDS: Final = 12
_LONGEST_WORD: Final = 40
_MOST_COMPLETIONS: Final = 40
_TIE: Final = 0.1  # a word found in several places counts a little more than in the best alone


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of the text that belong together. ``unknown``: neither the index nor the vocabulary has
    them.
    """

    words: tuple[Word, ...]
    concepts: frozenset[str]
    unknown: bool


def parts(seen: Snapshot, text: str) -> list[Part]:
    """The text cut where the vocabulary cuts it; no more than twelve words are looked at."""
    said = significant([word for word in words(text) if len(word.folded) <= _LONGEST_WORD])[:_MOST_WORDS]
    found = []
    for match in thesaurus().matches(said):
        group = tuple(said[match.start : match.end])
        unknown = not match.concepts and not any(known_forms(seen, word) for word in group)
        found.append(Part(group, match.concepts, unknown))
    return found


def query_of_part(seen: Snapshot, part: Part, *, nearly: bool = False) -> Query:
    """Pieces that are what the words name, or have all of them, first what was made in the craft they name; ``nearly``: also
    words one or two letters away.
    """
    ways = [Query.boost_query(_term("concept", concept), CONCEPT) for concept in sorted(part.concepts)]
    each = [_query_of_word(seen, word, unknown=part.unknown, nearly=nearly) for word in part.words]
    if all(each):
        spelt = [query for query in each if query is not None]
        ways.append(
            spelt[0] if len(spelt) == 1 else Query.boolean_query([(Occur.Must, query) for query in spelt])
        )
    crafts = [each.removeprefix("craft:") for each in sorted(part.concepts) if each.startswith("craft:")]
    if not crafts:
        return query_of_any(ways)
    made_so = Query.term_set_query(schema(), "craft", crafts)
    return Query.boolean_query(
        [(Occur.Must, query_of_any(ways)), (Occur.Should, Query.const_score_query(made_so, IS))]
    )


def query_of_any(ways: Sequence[Query]) -> Query:
    """Whatever one of these finds, weighed by the best; nothing when there are none."""
    if not ways:
        return Query.empty_query()
    return ways[0] if len(ways) == 1 else Query.disjunction_max_query(list(ways), _TIE)


def known_forms(seen: Snapshot, word: Word) -> list[str]:
    """The forms of the word that some piece of this market has; for an Arabic word the first that is found."""
    found = [form for form in dict.fromkeys((*forms(word), word.folded)) if _is_known(seen, form)]
    return found[:1] if is_arabic(word.folded) else found


def _is_known(seen: Snapshot, form: str) -> bool:
    searcher = seen.searcher
    return searcher.doc_freq("words", form) > 0 or searcher.doc_freq("body", form) > 0


def _query_of_word(seen: Snapshot, word: Word, *, unknown: bool, nearly: bool) -> Query | None:
    ways = [
        Query.boost_query(Query.term_query(schema(), field, form, "freq"), weight)
        for form in known_forms(seen, word)
        for field, weight in (("head", HEAD), ("title", TITLE), ("words", WORDS), ("body", BODY))
        if seen.searcher.doc_freq(field, form)
    ]
    if unknown:
        ways += _guesses(seen, word)
    if nearly:
        ways += _slips(word)
    return query_of_any(ways) if ways else None


def _guesses(seen: Snapshot, word: Word) -> list[Query]:
    """For a word that nothing knows: words that begin with it, and words that sound like it (zarbiya,
    زربية).
    """
    ways = []
    if len(word.folded) >= 3:
        longer = seen.searcher.terms_with_prefix("words", word.folded, limit=_MOST_COMPLETIONS)
        if longer:
            terms = Query.term_set_query(schema(), "words", [term for term, _ in longer])
            ways.append(Query.boost_query(terms, PREFIX))
    ways += [Query.boost_query(_term("skeleton", key), SOUND) for key in skeletons(word.folded)]
    for concept in sorted(thesaurus().sounding_like(word.folded)):
        ways.append(Query.boost_query(_term("concept", concept), SOUND))
    return ways


def _slips(word: Word) -> list[Query]:
    allowed = slips(word.folded)
    if not allowed:
        return []
    near = Query.fuzzy_term_query(schema(), "words", word.folded, distance=allowed)
    concepts = (
        Query.boost_query(_term("concept", concept), NEAR)
        for concept in sorted(nearest_concepts(word.folded))
    )
    return [Query.boost_query(near, NEAR), *concepts]


def _term(field: str, value: str) -> Query:
    return Query.term_query(schema(), field, value, "basic")
