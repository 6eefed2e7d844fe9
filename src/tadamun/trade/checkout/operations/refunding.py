"""Giving money back: decided with its ledger in one transaction, executed by the gateway or a person. See
docs/algorithms/refunding.md."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Admission
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import BY_HAND, Payment, PaymentShare, Refund
from tadamun.treasury.payments.operations import (
    AboveCaptured,
    decide_refund,
    lock_refund,
    note_refunded,
    note_sent,
    note_unanswered,
)
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import Done, GatewayAway, Known, Refunds
from tadamun.treasury.payments.queries import known_for_refund, payments_of, terms_of
from tadamun.treasury.payouts.operations import share_earning

A = Account.Kind


class NothingPaid(ValueError):
    """No payment of the purchase brought money for this order; nothing was written."""


@dataclass(frozen=True, slots=True)
class Left:
    """What of an order may still be given back."""

    payment: Payment
    goods: Money
    delivery: Money


def refundable(order: SellerOrder, payment: Payment | None = None) -> Left:
    """Of the payment that brought its money. Raises ``NothingPaid``."""
    reference = str(order.reference)
    with scope(market_id=order.market_id):
        tries = [payment] if payment else payments_of(str(order.purchase.reference))
        for one in sorted(tries, key=lambda each: is_second(order, each)):
            share = PaymentShare.objects.filter(payment=one, beneficiary=reference).first()
            if share is None or not share.captured_minor:
                continue
            back = Refund.objects.filter(payment=one, beneficiary=reference).aggregate(
                goods=Sum("goods_minor"), all=Sum("amount_minor")
            )
            goods, given = back["goods"] or 0, back["all"] or 0
            return Left(
                one,
                Money(order.goods_minor - goods, order.currency),
                Money(order.delivery_minor - (given - goods), order.currency),
            )
    raise NothingPaid(order.code)


def refund_order(
    order: SellerOrder, *, goods: Money, delivery: Money, reason: str, note: str = "", payment: Payment | None = None
) -> Refund:  # fmt: skip
    """Decide that the buyer gets so much back for goods and for delivery; her seller's earning shrinks with it.

    Raises ``NothingPaid`` and ``payments.AboveCaptured``; then nothing was written. ``execute_refund`` sends the money.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        # One refund of an order after the other: what is left is read behind this lock.
        SellerOrder.objects.select_for_update().only("pk").get(pk=order.pk)
        left = refundable(order, payment)
        if goods.minor < 0 or delivery.minor < 0 or left.goods < goods or left.delivery < delivery:
            raise AboveCaptured(order.code)
        refund = decide_refund(
            left.payment, str(order.reference), amount=goods + delivery, goods=goods, reason=reason, note=note
        )
        key = f"refund/{refund.code}"
        post(
            order.market, key=key, subject=str(order.reference),
            postings=[Posting("refund", A.BUYERS, A.REFUNDS, refund.amount)],
        )  # fmt: skip
        if not is_second(order, left.payment):
            take_back(order, refund)
            record_fact(order, Fact.Kind.REFUND_OWED, key=key, amount=str(refund.amount), reason=reason)
    return refund


def refund_all(order: SellerOrder, *, reason: str, payment: Payment | None = None) -> Refund | None:
    """Everything that is left of it; ``None`` when nothing was paid or all went back."""
    try:
        left = refundable(order, payment)
    except NothingPaid:
        return None
    if not (left.goods or left.delivery):
        return None
    return refund_order(order, goods=left.goods, delivery=left.delivery, reason=reason, payment=left.payment)


def is_second(order: SellerOrder, payment: Payment) -> bool:
    """Whether another payment paid this order: then its seller never earned from this one."""
    return paid_by(order) != payment.code


def paid_by(order: SellerOrder) -> str | None:
    """Code of the payment whose money this order has; ``None`` while it is unpaid."""
    paid = Fact.objects.filter(order=order, kind=Fact.Kind.PAID).first()
    return str(paid.detail.get("payment", "")) if paid else None


def take_back(order: SellerOrder, refund: Refund) -> None:
    """The seller's side of a refund, once her earning is in the book: the same share of sale, fee and its tax.

    Shares are those of all refunds so far less those of the earlier ones: together they never exceed the sale.
    """
    earned = set(
        Entry.objects.filter(key__startswith=f"earning/{order.code}/").values_list("kind", flat=True)
    )
    if not earned:
        return
    earlier = Refund.objects.filter(
        payment=refund.payment_id, beneficiary=refund.beneficiary, pk__lt=refund.pk
    ).aggregate(sum=Sum("goods_minor"))["sum"]
    before, now = int(earlier or 0), refund.goods_minor

    def part(minor: int) -> Money:
        return Money(part_back(minor, order.goods_minor, before, now), order.seller_currency)

    seller, hers = order.organisation_id, _where_hers(order)
    kind, where = kept_as(order)
    owed, vat = part(order.seller_minor), part(order.fee_vat_minor)
    fee = part(order.fee_minor) - vat
    delivery = Money(refund.amount_minor - refund.goods_minor, refund.currency)
    postings = [
        *_sale_back(refund.goods, owed, hers, seller),
        Posting(f"{kind}_back", where, hers, fee, credit_of=seller),
        Posting("fee_vat_back", A.FEE_VAT, hers, vat, credit_of=seller),
        Posting("delivery_back", A.DELIVERY, A.BUYERS, delivery),
    ]
    if "fee_given" in earned:
        postings.append(Posting("fee_given_back", hers, A.FUND, fee + vat, debit_of=seller))
    post(order.market, key=f"taken_back/{refund.code}", subject=str(order.reference), postings=postings)
    share_earning(order.market, seller, key=f"taken_back/{refund.code}", subject=str(order.reference))


def kept_as(order: SellerOrder) -> tuple[str, str]:
    """Kind of entry and of account for what the market keeps: an agent's fee, or a merchant's margin."""
    if order.sold_as == Admission.SellsAs.MERCHANT:
        return "margin", A.MARGIN
    return "fee", A.FEES


def part_back(minor: int, whole: int, before: int, now: int) -> int:
    """Of ``minor``, what belongs to ``now`` of the ``whole`` goods when ``before`` of them went back already."""
    return minor * (before + now) // whole - minor * before // whole if whole else 0


def _where_hers(order: SellerOrder) -> str:
    """Held until the return period ends, hers afterwards; at once when she took the cash herself."""
    with everything("the entries of one order"):
        here = Entry.objects.filter(subject=str(order.reference))
        if here.filter(kind="ripe").exists() or here.filter(kind="cash_kept").exists():
            return A.PAYABLE
    return A.HELD_FOR_SELLER


def _sale_back(goods: Money, owed: Money, hers: str, seller: int) -> list[Posting]:
    if goods.currency == owed.currency:
        return [Posting("sale_back", hers, A.BUYERS, goods, debit_of=seller)]
    return [
        Posting("sale_back", hers, A.EXCHANGE, owed, debit_of=seller),
        Posting("sale_back", A.EXCHANGE, A.BUYERS, goods),
    ]


def execute_refund(refund: Refund, *, reference: str = "") -> bool:
    """Send it: by its gateway, or with the ``reference`` of a person who sent it. Whether the money went back just now.

    The gateway is asked outside a transaction, with the refund's own number, so asking again sends nothing twice.
    Raises ``GatewayAway``: nobody knows; it stays ``sent`` and is asked again.
    """
    payment = refund.payment
    with transaction.atomic(), scope(market_id=payment.market_id):
        lock_refund(refund)
        by_hand = refund.provider == BY_HAND or bool(reference)
        known = known_for_refund(refund)
        if not note_sent(refund, by_gateway=not by_hand):
            return False
    if by_hand:
        done = Done(bool(reference), reference, "" if reference else "no reference")
    else:
        done = _by_gateway(refund, payment, known)
    with transaction.atomic(), scope(market_id=payment.market_id):
        if not note_refunded(refund, done):
            return False
        by_gateway = bool(payment.contract_id) and not reference
        post(
            payment.market, key=f"refunded/{refund.code}", subject=refund.beneficiary,
            postings=[Posting("refunded", A.REFUNDS, A.GATEWAY if by_gateway else A.BANK, refund.amount)],
        )  # fmt: skip
        order = SellerOrder.objects.select_related("market", "purchase").get(
            code=refund.beneficiary.partition(":")[2]
        )
        if not is_second(order, payment):
            record_fact(order, Fact.Kind.REFUNDED, key=f"refunded/{refund.code}", amount=str(refund.amount))
    return True


def _by_gateway(refund: Refund, payment: Payment, known: Known) -> Done:
    gateway = GATEWAYS[refund.provider]
    try:
        if payment.contract is None or not isinstance(gateway, Refunds):
            raise GatewayAway("no contract")
        return gateway.refund(terms_of(payment.contract), known, refund.amount, refund.code)
    except GatewayAway:
        note_unanswered(refund)
        raise
