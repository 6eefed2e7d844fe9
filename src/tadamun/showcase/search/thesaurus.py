"""Which crafts, materials, techniques and labels a word names, in any language.

Made once a process from the craft vocabulary: names and synonyms of every node. Broken plurals are synonyms
there, which is why the stemmer can stay light. Several words may name one thing (« eau de rose »): the
longest match wins.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tadamun.goods import catalogue
from tadamun.showcase.search.analyser import Word, forms, significant, words
from tadamun.showcase.search.arabic import is_arabic
from tadamun.showcase.search.arabizi import skeletons

TAXONOMY = Path(catalogue.__file__).parent / "data" / "taxonomy.json"
LANGUAGES = ("ar", "fr", "en")
# In names only: "Handira (wedding blanket)", "Hanbel / kilim" and "Carpets and rugs" are each two ways to
# say it.
_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_PAIR = re.compile(r"^(\w+) (?:et|and) (\w+)$")


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and what the words so far name."""

    following: "dict[str, _Node]" = field(default_factory=dict)
    concepts: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``start`` to ``end`` (not included) of a text name these concepts; with none, they are just a
    word.
    """

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or synonym of a concept, as written and as folded words."""

    text: str
    tokens: tuple[str, ...]
    concept: str


class Thesaurus:
    """A concept is ``kind:slug``; the kinds are craft, material, technique and label."""

    def __init__(self, vocabulary: Mapping[str, Any]) -> None:
        self._root = _Node()
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._skeletons: dict[str, set[str]] = defaultdict(set)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, Mapping[str, str]] = {}
        self.phrases: list[Phrase] = []
        parents = {node["slug"]: node["parent"] for node in vocabulary["nodes"]}
        for slug in parents:
            self._paths[slug] = tuple(reversed(list(_upwards(slug, parents))))
        for kind, entries in (
            ("craft", vocabulary["nodes"]),
            ("material", vocabulary["materials"]),
            ("technique", vocabulary["techniques"]),
            ("label", vocabulary["labels"]),
        ):
            for entry in entries:
                self._add(f"{kind}:{entry['slug']}", entry["names"], entry.get("synonyms", {}))

    def path(self, craft: str) -> tuple[str, ...]:
        """The craft after its ancestors, broadest first; an unknown craft alone."""
        return self._paths.get(craft, (craft,))

    def name(self, concept: str, language: str) -> str:
        """Its name in the language, else in the first that has one; empty for an unknown concept."""
        names = self._names.get(concept, {})
        return names.get(language) or next((names[code] for code in LANGUAGES if names.get(code)), "")

    def matches(self, found: Sequence[Word], lang: str = "") -> list[Match]:
        """The words cut into the longest phrases that name something, and single words that do not."""
        cut = []
        at = 0
        while at < len(found):
            match = self._longest(found, at, lang)
            cut.append(match)
            at = match.end
        return cut

    def concepts(self, text: str, lang: str = "") -> frozenset[str]:
        """All that a text names."""
        parts = self.matches(significant(words(text)), lang)
        return frozenset().union(*(part.concepts for part in parts))

    def sounding_like(self, folded: str) -> frozenset[str]:
        """What an Arabic word of the vocabulary with the same skeleton names: zarbiya → carpets."""
        return frozenset().union(*(self._skeletons.get(key, ()) for key in skeletons(folded)))

    def beginning_to_sound_like(self, folded: str) -> frozenset[str]:
        """What Arabic words name whose skeleton begins with that of this unfinished word: 9efta → caftan."""
        keys = skeletons(folded)
        return frozenset().union(*(named for key, named in self._skeletons.items() if key.startswith(keys)))

    def _longest(self, found: Sequence[Word], start: int, lang: str) -> Match:
        length, concepts = _deepest(self._root, found, start, lang)
        if length <= 1:
            # A word spelt exactly so means that alone, whatever else shares its stem.
            concepts = self._exact.get(found[start].folded) or concepts
        return Match(start, start + max(length, 1), frozenset(concepts))

    def _add(self, concept: str, names: Mapping[str, str], synonyms: Mapping[str, Iterable[str]]) -> None:
        self._names[concept] = names
        # The slug is an English name too, often the plainest: leather, wood.
        self._add_phrase(concept, concept.split(":", 1)[1].replace("-", " "), "en")
        for language in LANGUAGES:
            said = dict.fromkeys(_ways(names.get(language, "")))
            said.update(dict.fromkeys(synonyms.get(language, ())))
            for text in said:
                self._add_phrase(concept, text, language)

    def _add_phrase(self, concept: str, text: str, language: str) -> None:
        every = words(text)
        found = significant(every)
        if not found:
            return
        self.phrases.append(Phrase(text, tuple(word.folded for word in every), concept))
        nodes = [self._root]
        for word in found:
            keys = {word.folded, *forms(word, language)[: 1 if is_arabic(word.folded) else 2]}
            nodes = [node.following.setdefault(key, _Node()) for node in nodes for key in keys]
        for node in nodes:
            node.concepts.add(concept)
        if len(found) == 1:
            self._exact[found[0].folded].add(concept)
            if language == "ar":
                for key in skeletons(found[0].folded):
                    self._skeletons[key].add(concept)


def _upwards(slug: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    while slug is not None:
        yield slug
        slug = parents[slug]


def _ways(name: str) -> Iterator[str]:
    """The ways of saying it that one name holds."""
    outside = " ".join(_PARENTHESIS.sub(" ", name).split())
    inside = (part for group in _PARENTHESIS.findall(name) for part in group.split(","))
    for part in (outside, *outside.split(" / "), *inside):
        if part.strip():
            yield part.strip()
    if pair := _PAIR.match(outside):
        yield from pair.groups()


def _deepest(node: _Node, found: Sequence[Word], at: int, lang: str) -> tuple[int, set[str]]:
    """The number of words of the longest phrase that begins at ``at``, and what such phrases name."""
    best: tuple[int, set[str]] = (0, node.concepts)
    if at == len(found):
        return best
    word = found[at]
    for key in {word.folded, *forms(word, lang)}:
        if (following := node.following.get(key)) is None:
            continue
        length, concepts = _deepest(following, found, at + 1, lang)
        if not concepts:
            continue
        if length + 1 > best[0]:
            best = (length + 1, set(concepts))
        elif length + 1 == best[0]:
            best[1].update(concepts)
    return best


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    """The vocabulary of this installation."""
    return Thesaurus(json.loads(TAXONOMY.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of the vocabulary as it is written, and what it names when it stands alone."""

    written: str
    concepts: frozenset[str]


@lru_cache(maxsize=1)
def spellings() -> Mapping[str, Spelling]:
    """Every single word of the vocabulary by its folded form."""
    known: dict[str, Spelling] = {}
    for phrase in thesaurus().phrases:
        for word in words(phrase.text):
            if word.folded not in known:
                known[word.folded] = Spelling(word.written, thesaurus().concepts(word.written))
    return known
