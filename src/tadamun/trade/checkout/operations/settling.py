"""From a placed order to a settled sale: order, stock, payment and ledger change together, in one transaction each."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from tadamun.goods.stock.operations import give_back
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Admission
from tadamun.trade.checkout.deposits import Part, kind_paid, owed_now
from tadamun.trade.checkout.operations.refunding import (
    is_second,
    kept_as,
    paid_by,
    refund_all,
    refundable,
    take_back,
)
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.states import G
from tadamun.trade.shipping.models import Parcel
from tadamun.trade.shipping.queries import carrier_of
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import fund_of
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import capture_share, release_share
from tadamun.treasury.payments.queries import payment_of, payments_claimed_by
from tadamun.treasury.payouts.operations import share_earning

A = Account.Kind


class NotExpected(ValueError):
    """No payment of that kind is awaited for the purchase; nothing was written."""


def confirm_purchase(purchase: Purchase, *, reason: str = "") -> int:
    """The buyer confirms a cash order by one tap. Returns how many of its orders moved; repeating moves none.

    ``reason``: why somebody of the market does it for her.
    """
    said = {"reason": reason} if reason else {}
    with transaction.atomic(), scope(market_id=purchase.market_id):
        waiting = SellerOrder.objects.filter(purchase=purchase, goods_state=G.TO_CONFIRM)
        return sum(record_fact(order, Fact.Kind.CONFIRMED, **said) for order in waiting)


def cancel_order(
    order: SellerOrder, *, reason: str = "", kind: str = Fact.Kind.CANCELLED, withdrawn: bool = False,
    said: Mapping[str, str] | None = None,
) -> bool:  # fmt: skip
    """Before dispatch: goods are free again, nothing is owed, what was paid goes back. Repeating does nothing.

    ``withdrawn``: the buyer herself does not want it any more; where the market says so the deposit of begun work stays the
    seller's. Raises ``orders.WrongState``.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        Purchase.objects.select_for_update().only("pk").get(pk=order.purchase_id)
        if not record_fact(order, kind, key=_once_more(order, kind), reason=reason, **(said or {})):
            return False
        _undo_sale(order)
        _release(order, "cancel")
        if withdrawn:
            keep_deposit(order)
        refund_all(order, reason="cancelled")
    return True


def _once_more(order: SellerOrder, kind: str) -> str:
    """An order that ran out and was asked for again may end again."""
    again = Fact.objects.filter(order=order, kind=Fact.Kind.PAYMENT_AWAITED, key__startswith="asked_again/")
    times = again.count()
    return f"{kind}/{times}" if times else kind


def decline_order(order: SellerOrder, *, reason: str, voice: str = "") -> bool:
    """Its seller cannot. As a cancellation, said by her, with one of a few reasons and a recording of hers, if any.

    Raises ``orders.WrongState``.
    """
    return cancel_order(
        order, reason=reason, kind=Fact.Kind.DECLINED, said={"voice": voice} if voice else None
    )


def _undo_sale(order: SellerOrder) -> None:
    for line in Line.objects.select_related("variant__product__organisation").filter(order=order):
        give_back(line.variant, line.quantity, reference=str(order.purchase.reference))


def settle_transfer(purchase: Purchase, *, reference: str) -> bool:
    """A person at the market saw the money arrive: the orders go to their sellers. Repeating does nothing.

    Raises ``NotExpected`` when the purchase awaits no transfer.
    """
    with transaction.atomic(), scope(market_id=purchase.market_id):
        Purchase.objects.select_for_update().only("pk").get(pk=purchase.pk)
        payment = payment_of(str(purchase.reference))
        if payment is None or payment.provider != "bank_transfer" or payment.state == Payment.State.CANCELLED:
            raise NotExpected(purchase.code)
        settled = False
        owed = owed_now(purchase)
        for order in owed.orders if owed.part == payment.part else ():
            reference_ = str(order.reference)
            if capture_share(payment, reference_, key=f"transfer/{order.code}", reference=reference):
                record_fact(order, kind_paid(order, payment), reference=reference, payment=payment.code)
                post_received(order, A.BANK, owed.shares[reference_], key=_received(order, payment))
                settled = True
    return settled


def _received(order: SellerOrder, payment: Payment) -> str:
    whole = payment.part == Part.WHOLE
    return f"received/{order.code}" if whole else f"received/{order.code}/{payment.part}"


def deliver_order(order: SellerOrder, *, said_by: str = "", reason: str = "") -> bool:
    """It arrived. Cash is collected, the seller's earning is posted, fees are taken: see docs/algorithms/settling.md.

    Repeating does nothing. Raises ``orders.WrongState``.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        said = {"reason": reason} if reason else {}
        Purchase.objects.select_for_update().only("pk").get(pk=order.purchase_id)
        if not record_fact(order, Fact.Kind.DELIVERED, said_by=said_by, **said):
            return False
        payment = _cash_of(order)
        brought = Parcel.objects.filter(order=order, carrier="self").exists()
        by_seller = brought or order.market.policy.cash_collected_by == "seller"
        cash = (order.balance if payment.part == Part.BALANCE else order.total) if payment else None
        if cash and payment and capture_share(payment, str(order.reference), key=f"cash/{order.code}"):
            record_fact(order, Fact.Kind.PAID, payment=payment.code)
            where = A.CASH_WITH_SELLER if by_seller else A.CASH_WITH_CARRIER
            post_received(order, where, cash, key=_received(order, payment))
        _post_earning(order, kept_cash=cash if by_seller else None)
        for refund in Refund.objects.filter(beneficiary=str(order.reference)).order_by("pk"):
            if not is_second(order, refund.payment):
                take_back(order, refund)
    return True


def _cash_of(order: SellerOrder) -> Payment | None:
    """What is to be collected at the door: all of it, or its balance."""
    if paid_by(order) is not None:
        return None
    claimed = payments_claimed_by(str(order.reference))
    return next((one for one in claimed if one.provider == "cash_on_delivery"), None)


def _release(order: SellerOrder, why: str) -> None:
    for payment in payments_claimed_by(str(order.reference)):
        release_share(payment, str(order.reference), key=f"{why}/{order.code}")


def refuse_delivery(order: SellerOrder, *, reason: str = "") -> bool:
    """The buyer did not take it: it comes back, nothing is owed for it. Raises ``orders.WrongState``."""
    with transaction.atomic(), scope(market_id=order.market_id):
        Purchase.objects.select_for_update().only("pk").get(pk=order.purchase_id)
        if not record_fact(order, Fact.Kind.REFUSED, reason=reason):
            return False
        _undo_sale(order)
        _release(order, "refused")
    return True


def keep_deposit(order: SellerOrder) -> bool:
    """She withdrew after her order was accepted: the deposit of what was made for her is its seller's, at once and without fee.

    ``False`` where the market gives it back, or nothing was begun. The caller gives back the rest in the same transaction.
    """
    kinds = set(Fact.objects.filter(order=order).values_list("kind", flat=True))
    begun = {Fact.Kind.DEPOSIT_PAID, Fact.Kind.ACCEPTED} <= kinds
    if not (order.market.policy.deposit_kept and order.balance_minor and begun):
        return False
    paid = next(
        one for one in payments_claimed_by(str(order.reference))
        if one.part == Part.DEPOSIT and not is_second(order, one)
    )  # fmt: skip
    kept = min(Money(order.deposit_minor, order.currency), refundable(order, paid).goods)
    if not kept:
        return False
    record_fact(order, Fact.Kind.DEPOSIT_KEPT, amount=str(kept), minor=kept.minor)
    hers = Money(order.seller_minor * kept.minor // order.goods_minor, order.seller_currency)
    key, seller = f"kept/{order.code}", order.organisation_id
    postings = _sale(kept, hers, A.PAYABLE, seller, None, "deposit_kept")
    post(order.market, key=key, subject=str(order.reference), postings=postings)
    share_earning(order.market, seller, key=key, subject=str(order.reference))
    return True


def post_received(order: SellerOrder, where: str, amount: Money, *, key: str) -> None:
    """What the buyer paid: had by a bank, an acquirer, a carrier or the seller; owed to whom the sale will say."""
    whose = order.organisation_id if where == A.CASH_WITH_SELLER else None
    carrier = carrier_of(order) if where == A.CASH_WITH_CARRIER else ""
    post(
        order.market,
        key=key,
        subject=str(order.reference),
        postings=[Posting("received", where, A.BUYERS, amount, debit_of=whose, debit_with=carrier)],
    )


def _post_earning(order: SellerOrder, *, kept_cash: Money | None) -> None:
    """``kept_cash``: what she took at the door herself."""
    seller, goods = order.organisation_id, Money(order.goods_minor, order.currency)
    owed = Money(order.seller_minor, order.seller_currency)
    fee, vat = Money(order.fee_minor, owed.currency), Money(order.fee_vat_minor, owed.currency)
    delivery = Money(order.delivery_minor, order.currency)
    ripe = clock.now() + timedelta(days=order.market.policy.return_days)
    hers = A.PAYABLE if kept_cash else A.HELD_FOR_SELLER
    available = None if kept_cash else ripe
    postings = _sale(goods, owed, hers, seller, available)
    kind, where = kept_as(order)
    postings += [
        Posting(kind, hers, where, fee - vat, debit_of=seller, available_at=available),
        Posting("fee_vat", hers, A.FEE_VAT, vat, debit_of=seller, available_at=available),
    ]
    postings += _given(order, fee, hers, available)
    if kept_cash:
        # She took it at the door and brought the parcel herself: of a whole amount the fee stays, which she owes.
        postings += [
            Posting("delivery", A.BUYERS, A.PAYABLE, delivery, credit_of=seller),
            Posting("cash_kept", A.PAYABLE, A.CASH_WITH_SELLER, kept_cash, debit_of=seller, credit_of=seller),
        ]
    else:
        postings.append(Posting("delivery", A.BUYERS, A.DELIVERY, delivery))
    post(order.market, key=f"earning/{order.code}", subject=str(order.reference), postings=postings)
    share_earning(order.market, seller, key=f"earning/{order.code}", subject=str(order.reference))


def _given(order: SellerOrder, fee: Money, hers: str, available: datetime | None) -> list[Posting]:
    """Donors pay her fee while their money lasts: she sees the fee, and who gave it. What a merchant keeps of its own sale
    is no fee of hers: nobody gave for that.
    """
    if not order.market.policy.fund_pays_fee or order.sold_as == Admission.SellsAs.MERCHANT:
        return []
    if fund_of(order.market_id, fee.currency, lock=True) < fee:
        return []
    return [Posting("fee_given", A.FUND, hers, fee, credit_of=order.organisation_id, available_at=available)]


def _sale(
    goods: Money, owed: Money, hers: str, seller: int, available: datetime | None, kind: str = "sale"
) -> list[Posting]:
    """Through the exchange accounts when she named another currency than the buyer paid."""
    if goods.currency == owed.currency:
        return [Posting(kind, A.BUYERS, hers, goods, credit_of=seller, available_at=available)]
    return [
        Posting(kind, A.BUYERS, A.EXCHANGE, goods),
        Posting(kind, A.EXCHANGE, hers, owed, credit_of=seller, available_at=available),
    ]
