"""Placing an order: one transaction from basket to purchase. See docs/algorithms/placing.md."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tadamun.goods.stock.operations import SoldOut, take
from tadamun.kernel import audit, clock
from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.codes import new_code
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import terms_version
from tadamun.people.sellers.fees import fee_under
from tadamun.people.sellers.models import Admission
from tadamun.trade.checkout.deposits import AT_ONCE, Part, Terms
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.problems import CannotPlace, Code, Problem
from tadamun.trade.checkout.queries import lock_cart, purchase_from
from tadamun.trade.checkout.quoting import Quote, QuotedLine, QuotedParcel, quote_cart
from tadamun.trade.orders.events import PurchasePlaced
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.states import derive
from tadamun.trade.shipping.queries import find_place
from tadamun.treasury.payments.operations import start_payment
from tadamun.treasury.payments.providers import paid_first
from tadamun.treasury.payments.queries import contract_of, due_at, methods_for


@dataclass(frozen=True, slots=True)
class Buyer:
    """What a buyer says of herself: five inputs at home, more abroad. ``phone`` is E.164.

    ``company``, with its checked ``ice`` where it has one: whom the invoice names instead of her.
    """

    full_name: str
    phone: str
    city: str
    address: str
    landmark: str = ""
    country: str = "MA"
    postcode: str = ""
    email: str = ""
    company: str = ""
    ice: str = ""


def place_order(
    cart: Cart, *, buyer: Buyer, method: str, seen_total: Money, language: str, person: Person | None = None,
    in_parts: bool = False, elsewhere: bool = False,
) -> Purchase:  # fmt: skip
    """Make the purchase of a basket: goods taken, orders, lines, facts, payment and event, all or nothing.

    Repeating it returns the purchase that is there. Raises ``CannotPlace`` with every reason; then nothing was written.
    ``seen_total`` is the total the buyer saw: another one is refused. ``in_parts``: she pays a deposit now and the balance
    before dispatch, see docs/algorithms/deposits.md. ``elsewhere``: what she saw was for another place, so that it will be
    refused as good as surely: it is judged before anybody has to wait for a lock.
    """
    parted = Terms.of(cart.market.policy) if in_parts else AT_ONCE
    with scope(market_id=cart.market_id):
        place = find_place(buyer.city, buyer.country, language)
        # Read before the transaction, so that they are kept for the next buyer.
        terms_version(cart.market_id)
        fee_under(None, cart.market)
        if elsewhere:
            quote = quote_cart(cart, place, language)
            if told := reasons_against(quote, method, seen_total, parted):
                raise CannotPlace(told, quote)
    try:
        with transaction.atomic(), scope(market_id=cart.market_id):
            lock_cart(cart)
            if done := purchase_from(cart):
                return done
            quote = quote_cart(cart, place, language, stock=False)
            if quote.place is None or reasons_against(quote, method, seen_total, parted):
                raise CannotPlace([])
            place = quote.place
            return write_purchase(
                quote, buyer, placed_from=str(cart.reference), city=(place.code or buyer.city, place.name), method=method,
                due=due_at(cart.market, method, quote.total, str(cart.reference)), language=language, person=person,
                parted=parted,
            )  # fmt: skip
    except (SoldOut, CannotPlace) as refusal:
        # Everything was taken back; now look at the shelf too and tell every reason at once.
        with scope(market_id=cart.market_id):
            quote = quote_cart(cart, place, language)
        told = reasons_against(quote, method, seen_total, parted)
        if not told and isinstance(refusal, SoldOut):
            told = [problem_of(refusal)]
        raise CannotPlace(told, quote) from refusal


def reasons_against(quote: Quote, method: str, seen_total: Money, parted: Terms = AT_ONCE) -> list[Problem]:
    """Every reason why this quote is not placed as it was seen; none, and it may be."""
    problems = [problem for problem in quote.problems if problem.blocking]
    if quote.place is None:
        problems.append(Problem(Code.NOT_DELIVERED_THERE))
    if method not in offered(quote, parted):
        problems.append(Problem(Code.METHOD_NOT_OFFERED))
    if quote.total != seen_total:
        problems += [problem for problem in quote.problems if not problem.blocking]
        problems.append(Problem(Code.TOTAL_CHANGED, before=seen_total, after=quote.total))
    return problems


def offered(quote: Quote, parted: Terms) -> tuple[str, ...]:
    """The ways to pay what is paid now. A deposit is never paid at the door; without a balance there is none to pay."""
    if parted == AT_ONCE:
        return quote.methods
    balance = quote.balance(parted)
    if not balance or quote.place is None:
        return ()
    ways = methods_for(quote.cart.market, quote.total - balance, quote.place.country)
    return tuple(way for way in ways if paid_first(way))


def write_purchase(
    quote: Quote, buyer: Buyer, *, placed_from: str, city: tuple[str, str], method: str, due: datetime | None, language: str,
    person: Person | None = None, parted: Terms = AT_ONCE,
) -> Purchase:  # fmt: skip
    """Write what was judged: goods, purchase, orders, lines, facts, payment and event, inside the caller's transaction.

    ``city``: its code and name. ``due``: when it ends unpaid. Raises ``stock.SoldOut``.
    """
    cart, market = quote.cart, quote.cart.market
    code = new_code(6)
    lines = [(line.variant, line.line.quantity) for parcel in quote.parcels for line in parcel.lines]
    take(lines, holder=str(cart.reference), reference=f"purchase:{code}")
    purchase = Purchase(
        code=code, placed_from=placed_from, market=market, person=person, language=language,
        full_name=buyer.full_name, phone=buyer.phone, email=buyer.email, country=buyer.country,
        city=city[0], city_name=city[1], address=buyer.address, landmark=buyer.landmark,
        postcode=buyer.postcode, gift_note=cart.gift_note, company=buyer.company, ice=buyer.ice,
        method=method, currency=market.currency,
        goods_minor=quote.goods.minor, delivery_minor=quote.delivery.minor, total_minor=quote.total.minor,
        terms_version=terms_version(market.pk),
    )  # fmt: skip
    insert_rows([purchase])
    orders = insert_rows(
        _order(purchase, parcel, number, parted) for number, parcel in enumerate(quote.parcels, start=1)
    )
    insert_rows(
        _line(order, line, position)
        for order, parcel in zip(orders, quote.parcels, strict=True)
        for position, line in enumerate(parcel.lines)
    )
    _facts(orders, purchase)
    shares = {str(order.reference): order.first_part for order in orders}
    start_payment(
        market, subject=str(purchase.reference), provider=method.partition(".")[0], due_at=due,
        amount=total(list(shares.values()), market.currency), contract=contract_of(method), code=f"{code}-P1",
        shares=shares, part=Part.DEPOSIT if any(order.balance_minor for order in orders) else Part.WHOLE,
    )  # fmt: skip
    Cart.objects.filter(pk=cart.pk).update(placed_at=clock.now(), gift_note="")
    announce(PurchasePlaced(market_id=market.pk, code=code))
    audit.record(
        "place_order", purchase.reference, market_id=market.pk, total=str(quote.total), orders=len(orders)
    )
    return purchase


def problem_of(error: SoldOut) -> Problem:
    """What to tell of goods that were gone."""
    if error.left > 0:
        return Problem(Code.FEWER_LEFT, error.variant.pk, left=error.left)
    if error.until:
        return Problem(Code.HELD_BY_ANOTHER, error.variant.pk, until=error.until)
    return Problem(Code.SOLD_OUT, error.variant.pk)


def first_facts(method: str, market: Market) -> tuple[str, ...]:
    """What is true of an order as it is placed: what it waits for first."""
    if paid_first(method):
        return (Fact.Kind.PLACED, Fact.Kind.PAYMENT_AWAITED)
    if market.policy.confirm_cash:
        return (Fact.Kind.PLACED, Fact.Kind.CONFIRMATION_AWAITED)
    return (Fact.Kind.PLACED,)


def _order(purchase: Purchase, parcel: QuotedParcel, number: int, parted: Terms) -> SellerOrder:
    assert parcel.delivery is not None
    deposit, balance = parted.split(parcel.made)
    market = purchase.market
    owed = parcel.seller_goods
    fee = owed.share(parcel.fee_bp)
    # A merchant keeps a margin on what is its own: it invoices no fee, so there is no tax on one.
    invoices_fee = parcel.sold_as != Admission.SellsAs.MERCHANT
    vat = vat_within(fee, market.policy.fee_vat_bp).minor if invoices_fee else 0
    states = derive(first_facts(purchase.method, market))
    dated = parcel.lines[0].dated
    return SellerOrder(
        code=f"{purchase.code}-{number}", purchase=purchase, market=market, organisation=parcel.organisation,
        currency=purchase.currency, goods_minor=parcel.goods.minor, delivery_minor=parcel.delivery.fee.minor,
        seller_currency=owed.currency, seller_minor=owed.minor, fee_minor=fee.minor,
        fee_vat_minor=vat, sold_as=parcel.sold_as,
        rate=parcel.lines[0].rate, rate_on=dated.on if dated else None, rate_source=dated.source if dated else "",
        deposit_minor=deposit.minor, balance_minor=balance.minor,
        prepare_by=parcel.delivery.prepare_by, arrives_from=parcel.delivery.arrives_from,
        arrives_to=parcel.delivery.arrives_to, money_state=states.money, goods_state=states.goods,
    )  # fmt: skip


def vat_within(fee: Money, rate_bp: int) -> Money:
    """The VAT that a fee contains: the fee is what is kept, tax included."""
    return Money(fee.minor * rate_bp // (10_000 + rate_bp), fee.currency)


def _line(order: SellerOrder, quoted: QuotedLine, position: int) -> Line:
    variant = quoted.variant
    return Line(
        order=order, variant=variant, quantity=quoted.line.quantity, unit_minor=quoted.unit.minor,
        seller_unit_minor=quoted.seller_unit.minor, titles=variant.product.titles, options=variant.options,
        sku=variant.sku, mode=variant.mode, picture=quoted.picture, position=position,
    )  # fmt: skip


def _facts(orders: list[SellerOrder], purchase: Purchase) -> None:
    actor = str(current().actor)
    insert_rows(
        Fact(order=order, kind=kind, key=kind, actor=actor)
        for order in orders
        for kind in first_facts(purchase.method, purchase.market)
    )
