"""The verbs of papers: each issues one, once, with the next number of its issuer, in the transaction that makes it due."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.numbering import next_number
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.trade.checkout.operations.refunding import is_second
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.papers.commissions import MonthOfFees, fees_of, month_before
from tadamun.trade.papers.content import (
    CASH,
    Row,
    buyer_identity,
    by_rate,
    deposit_facts,
    invoice_lines,
    market_identity,
    part_of,
    payment_facts,
    payment_for,
    seller_identity,
    tax_of_deposit,
)
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.vat import shared_back, tax_back
from tadamun.trade.shipping.models import Parcel
from tadamun.treasury.payments.models import Payment, Refund

K = Paper.Kind


class NotOver(ValueError):
    """The month still runs; nothing was written."""


def day_in(market: Market, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(market.time_zone)).date()


def today_in(market: Market) -> date:
    return day_in(market, clock.now())


def issue(
    market: Market, organisation: Organisation, issuer: Organisation | None, *, kind: str, about: str, language: str,
    currency: str, content: Mapping[str, Any], order: SellerOrder | None = None, corrects: Paper | None = None,
) -> Paper:  # fmt: skip
    """Write a paper under its issuer's next number. The caller has made sure that it is due and not there."""
    bought = K.PURCHASE in (kind, corrects.kind if corrects else "")
    series, printed = _series(market, issuer, kind, bought=bought)
    number = next_number(series)
    paper = Paper.objects.create(
        market=market, organisation=organisation, issuer=issuer, kind=kind, series=series, number=number,
        name=f"{printed}-{number:06}", about=about, language=language, currency=currency,
        order=str(order.reference) if order else "",
        # What the market bought is not the buyer's to read.
        purchase=str(order.purchase.reference) if order and not bought else "",
        corrects=corrects, issued_on=today_in(market), total_minor=sum(line["sum_minor"] for line in content["lines"]),
        content=dict(content),
    )  # fmt: skip
    audit.record(f"issue_{kind}", paper.reference, market_id=market.pk, number=paper.name)
    return paper


def _series(market: Market, issuer: Organisation | None, kind: str, *, bought: bool) -> tuple[str, str]:
    """Of an issuer and kind; of what a market writes in a seller's name, hers of that market alone. Its name and its letters."""
    if issuer and bought:
        letters = Paper.LETTERS[K.PURCHASE] if kind == K.PURCHASE else "AA"
        whose = f"{issuer.code}/{market.slug}"
        return f"paper/bought/{whose}/{kind}", f"{letters}-{whose.replace('/', '-')}".upper()
    who = issuer.code if issuer else market.slug
    series = f"paper/{'organisation' if issuer else 'market'}/{who}/{kind}"
    return series, f"{Paper.LETTERS[kind]}-{who.upper()}"


def _issued(order: SellerOrder, kind: str, about: str) -> Paper | None:
    return Paper.objects.filter(organisation=order.organisation_id, kind=kind, about=about).first()


def issue_invoice(order: SellerOrder) -> Paper:
    """The invoice of a delivered order: by its seller, or by the market that sells as merchant. Repeating returns it."""
    with transaction.atomic(), scope(market_id=order.market_id):
        if found := _issued(order, K.INVOICE, str(order.reference)):
            return found
        merchant = order.sold_as == Admission.SellsAs.MERCHANT
        issuer = None if merchant else order.organisation
        identity = market_identity(order.market) if merchant else seller_identity(order.organisation)
        lines = invoice_lines(order, identity["vat"])
        content = {
            "issuer": identity, "buyer": buyer_identity(order), "lines": lines, "vat": by_rate(lines),
            "order": order.code, "placed_on": day_in(order.market, order.placed_at).isoformat(),
            "delivered_on": today_in(order.market).isoformat(), **payment_facts(order), **deposit_facts(order),
        }  # fmt: skip
        return issue(
            order.market, order.organisation, issuer, kind=K.INVOICE, about=str(order.reference),
            language=order.purchase.language, currency=order.currency, content=content, order=order,
        )  # fmt: skip


def issue_credit_notes(order: SellerOrder) -> int:
    """One for each refund of an order that has an invoice; how many were missing. Repeating issues none."""
    with transaction.atomic(), scope(market_id=order.market_id):
        invoice = _issued(order, K.INVOICE, str(order.reference))
        if invoice is None:
            return 0
        refunds = Refund.objects.select_related("payment").filter(beneficiary=str(order.reference))
        due = [row for row in refunds.order_by("pk") if not is_second(order, row.payment)]
        return sum(_credit(order, invoice, refund) for refund in due)


def _credit(order: SellerOrder, invoice: Paper, refund: Refund) -> bool:
    about = f"refund:{refund.code}"
    if _issued(order, K.CREDIT_NOTE, about):
        return False
    lines = credit_lines(invoice, refund.goods_minor, refund.amount_minor - refund.goods_minor)
    content = {
        "issuer": invoice.content["issuer"], "buyer": invoice.content["buyer"], "lines": lines, "vat": by_rate(lines),
        "order": order.code, "corrects": invoice.name, "corrects_on": invoice.issued_on.isoformat(),
        "payment": {"mode": invoice.content["payment"]["mode"], "reference": refund.code}, "reason": refund.reason,
    }  # fmt: skip
    issue(
        order.market, order.organisation, invoice.issuer, kind=K.CREDIT_NOTE, about=about, language=invoice.language,
        currency=invoice.currency, content=content, order=order, corrects=invoice,
    )  # fmt: skip
    return True


def credit_lines(invoice: Paper, goods: int, delivery: int) -> list[Row]:
    """What a refund takes of each line, over what the invoice and earlier credit notes leave: docs/algorithms/vat.md."""
    rows = [{**line, "line": place} for place, line in enumerate(invoice.content["lines"])]
    for earlier in Paper.objects.filter(corrects=invoice):
        for line in earlier.content["lines"]:
            rows[line["line"]]["sum_minor"] -= line["sum_minor"]
            rows[line["line"]]["tax_minor"] -= line["tax_minor"]
    found = []
    for what, amount in (("goods", goods), ("delivery", delivery)):
        here = [row for row in rows if row["what"] == what]
        for row, part in zip(here, shared_back(amount, [row["sum_minor"] for row in here]), strict=True):
            tax = tax_back(part, row["sum_minor"], row["tax_minor"])
            if part:
                found.append({**row, "quantity": 1, "unit_minor": part, "sum_minor": part, "tax_minor": tax})
    return found


def issue_receipts(order: SellerOrder) -> list[Paper]:
    """One for each part of its money that came. Repeating returns them."""
    kinds = (Fact.Kind.DEPOSIT_PAID, Fact.Kind.PAID)
    return [paper for kind in kinds if (paper := issue_receipt(order, kind))]


def issue_receipt(order: SellerOrder, kind: str = Fact.Kind.PAID) -> Paper | None:
    """That its money, or the part of it that ``kind`` tells of, arrived, by whoever received it; none while it is unpaid.

    Repeating returns it.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        paid = Fact.objects.filter(order=order, kind=kind).first()
        if paid is None:
            return None
        payment = payment_for(order, kind)
        in_parts = payment is not None and payment.part != Payment.Part.WHOLE and order.balance_minor
        about = f"payment:{payment.code}" if payment and in_parts else str(order.reference)
        if found := _issued(order, K.RECEIPT, about):
            return found
        facts, amount = payment_facts(order, kind), part_of(order, payment).minor
        own = facts["payment"]["mode"] == CASH and took_cash(order)
        line = {
            "what": payment.part if payment and in_parts else "payment", "quantity": 1, "unit_minor": amount,
            "sum_minor": amount, "tax_minor": 0, "vat": "", "rate_bp": 0, "ground": "",
        }  # fmt: skip
        content = {
            "issuer": seller_identity(order.organisation) if own else market_identity(order.market),
            "buyer": buyer_identity(order), "lines": [line], "order": order.code,
            "vat": tax_of_deposit(order) if kind == Fact.Kind.DEPOSIT_PAID else [],
            "paid_on": day_in(order.market, paid.at).isoformat(), **facts,
        }  # fmt: skip
        return issue(
            order.market, order.organisation, order.organisation if own else None, kind=K.RECEIPT,
            about=about, language=order.purchase.language, currency=order.currency, content=content,
            order=order,
        )  # fmt: skip


def issue_commissions(market: Market, month: date) -> int:
    """Invoice each seller what the market kept of her sales in a month that is over; how many papers were missing.

    A month in which more was given back than kept has a credit note to the latest such invoice instead.
    Raises ``NotOver``.
    """
    if today_in(market) < month_before(month, -1):
        raise NotOver(month.isoformat())
    fees, count = fees_of(market, month), 0
    with scope(market_id=market.pk):
        sellers = Organisation.objects.in_bulk({organisation for organisation, _currency in fees})
    for (organisation, currency), row in sorted(fees.items()):
        with transaction.atomic(), scope(market_id=market.pk):
            count += _commission(market, sellers[organisation], month, currency, row)
    return count


def _commission(market: Market, seller: Organisation, month: date, currency: str, row: MonthOfFees) -> bool:
    about = f"month:{month:%Y-%m}:{currency}"
    mine = Paper.objects.filter(organisation=seller.pk, kind__in=(K.COMMISSION, K.CREDIT_NOTE))
    corrects = None
    if row.total < 0:
        corrects = mine.filter(kind=K.COMMISSION, currency=currency).order_by("-pk").first()
    if not row.total or mine.filter(about=about).exists() or (row.total < 0 and corrects is None):
        return False
    rate = market.policy.fee_vat_bp if row.tax else 0
    line = {
        "what": "fee", "quantity": 1, "unit_minor": abs(row.total), "sum_minor": abs(row.total), "tax_minor": abs(row.tax),
        "vat": "fee", "rate_bp": rate, "ground": "" if row.tax else "no_vat_on_fee",
    }  # fmt: skip
    content = {
        "issuer": market_identity(market), "buyer": seller_identity(seller), "lines": [line], "vat": by_rate([line]),
        "month": f"{month:%Y-%m}", "sales": row.sales, "kept_minor": row.fee + row.fee_vat,
        "back_minor": row.fee_back + row.fee_vat_back,
        **({"corrects": corrects.name, "corrects_on": corrects.issued_on.isoformat()} if corrects else {}),
    }  # fmt: skip
    issue(
        market, seller, None, kind=K.CREDIT_NOTE if corrects else K.COMMISSION, about=about,
        language=market.default_language, currency=currency, content=content, corrects=corrects,
    )  # fmt: skip
    return True


def took_cash(order: SellerOrder) -> bool:
    """Whether the seller has the cash in her hand; see ``checkout.deliver_order``."""
    if order.market.policy.cash_collected_by == "seller":
        return True
    return Parcel.objects.filter(order=order, carrier="self").exists()
