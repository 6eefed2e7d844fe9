"""Asking for money by a link: a seller, her phone and a visitor in her shop. See docs/algorithms/placing.md."""

from dataclasses import replace
from datetime import timedelta

from django.db import IntegrityError, transaction

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.operations import SoldOut
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.people.sellers.ceilings import TILL, allowed
from tadamun.people.sellers.models import Organisation
from tadamun.trade.checkout.operations.carts import Full, NotShown, add_to_cart, open_cart
from tadamun.trade.checkout.operations.placing import Buyer, problem_of, write_purchase
from tadamun.trade.checkout.operations.settling import deliver_order
from tadamun.trade.checkout.problems import CannotPlace, Code, Problem
from tadamun.trade.checkout.queries import link_ways, linked_from, purchase_with
from tadamun.trade.checkout.quoting import Quote, QuotedParcel, quote_cart
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.states import G
from tadamun.trade.shipping.operations import hand_over
from tadamun.trade.shipping.quoting import DeliveryQuote, after_working_days

LINK_HOURS = 24


def ask_by_link(
    organisation: Organisation, market: Market, variant: Variant, quantity: int = 1, *, key: str, language: str,
    name: str = "", phone: str = "",
) -> Purchase:  # fmt: skip
    """Make the purchase of one thing she sells in her shop: paid within ``LINK_HOURS`` by whoever opens its page.

    It is a purchase as any other, delivered for nothing by her own hand, and its goods are taken at once. The amount is the
    price times the number; no amount can be asked for without goods. ``language``: the visitor's. ``phone`` is E.164 or empty.

    Repeating with the same ``key`` returns the purchase that is there. Raises ``CannotPlace``, also where her market asks for
    a skill first that nobody of hers has shown; then nothing was written.
    """
    placed_from = linked_from(organisation, key)
    # Read as a visitor's basket is, whoever asks: not narrowed to the seller.
    with everything("a seller places for a visitor"), scope(market_id=market.pk):
        if done := purchase_with(placed_from):
            return done
        if not allowed(organisation, market, TILL):
            raise CannotPlace([Problem(Code.METHOD_NOT_OFFERED)])
        try:
            with transaction.atomic():
                quote = _quote(organisation, market, variant, quantity, language)
                return write_purchase(
                    quote, Buyer(name, phone, "", "", country=organisation.region[:2]), placed_from=placed_from,
                    city=("", _town(organisation, language)), method=_method(market, quote.total), language=language,
                    due=clock.now() + timedelta(hours=LINK_HOURS),
                )  # fmt: skip
        except (SoldOut, IntegrityError) as error:
            if done := purchase_with(placed_from):  # two presses at once: the other one made it
                return done
            if isinstance(error, SoldOut):
                raise CannotPlace([problem_of(error)]) from error
            raise


def _quote(
    organisation: Organisation, market: Market, variant: Variant, quantity: int, language: str
) -> Quote:
    """Of a basket with this one thing, which goes over the counter. Raises ``CannotPlace`` and ``SoldOut``."""
    if variant.organisation_id != organisation.pk:
        raise CannotPlace([Problem(Code.GONE, variant.pk)])
    cart = open_cart(market)
    try:
        add_to_cart(cart, variant, quantity)
    except NotShown as error:
        raise CannotPlace([Problem(Code.GONE, variant.pk)]) from error
    except Full as error:
        raise CannotPlace([Problem(Code.METHOD_NOT_OFFERED)]) from error
    quote = quote_cart(cart, None, language, stock=False, herself=True)
    if problems := [problem for problem in quote.problems if problem.blocking]:
        raise CannotPlace(problems)
    return replace(quote, parcels=tuple(_over_the_counter(parcel, market) for parcel in quote.parcels))


def _over_the_counter(parcel: QuotedParcel, market: Market) -> QuotedParcel:
    """For nothing and today, or on the day a piece is made by."""
    day = after_working_days(clock.today(), parcel.lead_days)
    return replace(parcel, delivery=DeliveryQuote(Money(0, market.currency), day, day, day))


def _method(market: Market, amount: Money) -> str:
    """The first the market offers by link; the buyer may take another on the page."""
    ways = link_ways(market, amount)
    if not ways:
        raise CannotPlace([Problem(Code.METHOD_NOT_OFFERED)])
    return ways[0]


def _town(organisation: Organisation, language: str) -> str:
    return words(organisation.place, language) or region_name(organisation.region, language)


def give_in_shop(order: SellerOrder) -> bool:
    """What a link asked for is paid, and she puts it into the visitor's hands: accepted, handed over and arrived at once.

    Repeating does nothing. Raises ``orders.WrongState``; then nothing was written.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        if order.goods_state == G.TO_ACCEPT:
            record_fact(order, Fact.Kind.ACCEPTED)
        hand_over(order, carrier="self")
        return deliver_order(order, said_by="seller")
