"""Payment by link in the demonstration: a visitor stands in the first seller's shop and has not paid yet."""

from tadamun.config.demo.admitting import Seller
from tadamun.goods.catalogue.models import Product, Variant
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import ask_by_link
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.queries import ways_of


def ask_a_visitor(market: Market, seller: Seller) -> int:
    """For one thing of hers that lies there in number. Returns how many were asked for: none where no bank takes links."""
    if not any(Contract.Channel.LINK in way.channels for way in ways_of(market)):
        return 0
    shown = {"product__review": Product.Review.APPROVED, "product__shown": True, "active": True}
    with scope(organisation_id=seller.organisation.pk):
        variants = Variant.objects.select_related("product", "organisation").filter(
            organisation=seller.organisation, mode=Variant.Mode.STOCK, **shown
        )
        variant = variants.order_by("pk").first()
    if variant is None:
        return 0
    ask_by_link(
        seller.organisation, market, variant, key="demonstration", language="fr", name="Claire Exemple"
    )
    return 1
