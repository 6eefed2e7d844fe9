"""A paper as PDF, in any language of its market: what it says was decided when it was issued."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.documents import isolated, ltr, paper_amount, paper_money, percent, render
from tadamun.kernel.formats import format_number
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.notices.voice import Voice, voice_of
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.vat import HOME
from tadamun.trade.papers.wording import GROUNDS, KINDS, LINES, MODES, REGISTERS

K = Paper.Kind


@cache
def _template() -> str:
    return files(__package__).joinpath("data/paper.typ").read_text(encoding="utf-8")


def pdf_of(paper: Paper, language: str = "", buyer: Mapping[str, Any] | None = None) -> bytes:
    """In ``language`` where its market speaks it, else in its own. Needs ``market``. The same paper is the same bytes.

    ``buyer``: what is printed of her instead, for somebody who may not learn more; its keys are those of the content's.
    """
    voice = voice_of(paper.market, language if language in paper.market.languages else paper.language)
    with voice.speaking():
        return render(
            _template(),
            Sheet(paper, voice, buyer or paper.content["buyer"]).data(),
            voice.language,
            written_at=paper.at,
        )


class Sheet:
    """The words of one paper in one language."""

    def __init__(self, paper: Paper, voice: Voice, buyer: Mapping[str, Any]) -> None:
        self.paper, self.said, self.voice, self.buyer = paper, paper.content, voice, buyer
        self.locale, self.digits = voice.locale, voice.market.digits or None

    def data(self) -> dict[str, Any]:
        heading = str(KINDS[self.paper.kind])
        return {
            "title": f"{heading} {ltr(self.paper.name)}",
            "heading": heading,
            "number": ltr(self.paper.name),
            "parties": [self._issuer(), self._buyer()],
            "facts": self._facts(),
            "columns": self._columns(),
            "rows": [self._row(line) for line in self.said["lines"]],
            "totals": self._totals(),
            "notes": self._notes(),
        }

    def _issuer(self) -> dict[str, Any]:
        label = _("Received by") if self.paper.kind == K.RECEIPT else _("Issued by")
        return {"label": label, **self._party(self.said["issuer"])}

    def _buyer(self) -> dict[str, Any]:
        buyer = self.buyer
        label = _("Received from") if self.paper.kind == K.RECEIPT else _("Billed to")
        if "names" in buyer:
            return {"label": label, **self._party(buyer)}
        lines = [isolated(part) for part in (buyer.get("contact"), *buyer["address"]) if part]
        if buyer["country"] != HOME:
            lines.append(Locale.parse(self.locale).territories.get(buyer["country"], buyer["country"]))
        lines += self._registers(buyer.get("registers", {}))
        name = buyer["name"] or _("Customer in the shop")  # paid by a link, unnamed
        return {"label": label, "name": isolated(name), "lines": lines}

    def _party(self, who: Mapping[str, Any]) -> dict[str, Any]:
        contacts = [ltr(value) for value in (who["phone"], who["email"]) if value]
        address = words(who["address"], self.voice.language)
        return {
            "name": isolated(words(who["names"], self.voice.language)),
            "lines": [
                *([isolated(address)] if address else []),
                *self._registers(who["registers"]),
                *contacts,
            ],
        }

    @staticmethod
    def _registers(said: Mapping[str, str]) -> list[str]:
        return [
            _("%(label)s: %(value)s") % {"label": REGISTERS[name], "value": ltr(value)}
            for name, value in said.items()
            if name in REGISTERS
        ]

    def _facts(self) -> list[tuple[str, str]]:
        said = self.said
        facts = [(_("Issued on"), self._day(self.paper.issued_on.isoformat()))]
        if "corrects" in said:
            corrected = f"{ltr(said['corrects'])} · {self._day(said['corrects_on'])}"
            facts.append((_("Corrects the invoice"), corrected))
        if "order" in said:
            facts.append((_("Order"), ltr(said["order"])))
        if "placed_on" in said:
            facts.append((_("Ordered on"), self._day(said["placed_on"])))
        if "delivered_on" in said:
            facts.append((_("Delivered on"), self._day(said["delivered_on"])))
        if "paid_on" in said:
            facts.append((_("Paid on"), self._day(said["paid_on"])))
        if payment := said.get("payment"):
            facts += [(_("Way to pay"), str(MODES.get(payment["mode"], payment["mode"])))]
            facts += [(_("Payment reference"), ltr(payment["reference"]))]
        if "month" in said:
            facts += [
                (_("Month"), self._day(f"{said['month']}-01", "MMMM y")),
                (_("Number of sales"), self._sales()),
            ]
        return [(label, value) for label, value in facts if value]

    def _sales(self) -> str:
        count = self.said["sales"]
        return ngettext("%(count)s sale", "%(count)s sales", count) % {
            "count": format_number(count, self.locale, self.digits)
        }

    def _columns(self) -> list[str]:
        if self.paper.kind == K.RECEIPT:
            return [_("Description"), _("Amount")]
        return [_("Description"), _("Quantity"), _("Unit price"), _("VAT"), _("Total, VAT included")]

    def _row(self, line: Mapping[str, Any]) -> list[Any]:
        title = words(line["titles"], self.voice.language) if "titles" in line else str(LINES[line["what"]])
        below = " · ".join(
            [*(isolated(f"{name}: {value}") for name, value in line.get("options", {}).items()), ltr(line.get("sku", ""))]
        ).removesuffix(" · ")  # fmt: skip
        first = (isolated(title), below)
        if self.paper.kind == K.RECEIPT:
            return [first, self._amount(line["sum_minor"])]
        return [
            first, format_number(line["quantity"], self.locale, self.digits), self._amount(line["unit_minor"]),
            self._rate(line["rate_bp"]), self._amount(line["sum_minor"]),
        ]  # fmt: skip

    def _totals(self) -> list[tuple[str, str, bool]]:
        if self.paper.kind == K.RECEIPT:
            return [(_("Received"), self._money(self.paper.total_minor), True), *self._tax_within()]
        rows = []
        if "back_minor" in self.said:
            rows = [
                (_("Kept of sales"), self._money(self.said["kept_minor"]), False),
                (_("Given back for refunds"), self._money(self.said["back_minor"]), False),
            ]
        vat = self.said["vat"]
        rows.append((_("Total without VAT"), self._money(sum(row["net_minor"] for row in vat)), False))
        rows += [
            (_("VAT %(rate)s") % {"rate": self._rate(row["rate_bp"])}, self._money(row["tax_minor"]), False)
            for row in vat
            if row["rate_bp"]
        ]
        label = (
            _("Total credited, VAT included")
            if self.paper.kind == K.CREDIT_NOTE
            else _("Total, VAT included")
        )
        return [*rows, (label, self._money(self.paper.total_minor), True)]

    def _tax_within(self) -> list[tuple[str, str, bool]]:
        """Of a deposit, where its tax is due when it comes."""
        return [
            (
                _("of it VAT %(rate)s") % {"rate": self._rate(row["rate_bp"])},
                self._money(row["tax_minor"]),
                False,
            )
            for row in self.said["vat"]
            if row["rate_bp"]
        ]

    def _notes(self) -> list[str]:
        notes = [str(GROUNDS[ground]) for row in self.said["vat"] if (ground := row["ground"])]
        if self.said.get("self_billed"):
            notes.insert(0, _("Self-billing: written by the buyer in the name and on behalf of the seller."))
        if deposit := self.said.get("deposit"):
            notes.append(
                _("Of it %(amount)s were paid as a deposit on %(day)s.")
                % {"amount": self._money(deposit["minor"]), "day": self._day(deposit["paid_on"])}
            )
        if stamp := self.said.get("stamp"):
            notes.append(
                _("Stamp duty on cash, %(rate)s, borne by the seller: %(amount)s")
                % {"rate": self._rate(stamp["rate_bp"]), "amount": self._money(stamp["minor"])}
            )
        return list(dict.fromkeys(notes))

    def _day(self, iso: str, style: str = "long") -> str:
        return isolated(self.voice.day(date.fromisoformat(iso), style))

    def _rate(self, basis_points: int) -> str:
        return percent(basis_points, self.locale, self.digits)

    def _amount(self, minor: int) -> str:
        return paper_amount(Money(minor, self.paper.currency), self.locale, self.digits)

    def _money(self, minor: int) -> str:
        return paper_money(Money(minor, self.paper.currency), self.locale, self.digits)
