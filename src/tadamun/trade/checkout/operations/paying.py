"""Paying through a gateway: another try or way, the money that came, the try that came to nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.trade.checkout.deposits import Owed, Part, kind_paid, owed_now, ways_to_pay
from tadamun.trade.checkout.operations.refunding import is_second, part_paid_by, refund_all
from tadamun.trade.checkout.operations.settling import NotExpected, post_received
from tadamun.trade.checkout.queries import is_by_link
from tadamun.trade.checkout.strays import tell_of_surplus
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.states import UNSENT, G
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.payments.models import Payment, PaymentShare
from tadamun.treasury.payments.operations import (
    capture_share,
    claim_beginning,
    note_begun,
    release_share,
    start_payment,
)
from tadamun.treasury.payments.providers import GATEWAYS, confirmed_by_hand, paid_first
from tadamun.treasury.payments.providers.base import Ask, GatewayRefused, Start
from tadamun.treasury.payments.providers.transfer import BankTransfer
from tadamun.treasury.payments.queries import (
    contract_of,
    due_at,
    payments_of,
    terms_of,
)


class NotOffered(ValueError):
    """The way to pay is not offered for this purchase now; nothing was written."""


class NothingToPay(ValueError):
    """None of its orders waits for money; nothing was written."""


class AlreadyBegun(ValueError):
    """She was sent with this try before; another sending is another try. Nobody was asked."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where she comes back to, and where the gateway tells us: absolute."""

    returning: str
    cancelling: str
    notices: str


def choose_way(purchase: Purchase, method: str, *, beside: tuple[str, ...] = ()) -> Payment:
    """Another try, or another way, for what is still to pay: all, a deposit or a balance. Earlier tries and a transfer that was
    asked for stay known: their money may still come. A balance to be paid at the door lets the parcel leave. ``beside``: ways
    that are not on the buyer's page.

    Raises ``NothingToPay`` and ``NotOffered``.
    """
    market = purchase.market
    with transaction.atomic(), scope(market_id=market.pk):
        Purchase.objects.select_for_update().only("pk").get(pk=purchase.pk)
        owed = owed_now(purchase)
        if not owed.orders:
            raise NothingToPay(purchase.code)
        if method not in (*beside, *ways_to_pay(purchase, owed)):
            raise NotOffered(method)
        _release(purchase, owed)
        number = Payment.objects.filter(subject=str(purchase.reference)).count() + 1
        payment = start_payment(
            market, subject=str(purchase.reference), provider=method.partition(".")[0], amount=owed.amount,
            due_at=_due(purchase, method, owed.amount), shares=owed.shares, contract=contract_of(method),
            code=f"{purchase.code}-P{number}", part=owed.part,
        )  # fmt: skip
        if owed.part != Part.BALANCE:  # by which it was ordered
            purchase.method = method
            purchase.save(update_fields=["method"])
        if not paid_first(method):
            for order in owed.orders:
                # An order that ran out and was asked for again may be changed to cash again.
                record_fact(order, _cash_kind(purchase, owed), key=f"cash_chosen/{payment.code}")
        audit.record("choose_way", purchase.reference, market_id=market.pk, method=method)
    return payment


def _release(purchase: Purchase, owed: Owed) -> None:
    """Earlier tries for the same claim nothing any more, but what was begun at a gateway, and a transfer: she was told where."""
    for before in payments_of(str(purchase.reference)):
        if before.part == owed.part:
            if before.provider == BankTransfer.name:
                claim_beginning(before)
            for order in owed.orders:
                release_share(before, str(order.reference), key=f"another/{order.code}")


def _cash_kind(purchase: Purchase, owed: Owed) -> str:
    if owed.part == Part.BALANCE:
        return Fact.Kind.BALANCE_AT_DOOR
    asked = purchase.market.policy.confirm_cash
    return Fact.Kind.CONFIRMATION_AWAITED if asked else Fact.Kind.CONFIRMED


def _due(purchase: Purchase, method: str, amount: Money) -> datetime | None:
    """What was asked for by a link stays open as long as its seller said, however often it is tried. Who chose a transfer has
    its days, whichever way she pays in the end, and no more by choosing it again.
    """
    due, now = due_at(purchase.market, method, amount, purchase.code), clock.now()
    tries = payments_of(str(purchase.reference))
    if due and is_by_link(purchase) and tries and tries[0].due_at:
        return max(due, tries[0].due_at)
    had = [each.due_at for each in tries if each.provider == BankTransfer.name and each.due_at]
    days = had[0] if had and had[0] > now else None
    if due and days:
        return days if method == BankTransfer.name else max(due, days)
    return due


def begin_payment(
    payment: Payment, purchase: Purchase, *, language: str, addresses: Addresses, client: str = ""
) -> Start:
    """Ask the gateway for its page, once a try, outside any transaction.

    Raises ``AlreadyBegun``, ``GatewayAway`` and ``GatewayRefused``. ``client`` is the address of her device.

    The order stays as it is whatever happens: she may try again or choose another way.
    """
    contract = payment.contract
    if contract is None or not contract.active:
        raise GatewayRefused("the contract is closed")
    if not claim_beginning(payment):
        raise AlreadyBegun(payment.code)
    ask = Ask(
        reference=payment.code, amount=payment.amount, language=language, description=purchase.code,
        name=purchase.full_name, phone=purchase.phone, email=purchase.email or payment.market.fact("email"),
        city=purchase.city_name, country=purchase.country, address=purchase.address, return_url=addresses.returning,
        cancel_url=addresses.cancelling, notice_url=addresses.notices,
        due_at=payment.due_at or clock.now() + timedelta(minutes=30), client=client,
    )  # fmt: skip
    start = GATEWAYS[payment.provider].begin(terms_of(contract), ask)
    note_begun(payment, start)
    return start


def is_wanted(payment: Payment) -> bool:
    """Whether its money is in our book, or an order waits for it: one that has not ended and that no other payment paid."""
    if PaymentShare.objects.filter(payment=payment, captured_minor__gt=0).exists():
        return True
    codes = [reference.partition(":")[2] for reference in _claims(payment)]
    orders = SellerOrder.objects.filter(code__in=codes, goods_state__in=UNSENT)
    return any(part_paid_by(order, payment) is None for order in orders)


def seen_by_people(payment: Payment) -> bool:
    """Whether a person, or the bank's statement, sees its money on the market's account and nobody else tells us: a way that has
    no notices, or a transfer whose buyer chose another way since.
    """
    left = payment.provider == BankTransfer.name and payment.begun_at is not None
    return left or confirmed_by_hand(payment.provider)


def confirm_payment(payment: Payment, *, reference: str) -> bool:
    """A person saw the money of a payment that ``seen_by_people`` names on the market's account. Whether this is news.

    ``reference`` is the bank's. Raises ``NotExpected`` for any other way, or without a reference; nothing was written.
    """
    if not seen_by_people(payment) or not reference.strip():
        raise NotExpected(payment.code)
    return settle_payment(
        payment, key="confirmed", reference=reference.strip()[:120], account=Account.Kind.BANK
    )


def settle_payment(
    payment: Payment, *, key: str, reference: str = "", account: str = Account.Kind.GATEWAY
) -> bool:
    """The whole amount of a payment is here: orders, payment and ledger change together. Whether this is news.

    ``account``: who has it, the gateway or the market's own bank.

    What came for an order that has ended, or that another payment paid, is owed back at once: one order, one refund.
    """
    with transaction.atomic(), scope(market_id=payment.market_id):
        # The purchase before its payments, as whoever cancels or chooses another way.
        purchase = Purchase.objects.select_for_update().get(code=payment.subject.partition(":")[2])
        locked = Payment.objects.select_for_update(of=("self",)).select_related("market").get(pk=payment.pk)
        orders = {str(o.reference): o for o in SellerOrder.objects.filter(purchase=purchase).order_by("pk")}
        settled = False
        for beneficiary, claimed in _claims(locked).items():
            order = orders[beneficiary]
            order.purchase, order.market = purchase, locked.market
            if not capture_share(locked, beneficiary, key=f"{key}/{order.code}", reference=reference):
                continue
            settled = True
            post_received(order, account, claimed, key=f"gateway/{locked.code}/{order.code}")
            _credit(order, locked, reference)
        if settled:
            # The gateway is asked once whether it took it.
            Payment.objects.filter(pk=locked.pk).update(asked_at=None)
            audit.record(
                "settle_payment", purchase.reference, market_id=locked.market_id, payment=locked.code
            )
        payment.state = locked.state
    return settled


def _credit(order: SellerOrder, payment: Payment, reference: str) -> None:
    """The order has its money, or, ended, on its way for cash or paid already, owes it back."""
    before = part_paid_by(order, payment)
    if before is None and order.goods_state in (*UNSENT, G.CANCELLED):
        record_fact(order, kind_paid(order, payment), reference=reference, payment=payment.code)
        for other in payments_of(payment.subject):
            if other.pk != payment.pk and other.part == payment.part:
                release_share(other, str(order.reference), key=f"paid/{order.code}")
    if order.goods_state == G.CANCELLED or is_second(order, payment):
        refund_all(order, reason="late" if before is None else "twice", payment=payment)
        tell_of_surplus(order, payment)


def _claims(payment: Payment) -> dict[str, Money]:
    rows = PaymentShare.objects.filter(payment=payment, claimed_minor__gt=0).order_by("pk")
    said = rows.values_list("beneficiary", "claimed_minor")
    return {beneficiary: Money(minor, payment.currency) for beneficiary, minor in said}
