"""What a paper says, as plain values that stay readable when everything they were taken from has changed.

``issuer`` and ``buyer``: names and address by language, registers. ``lines``: ``sum_minor`` with tax and ``tax_minor`` of it, in
the order printed. ``vat``: the same by rate and ground. ``payment``, ``stamp``, ``order``, ``delivered_on``: where they apply.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tadamun.kernel.money import Money
from tadamun.kernel.text import LANGUAGES, every
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.trade.orders.models import Fact, Line, SellerOrder
from tadamun.trade.papers.vat import (
    HOME,
    LIABLE,
    VatClass,
    class_of,
    shared_back,
    status_of,
    tax_back,
    taxes_of,
)
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.queries import payments_of

Row = dict[str, Any]
REGISTERS = ("ice", "tax_id", "tp", "rc", "cooperative")
CASH = "cash_on_delivery"
GOODS = "goods"


def seller_identity(row: Organisation) -> Row:
    """An organisation as a paper names it. Its bank account stays out."""
    return {
        "names": every(row.names),
        "address": {
            language: " · ".join(
                filter(None, (every(row.place).get(language, ""), region_name(row.region, language)))
            )
            for language in LANGUAGES
        },
        "registers": {name: str(row.registers[name]) for name in REGISTERS if row.registers.get(name)},
        "phone": row.phone,
        "email": row.email,
        "vat": status_of(str(row.registers.get("vat", "")), row.kind, row.region),
    }


def market_identity(market: Market) -> Row:
    """The legal person behind a market."""
    said = market.identity
    return {
        "names": {
            language: market.fact("names", language) or market.fact("legal_name", language)
            for language in LANGUAGES
        },
        "address": {language: market.fact("address", language) for language in LANGUAGES},
        "registers": {name: str(said[name]) for name in REGISTERS if said.get(name)},
        "phone": market.fact("phone"),
        "email": market.fact("email"),
        "vat": status_of(market.fact("vat") or LIABLE, "", HOME),
    }


def buyer_identity(order: SellerOrder) -> Row:
    """The person, or the company she ordered for, with her as ``contact``."""
    bought = order.purchase
    company = {"contact": bought.full_name, "registers": {"ice": bought.ice} if bought.ice else {}}
    return {
        "name": bought.company or bought.full_name,
        **(company if bought.company else {}),
        "address": [part for part in (bought.address, bought.postcode, bought.city_name) if part],
        "country": bought.country,
    }


def invoice_lines(order: SellerOrder, status: str) -> list[Row]:
    """Goods as they were bought, then what delivery cost."""
    bought = list(Line.objects.select_related("variant__product").filter(order=order))
    abroad = order.purchase.country != HOME
    rows: list[tuple[Row, VatClass]] = [
        (goods_row(line), class_of(line.variant.product.craft, status, abroad=abroad)) for line in bought
    ]
    if order.delivery_minor:
        # The first of the greatest: ``max`` keeps the earlier of equals.
        dearest = max(rows, key=lambda row: int(row[0]["sum_minor"]))[1]
        fee = {
            "what": "delivery", "quantity": 1, "unit_minor": order.delivery_minor, "sum_minor": order.delivery_minor,
        }  # fmt: skip
        rows.append((fee, dearest))
    return taxed(rows, order.currency)


def goods_row(line: Line) -> Row:
    """One line of an order as it was bought."""
    return {
        "what": GOODS, "titles": every(line.titles), "options": line.options, "sku": line.sku,
        "quantity": line.quantity, "unit_minor": line.unit_minor, "sum_minor": line.unit_minor * line.quantity,
    }  # fmt: skip


def taxed(rows: Sequence[tuple[Row, VatClass]], currency: str) -> list[Row]:
    """Each line with its class and the tax within it."""
    taxes = taxes_of((Money(row["sum_minor"], currency), vat) for row, vat in rows)
    return [
        {**row, "tax_minor": tax.minor, "vat": vat.code, "rate_bp": vat.rate_bp, "ground": vat.ground}
        for (row, vat), tax in zip(rows, taxes, strict=True)
    ]


def by_rate(lines: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Net and tax of each rate and ground, the highest rate first."""
    found: dict[tuple[int, str, str], Row] = {}
    for line in lines:
        key = (line["rate_bp"], line["ground"], line["vat"])
        row = found.setdefault(
            key, {"rate_bp": key[0], "ground": key[1], "vat": key[2], "net_minor": 0, "tax_minor": 0}
        )
        row["net_minor"] += line["sum_minor"] - line["tax_minor"]
        row["tax_minor"] += line["tax_minor"]
    return [found[key] for key in sorted(found, key=lambda key: (-key[0], key[1]))]


def payment_for(order: SellerOrder, kind: str = Fact.Kind.PAID) -> Payment | None:
    """The payment that ``kind`` tells of, whose money the order has, else the one that is awaited."""
    tries = payments_of(str(order.purchase.reference))
    fact = Fact.objects.filter(order=order, kind=kind).first()
    paid = fact.detail.get("payment") if fact else None
    return next((one for one in tries if one.code == paid), tries[0] if tries else None)


def part_of(order: SellerOrder, payment: Payment | None) -> Money:
    """What a payment brings for the order: all of it, or what is paid first, or its balance."""
    if payment and payment.part == Payment.Part.BALANCE:
        return order.balance
    return order.first_part if payment and payment.part == Payment.Part.DEPOSIT else order.total


def deposit_facts(order: SellerOrder) -> Row:
    """For the invoice of what was paid in two parts: what came first, and when."""
    paid = Fact.objects.filter(order=order, kind=Fact.Kind.DEPOSIT_PAID).first()
    if paid is None:
        return {}
    day = paid.at.astimezone(ZoneInfo(order.market.time_zone)).date().isoformat()
    return {"deposit": {"minor": order.first_part.minor, "paid_on": day}}


def tax_of_deposit(order: SellerOrder) -> list[Row]:
    """The tax within what is paid first, where the market says that it is due then: of each rate its share of the invoice's."""
    if not order.market.policy.deposit_vat:
        return []
    status = (market_identity(order.market) if order.sold_as == Admission.SellsAs.MERCHANT
              else seller_identity(order.organisation))["vat"]  # fmt: skip
    rows = by_rate(invoice_lines(order, status))
    gross = shared_back(order.first_part.minor, [row["net_minor"] + row["tax_minor"] for row in rows])
    found = []
    for row, part in zip(rows, gross, strict=True):
        tax = tax_back(part, row["net_minor"] + row["tax_minor"], row["tax_minor"])
        found.append({**row, "net_minor": part - tax, "tax_minor": tax})
    return found


def payment_facts(order: SellerOrder, kind: str = Fact.Kind.PAID) -> Row:
    """How it is paid and under which reference; for cash the stamp duty, where the market's policy names one."""
    payment = payment_for(order, kind)
    mode = payment.provider if payment else order.purchase.method.partition(".")[0]
    found: Row = {"payment": {"mode": mode, "reference": payment.code if payment else ""}}
    rate = order.market.policy.stamp_duty_bp
    if mode == CASH and rate:
        found["stamp"] = {"rate_bp": rate, "minor": part_of(order, payment).share(rate).minor}
    return found
