"""What is live at once: price, shown or hidden, featured, removed."""

from django.db import transaction

from tadamun.goods.catalogue.models import Listing, Product, Variant
from tadamun.goods.catalogue.operations.announcing import product_changed
from tadamun.goods.catalogue.operations.making import BadProduct
from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.operations.proposals import put_away_proposals


def change_price(variant: Variant, price: Money) -> Variant:
    """What its seller asks from now on; baskets are told. Refuses zero, less, or another currency.

    Made by herself, not by a helper, it is also her yes to the price of a product that a helper listed.
    """
    if price.minor <= 0:
        raise BadProduct("price", "not_above_zero")
    if price.currency != variant.currency:
        raise BadProduct("price", "currency")
    with transaction.atomic(), scope(organisation_id=variant.organisation_id):
        before, variant.price_minor = variant.price_minor, price.minor
        variant.save(update_fields=["price_minor"])
        if variant.product.price_to_hear and current().under is None:
            variant.product.price_to_hear = False
            variant.product.save(update_fields=["price_to_hear"])
            put_away_proposals(variant.product.organisation, variant.product.reference)
        product_changed(variant.product)
        audit.record(
            "change_price", variant.product.reference, sku=variant.sku, before=before, after=price.minor
        )
    return variant


def await_price(product: Product) -> None:
    """A helper typed its price: it is not approved before its seller said yes, or saved a price herself."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.price_to_hear = True
        product.save(update_fields=["price_to_hear"])


def show_product(product: Product, shown: bool) -> Product:
    """The seller's own switch. Repeating it changes nothing."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.shown = shown
        product.save(update_fields=["shown"])
        product_changed(product)
        audit.record("show_product", product.reference, shown=shown)
    return product


def remove_product(product: Product) -> None:
    """Its page answers 410 from now on; orders keep their snapshots. Repeating it does nothing."""
    _remove(product, removed=True)


def restore_product(product: Product) -> None:
    """Take a removal back: undo."""
    _remove(product, removed=False)


def _remove(product: Product, *, removed: bool) -> None:
    if bool(product.removed_at) == removed:
        return
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.removed_at = clock.now() if removed else None
        product.save(update_fields=["removed_at"])
        product_changed(product)
        audit.record("remove_product" if removed else "restore_product", product.reference)


def _list(product: Product, market: Market, **override: bool) -> None:
    with transaction.atomic(), scope(market_id=market.pk, organisation_id=product.organisation_id):
        Listing.objects.update_or_create(product=product, market=market, defaults=override)
        product_changed(product)
        audit.record("list_product", product.reference, market_id=market.pk, override=override)


def hide_in_market(product: Product, market: Market, hidden: bool = True) -> None:
    """Not shown in this one market, whatever its seller wishes."""
    _list(product, market, hidden=hidden)


def feature_product(product: Product, market: Market, featured: bool = True) -> None:
    """Shown before others in this market."""
    _list(product, market, featured=featured)
