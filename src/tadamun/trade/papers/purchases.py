"""What a market that sells as merchant bought: the seller's invoice to it and its credit notes, written in her name, and the tax
of the purchase and of the sale in the book. The book has what the papers say: docs/algorithms/vat.md.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from tadamun.kernel.money import Money
from tadamun.kernel.prefixes import begins
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.trade.checkout.operations.refunding import is_second, part_back
from tadamun.trade.orders.models import Line, SellerOrder
from tadamun.trade.papers.content import (
    CASH,
    GOODS,
    Row,
    by_rate,
    goods_row,
    market_identity,
    payment_for,
    seller_identity,
    taxed,
)
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import credit_lines, issue, today_in, took_cash
from tadamun.trade.papers.vat import LIABLE, class_of, taxes_of
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import Refund

A, K = Account.Kind, Paper.Kind
EARNINGS = "payout"  # how she is paid: with what else the market pays her out


def earned(order: SellerOrder, goods: int | None = None) -> int:
    """What a seller earns, in minor units of her currency: goods less the margin; of so much of the ``goods``, or of all."""
    of, whole = order.goods_minor if goods is None else goods, order.goods_minor
    return part_back(order.seller_minor, whole, 0, of) - part_back(order.fee_minor, whole, 0, of)


def margin_left(price: Money, margin: Money, market: Market, organisation: Organisation) -> Money:
    """What a market keeps of goods at this price that it buys of her and sells at home, tax taken off: of the standard class, as
    both are registered. Below nothing it loses by the sale.
    """
    ours, hers = market_identity(market)["vat"], seller_identity(organisation)["vat"]
    sold, bought = (
        taxes_of([(amount, class_of("", status, abroad=False))])[0]
        for amount, status in ((price, ours), (price - margin, hers))
    )
    deducted = bought if market.policy.purchase_vat and ours == LIABLE else Money(0, price.currency)
    return margin - sold + deducted


def write_purchase(order: SellerOrder) -> Paper | None:
    """An order of a merchant was delivered: her invoice to the market, and the tax of both invoices in the book.

    ``None`` where the market is her agent, or she writes her invoices to it herself. Repeating returns it.
    """
    if order.sold_as != Admission.SellsAs.MERCHANT:
        return None
    with transaction.atomic(), scope(market_id=order.market_id):
        bought = _bought(order) or (_invoice(order) if order.market.policy.self_billing else None)
        sold = Paper.objects.get(
            organisation=order.organisation_id, kind=K.INVOICE, about=str(order.reference)
        )
        delivery = A.MARGIN if _brought_it(order) else A.DELIVERY
        postings = [
            Posting("sale_vat", A.MARGIN, A.SALE_VAT, _tax(sold, lambda what: what == GOODS)),
            Posting("sale_vat", delivery, A.SALE_VAT, _tax(sold, lambda what: what != GOODS)),
        ]
        if bought and _deducts(order):
            postings.append(Posting("purchase_vat", A.SALE_VAT, A.MARGIN, _tax(bought)))
        post(order.market, key=f"sale_vat/{order.code}", subject=str(order.reference), postings=postings)
    return bought


def correct_purchase(order: SellerOrder) -> int:
    """What refunds take of an order of a merchant: a credit note of hers for each, and the tax back in the book; how many
    papers were missing. Repeating issues none.
    """
    if order.sold_as != Admission.SellsAs.MERCHANT:
        return 0
    with transaction.atomic(), scope(market_id=order.market_id):
        count, bought, gone = 0, _bought(order), 0
        rows = Refund.objects.select_related("payment").filter(beneficiary=str(order.reference))
        for refund in rows.order_by("pk"):
            if is_second(order, refund.payment):
                continue
            gone += refund.goods_minor
            if bought:
                count += _credit(order, bought, refund, gone)
            _tax_back(order, refund)
    return count


def _bought(order: SellerOrder) -> Paper | None:
    return Paper.objects.filter(
        organisation=order.organisation_id, kind=K.PURCHASE, about=str(order.reference)
    ).first()


def _invoice(order: SellerOrder) -> Paper | None:
    seller = seller_identity(order.organisation)
    lines = _lines(order, seller["vat"])
    if not lines:
        return None
    kept = _brought_it(order)
    content = {
        "issuer": seller, "buyer": market_identity(order.market), "lines": lines, "vat": by_rate(lines),
        "order": order.code, "delivered_on": today_in(order.market).isoformat(), "self_billed": True,
        "payment": {"mode": CASH if kept else EARNINGS, "reference": ""},
    }  # fmt: skip
    return issue(
        order.market, order.organisation, order.organisation, kind=K.PURCHASE, about=str(order.reference),
        language=order.market.default_language, currency=order.seller_currency, content=content, order=order,
    )  # fmt: skip


def _lines(order: SellerOrder, status: str) -> list[Row]:
    """The goods at what she earns of each, sold to the market at home; delivery where its money is hers."""
    bought = list(Line.objects.select_related("variant__product").filter(order=order))
    parts = Money(earned(order), order.seller_currency).split(
        [line.unit_minor * line.quantity for line in bought]
    )
    rows = []
    for line, part in zip(bought, parts, strict=True):
        vat = class_of(line.variant.product.craft, status, abroad=False)
        rows += [(row, vat) for row in _pieces(goods_row(line), part.minor)]
    if rows and order.delivery_minor and order.currency == order.seller_currency and _brought_it(order):
        fee = {
            "what": "delivery", "quantity": 1, "unit_minor": order.delivery_minor, "sum_minor": order.delivery_minor,
        }  # fmt: skip
        rows.append((fee, max(rows, key=lambda row: int(row[0]["sum_minor"]))[1]))
    return taxed(rows, order.seller_currency)


def _pieces(row: Row, minor: int) -> Iterable[Row]:
    """A line at so much for all its pieces; two where they cannot cost the same to the last unit."""
    unit, dearer = divmod(minor, row["quantity"])
    for count, each in ((row["quantity"] - dearer, unit), (dearer, unit + 1)):
        if count and each:
            yield {**row, "quantity": count, "unit_minor": each, "sum_minor": count * each}


def _credit(order: SellerOrder, bought: Paper, refund: Refund, gone: int) -> bool:
    """``gone``: of the goods with this refund and all before. What earlier notes rounded up is not credited again."""
    about, notes = f"bought:{refund.code}", Paper.objects.filter(corrects=bought)
    due = earned(order, gone) - sum(note.total_minor for note in notes)
    if due <= 0 or notes.filter(about=about).exists():
        return False
    lines = credit_lines(bought, due, 0)
    content = {
        **{key: bought.content[key] for key in ("issuer", "buyer", "order", "self_billed")},
        "lines": lines, "vat": by_rate(lines), "corrects": bought.name, "corrects_on": bought.issued_on.isoformat(),
        "payment": {"mode": EARNINGS, "reference": refund.code}, "reason": refund.reason,
    }  # fmt: skip
    issue(
        order.market, order.organisation, order.organisation, kind=K.CREDIT_NOTE, about=about, language=bought.language,
        currency=bought.currency, content=content, order=order, corrects=bought,
    )  # fmt: skip
    return True


def _tax_back(order: SellerOrder, refund: Refund) -> None:
    """Of the credit notes of one refund, where the tax of the sale is in the book."""
    with everything("the entries of one order"):
        written = Entry.objects.filter(begins("key", f"sale_vat/{order.code}/"))
        taken = set(written.values_list("kind", "debit__kind"))
    notes = {
        note.about: note for note in Paper.objects.filter(
            organisation=order.organisation_id, kind=K.CREDIT_NOTE,
            about__in=(f"refund:{refund.code}", f"bought:{refund.code}"),
        )
    }  # fmt: skip
    postings = []
    if (note := notes.get(f"refund:{refund.code}")) and taken:
        delivery = A.DELIVERY if ("sale_vat", A.DELIVERY) in taken else A.MARGIN
        postings += [
            Posting("sale_vat_back", A.SALE_VAT, A.MARGIN, _tax(note, lambda what: what == GOODS)),
            Posting("sale_vat_back", A.SALE_VAT, delivery, _tax(note, lambda what: what != GOODS)),
        ]
    if (note := notes.get(f"bought:{refund.code}")) and ("purchase_vat", A.SALE_VAT) in taken:
        postings.append(Posting("purchase_vat_back", A.MARGIN, A.SALE_VAT, _tax(note)))
    post(order.market, key=f"sale_vat_back/{refund.code}", subject=str(order.reference), postings=postings)


def _tax(paper: Paper, of: Callable[[str], bool] = lambda _what: True) -> Money:
    return Money(
        sum(line["tax_minor"] for line in paper.content["lines"] if of(line["what"])), paper.currency
    )


def _deducts(order: SellerOrder) -> bool:
    """Who charges no tax cannot deduct any."""
    return order.market.policy.purchase_vat and market_identity(order.market)["vat"] == LIABLE


def _brought_it(order: SellerOrder) -> bool:
    """Whether what the buyer paid for delivery is hers: she took the cash at the door. See ``checkout.deliver_order``."""
    payment = payment_for(order)
    return payment is not None and payment.provider == CASH and took_cash(order)
