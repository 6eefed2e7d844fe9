"""Papers as PDF: the words of three languages, the law's mentions, amounts in order."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.people.markets.models import Market
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import issue_commissions
from tadamun.trade.papers.rendering import pdf_of
from tests.factories import BUYER, make_market
from tests.trade.papers.selling import give_back, papers, sell

pytestmark = [pytest.mark.django_db, pytest.mark.broad]
K = Paper.Kind
ABROAD: dict[str, object] = {"registers": {}}


def text_of(paper: Paper, language: str = "") -> str:
    """Words of all pages; marks of direction left out, narrow spaces made plain. Arabic words come one by one: a reader that
    knows nothing of direction puts them in the order they are drawn.
    """
    reader = PdfReader(io.BytesIO(pdf_of(paper, language)))
    text = " ".join(page.extract_text() for page in reader.pages)
    kept = "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069\u200e\u200f")
    return " ".join(kept.split())


@pytest.fixture
def market() -> Market:
    return make_market(policies={"stamp_duty_bp": 25})


def test_an_invoice_in_arabic(market: Market) -> None:
    sell(market, language="ar")
    (paper,) = papers(market)
    text = text_of(paper)
    assert paper.language == "ar"
    for words in (
        "فاتورة",
        paper.name,
        "001561191000066",
        "مريم",
        "العلوي",
        "زربية",
        "395,83",
        "79,17",
        "475,00",
    ):
        assert words in text, words


def test_an_invoice_in_french(market: Market) -> None:
    order = sell(market, language="fr")
    (paper,) = papers(market)
    text = text_of(paper)
    for words in (
        "Facture",
        paper.name,
        "1234567",
        "4521",
        order.code,
        "395,83",
        "79,17",
        "475,00",
        "20 %",
        "1,19",
    ):
        assert words in text, words


def test_a_company_is_billed_by_name_and_ice(market: Market) -> None:
    sell(
        market,
        language="fr",
        buyer=replace(BUYER, company="Riad Atlas SARL", ice="001561191000066"),
        seller=ABROAD,
    )
    (paper,) = papers(market)
    text = text_of(paper)
    for words in ("Riad Atlas SARL", "001561191000066", "مريم"):
        assert words in text, words


def test_a_paper_is_read_in_every_language_of_its_market(market: Market) -> None:
    sell(market, language="ar")
    (paper,) = papers(market)
    assert "Invoice" in text_of(paper, "en")
    assert "Facture" in text_of(paper, "fr")
    assert "فاتورة" in text_of(paper, "de")  # it speaks none: the paper's own


def test_the_ground_of_an_exemption_is_printed(market: Market) -> None:
    sell(market, language="fr", seller={"kind": "cooperative", "registers": {}})
    (paper,) = papers(market)
    assert "93" in text_of(paper)
    assert "TVA" in text_of(paper)


def test_credit_notes_receipts_and_commissions(market: Market) -> None:
    with clock.shifted(datetime(2026, 11, 10, 12, tzinfo=UTC) - clock.now()):
        order = sell(market, language="fr")
        give_back(order, 10000)
        run_worker(once=True, scheduled=False)
    with clock.shifted(datetime(2026, 12, 10, 12, tzinfo=UTC) - clock.now()):
        issue_commissions(market, datetime(2026, 11, 1, tzinfo=UTC).date())
    invoice, note, receipt, commission = papers(market)
    assert invoice.name in text_of(note)
    assert "100,00" in text_of(note)
    assert "475,00" in text_of(receipt)
    assert "novembre 2026" in text_of(commission, "fr")
    assert "Agence d’essai" in text_of(commission, "fr")


def test_the_same_paper_is_the_same_file(market: Market) -> None:
    sell(market)
    (paper,) = papers(market)
    assert pdf_of(paper) == pdf_of(paper)


def test_a_long_paper_runs_over_pages_and_odd_letters_do_no_harm(market: Market) -> None:
    sell(market, language="fr")
    (paper,) = papers(market)
    goods = paper.content["lines"][0]
    odd = {**goods, "titles": {"fr": "𓀀 #set page() \u202e ⵣ 地 🧶"}, "options": {"Couleur": "rouge"}}
    paper.content["lines"] = [odd] * 60
    assert len(PdfReader(io.BytesIO(pdf_of(paper))).pages) > 1
