"""A light stemmer for folded Arabic words: articles in front, endings behind, never the inside of a word.

Broken plurals (زربية, زرابي) are left to the thesaurus. The stemmer is idempotent about articles: a word
has the same stem with and without one.
"""

from functools import lru_cache
from typing import Final

# The article with what is written onto it. Longest first.
_ARTICLES: Final = ("وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
# One-letter words written onto the next: and, so, with, for, like. Whether the letter is one of these or
# the word's own cannot be seen (وردة, بلغة, كليم), so the stem keeps it and ``readings`` offers the word
# without it.
_PARTICLES: Final = frozenset("وفبلك")
# Endings, longest first, with the letters that must be left before them.
_ENDINGS: Final = (
    ("ياتها", 3), ("يتين", 3), ("يتان", 3), ("ياتي", 3), ("اتها", 3),
    ("يات", 3), ("يون", 3), ("يين", 3), ("تين", 3), ("تان", 4), ("تها", 3), ("ويه", 3), ("هما", 4),
    ("هم", 4), ("هن", 4), ("نا", 4), ("كم", 4), ("ات", 3), ("ون", 3), ("ين", 3), ("ان", 3), ("ها", 3),
    ("يه", 3), ("وي", 3), ("يا", 3), ("ه", 3), ("ي", 3), ("ا", 3), ("ء", 2),
)  # fmt: skip
# Words whose last letters look like an ending and are their own; without this olives would become oil.
_WHOLE: Final = frozenset(
    """
    زيتون صابون ليمون كمون خيزران زعفران قفطان فستان قربان مرجان فنجان ميزان عنوان بستان رمان دكان
    تعاون طاجين ياسمين طحين سكين عجين تلوين تكوين تزيين فلسطين اركان سلطان بركان تطوان قطران بلدان
    الوان نبات بنات تافراوت مرايا هدايا زوايا حنا
    """.split()  # noqa: SIM905 — a list of words reads better without commas
)
# Words that begin like the article: machines and instruments, colours, fibres.
_OWN_ARTICLE: Final = frozenset({"الات", "الماس", "البوم", "الما", "الف", "الم", "اله"})
_OWN_BEGINNINGS: Final = ("الوان", "الياف")


def is_arabic(folded: str) -> bool:
    """Whether the first letter that has a script is Arabic."""
    return any("\u0621" <= character <= "\u06ff" for character in folded[:2])


@lru_cache(maxsize=65_536)
def stem(folded: str) -> str:
    """The word without article and endings; at least two letters, three when an ending was taken."""
    return _without_endings(without_article(folded))


@lru_cache(maxsize=65_536)
def readings(folded: str) -> tuple[str, ...]:
    """The stem, and the stem without a first letter that may be "and", "with", "for" or "like"."""
    first = stem(folded)
    bare = without_article(folded)
    if bare == folded and len(folded) >= 4 and folded[0] in _PARTICLES:
        second = stem(folded[1:])
        if len(second) >= 3 and second != first:
            return (first, second)
    return (first,)


def without_article(folded: str) -> str:
    if folded in _OWN_ARTICLE or folded.startswith(_OWN_BEGINNINGS):
        return folded
    for article in _ARTICLES:
        rest = len(folded) - len(article)
        if folded.startswith(article) and rest >= (2 if article == "ال" else 3):
            return folded[len(article) :]
    return folded


def _without_endings(word: str) -> str:
    # An ending may stand behind another: فلسطينيات loses the plural, then the adjective.
    for _ in range(3):
        if word in _WHOLE:
            return word
        shorter = _without_ending(word)
        if shorter == word:
            return word
        word = shorter
    return word


def _without_ending(word: str) -> str:
    for ending, left in _ENDINGS:
        if len(word) - len(ending) >= left and word.endswith(ending):
            return word[: -len(ending)]
    return word
