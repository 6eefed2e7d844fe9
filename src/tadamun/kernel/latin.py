"""Names in the letters a bank's file takes: ASCII alone.

ISO 20022 files of most banks keep to the Latin set of EPC217-08; Arabic is written as on a passport, without marks.
"""

import re
import unicodedata

from tadamun.kernel.formats import latin_digits

_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "ch", "ص": "s", "ض": "d", "ط": "t", "ظ": "dh",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a",
    "و": "ou", "ؤ": "ou", "ي": "i", "ى": "a", "ئ": "i", "ء": "", "گ": "g", "ݣ": "g", "ڭ": "g", "پ": "p", "ڤ": "v",
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "‘": "'", "–": "-", "—": "-", "،": ",",
}  # fmt: skip
_NOT_TAKEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")


def ascii_text(text: str, most: int) -> str:
    """At most so many characters; ``?`` when no letter of it can be written."""
    spelled = "".join(_LETTERS.get(letter.lower(), letter) for letter in latin_digits(text))
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    said = " ".join(_NOT_TAKEN.sub(" ", plain).split())
    return said[:most].strip() or "?"
