"""Papers: text in three languages comes out of the PDF as it went in, and amounts are in order."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tadamun.kernel.documents import isolated, ltr, paper_amount, paper_money, percent, render
from tadamun.kernel.money import Money

TEMPLATE = '#set document(title: "x")\n= #data.title\n#data.body'


def text_of(pdf: bytes) -> str:
    """Words, with the spaces and marks of direction made plain."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [("ar", "فاتورة", "زربية من تازناخت"), ("fr", "Facture", "Tapis tissé à la main, numéro 1"), ("en", "Invoice", "A rug")],
)  # fmt: skip
def test_words_come_out_as_they_went_in(language: str, title: str, body: str) -> None:
    text = text_of(render(TEMPLATE, {"title": title, "body": body}, language))
    assert title in text
    assert all(word in text for word in body.split())


@pytest.mark.parametrize(
    ("money", "locale", "digits", "amount"),
    [
        (Money(123450, "MAD"), "ar_MA", None, "1.234,50"),
        (Money(123450, "MAD"), "fr_MA", None, "1\u202f234,50"),
        (Money(123450, "EUR"), "fr", None, "1\u202f234,50"),
        (Money(1234500, "JOD"), "en", None, "1,234.500"),
        (Money(500, "XOF"), "fr", None, "500"),
        (Money(123450, "ILS"), "ar_PS", None, "١٬٢٣٤٫٥٠"),
    ],
)
def test_amounts_show_every_decimal_and_no_plain_space(
    money: Money, locale: str, digits: str | None, amount: str
) -> None:
    assert paper_amount(money, locale, digits) == f"\u2066{amount}\u2069"
    whole = paper_money(money, locale, digits)
    assert amount in whole
    assert " " not in whole
    assert "\u00a0" not in whole


def test_an_amount_in_an_arabic_line_keeps_its_order() -> None:
    """Elsewhere 32.569 was printed 965.23: digits are drawn from left to right, the currency after them."""
    body = f"المجموع {paper_money(Money(123450, 'MAD'), 'ar_MA')} للأداء"
    found: list[tuple[float, str]] = []
    reader = PdfReader(io.BytesIO(render(TEMPLATE, {"title": "فاتورة", "body": body}, "ar")))
    reader.pages[0].extract_text(
        visitor_text=lambda text, _cm, tm, _font, _size: found.append((tm[4], text)) if text.strip() else None
    )
    assert "1.234,50" in "".join(text for _x, text in found)


def test_what_people_wrote_is_never_source() -> None:
    text = text_of(render(TEMPLATE, {"title": "#panic()", "body": '#read("/etc/passwd") $x$ *b*'}, "fr"))
    assert "#panic()" in text
    assert '#read("/etc/passwd")' in text


def test_the_same_paper_is_the_same_bytes() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    data = {"title": "Facture", "body": "x"}
    assert render(TEMPLATE, data, "fr", written_at=at) == render(TEMPLATE, data, "fr", written_at=at)


def test_codes_and_shares_are_one_word() -> None:
    assert ltr("+212 6") == "\u2066+212 6\u2069"
    assert (ltr(""), isolated("")) == ("", "")
    assert percent(2000, "fr") == "\u206620\u202f%\u2069"
    assert percent(25, "en") == "\u20660.25\u202f%\u2069"
