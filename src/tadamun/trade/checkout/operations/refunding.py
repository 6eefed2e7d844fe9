"""Giving money back: decided with its ledger in one transaction, executed by the gateway or a person. See
docs/algorithms/refunding.md."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from tadamun.kernel.money import Money, total
from tadamun.kernel.prefixes import begins
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Admission
from tadamun.trade.checkout.deposits import kind_paid
from tadamun.trade.checkout.strays import tell_of_unsent
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.queries import undecided
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
from tadamun.treasury.payments.queries import has_acquirer, known_for_refund, payments_of, terms_of
from tadamun.treasury.payouts.operations import share_earning

A = Account.Kind


class GivenMeanwhile(ValueError):
    """Another sum is left than whoever decides has seen; nothing was written."""


class NothingPaid(ValueError):
    """No payment of the purchase brought money for this order; nothing was written."""


@dataclass(frozen=True, slots=True)
class Left:
    """What of an order may still be given back. ``payment``: what it is taken from first."""

    payment: Payment
    goods: Money
    delivery: Money

    @property
    def all(self) -> Money:
        return self.goods + self.delivery


def refundable(order: SellerOrder, payment: Payment | None = None) -> Left:
    """Of the payments that brought its money, or of one payment. Raises ``NothingPaid``."""
    with scope(market_id=order.market_id):
        found = _lefts(order, payment)
    return Left(
        found[0].payment,
        total([left.goods for left in found], order.currency),
        total([left.delivery for left in found], order.currency),
    )


def _lefts(order: SellerOrder, payment: Payment | None) -> list[Left]:
    """For each payment, the latest first: the balance's before the deposit's. Of a second one only while no other paid it."""
    tries = [payment] if payment else payments_of(str(order.purchase.reference))
    brought = [(one, left) for one in tries if (left := _left(order, one))]
    if not brought:
        raise NothingPaid(order.code)
    its_own = [left for one, left in brought if not is_second(order, one)]
    return its_own or [brought[0][1]]


def _left(order: SellerOrder, payment: Payment) -> Left | None:
    """Of what this payment brought for the order; what it brought for delivery came with the first part."""
    reference = str(order.reference)
    share = PaymentShare.objects.filter(payment=payment, beneficiary=reference).first()
    if share is None or not share.captured_minor:
        return None
    back = Refund.objects.filter(payment=payment, beneficiary=reference).aggregate(
        goods=Sum("goods_minor"), all=Sum("amount_minor")
    )
    goods, given = back["goods"] or 0, back["all"] or 0
    delivery = 0 if payment.part == Payment.Part.BALANCE else order.delivery_minor
    brought = share.captured_minor - delivery - kept_of(order, payment)
    return Left(
        payment, Money(brought - goods, order.currency), Money(delivery - (given - goods), order.currency)
    )


def kept_of(order: SellerOrder, payment: Payment) -> int:
    """What of a deposit stays the seller's because the buyer withdrew, in minor units."""
    if not order.balance_minor or payment.part != Payment.Part.DEPOSIT or is_second(order, payment):
        return 0
    kept = Fact.objects.filter(order=order, kind=Fact.Kind.DEPOSIT_KEPT).first()
    return int(kept.detail["minor"]) if kept else 0


def refund_order(
    order: SellerOrder, *, goods: Money, delivery: Money, reason: str, note: str = "", payment: Payment | None = None,
    seen_left: Money | None = None,
) -> list[Refund]:  # fmt: skip
    """Decide that the buyer gets so much back for goods and for delivery; her seller's earning shrinks with it.

    One refund for each payment that gives of it: what came by two ways goes back by two. ``seen_left``: all that was left when
    the form was shown, so that one that is sent twice does it once. Raises ``GivenMeanwhile`` when it is not that any more,
    ``NothingPaid`` and ``payments.AboveCaptured``; then nothing was written. ``execute_refund`` sends the money.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        # One refund of an order after the other: what is left is read behind this lock.
        SellerOrder.objects.select_for_update().only("pk").get(pk=order.pk)
        found = _lefts(order, payment)
        if seen_left is not None and seen_left != total([left.all for left in found], order.currency):
            raise GivenMeanwhile(order.code)
        if goods.minor < 0 or delivery.minor < 0 or not (goods or delivery):
            raise AboveCaptured(order.code)
        made = []
        for left in found:
            of_goods, of_delivery = min(goods, left.goods), min(delivery, left.delivery)
            goods, delivery = goods - of_goods, delivery - of_delivery
            if of_goods or of_delivery:
                made.append(_decide(order, left.payment, of_goods, of_delivery, reason, note))
        if goods or delivery:
            raise AboveCaptured(order.code)
    return made


def _decide(
    order: SellerOrder, payment: Payment, goods: Money, delivery: Money, reason: str, note: str
) -> Refund:
    refund = decide_refund(
        payment, str(order.reference), amount=goods + delivery, goods=goods, reason=reason, note=note
    )
    key = f"refund/{refund.code}"
    post(
        order.market, key=key, subject=str(order.reference),
        postings=[Posting("refund", A.BUYERS, A.REFUNDS, refund.amount)],
    )  # fmt: skip
    if not is_second(order, payment):
        take_back(order, refund)
        record_fact(order, Fact.Kind.REFUND_OWED, key=key, amount=str(refund.amount), reason=reason)
    return refund


def refund_all(order: SellerOrder, *, reason: str, payment: Payment | None = None) -> list[Refund]:
    """Everything that is left of it; nothing when nothing was paid or all went back."""
    try:
        left = refundable(order, payment)
    except NothingPaid:
        return []
    if not (left.goods or left.delivery):
        return []
    return refund_order(order, goods=left.goods, delivery=left.delivery, reason=reason, payment=payment)


class NothingToDecide(ValueError):
    """Nothing of the order waits for a decision; nothing was written."""


def give_nothing(order: SellerOrder, *, reason: str) -> bool:
    """Decide that nothing goes back for what came back, or was paid and refused at the door: it waits for nobody any more, and
    what is held for its seller ripens. No money moves. Another refund may be decided later. Raises ``NothingToDecide``.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        locked = SellerOrder.objects.select_for_update().get(pk=order.pk)
        found = undecided(locked)
        if found is None:
            raise NothingToDecide(order.code)
        return record_fact(order, Fact.Kind.NO_REFUND, key=f"no_refund/{found.pk}", reason=reason)


def is_second(order: SellerOrder, payment: Payment) -> bool:
    """Whether another payment paid this order, or the part of it: then its seller never earned from this one."""
    return part_paid_by(order, payment) != payment.code


def part_paid_by(order: SellerOrder, payment: Payment) -> str | None:
    """Code of the payment that brought what this one is for: all, the deposit or the balance; ``None`` while none did."""
    return _paid_by(order, kind_paid(order, payment))


def paid_by(order: SellerOrder) -> str | None:
    """Code of the payment that paid this order, or the last part of it; ``None`` until then."""
    return _paid_by(order, Fact.Kind.PAID)


def _paid_by(order: SellerOrder, kind: str) -> str | None:
    paid = Fact.objects.filter(order=order, kind=kind).first()
    return str(paid.detail.get("payment", "")) if paid else None


def take_back(order: SellerOrder, refund: Refund) -> None:
    """The seller's side of a refund, once her earning is in the book: the same share of sale, fee and its tax.

    Shares are those of all refunds so far less those of the earlier ones: together they never exceed the sale.
    """
    earned = set(Entry.objects.filter(begins("key", f"earning/{order.code}/")).values_list("kind", flat=True))
    if not earned:
        return
    earlier = Refund.objects.select_related("payment").filter(
        beneficiary=refund.beneficiary, pk__lt=refund.pk
    )
    before = sum(row.goods_minor for row in earlier if not is_second(order, row.payment))
    now = refund.goods_minor

    def part(minor: int) -> Money:
        return Money(part_back(minor, order.goods_minor, before, now), order.seller_currency)

    seller, hers = order.organisation_id, _where_hers(order)
    kind, where = kept_as(order)
    owed, vat = part(order.seller_minor), part(order.fee_vat_minor)
    fee = part(
        order.fee_minor - order.fee_vat_minor
    )  # each rounded by itself, so that neither is ever below nothing
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


class NoAcquirer(ValueError):
    """No acquirer has the money of this payment, so none can give it back; nothing was written."""


def execute_refund(refund: Refund, *, reference: str = "", by_acquirer: bool = False) -> bool:
    """Send it: by its gateway, or with the ``reference`` of a person who sent it. Whether the money went back just now.

    ``by_acquirer``: she gave it back on the acquirer's own site or terminal, which takes it off its next settlement; otherwise
    it left the market's account. The gateway is asked outside a transaction, with the refund's own number, so asking again
    sends nothing twice. Raises ``NoAcquirer``, and ``GatewayAway``: nobody knows; it stays ``sent`` and is asked again.
    """
    payment = refund.payment
    if by_acquirer and not (reference and has_acquirer(payment)):
        raise NoAcquirer(refund.code)
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
        if not note_refunded(refund, done, by_acquirer=by_acquirer):
            if not by_hand and Refund.objects.filter(pk=refund.pk, state=Refund.State.FAILED).exists():
                tell_of_unsent(refund)
            return False
        where = A.GATEWAY if by_acquirer or not by_hand else A.BANK
        post(
            payment.market, key=f"refunded/{refund.code}", subject=refund.beneficiary,
            postings=[Posting("refunded", A.REFUNDS, where, refund.amount)],
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
