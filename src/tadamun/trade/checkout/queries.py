"""Questions about baskets, by the token in a visitor's cookie, in the scope of her market."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.kernel.money import Money
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import market_of_scope, scope
from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.showcase.window.models import CatalogueRow
from tadamun.trade.checkout.models import Cart, CartLine
from tadamun.trade.orders.models import BY_LINK, Purchase
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.queries import methods_for


def open_cart_of(token: str) -> Cart | None:
    """Her basket, unless it became an order."""
    found = _CART(market_of_scope(), token) if token else []
    return made(Cart, found[0]) if found else None


def purchase_of(token: str) -> Purchase | None:
    """What her basket became; ``None`` while it is one."""
    cart = Cart.objects.filter(token=token, placed_at__isnull=False).first() if token else None
    return purchase_from(cart) if cart else None


def purchase_from(cart: Cart) -> Purchase | None:
    """The purchase that was placed from this basket."""
    return purchase_with(str(cart.reference))


def purchase_with(placed_from: str) -> Purchase | None:
    """The purchase that was placed from there."""
    found = _PLACED(market_of_scope(), placed_from)
    return made(Purchase, found[0]) if found else None


def linked_from(organisation: Organisation, key: str = "") -> str:
    """Where a purchase says it was placed from when its seller asked for it by a link; without ``key`` how all of hers begin."""
    return f"{BY_LINK}{organisation.code}:{key}"


def is_by_link(purchase: Purchase) -> bool:
    """Whether its seller asked for the money in her shop: nothing is sent anywhere."""
    return purchase.placed_from.startswith(BY_LINK)


def link_ways(market: Market, amount: Money) -> tuple[str, ...]:
    """The ways to pay such an amount by a link."""
    return methods_for(market, amount, "", Contract.Channel.LINK)


def ways_for(purchase: Purchase, amount: Money) -> tuple[str, ...]:
    """The ways to pay what is still to pay of a purchase: an order that stands is a bill too."""
    market, country = purchase.market, purchase.country
    if is_by_link(purchase):
        return link_ways(market, amount)
    web, bill = (
        methods_for(market, amount, country, each) for each in (Contract.Channel.WEB, Contract.Channel.BILL)
    )
    return tuple(dict.fromkeys((*web, *bill)))


def lock_cart(cart: Cart) -> None:
    """Two posts of one basket: on PostgreSQL the second waits here for the first, on SQLite it waited at BEGIN.

    Raises ``Cart.DoesNotExist``.
    """
    if not _LOCK(market_of_scope(), cart.pk):
        raise Cart.DoesNotExist(str(cart.reference))


def line_of(cart: Cart, pk: int) -> CartLine | None:
    """A line of this basket and of no other."""
    return next((line for line in lines_of(cart) if line.pk == pk), None)


def lines_of(cart: Cart) -> list[CartLine]:
    """In the order they were added, each with its variant, product and seller: one query."""
    return [_line(cart, values) for values in _LINES(market_of_scope(), cart.pk)]


def counts_in(cart: Cart) -> dict[int, int]:
    """Variant → how many of it lie in the basket."""
    return dict(_COUNTS(market_of_scope(), cart.pk))


def variant_of(pk: int) -> Variant | None:
    """A variant that may be read in the scope's market, with its product and seller."""
    found = _VARIANT(market_of_scope(), pk)
    return _variant(found[0]) if found else None


def is_shown(product_id: int) -> bool:
    """Whether the scope's market shows the product in any language."""
    return bool(_SHOWN(market_of_scope(), product_id))


def count_in(cart: Cart) -> int:
    """How many things lie in it."""
    return sum(counts_in(cart).values())


# What neither a basket nor an order asks of a product and its seller.
_PRODUCT = (
    "external_id",
    "stories",
    "care",
    "attributes",
    "materials",
    "labels",
    "tags",
    "review_reason",
    "review_codes",
    "review_voice",
)
_SELLER = ("stories", "place", "crafts", "registers")
_TO_VARIANT = len(columns(CartLine))
_TO_PRODUCT = len(columns(Variant))
_TO_SELLER = _TO_PRODUCT + len(columns(Product, without=_PRODUCT))


def _line(cart: Cart, values: Sequence[Any]) -> CartLine:
    line = made(CartLine, values[:_TO_VARIANT])
    line.cart = cart
    line.variant = _variant(values[_TO_VARIANT:])
    return line


def _variant(values: Sequence[Any]) -> Variant:
    variant = made(Variant, values[:_TO_PRODUCT])
    variant.product = made(Product, values[_TO_PRODUCT:_TO_SELLER], _PRODUCT)
    variant.organisation = variant.product.organisation = made(Organisation, values[_TO_SELLER:], _SELLER)
    return variant


def _columns(prefix: str = "") -> tuple[str, ...]:
    """In the order ``_variant`` takes."""
    return (
        *columns(Variant, prefix), *columns(Product, f"{prefix}product__", _PRODUCT),
        *columns(Organisation, f"{prefix}organisation__", _SELLER),
    )  # fmt: skip


def _cart_query(market_id: int, token: str) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Cart.objects.filter(token=token, placed_at=None).values_list(*columns(Cart))


def _lines_query(market_id: int, cart_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return CartLine.objects.filter(cart=cart_id).values_list(*columns(CartLine), *_columns("variant__"))


def _variant_query(market_id: int, pk: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Variant.objects.filter(pk=pk).values_list(*_columns())


def _shown_query(market_id: int, product_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        # All languages are named so that the key (market, language, product) is used.
        return CatalogueRow.objects.filter(language__in=LANGUAGES, product=product_id).values_list("pk")[:1]


def _counts_query(market_id: int, cart_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return CartLine.objects.filter(cart=cart_id).values_list("variant_id", "quantity")


def _placed_query(market_id: int, reference: str) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Purchase.objects.filter(placed_from=reference).values_list(*columns(Purchase))


def _lock_query(market_id: int, pk: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Cart.objects.select_for_update().filter(pk=pk).values_list("pk")


_CART = Prepared(_cart_query)
_PLACED = Prepared(_placed_query)
_LOCK = Prepared(_lock_query)
_LINES = Prepared(_lines_query)
_COUNTS = Prepared(_counts_query)
_VARIANT = Prepared(_variant_query)
_SHOWN = Prepared(_shown_query)
