"""Words as the index keeps them. Pure functions of text; no database, no settings.

What a reader would call the same word becomes the same form: with or without vowel marks and accents, with
any hamza, in any digits, with an article or a French elision in front.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from tadamun.showcase.search.arabic import is_arabic, readings
from tadamun.showcase.search.stopwords import STOP_WORDS

_SNOWBALL = {"fr": Stemmer.Stemmer("french"), "en": Stemmer.Stemmer("english")}

# Letters that one reader writes for another. Keys and values are what NFKD and casefolding leave.
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ئ": "ي", "ی": "ي", "ې": "ي", "ؤ": "و", "ة": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه",
        "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ک": "ك", "ڤ": "ف", "ڢ": "ف", "پ": "ب", "چ": "ج",
        "ـ": None,
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
    }
)  # fmt: skip
_DROPPED = {"Mn", "Me", "Cf"}  # marks, and invisible characters such as the joiners and direction marks
_APOSTROPHES = "'’‘ʼʻʿʾ‛`＇ʹ"
_ELIDED = {"l", "d", "j", "s", "n", "c", "t", "qu", "jusqu", "lorsqu", "puisqu"}
# Marks and joiners stand inside words, though a regular expression takes them for ends of words.
_INSIDE = (
    r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_WORD = re.compile(rf"[^\W_][^\W_{_INSIDE}]*(?:[{_INSIDE}{_APOSTROPHES}]+[^\W_]+)*")
_SPLIT = re.compile(f"[{_APOSTROPHES}]")


class _Folding(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_folded(part) for part in unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = folded
        return folded


def _folded(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _DROPPED:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return character.translate(_LETTERS)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text without what spelling varies in. Folding twice changes nothing more."""
    return text.casefold().translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written (small letters) and as folded."""

    written: str
    folded: str


def words(text: str) -> list[Word]:
    """The words of a text in order, without elided articles; an apostrophe inside a word joins it: M’Gouna
    → mgouna.
    """
    return [word for raw in _WORD.findall(text) if (word := _word(raw)) is not None]


@lru_cache(maxsize=131_072)
def _word(raw: str) -> Word | None:
    head, *rest = _SPLIT.split(raw)
    if rest and fold(head) not in _ELIDED:
        rest.insert(0, head)
    written = unicodedata.normalize("NFC", "".join(rest or [head])).casefold()
    folded = fold(written)
    return Word(written, folded) if folded else None


def tokens(text: str) -> list[str]:
    """The folded words, in order."""
    return [word.folded for word in words(text)]


def stems(text: str, lang: str) -> list[str]:
    """The stem of each word, in order. ``lang`` chooses the stemmer of Latin words; other codes leave them
    whole.
    """
    return [forms(word, lang)[0] for word in words(text)]


def significant(found: list[Word]) -> list[Word]:
    """Without little words such as « de », "the", في; all of them when there is nothing else."""
    return [word for word in found if word.folded not in STOP_WORDS] or found


def forms(word: Word, lang: str = "") -> tuple[str, ...]:
    """The forms under which a word is kept and looked for, the likeliest first.

    A Latin word whose language is not known has the stems of both French and English: a visitor of the
    Arabic page may write either.
    """
    return _forms(word.written, word.folded, lang if lang in _SNOWBALL else "")


def indexed(text: str, lang: str) -> Iterator[str]:
    """What the index keeps of a text: of each significant word all forms and the word itself, with spaces
    between.
    """
    known = lang if lang in _SNOWBALL else ""
    return (_indexed(word.written, word.folded, known) for word in significant(words(text)))


@lru_cache(maxsize=131_072)
def _indexed(written: str, folded: str, lang: str) -> str:
    return " ".join(dict.fromkeys((*_forms(written, folded, lang), folded)))


@lru_cache(maxsize=131_072)
def _forms(written: str, folded: str, lang: str) -> tuple[str, ...]:
    if is_arabic(folded):
        return readings(folded)
    if not folded.isalpha():
        return (folded,)
    found: list[str] = []
    for stemmer in (_SNOWBALL[lang],) if lang else _SNOWBALL.values():
        # Accents matter to the French stemmer (brodée, brode), but people leave them out: both are kept.
        found += [fold(stemmer.stemWord(written)), stemmer.stemWord(folded)]
    if not lang:
        found.append(folded)
    return tuple(dict.fromkeys(found))
