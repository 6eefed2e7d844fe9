"""What another tool's file leaves open: the craft of a product, and the language of its words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain

from tadamun.goods.catalogue.crafts import craft_path, crafts, materials

_WORD = re.compile(r"\w+")
_ALEF = str.maketrans("أإآٱىئؤةگڤ", "ااااييوهكف")
_LONGEST = 5
_ARTICLES = ("وال", "بال", "لل", "ال")


def _folded(text: str) -> tuple[str, ...]:
    """Words without case, accents, Arabic spelling variants, articles and a plural s."""
    return tuple(chain.from_iterable(map(_folded_words, text.split())))


@lru_cache(maxsize=4096)  # titles differ, their words come again and again
def _folded_words(text: str) -> tuple[str, ...]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return tuple(_stem(word) for word in _WORD.findall(bare.translate(_ALEF)))


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word[:-1] if word.isascii() and len(word) > 3 and word.endswith("s") else word


@cache
def _terms() -> Mapping[tuple[str, ...], str]:
    """Folded names and synonyms of every craft; of two crafts with one name, the more general has it."""
    found: dict[tuple[str, ...], str] = {}
    for craft in sorted(crafts().values(), key=lambda craft: len(craft_path(craft.slug))):
        words = [*craft.names.values(), *(word for synonyms in craft.synonyms.values() for word in synonyms)]
        for term in (*words, craft.slug.replace("-", " ")):
            if folded := _folded(term):
                found.setdefault(folded, craft.slug)
    return found


def craft_from(*texts: str) -> str:
    """The most particular craft that any of these texts names, the earlier text of two; empty for none."""
    found = [slug for text in texts if (slug := _named_in(text))]
    return max(found, key=lambda slug: len(craft_path(slug)), default="")


@lru_cache(maxsize=4096)  # titles differ, categories and tags come again and again
def _named_in(text: str) -> str:
    """The craft with the longest name in the text; the end of a category path says more than its beginning."""
    terms = _terms()
    words = _folded(text)
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            if slug := terms.get(words[start : start + length]):
                return slug
    return ""


@cache
def _material_names() -> Mapping[tuple[str, ...], str]:
    return {_folded(name): slug for slug, names in materials().items() for name in (slug, *names.values())}


def material_slugs(names: Iterable[str]) -> tuple[str, ...]:
    """Each as our slug where we know the material, else as it was written."""
    return tuple(dict.fromkeys(_material_names().get(_folded(name), name) for name in names))


_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-zÀ-ÿ]")
_FRENCH = frozenset(
    ("le la les de des du et en un une au aux avec pour sur dans à est main ou par sans").split()  # noqa: SIM905
)
_ENGLISH = frozenset("the of and in with for from by is a an on made hand this your to".split())  # noqa: SIM905
_ACCENTED = re.compile("[éèêàçùûîôœ]")


@lru_cache(maxsize=8)  # asked with the same sample for each text of a product
def language_of(text: str, preferred: str) -> str:
    """ar by its letters, en or fr by their small words; ``preferred`` when nothing tells."""
    if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)):
        return "ar"
    words = re.findall(r"[a-zà-ÿœ]+", text.casefold()[:2000])
    french = sum(word in _FRENCH for word in words) + len(_ACCENTED.findall(text.casefold()[:500]))
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return preferred if preferred in ("fr", "en") else "fr"
    return "fr" if french > english else "en"
