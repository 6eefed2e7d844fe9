"""Words nearly as the visitor spelt them."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from tadamun.showcase.search.analyser import Word, fold
from tadamun.showcase.search.arabizi import skeletons
from tadamun.showcase.search.reader import Snapshot
from tadamun.showcase.search.thesaurus import spellings, thesaurus

_MOST_NEIGHBOURS: Final = 20_000
# Letters as written that fold to the first letter of a word: the index keeps words for suggestions unfolded.
_WRITTEN: Final = {"ا": "اأإآ", "e": "eéèêë", "a": "aàâä", "i": "iîï", "o": "oôöœ", "u": "uùûü", "c": "cç"}


def slips(folded: str) -> int:
    """How many wrong letters are forgiven: none in a word of three, two from six letters."""
    if len(folded) < 4:
        return 0
    return 1 if len(folded) < 6 else 2


@lru_cache(maxsize=4096)
def nearest_concepts(folded: str) -> frozenset[str]:
    """What the words of the vocabulary nearest to this one name; nothing if none is near enough."""
    best = slips(folded)
    found: set[str] = set()
    for known, spelling in spellings().items():
        distance = OSA.distance(folded, known, score_cutoff=best)
        if distance < best:
            best, found = distance, set(spelling.concepts)
        elif distance == best:
            found |= spelling.concepts
    return frozenset(found)


def corrected(seen: Snapshot, said: Sequence[tuple[Word, bool]]) -> str | None:
    """The words, each unknown one (marked true) replaced by the nearest that leads to pieces of this market.

    None when no word has such a neighbour.
    """
    better = [
        _nearest(seen, word) if unknown and not _sounds_known(seen, word) else None for word, unknown in said
    ]
    if not any(better):
        return None
    return " ".join(new or word.written for new, (word, _) in zip(better, said, strict=True))


def _sounds_known(seen: Snapshot, word: Word) -> bool:
    """Whether the word is already understood by its sound: zarbiya needs no correction."""
    return any(seen.searcher.doc_freq("skeleton", key) for key in skeletons(word.folded)) or any(
        seen.searcher.doc_freq("concept", concept) for concept in thesaurus().sounding_like(word.folded)
    )


def _nearest(seen: Snapshot, word: Word) -> str | None:
    allowed = slips(word.folded)
    if not allowed:
        return None
    candidates = {**_useful_spellings(seen), **_neighbours(seen, word.folded[0])}
    best, chosen = (allowed + 1, 0), None
    for known, (written, pieces) in candidates.items():
        distance = OSA.distance(word.folded, known, score_cutoff=allowed)
        if distance <= allowed and (distance, -pieces) < best:
            best, chosen = (distance, -pieces), written
    return chosen


def _neighbours(seen: Snapshot, letter: str) -> Mapping[str, tuple[str, int]]:
    """Words of this market's pieces with that first letter: folded → as written, and in how many pieces."""
    key = ("neighbours", letter)
    if key not in seen.memory:
        found: dict[str, tuple[str, int]] = {}
        for written in _WRITTEN.get(letter, letter):
            for term, pieces in seen.searcher.terms_with_prefix("spelling", written, limit=_MOST_NEIGHBOURS):
                folded = fold(term)
                if pieces > found.get(folded, ("", 0))[1]:
                    found[folded] = (term, pieces)
        seen.remember(key, found)
    known: Mapping[str, tuple[str, int]] = seen.memory[key]
    return known


def _useful_spellings(seen: Snapshot) -> Mapping[str, tuple[str, int]]:
    """Words of the vocabulary that name something this market has."""
    key = ("useful",)
    if key not in seen.memory:
        concepts = {concept for spelling in spellings().values() for concept in spelling.concepts}
        pieces = {concept: seen.searcher.doc_freq("concept", concept) for concept in concepts}
        found = {}
        for folded, spelling in spellings().items():
            if most := max((pieces[concept] for concept in spelling.concepts), default=0):
                found[folded] = (spelling.written, most)
        seen.remember(key, found)
    useful: Mapping[str, tuple[str, int]] = seen.memory[key]
    return useful
