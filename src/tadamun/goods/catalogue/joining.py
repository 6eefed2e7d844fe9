"""What sellers ask this room: whether enough first products were sent, and a price that an artisan said yes to."""

from collections.abc import Mapping
from typing import Any

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations.selling import change_price
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation, Proposal
from tadamun.people.sellers.proposing import Stale, register_enactor
from tadamun.people.sellers.requirements import register_evaluator

SENT = (Product.Review.WAITING, Product.Review.APPROVED)


def first_products(organisation: Organisation, market: Market, config: Mapping[str, Any]) -> bool:
    """Whether so many products were sent for review. One query."""
    with everything("the products of one applicant"):
        rows = Product.objects.filter(organisation=organisation, removed_at=None, review__in=SENT)
        return rows.count() >= int(config["count"])


def set_price(proposal: Proposal) -> None:
    """The price that was proposed, where it still stands as the helper saw it. Raises ``Stale``."""
    change, code = proposal.change, Reference.parse(proposal.subject).code
    rows = Variant.objects.select_for_update(of=("self",)).select_related("product__organisation")
    variant = rows.filter(product__code=code, product__removed_at=None, sku=change["sku"]).first()
    if (
        variant is None
        or variant.price_minor != change["before_minor"]
        or variant.currency != change["currency"]
    ):
        raise Stale("price")
    change_price(variant, Money(change["after_minor"], change["currency"]))


def register() -> None:
    register_evaluator("products", first_products)
    register_enactor("price", set_price)
