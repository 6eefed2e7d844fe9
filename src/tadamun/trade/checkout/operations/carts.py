"""Filling a basket. Unique pieces and editions are held while they lie in it, visibly and for a short time."""

from datetime import datetime, timedelta

from django.db import transaction

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.operations import HELD_MODES, hold, release
from tadamun.kernel import clock
from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.money import MAX_MINOR
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.showcase.window.prices import buyer_price
from tadamun.trade.checkout.models import Cart, CartLine
from tadamun.trade.checkout.queries import counts_in, is_shown, open_cart_of
from tadamun.treasury.ledger.queries import rates_to

MOST = 99
MOST_LINES = 60
HOUR = timedelta(hours=1)
MOST_MINOR = MAX_MINOR // 100  # of one line, so that the sum of all can be counted


class Full(ValueError):
    """The basket holds ``MOST_LINES`` different things already, or one line would cost more than can be counted."""


class NotShown(ValueError):
    """The variant is not on sale in this market."""


def open_cart(market: Market, token: str = "") -> Cart:
    """The open basket with this token, else a new one. A basket that became an order is never opened again."""
    with scope(market_id=market.pk):
        cart = open_cart_of(token) or insert_rows([Cart(market=market)])[0]
    cart.market = market
    return cart


def add_to_cart(cart: Cart, variant: Variant, quantity: int = 1, *, minutes: float | None = None) -> CartLine:
    """Add so many. A unique piece stays one however often it is added. Raises ``stock.SoldOut``, ``NotShown``, ``Full``.

    ``minutes``: how long a piece is kept from others, less than the market's ``hold_minutes`` for whoever kept it before.
    """
    with transaction.atomic(), scope(market_id=cart.market_id):
        if not (variant.active and is_shown(variant.product_id)):
            raise NotShown(variant.sku)
        lying = counts_in(cart)
        line = CartLine.objects.filter(cart=cart, variant=variant).first() if variant.pk in lying else None
        if line is None and len(lying) >= MOST_LINES:
            raise Full(str(cart.reference))
        wanted = min((line.quantity if line else 0) + max(quantity, 1), MOST)
        return _set(cart, variant, line, wanted, minutes)


def fill_cart(
    market: Market, token: str, variant: Variant, quantity: int = 1, *, minutes: float | None = None
) -> Cart:
    """Add to the open basket with this token, or to a new one, which is not made when adding is refused.

    Raises ``stock.SoldOut``, ``NotShown`` and ``Full``.
    """
    with transaction.atomic():
        cart = open_cart(market, token)
        add_to_cart(cart, variant, quantity, minutes=minutes)
    return cart


def change_line(cart: Cart, variant: Variant, quantity: int, *, minutes: float | None = None) -> None:
    """So many from now on; zero removes the line. Raises ``stock.SoldOut`` for a held piece that is gone, and ``Full``."""
    if quantity <= 0:
        remove_line(cart, variant)
        return
    with transaction.atomic(), scope(market_id=cart.market_id):
        line = CartLine.objects.filter(cart=cart, variant=variant).first()
        if line:
            _set(cart, variant, line, min(quantity, MOST), minutes)


def _set(
    cart: Cart, variant: Variant, line: CartLine | None, quantity: int, minutes: float | None
) -> CartLine:
    market = cart.market
    if variant.mode == Variant.Mode.UNIQUE:
        quantity = 1
    rates = rates_to(market.currency, market.pk) if variant.currency != market.currency else {}
    seen = buyer_price(variant.price, market.currency, rates).minor
    if seen * quantity > MOST_MINOR:
        raise Full(str(cart.reference))
    if variant.mode in HELD_MODES:
        longest = market.policy.hold_minutes
        kept = longest if minutes is None else min(minutes, longest)
        hold(variant, quantity, holder=str(cart.reference), minutes=kept)
    _touch(cart)
    if line is None:
        return insert_rows([CartLine(cart=cart, variant=variant, quantity=quantity, seen_minor=seen)])[0]
    line.quantity, line.seen_minor = quantity, seen
    line.save(update_fields=["quantity", "seen_minor"])
    return line


def remove_line(cart: Cart, variant: Variant) -> None:
    """Take it out and give back what was held. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=cart.market_id):
        if CartLine.objects.filter(cart=cart, variant=variant).delete()[0]:
            release(str(cart.reference), variant)
            _touch(cart)


def write_gift_note(cart: Cart, note: str) -> None:
    """A note that travels with the parcel, at most 300 characters."""
    with scope(market_id=cart.market_id):
        cart.gift_note = note.strip()[:300]
        cart.save(update_fields=["gift_note"])


def forget_carts(before: datetime) -> int:
    """Delete baskets untouched since then, and those that became orders: the order knows all it needs."""
    with transaction.atomic(), everything("baskets of all markets end by the clock"):
        return Cart.objects.filter(touched_at__lt=before).delete()[0]


def _touch(cart: Cart) -> None:
    """It is swept after a month: an hour more or less is not worth a write."""
    if clock.now() - cart.touched_at > HOUR:
        Cart.objects.filter(pk=cart.pk).update(touched_at=clock.now())
