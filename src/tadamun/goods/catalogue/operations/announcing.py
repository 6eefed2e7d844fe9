"""One way to say that products changed."""

from collections.abc import Iterable

from tadamun.goods.catalogue.events import ProductsChanged
from tadamun.goods.catalogue.models import Product
from tadamun.kernel.events import announce
from tadamun.kernel.pagecache import tags
from tadamun.people.sellers.models import Organisation


def products_changed(organisation: Organisation, product_ids: Iterable[int]) -> None:
    """Bump their pages and tell the read model, in the caller's transaction."""
    ids = tuple(sorted(product_ids))
    if not ids:
        return
    tags.bump(*(f"product:{pk}" for pk in ids))
    announce(
        ProductsChanged(
            market_id=0, organisation_id=organisation.pk, organisation_code=organisation.code, product_ids=ids
        )
    )


def product_changed(product: Product) -> None:
    products_changed(product.organisation, [product.pk])
