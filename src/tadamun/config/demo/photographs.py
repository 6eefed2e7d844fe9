"""Drawing pictures and storing them as a seller's photographs, at once or by the job worker."""

from collections.abc import Iterable, Sequence

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.pictures.studio import render
from tadamun.config.demo.products import ProductPlan, products
from tadamun.config.demo.stocking import Pictures
from tadamun.goods.catalogue.models import Product, ProductPicture
from tadamun.goods.catalogue.operations import attach_picture, store_picture
from tadamun.kernel.jobs import enqueue, job
from tadamun.kernel.scopes import everything

AT_ONCE = 8


def take_pictures(sellers: Sequence[Seller], plans: Iterable[ProductPlan]) -> Pictures:
    """Draw and store what these products show, each picture once for its seller."""
    owners = {seller.plan.slug: seller.organisation for seller in sellers}
    taken: Pictures = {}
    for plan in plans:
        organisation = owners[plan.organisation.slug]
        key = (organisation.pk, plan.picture.key)
        if key not in taken:
            taken[key] = store_picture(organisation, render(plan.picture))
    return taken


@job(queue="pictures")
def picture_products(market: str, start: int, count: int) -> None:
    """Draw what the products of these positions show, a few, and leave the rest to the next job.

    Repeating it draws nothing again: a product that has a picture is left alone.
    """
    for plan in list(products(market, start + min(count, AT_ONCE)))[start:]:
        _picture(plan)
    if count > AT_ONCE:
        enqueue(picture_products, market, start + AT_ONCE, count - AT_ONCE)


def _picture(plan: ProductPlan) -> None:
    with everything("a product of one seller of the demonstration"):
        product = (
            Product.objects.select_related("organisation")
            .filter(external_id=plan.handle, organisation__email=plan.organisation.email)
            .first()
        )
        if product is None or ProductPicture.objects.filter(product=product).exists():
            return
    picture = store_picture(product.organisation, render(plan.picture))
    attach_picture(product, picture, alt=plan.titles)
