"""UBL 2.1: elements in the order of the schema's sequences, what must be there, sums that agree.

No package of ours carries the schema, so its sequences are written here from the field tables of UBL 2.1 (OASIS, 2013), as far
as papers use them; an element outside them fails.
"""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.people.markets.models import Market
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import issue_commissions
from tadamun.trade.papers.ubl import NotAnInvoice, xml_of
from tests.factories import BUYER, make_market
from tests.trade.papers.selling import give_back, papers, sell

pytestmark = [pytest.mark.django_db, pytest.mark.broad]
K = Paper.Kind
HEAD = (
    "UBLVersionID! ID! IssueDate! {kind}! DocumentCurrencyCode! InvoicePeriod OrderReference BillingReference "
    "AccountingSupplierParty! AccountingCustomerParty! Delivery PaymentMeans TaxTotal! LegalMonetaryTotal! {line}!+"
)
# Sequence of each element that has children; ``!`` must be there, ``+`` may repeat.
SEQUENCES = {
    "Invoice": HEAD.format(kind="InvoiceTypeCode", line="InvoiceLine"),
    "CreditNote": HEAD.format(kind="CreditNoteTypeCode", line="CreditNoteLine"),
    "InvoicePeriod": "StartDate! EndDate!",
    "OrderReference": "ID!",
    "BillingReference": "InvoiceDocumentReference!",
    "InvoiceDocumentReference": "ID! IssueDate",
    "AccountingSupplierParty": "Party!",
    "AccountingCustomerParty": "Party!",
    "Party": "PartyIdentification+ PartyName! PostalAddress PartyTaxScheme PartyLegalEntity Contact",
    "PartyIdentification": "ID!",
    "PartyName": "Name!",
    "PostalAddress": "AddressLine+ Country",
    "AddressLine": "Line!",
    "Country": "IdentificationCode!",
    "PartyTaxScheme": "CompanyID TaxScheme!",
    "TaxScheme": "ID!",
    "PartyLegalEntity": "RegistrationName! CompanyID",
    "Contact": "Telephone ElectronicMail",
    "Delivery": "ActualDeliveryDate!",
    "PaymentMeans": "PaymentMeansCode! PaymentID",
    "TaxTotal": "TaxAmount! TaxSubtotal!+",
    "TaxSubtotal": "TaxableAmount! TaxAmount! TaxCategory!",
    "TaxCategory": "ID! Percent! TaxExemptionReasonCode TaxScheme!",
    "ClassifiedTaxCategory": "ID! Percent! TaxScheme!",
    "LegalMonetaryTotal": "LineExtensionAmount! TaxExclusiveAmount! TaxInclusiveAmount! PayableAmount!",
    "InvoiceLine": "ID! InvoicedQuantity! LineExtensionAmount! Item! Price!",
    "CreditNoteLine": "ID! CreditedQuantity! LineExtensionAmount! Item! Price!",
    "Item": "Name! SellersItemIdentification ClassifiedTaxCategory!",
    "SellersItemIdentification": "ID!",
    "Price": "PriceAmount! BaseQuantity",
}


def name(element: Element) -> str:
    return element.tag.partition("}")[2]


def faults(element: Element) -> list[str]:
    """Where an element or one below it breaks its sequence."""
    found, own = [], name(element)
    children = [name(child) for child in element]
    if not children:
        return [] if (element.text or "").strip() else [f"{own} is empty"]
    if own not in SEQUENCES:
        return [f"{own} has children"]
    order = []
    for word in SEQUENCES[own].split():
        child = word.rstrip("!+")
        order.append(child)
        if "!" in word and child not in children:
            found.append(f"{own} lacks {child}")
        if "+" not in word and children.count(child) > 1:
            found.append(f"{own} repeats {child}")
    unknown = [child for child in children if child not in order]
    found += [f"{own} has {child}" for child in unknown]
    if not unknown and children != sorted(children, key=order.index):
        found.append(f"{own}: {children}")
    for child in element:
        found += faults(child)
    return found


def amounts(root: Element, path: str) -> list[Decimal]:
    return [Decimal(found.text or "") for found in root.iterfind(path)]


@pytest.fixture
def market() -> Market:
    return make_market()


def read(paper: Paper) -> Element:
    return fromstring(xml_of(paper))


def check(root: Element, paper: Paper) -> None:
    assert faults(root) == []
    (total,) = amounts(root, "{*}LegalMonetaryTotal/{*}TaxInclusiveAmount")
    (net,) = amounts(root, "{*}LegalMonetaryTotal/{*}TaxExclusiveAmount")
    (tax,) = amounts(root, "{*}TaxTotal/{*}TaxAmount")
    assert total == net + tax == paper.total.major
    lines = "{*}CreditNoteLine" if name(root) == "CreditNote" else "{*}InvoiceLine"
    assert sum(amounts(root, f"{lines}/{{*}}LineExtensionAmount")) == net
    assert sum(amounts(root, "{*}TaxTotal/{*}TaxSubtotal/{*}TaxAmount")) == tax
    assert sum(amounts(root, "{*}TaxTotal/{*}TaxSubtotal/{*}TaxableAmount")) == net
    assert {found.get("currencyID") for found in root.iter() if "currencyID" in found.attrib} == {
        paper.currency
    }


@pytest.mark.parametrize("seller", [{}, {"kind": "cooperative", "registers": {}}, {"phone": "+212535000000"}])
def test_invoice_and_credit_note(market: Market, seller: dict[str, object]) -> None:
    order = sell(market, seller=seller, price=33333, quantity=3)
    give_back(order, 10001, 100)
    invoice, note = papers(market)
    for paper, kind in ((invoice, "Invoice"), (note, "CreditNote")):
        root = read(paper)
        assert root.tag == f"{{urn:oasis:names:specification:ubl:schema:xsd:{kind}-2}}{kind}"
        check(root, paper)
    assert [found.text for found in read(note).iterfind("{*}BillingReference//{*}ID")] == [invoice.name]


def test_a_company_that_buys_is_named_with_its_ice(market: Market) -> None:
    give_back(sell(market, buyer=replace(BUYER, company="Riad Atlas", ice="001561191000066")), 10_000)
    for paper in papers(market):
        root = read(paper)
        check(root, paper)
        (party,) = root.iterfind("{*}AccountingCustomerParty/{*}Party")
        assert party.findtext("{*}PartyLegalEntity/{*}RegistrationName") == "Riad Atlas"
        assert [
            (one.text, one.get("schemeID")) for one in party.iterfind("{*}PartyIdentification/{*}ID")
        ] == [("001561191000066", "ICE")]


def at(year: int, month: int) -> AbstractContextManager[None]:
    return clock.shifted(datetime(year, month, 10, 12, tzinfo=UTC) - clock.now())


def test_commission_and_its_credit_note(market: Market) -> None:
    with at(2026, 11):
        order = sell(market)
    with at(2026, 12):
        issue_commissions(market, date(2026, 11, 1))
        give_back(order, 45000)
    with at(2027, 1):
        issue_commissions(market, date(2026, 12, 1))
    commission, note = papers(market, issuer=None)
    assert (commission.kind, note.kind) == (K.COMMISSION, K.CREDIT_NOTE)
    for paper in (commission, note):
        check(read(paper), paper)
    period = [found.text for found in read(commission).iterfind("{*}InvoicePeriod/*")]
    assert period == ["2026-11-01", "2026-11-30"]


def test_a_receipt_is_no_invoice(market: Market) -> None:
    sell(market)
    run_worker(once=True, scheduled=False)
    (receipt,) = papers(market, kind=K.RECEIPT)
    with pytest.raises(NotAnInvoice):
        xml_of(receipt)


def test_what_people_wrote_stays_text(market: Market) -> None:
    sell(market, buyer=replace(BUYER, full_name="A <b>&amp; ]]> \x0b B"))
    (paper,) = papers(market)
    root = read(paper)
    check(root, paper)
    assert root.findtext("{*}AccountingCustomerParty/{*}Party/{*}PartyName/{*}Name") == "A <b>&amp; ]]>  B"


@pytest.mark.parametrize(
    "broken",
    [
        lambda root: root.remove(root[0]),
        lambda root: root.append(root[1]),
        lambda root: root.insert(0, root.find("{*}TaxTotal")),
    ],
)
def test_the_judge_sees_what_is_wrong(market: Market, broken) -> None:
    sell(market)
    root = read(papers(market)[0])
    broken(root)
    assert faults(root) != []
