"""Papers as UBL 2.1 (OASIS, ISO/IEC 19845): Invoice and CreditNote, for the e-invoicing to come.

The national profile is not published yet: nothing here claims one. Element order is that of the schema's sequences.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.trade.papers.commissions import month_before
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.vat import HOME

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
_CAC, _CBC = f"{_UBL}:CommonAggregateComponents-2", f"{_UBL}:CommonBasicComponents-2"
register_namespace("cac", _CAC)
register_namespace("cbc", _CBC)
INVOICE_TYPE, CREDIT_TYPE = "380", "381"  # UNTDID 1001: commercial invoice, credit note
SELF_BILLED = {INVOICE_TYPE: "389", CREDIT_TYPE: "261"}  # written by the buyer in the seller's name
# UNTDID 4461: in cash, credit transfer, bank card, not defined.
_MEANS: Final = {
    "cash_on_delivery": "10", "binga": "10", "bank_transfer": "30", "est": "48", "mastercard": "48", "youcan": "48",
    "payzone": "48", "terminal": "48",
}  # fmt: skip
_STANDARD, _EXEMPT, _EXPORT = "S", "E", "G"  # UNTDID 5305
_SCHEMES: Final = {"ice": "ICE", "tax_id": "IF", "tp": "TP", "rc": "RC", "cooperative": "ODCO"}


class NotAnInvoice(ValueError):
    """UBL has no document for it."""


def xml_of(paper: Paper) -> bytes:
    """One document, UTF-8. Raises ``NotAnInvoice`` for a receipt."""
    if paper.kind == Paper.Kind.RECEIPT:
        raise NotAnInvoice(paper.name)
    credit = paper.kind == Paper.Kind.CREDIT_NOTE
    root = Element(
        f"{{{_UBL}:{'CreditNote' if credit else 'Invoice'}-2}}{'CreditNote' if credit else 'Invoice'}"
    )
    document = _Document(paper, credit)
    document.fill(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def _basic(parent: Element, name: str, text: object, **attributes: str) -> None:
    SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = _sayable(str(text))


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{_CAC}}}{name}")


def _sayable(text: str) -> str:
    """Without the control characters that XML 1.0 has no way to write."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


class _Document:
    def __init__(self, paper: Paper, credit: bool) -> None:
        self.paper, self.said, self.credit = paper, paper.content, credit

    def fill(self, root: Element) -> None:
        _basic(root, "UBLVersionID", "2.1")
        _basic(root, "ID", self.paper.name)
        _basic(root, "IssueDate", self.paper.issued_on.isoformat())
        code = CREDIT_TYPE if self.credit else INVOICE_TYPE
        element = "CreditNoteTypeCode" if self.credit else "InvoiceTypeCode"
        _basic(root, element, SELF_BILLED[code] if self.said.get("self_billed") else code)
        _basic(root, "DocumentCurrencyCode", self.paper.currency)
        if month := self.said.get("month"):
            first, period = date.fromisoformat(f"{month}-01"), _part(root, "InvoicePeriod")
            _basic(period, "StartDate", first.isoformat())
            _basic(period, "EndDate", (month_before(first, -1) - timedelta(days=1)).isoformat())
        if order := self.said.get("order"):
            _basic(_part(root, "OrderReference"), "ID", order)
        if corrects := self.said.get("corrects"):
            earlier = _part(_part(root, "BillingReference"), "InvoiceDocumentReference")
            _basic(earlier, "ID", corrects)
            _basic(earlier, "IssueDate", self.said["corrects_on"])
        self._organisation(_part(_part(root, "AccountingSupplierParty"), "Party"), self.said["issuer"])
        self._buyer(_part(_part(root, "AccountingCustomerParty"), "Party"), self.said["buyer"])
        if delivered := self.said.get("delivered_on"):
            _basic(_part(root, "Delivery"), "ActualDeliveryDate", delivered)
        if payment := self.said.get("payment"):
            means = _part(root, "PaymentMeans")
            _basic(means, "PaymentMeansCode", _MEANS.get(payment["mode"], "1"))
            if payment["reference"]:
                _basic(means, "PaymentID", payment["reference"])
        self._taxes(root)
        self._totals(root)
        for number, line in enumerate(self.said["lines"], 1):
            self._line(_part(root, "CreditNoteLine" if self.credit else "InvoiceLine"), number, line)

    def _organisation(self, party: Element, who: Mapping[str, Any]) -> None:
        name, registers = words(who["names"], self.paper.language), who["registers"]
        self._identify(party, registers)
        _basic(_part(party, "PartyName"), "Name", name)
        self._address(party, [words(who["address"], self.paper.language)], self._home(who))
        if tax_id := registers.get("tax_id"):
            scheme = _part(party, "PartyTaxScheme")
            _basic(scheme, "CompanyID", tax_id)
            _basic(_part(scheme, "TaxScheme"), "ID", "VAT")
        self._legal(party, name, registers)
        if who["phone"] or who["email"]:
            contact = _part(party, "Contact")
            for element, value in (("Telephone", who["phone"]), ("ElectronicMail", who["email"])):
                if value:
                    _basic(contact, element, value)

    @staticmethod
    def _identify(party: Element, registers: Mapping[str, str]) -> None:
        for key, value in registers.items():
            if key in _SCHEMES:
                _basic(_part(party, "PartyIdentification"), "ID", value, schemeID=_SCHEMES[key])

    @staticmethod
    def _legal(party: Element, name: str, registers: Mapping[str, str]) -> None:
        legal = _part(party, "PartyLegalEntity")
        _basic(legal, "RegistrationName", name)
        if ice := registers.get("ice"):
            _basic(legal, "CompanyID", ice, schemeID="ICE")

    @staticmethod
    def _home(who: Mapping[str, Any]) -> str:
        """Of an issuer abroad the country is not kept, so none is said."""
        return "" if who["vat"] == "foreign" else HOME

    def _buyer(self, party: Element, who: Mapping[str, Any]) -> None:
        if "names" in who:
            self._organisation(party, who)
            return
        company = "registers" in who
        self._identify(party, who.get("registers", {}))
        _basic(_part(party, "PartyName"), "Name", who["name"] or "Customer")
        self._address(party, who["address"], who["country"])
        if company:
            self._legal(party, who["name"], who["registers"])

    def _address(self, party: Element, lines: Iterable[str], country: str) -> None:
        address = _part(party, "PostalAddress")
        for line in filter(None, lines):
            _basic(_part(address, "AddressLine"), "Line", line)
        if country:
            _basic(_part(address, "Country"), "IdentificationCode", country)

    def _taxes(self, root: Element) -> None:
        total = _part(root, "TaxTotal")
        self._amount(total, "TaxAmount", sum(row["tax_minor"] for row in self.said["vat"]))
        for row in self.said["vat"]:
            part = _part(total, "TaxSubtotal")
            self._amount(part, "TaxableAmount", row["net_minor"])
            self._amount(part, "TaxAmount", row["tax_minor"])
            self._category(_part(part, "TaxCategory"), row, reason=True)

    @staticmethod
    def _category(category: Element, row: Mapping[str, Any], *, reason: bool) -> None:
        exempt = _EXPORT if row["ground"] == "export" else _EXEMPT
        _basic(category, "ID", exempt if row["ground"] else _STANDARD)
        _basic(category, "Percent", Decimal(row["rate_bp"]) / 100)
        if reason and row["ground"]:
            _basic(category, "TaxExemptionReasonCode", row["ground"])
        _basic(_part(category, "TaxScheme"), "ID", "VAT")

    def _totals(self, root: Element) -> None:
        totals = _part(root, "LegalMonetaryTotal")
        net = sum(row["net_minor"] for row in self.said["vat"])
        self._amount(totals, "LineExtensionAmount", net)
        self._amount(totals, "TaxExclusiveAmount", net)
        self._amount(totals, "TaxInclusiveAmount", self.paper.total_minor)
        self._amount(totals, "PayableAmount", self.paper.total_minor)

    def _line(self, element: Element, number: int, line: Mapping[str, Any]) -> None:
        net = line["sum_minor"] - line["tax_minor"]
        _basic(element, "ID", number)
        _basic(
            element,
            "CreditedQuantity" if self.credit else "InvoicedQuantity",
            line["quantity"],
            unitCode="C62",
        )  # UN/ECE Recommendation 20: one
        self._amount(element, "LineExtensionAmount", net)
        item = _part(element, "Item")
        _basic(item, "Name", words(line["titles"], self.paper.language) if "titles" in line else line["what"])
        if line.get("sku"):
            _basic(_part(item, "SellersItemIdentification"), "ID", line["sku"])
        self._category(_part(item, "ClassifiedTaxCategory"), line, reason=False)
        price = _part(element, "Price")
        self._amount(price, "PriceAmount", net)
        _basic(price, "BaseQuantity", line["quantity"], unitCode="C62")

    def _amount(self, parent: Element, name: str, minor: int) -> None:
        currency = self.paper.currency
        _basic(parent, name, Money(minor, currency).major, currencyID=currency)
