"""Numbers as they are spoken: lists of keys, one a word, in the grammar of each language.

Arabic: three to ten take the plural, eleven to ninety-nine the accusative singular, round hundreds the genitive; one and two
are the noun itself; a feminine noun turns its number. French and English: hundreds, thousands and millions in order.
Source: CLDR plural rules, and any grammar.
"""

from collections.abc import Sequence

from tadamun.kernel.money import EXPONENTS, Money

GRAMMAR = {"ar": "ar", "ary": "ar", "mey": "ar", "apc": "ar", "zgh": "ar", "fr": "fr", "en": "en"}
"""Spoken language → whose order of words it follows."""
SUBUNITS = {"MAD": "centime", "EUR": "cent", "USD": "cent", "ILS": "agora", "JOD": "fils"}
FEMININE = {"ar": {"agora", "hour", "piece"}, "fr": {"agora", "hour", "piece"}, "en": set[str]()}
MILLION = 1_000_000
AND, MINUS = "number.and", "number.minus"


def number_keys(number: int, language: str) -> list[str]:
    """A bare whole number."""
    before = [MINUS] if number < 0 else []
    return before + _CARDINAL[GRAMMAR[language]](abs(number))


def count_keys(number: int, unit: str, language: str) -> list[str]:
    """So many of a unit: ``day``, ``hour``, ``piece``, ``mad``, ``centime`` …: "eleven days"."""
    before = [MINUS] if number < 0 else []
    grammar = GRAMMAR[language]
    return before + _COUNTED[grammar](abs(number), f"unit.{unit}", unit in FEMININE[grammar])


def amount_keys(amount: Money, language: str) -> list[str]:
    """An amount: "one thousand two hundred dirhams and fifty centimes". Empty for a currency that has no words."""
    if amount.currency not in SUBUNITS:
        return []
    major, minor = divmod(abs(amount.minor), 10 ** EXPONENTS[amount.currency])
    parts = []
    if major or not minor:
        parts.append(count_keys(major, amount.currency.lower(), language))
    if minor:
        parts.append(count_keys(minor, SUBUNITS[amount.currency], language))
    return ([MINUS] if amount.minor < 0 else []) + _joined(parts)


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    found: list[str] = []
    for part in parts:
        found += [AND, *part] if found else part
    return found


# -- Arabic ------------------------------------------------------------------------------------------------------


def _arabic(number: int, feminine: bool = False) -> list[str]:
    if number == 0:
        return ["number.0"]
    millions, rest = divmod(number, MILLION)
    thousands, rest = divmod(rest, 1_000)
    hundreds, rest = divmod(rest, 100)
    return _joined(
        [
            *([_arabic_counted(millions, "number.million")] if millions else []),
            *([_arabic_counted(thousands, "number.thousand")] if thousands else []),
            *([[f"number.{hundreds}00"]] if hundreds else []),
            *([_arabic_small(rest, feminine)] if rest else []),
        ]
    )


def _arabic_small(number: int, feminine: bool) -> list[str]:
    """Units before tens: "four and thirty"."""
    gender = "f." if feminine else ""
    if number >= 20:
        tens, ones = [f"number.{number - number % 10}"], number % 10
        return [f"number.{gender}{ones}", AND, *tens] if ones else tens
    return [f"number.{gender}{number}"]


def _arabic_counted(number: int, unit: str, feminine: bool = False) -> list[str]:
    if number in {1, 2}:
        return [f"{unit}.{'one' if number == 1 else 'two'}"]
    rest = number % 100
    if rest in {1, 2}:
        return [*_arabic_counted(number - rest, unit), AND, *_arabic_counted(rest, unit)]
    if number == 0 or rest == 0:
        *front, last = _arabic(number)
        return [*front, _CONSTRUCT.get(last, last), f"{unit}.of"]
    return [*_arabic(number, feminine), f"{unit}.{'few' if rest <= 10 else 'many'}"]


_CONSTRUCT = {  # "two hundred" loses its last letter before what is counted
    "number.200": "number.200.of",
    "number.thousand.two": "number.thousand.two.of",
    "number.million.two": "number.million.two.of",
}

# -- French ------------------------------------------------------------------------------------------------------


def _french(number: int, feminine: bool = False) -> list[str]:
    if number == 0:
        return ["number.0"]
    millions, rest = divmod(number, MILLION)
    thousands, rest = divmod(rest, 1_000)
    hundreds, rest = divmod(rest, 100)
    found = [*_french(millions), "number.million"] if millions else []
    if thousands:
        found += [*([] if thousands == 1 else _french(thousands)), "number.thousand"]
    if hundreds:
        found.append(f"number.{hundreds}00")
    if rest:
        turned = feminine and (rest == 81 or (rest % 10 == 1 and rest not in {11, 71, 91}))
        found.append(f"number.{'f.' if turned else ''}{rest}")
    return found


def _french_counted(number: int, unit: str, feminine: bool) -> list[str]:
    """After round millions comes "de"."""
    of = number and number % MILLION == 0
    return [*_french(number, feminine), f"{unit}.of" if of else unit]


# -- English -----------------------------------------------------------------------------------------------------


def _english(number: int) -> list[str]:
    if number == 0:
        return ["number.0"]
    millions, rest = divmod(number, MILLION)
    thousands, rest = divmod(rest, 1_000)
    hundreds, rest = divmod(rest, 100)
    found = [*_english(millions), "number.million"] if millions else []
    if thousands:
        found += [*_english(thousands), "number.thousand"]
    if hundreds:
        found.append(f"number.{hundreds}00")
    if rest:
        found += [*([AND] if found else []), f"number.{rest}"]
    return found


def _english_counted(number: int, unit: str, _feminine: bool) -> list[str]:
    return [*_english(number), f"{unit}.{'one' if number == 1 else 'many'}"]


_CARDINAL = {"ar": _arabic, "fr": _french, "en": _english}
_COUNTED = {"ar": _arabic_counted, "fr": _french_counted, "en": _english_counted}
