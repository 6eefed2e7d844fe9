"""A market that buys and sells: its own invoice, its seller's to it, and the tax of both in the book."""

import io
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest
from pypdf import PdfReader

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.people.sellers.operations import admit_seller, apply_to_market, set_sells_as
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import issue_commissions, issue_credit_notes
from tadamun.trade.papers.purchases import correct_purchase, write_purchase
from tadamun.trade.papers.queries import papers_of_purchase, papers_of_seller, verify_papers
from tadamun.trade.papers.rendering import pdf_of
from tadamun.trade.papers.ubl import xml_of
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.ledger.operations import receive_gift
from tadamun.treasury.ledger.queries import fund_of
from tests.factories import make_market, make_organisation
from tests.trade.papers.selling import REGISTERS, give_back, papers, sell
from tests.trade.papers.test_ubl import check

pytestmark = [pytest.mark.django_db, pytest.mark.broad]
K = Paper.Kind


def seller_of_a_merchant(market: Market, vat: str) -> Organisation:
    seller = make_organisation(market, kind="artisan", registers={**REGISTERS, "vat": vat})
    buys_from(market, seller)
    return seller


def buys_from(market: Market, seller: Organisation) -> None:
    with scope(market_id=market.pk):
        admission = Admission.objects.select_related("organisation", "market").get(organisation=seller)
    set_sells_as(admission, "merchant", reason="bought for the fair")


def book(order: SellerOrder) -> dict[str, str]:
    """Account → what it owes of the order, less what it has."""
    found: Counter[str] = Counter()
    with scope(market_id=order.market_id):
        for entry in Entry.objects.select_related("debit", "credit").filter(subject=str(order.reference)):
            found[entry.credit.kind] += entry.amount_minor
            found[entry.debit.kind] -= entry.amount_minor
    return {kind: f"{Decimal(minor) / 100:.2f}" for kind, minor in sorted(found.items()) if minor}


def figures(paper: Paper) -> tuple[str, str, str]:
    """Its printed number, its total and the tax within."""
    tax = sum(row["tax_minor"] for row in paper.content["vat"])
    return paper.name, *(f"{Decimal(minor) / 100:.2f}" for minor in (paper.total_minor, tax))  # type: ignore[return-value]


# A piece of 120.00, tax of 20 % included, and 25.00 delivery. The market keeps 15 %, 18.00: its seller earns 102.00.
#
# The market invoices 145.00. Tax within: 145.00 × 20 ÷ 120 = 24.17, of it 20.00 of the goods, 4.17 of delivery.
# She invoices 102.00 to it. Liable, tax within: 102.00 × 20 ÷ 120 = 17.00. Auto-entrepreneur: none.
#   margin    18.00 − 20.00 + 17.00 = 15.00      auto-entrepreneur 18.00 − 20.00 = −2.00: less than the tax
#   tax owed  24.17 − 17.00 = 7.17               auto-entrepreneur 24.17
#   delivery  25.00 − 4.17 = 20.83
#
# Then 40.00 of the goods go back, a third: 40.00 − 6.00 = 34.00 of hers. Tax: 20.00 ÷ 3 = 6.67, of hers 17.00 ÷ 3 = 5.67.
#   margin    15.00 − 6.00 + 6.67 − 5.67 = 10.00    auto-entrepreneur −2.00 − 6.00 + 6.67 = −1.33
#   tax owed  7.17 − 6.67 + 5.67 = 6.17             auto-entrepreneur 24.17 − 6.67 = 17.50
#   hers      102.00 − 34.00 = 68.00
@pytest.mark.parametrize(
    ("vat", "taxes", "sold", "then"),
    [
        ("liable", ("17.00", "5.67"), ("15.00", "7.17"), ("10.00", "6.17")),
        ("auto_entrepreneur", ("0.00", "0.00"), ("-2.00", "24.17"), ("-1.33", "17.50")),
    ],
)
def test_what_it_bought_and_sold(
    vat: str, taxes: tuple[str, str], sold: tuple[str, str], then: tuple[str, str]
) -> None:
    market = make_market(fee_bp=1500, policies={"fund_pays_fee": True})
    receive_gift(market, Money(10_000, "MAD"), reference="for fees, never for a margin")
    seller = seller_of_a_merchant(market, vat)
    order = sell(market, organisation=seller, price=12_000)
    carrier = {"cash_with_carrier": "-145.00", "delivery": "20.83"}
    assert book(order) == {**carrier, "held_for_seller": "102.00", "margin": sold[0], "sale_vat": sold[1]}
    give_back(order, 4_000)
    assert book(order) == {
        **carrier, "held_for_seller": "68.00", "margin": then[0], "refunds": "40.00", "sale_vat": then[1],
    }  # fmt: skip
    ours, (bought, back) = papers(market, issuer=None), papers(market, issuer=seller)
    assert [figures(paper) for paper in ours] == [
        ("F-SOUK-000001", "145.00", "24.17"), ("A-SOUK-000001", "40.00", "6.67"),
    ]  # fmt: skip
    assert [figures(bought), figures(back)] == [
        (f"FA-{seller.code}-SOUK-000001", "102.00", taxes[0]), (f"AA-{seller.code}-SOUK-000001", "34.00", taxes[1]),
    ]  # fmt: skip
    assert (bought.kind, back.kind, back.corrects) == (K.PURCHASE, K.CREDIT_NOTE, bought)
    assert bought.content["buyer"]["registers"]["ice"] == "001561191000066"
    assert "مريم" not in str(bought.content)  # a buyer's name is nothing to her seller's invoice
    for paper, code in ((bought, "389"), (back, "261")):
        root = fromstring(xml_of(paper))
        check(root, paper)
        assert code in [found.text for found in root.iter() if found.tag.endswith("TypeCode")]
    # Whoever buys reads none of hers, she none of the market's; repeating writes nothing.
    with scope(market_id=market.pk):
        assert papers_of_purchase(order.purchase) == ours
        assert list(papers_of_seller(seller.pk)) == [back, bought]
    before = book(order)
    assert write_purchase(order) == bought
    assert (correct_purchase(order), issue_credit_notes(order), book(order)) == (0, 0, before)
    # All of it back: nothing is kept, owed or had but what she is given.
    give_back(order, 8_000, 2_500)
    assert book(order) == {"cash_with_carrier": "-145.00", "refunds": "145.00"}
    assert fund_of(market.pk, "MAD") == Money(10_000, "MAD")
    credited = papers(market, issuer=seller, kind=K.CREDIT_NOTE)
    assert sum(note.total_minor for note in credited) == bought.total_minor
    month = clock.today().replace(day=1)
    with clock.shifted(timedelta(days=40)):
        assert issue_commissions(market, month) == 0  # a margin is no fee
    assert list(verify_papers()) == []


def test_her_series_is_of_one_market_and_reads_in_three_languages() -> None:
    """Three pieces at what cannot be shared by three; another market counts for itself."""
    market, other = make_market(fee_bp=1500), make_market("autre", fee_bp=1500)
    seller = seller_of_a_merchant(market, "liable")
    admit_seller(apply_to_market(seller, other))
    buys_from(other, seller)
    for where, pieces in ((market, 3), (other, 1), (market, 1)):
        sell(where, organisation=seller, price=3_335, quantity=pieces)
    (first, second), (elsewhere,) = papers(market, kind=K.PURCHASE), papers(other, kind=K.PURCHASE)
    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)
    assert elsewhere.name == f"FA-{seller.code}-AUTRE-000001"
    # 100.05 less 15.01 (15 % of it) is 85.04: one at 28.34, two at 28.35.
    assert [(line["quantity"], line["unit_minor"]) for line in first.content["lines"]] == [
        (1, 2834),
        (2, 2835),
    ]
    for language, words in (("fr", ["Total TTC", "28,35", "85,04"]), ("en", ["85.04"]), ("ar", ["85,04"])):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(first, language))).pages)
        assert [word for word in (*words, first.name) if word not in text] == [], text


def test_who_charges_no_tax_deducts_none_and_who_writes_her_own_gets_none() -> None:
    exempt = make_market(fee_bp=1500)
    exempt.identity = {**exempt.identity, "vat": "small_producer"}
    exempt.save()
    order = sell(exempt, organisation=seller_of_a_merchant(exempt, "liable"), price=12_000)
    assert book(order)["margin"] == "18.00"
    assert "sale_vat" not in book(order)
    hers = make_market("autre", fee_bp=1500, policies={"self_billing": False})
    order = sell(hers, organisation=seller_of_a_merchant(hers, "liable"), price=12_000)
    assert [paper.kind for paper in papers(hers)] == [K.INVOICE]
    give_back(order, 4_000)
    assert (
        book(order)["margin"] == "-1.33"
    )  # the tax of her own invoice is deducted by the market's accountant
