"""One key for an Arabic word and for the ways people write it in Latin letters: زربية, zarbia, zerbiya → zrb.

The key is the skeleton of consonants. Vowels differ with every writer and are left out, except that a first
vowel (ا, ع, 3, a …) is marked. Sounds that Latin spellings do not tell apart (ق ك گ; ت ط; س ص; ه ح) share a
letter. Plurals that change only vowels (زرابي, قفاطين) fall on the same key.

A skeleton is a guess: it is asked only for words that nothing else knows.
"""

import re
from functools import lru_cache
from typing import Final

from tadamun.showcase.search.arabic import is_arabic, without_article

SHORTEST: Final = 3
_ARABIC: Final = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "5", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
        "س": "s", "ش": "4", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "8", "ف": "f", "ق": "k", "ك": "k",
        "ل": "l", "م": "m", "ن": "n", "ه": "h", "ع": "a", "ا": "a", "ء": "a", "و": "w", "ي": "y",
    }
)  # fmt: skip
# Letter groups are sounds of their own (kh, sh, gh, dj …); they come before single letters and digits.
_GROUPS: Final = (
    ("tch", "4"), ("kh", "5"), ("sh", "4"), ("ch", "4"), ("gh", "8"), ("rh", "8"), ("dj", "j"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("gu", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"),
)  # fmt: skip
# Digits stand for the Arabic letter they resemble.
_SINGLES: Final = str.maketrans(
    {"2": "a", "3": "a", "6": "t", "7": "h", "9": "k", "g": "k", "q": "k", "c": "k", "v": "f", "p": "b"}
) | {ord("x"): "ks"}
_VOWELS = "aeiou"
_GLIDING_U = re.compile(rf"u(?=[{_VOWELS}])")
_GLIDING_I = re.compile(rf"(?<=[au])i(?=[{_VOWELS}])")
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_ARABIZI_DIGITS = re.compile(r"[235789]")


@lru_cache(maxsize=65_536)
def skeletons(folded: str) -> tuple[str, ...]:
    """The keys of a folded word, none if it is too short to tell words apart. An 8 is read as غ and as ق."""
    folded = "".join(folded.split())
    if is_arabic(folded):
        sounds = [_voiced(without_article(folded))]
    elif folded.isascii() and (folded.isalpha() or looks_like_arabizi(folded)):
        sounds = [_romanised(reading) for reading in {folded: 0, folded.replace("8", "9"): 0}]
    else:
        sounds = []
    return tuple(dict.fromkeys(key for key in map(_key, sounds) if len(key) >= SHORTEST))


def looks_like_arabizi(folded: str) -> bool:
    """Latin letters with a digit among them, as in 9eftan or ma7jouba; not a measure such as 70cm."""
    if is_arabic(folded) or not folded.isascii():
        return False
    letters = sum(character.isalpha() for character in folded)
    digits = len(_ARABIZI_DIGITS.findall(folded))
    return letters >= 2 and 0 < digits < letters and len(re.findall(r"\d", folded)) == digits and digits <= 2


def _voiced(arabic: str) -> str:
    """The sounds of an Arabic word. A last ه is most often a folded ة, which is not heard."""
    if len(arabic) > 2 and arabic.endswith("ه"):
        arabic = arabic[:-1]
    return arabic.translate(_ARABIC)


def _romanised(latin: str) -> str:
    for written, sound in _GROUPS:
        latin = latin.replace(written, sound)
    if len(latin) > 2 and latin.endswith("h"):
        latin = latin[:-1]
    return _GLIDING_I.sub("y", _GLIDING_U.sub("w", latin.translate(_SINGLES)))


def _key(sounds: str) -> str:
    sounds = _DOUBLED.sub(r"\1", sounds)
    consonants = _consonants(sounds)
    return consonants if len(consonants) >= SHORTEST else _consonants(sounds, glides=True)


def _consonants(sounds: str, *, glides: bool = False) -> str:
    """What is left without vowels. ``glides`` keeps a y or w beside a long vowel: too short a word needs it."""
    kept = []
    for at, sound in enumerate(sounds):
        if at == 0:
            kept.append("a" if sound in _VOWELS else sound)
        elif sound in _VOWELS:
            continue
        elif sound in "yw":
            if glides and (sounds[at - 1] in "au" or sounds[at + 1 : at + 2] == "a"):
                kept.append(sound)
        else:
            kept.append(sound)
    return "".join(kept)
