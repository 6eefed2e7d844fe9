"""Bank accounts as they are written on paper, with their check digits: Moroccan RIB and IBAN.

RIB (24 digits): bank 3, place 3, account 16, key 2; the key is 97 less the remainder of the first 22 times 100 by 97. IBAN
(ISO 13616): country, two check digits, then the country's own number; letters as 10 to 35, the first four moved to the
end, the whole leaves 1 by 97 (ISO 7064). A bank is never refused by its code: published lists contradict each other.
"""

from typing import Final

from tadamun.kernel.formats import latin_digits

RIB_LENGTH: Final = 24
# Length by country where money is owed or sent from; others by the standard's limits.
IBAN_LENGTHS: Final = {
    "MA": 28,
    "PS": 29,
    "JO": 30,
    "FR": 27,
    "BE": 16,
    "ES": 24,
    "DE": 22,
    "NL": 18,
    "IT": 27,
}
_SHORTEST, _LONGEST = 15, 34


class BadAccount(ValueError):
    """``code``: ``letters``, ``length``, ``key`` (of an RIB) or ``check`` (of an IBAN)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def iban_of(said: str) -> str:
    """The IBAN of an RIB or IBAN in any digits and grouping. Raises ``BadAccount``."""
    text = "".join(c for c in latin_digits(said).upper() if not c.isspace() and c not in ".-")
    if not text.isascii() or not text.isalnum():
        raise BadAccount("letters")
    if text.isdecimal():
        return _iban_of_rib(text)
    if not (text[:2].isalpha() and text[2:4].isdecimal()):
        raise BadAccount("letters")
    country = text[:2]
    right = IBAN_LENGTHS.get(country, len(text))
    if len(text) != right or not _SHORTEST <= len(text) <= _LONGEST:
        raise BadAccount("length")
    if _rest(text[4:] + text[:4]) != 1:
        raise BadAccount("check")
    if country == "MA":
        _iban_of_rib(text[4:])
    return text


def _iban_of_rib(rib: str) -> str:
    if len(rib) != RIB_LENGTH or not rib.isdecimal():
        raise BadAccount("length")
    if 97 - int(rib[:22]) * 100 % 97 != int(rib[22:]):
        raise BadAccount("key")
    return f"MA{98 - _rest(rib + 'MA00'):02}{rib}"


def _rest(text: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


def grouped(iban: str) -> str:
    """In groups of four, as it is read aloud."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def masked(number: str) -> str:
    """Its first and last four characters: enough for its owner to know it, useless to others."""
    return f"{number[:4]} •••• {number[-4:]}" if len(number) > 8 else f"•••• {number[-2:]}"
