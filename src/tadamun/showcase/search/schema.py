"""The fields of the index, and how a document fills them.

There is one index for each market, so that no query can reach another market's pieces. Facets are kept
twice: as terms to filter by, and as one joined value to count by: counting a column with one value a
document is five times faster than a column with several, and the parts are added up afterwards.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Final, cast

import tantivy

from tadamun.showcase.search.analyser import Word, indexed, words
from tadamun.showcase.search.arabizi import skeletons
from tadamun.showcase.search.thesaurus import thesaurus

# Raise it when fields or the analyser change: older indexes are then made anew.
VERSION: Final = 2
SEPARATOR: Final = "|"
# Facets with few values a piece, counted by their joined value.
JOINED: Final = ("craft", "region", "material", "label", "availability")
# Facets of numbers, counted as they are.
NUMBERED: Final = ("organisation", "maker")
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """A piece as one market offers it: all that search knows. Money in minor units, instants in seconds.

    ``titles``, ``words`` (place, region, tags …), ``bodies`` and names are by language. ``crafts`` and
    ``regions`` are a node with all that is broader. A larger ``rank`` stands nearer the front of a plain
    listing.
    """

    market_id: int
    product_id: int
    titles: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    crafts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisation: int | None = None
    organisation_names: dict[str, str] = field(default_factory=dict)
    makers: tuple[int, ...] = ()
    maker_names: dict[str, str] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    price_minor: int | None = None
    availability: str = "in_stock"
    rank: int = 0
    published_at: int = 0

    @property
    def digest(self) -> bytes:
        """Equal digests, equal answers: such a document need not be written again."""
        values = [getattr(self, name) for name in self.__slots__]
        written = json.dumps([VERSION, values], sort_keys=True, ensure_ascii=False)
        return blake2b(written.encode(), digest_size=16).digest()


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    # Deleting by a number silently deletes nothing in tantivy-py, hence a text key.
    fields.add_text_field("key", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("product", fast=True)
    fields.add_text_field("head", tokenizer_name="whitespace", index_option="basic")
    fields.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    for name in ("concept", "skeleton", "spelling", "title_word", "organisation_word", "maker_word"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in JOINED:
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
        fields.add_text_field(f"{name}_joined", tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERED:
        fields.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("price", "rank", "published"):
        fields.add_unsigned_field(name, fast=True)
    fields.add_bytes_field("shown", stored=True)
    fields.add_bytes_field("digest", stored=True)
    return fields.build()


def compose(document: IndexDocument) -> tantivy.Document:
    """The document as the index takes it. About 0.1 ms."""
    made = tantivy.Document()
    made.add_text("key", str(document.product_id))
    made.add_unsigned("product", document.product_id)
    _add_text(made, document)
    _add_facets(made, document)
    if document.price_minor is not None:
        made.add_unsigned("price", _unsigned(document.price_minor))
    made.add_unsigned("rank", _unsigned(document.rank))
    made.add_unsigned("published", _unsigned(document.published_at))
    shown = {
        "title": document.titles,
        "organisation": document.organisation_names,
        "maker": document.maker_names if len(document.makers) == 1 else {},
    }
    made.add_bytes("shown", json.dumps(shown, ensure_ascii=False).encode())
    made.add_bytes("digest", document.digest)
    return made


def stored(found: tantivy.Document, name: str) -> bytes:
    """What a found document keeps beside its words: ``shown`` or ``digest``."""
    return cast(bytes, found.get_first(name))


def _add_text(made: tantivy.Document, document: IndexDocument) -> None:
    names = (document.words, document.organisation_names, document.maker_names)
    title = _all_forms(document.titles)
    made.add_text("head", _heads(document.titles))
    made.add_text("title", title)
    made.add_text("words", " ".join((title, *map(_all_forms, names))))
    made.add_text("body", _all_forms(document.bodies))
    made.add_text("concept", " ".join(sorted(_concepts(document))))
    titles = _words(document.titles)
    every = titles + [word for part in names for word in _words(part)]
    made.add_text("skeleton", _once(key for word in every for key in skeletons(word.folded)))
    made.add_text("spelling", _once(word.written for word in every))
    made.add_text("title_word", _once(word.folded for word in titles))
    made.add_text("organisation_word", _once(word.folded for word in _words(document.organisation_names)))
    made.add_text("maker_word", _once(word.folded for word in _words(document.maker_names)))


def _add_facets(made: tantivy.Document, document: IndexDocument) -> None:
    for name, values in (
        ("craft", document.crafts),
        ("region", document.regions),
        ("material", tuple(sorted(set(document.materials)))),
        ("label", tuple(sorted(set(document.labels)))),
        ("availability", (document.availability,)),
    ):
        for value in values:
            made.add_text(name, value)
        made.add_text(f"{name}_joined", SEPARATOR.join(values))
    if document.organisation is not None:
        made.add_unsigned("organisation", document.organisation)
    for maker in document.makers:
        made.add_unsigned("maker", maker)


def _heads(titles: dict[str, str]) -> str:
    """The word that Arabic and French titles begin with: it says what the piece is, what follows how it looks."""
    first = (
        next(iter(indexed(titles[language], language)), "") for language in ("ar", "fr") if language in titles
    )
    return " ".join(first)


def _all_forms(texts: dict[str, str]) -> str:
    """Every form of every word, so that a query finds whichever form it is reduced to; repetitions count."""
    return " ".join(form for language, text in texts.items() for form in indexed(text, language))


def _words(texts: dict[str, str]) -> list[Word]:
    return [word for text in texts.values() for word in words(text)]


def _concepts(document: IndexDocument) -> set[str]:
    """What the piece is (its craft with all that is broader) and what its titles name (that alone)."""
    known = thesaurus()
    found = {f"craft:{slug}" for craft in document.crafts for slug in known.path(craft)}
    found.update(f"material:{slug}" for slug in document.materials)
    found.update(f"label:{slug}" for slug in document.labels)
    for language, text in document.titles.items():
        found.update(known.concepts(text, language))
    return found


def _once(found: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(found))


def _unsigned(number: int) -> int:
    return max(0, min(number, _LARGEST))
