"""Documents for paper: PDF through Typst, in Arabic, French and English, with our own fonts alone.

Amounts hold no plain space: U+202F and isolates keep their digits in order in a right-to-left line (``paper_money``).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import fontpkg_ibm_plex_sans_arabic
import typst
from babel.numbers import get_currency_symbol

from tadamun.kernel.formats import format_decimals
from tadamun.kernel.money import Money, exponent

_FSI, _LRI, _PDI, _NARROW = "\u2068", "\u2066", "\u2069", "\u202f"
_SPACES = str.maketrans({" ": _NARROW, "\u00a0": _NARROW})
# What every template may count on: ``data``, and text in the document's language and direction.
_PRELUDE: Final = """
#let data = json(bytes(sys.inputs.data))
#let rtl-page = sys.inputs.direction == "rtl"
#set text(font: "IBM Plex Sans Arabic", lang: sys.inputs.language, dir: if rtl-page { rtl } else { ltr }, size: 9.5pt)
#set page(paper: "a4", margin: (x: 18mm, y: 16mm))
"""


@cache
def _fonts() -> typst.Fonts:
    """Ours alone, so that a paper looks the same on every machine; read once."""
    folder = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def render(
    template: str, data: Mapping[str, Any], language: str, *, written_at: datetime | None = None
) -> bytes:
    """A PDF of A4 pages: ``template`` is Typst source that reads ``data`` (plain values), never text of people as source.

    The same arguments with ``written_at`` give the same bytes. About a hundredth of a second of one processor a page.
    """
    pdf: bytes = typst.compile(
        (_PRELUDE + template).encode(),
        format="pdf",
        font_paths=_fonts(),
        timestamp=int(written_at.timestamp()) if written_at else None,
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
        },
    )
    return pdf


def paper_amount(money: Money, locale: str, digits: str | None = None) -> str:
    """The number alone with all decimals of its currency, as one left-to-right word: ``1.234,50``."""
    return ltr(format_decimals(money.major, exponent(money.currency), locale, digits).translate(_SPACES))


def paper_money(money: Money, locale: str, digits: str | None = None) -> str:
    """The same with its currency, kept together and apart from the sentence around it: ``1.234,50 د.م.``"""
    symbol = get_currency_symbol(money.currency, locale.replace("-", "_")).strip("\u200e\u200f")
    return f"{_FSI}{paper_amount(money, locale, digits)}{_NARROW}{symbol}{_PDI}"


def ltr(text: str) -> str:
    """A phone, a code, a number: left to right in any line."""
    return f"{_LRI}{text}{_PDI}" if text else ""


def isolated(text: str) -> str:
    """A name in whatever language: its letters do not turn the line around it."""
    return f"{_FSI}{text}{_PDI}" if text else ""


def percent(basis_points: int, locale: str, digits: str | None = None) -> str:
    """Hundredths of a percent as people read them: ``20 %``."""
    places = 0 if basis_points % 100 == 0 else 2
    return ltr(f"{format_decimals(Decimal(basis_points) / 100, places, locale, digits)}{_NARROW}%")
