"""What the window does when lower rooms announce a change: what a buyer sees changes in the same transaction."""

from tadamun.goods.catalogue.events import ProductsChanged
from tadamun.goods.catalogue.models import Product, Variant
from tadamun.kernel.events import reaction
from tadamun.kernel.scopes import everything
from tadamun.people.markets.events import MarketChanged
from tadamun.people.sellers.events import OrganisationChanged, SellerAdmitted, SellerSuspended
from tadamun.showcase.window.operations import CHUNK, rebuild_market, rebuild_rows
from tadamun.treasury.ledger.events import RateNamed


@reaction(ProductsChanged, when="now")
def rebuild_changed(event: ProductsChanged) -> None:
    rebuild_rows(list(event.product_ids))


@reaction(OrganisationChanged, SellerAdmitted, SellerSuspended, when="now")
def rebuild_organisation(event: OrganisationChanged) -> None:
    """At once for what a seller usually has; a seller of thousands is followed by the worker."""
    with everything("all products of one seller"):
        ids = list(
            Product.objects.filter(organisation=event.organisation_id)
            .order_by("pk")
            .values_list("pk", flat=True)[:CHUNK]
        )
    rebuild_rows(ids)


@reaction(OrganisationChanged, SellerAdmitted, SellerSuspended, when="later", long=True)
def rebuild_rest_of_organisation(event: OrganisationChanged) -> None:
    with everything("all products of one seller"):
        ids = list(
            Product.objects.filter(organisation=event.organisation_id)
            .order_by("pk")
            .values_list("pk", flat=True)[CHUNK:]
        )
    rebuild_rows(ids)


@reaction(RateNamed, when="later", long=True)
def reprice(event: RateNamed) -> None:
    """Cards say what a buyer pays; what could not be shown without a rate is shown now."""
    with everything("all products of one currency"):
        named = Variant.objects.filter(currency=event.base, active=True).order_by("product")
        ids = list(named.values_list("product_id", flat=True).distinct())
    rebuild_rows(ids)


@reaction(MarketChanged, when="later", long=True)
def rebuild_whole_market(event: MarketChanged) -> None:
    rebuild_market(event.market_id)
