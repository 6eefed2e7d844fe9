"""Making the products, with their stock and their pictures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.chance import dice
from tadamun.config.demo.products import ProductPlan, VariantPlan
from tadamun.config.demo.sources import table, techniques
from tadamun.goods.catalogue.models import Picture, Product, Variant
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft, create_products
from tadamun.goods.stock.operations import receive
from tadamun.kernel import clock
from tadamun.kernel.scopes import scope

CHUNK = 500
Pictures = dict[tuple[int, str], Picture]
"""By key of the organisation and key of what is shown."""


def make_products(
    sellers: Sequence[Seller],
    plans: Iterable[ProductPlan],
    pictures: Pictures,
    days_ago: tuple[int, int] = (8, 60),
) -> int:
    """Create them with their stock, seller by seller; returns how many. Approved at once, as in a trusted file."""
    count = 0
    owners = {seller.plan.slug: seller for seller in sellers}
    waiting: dict[str, list[ProductPlan]] = {slug: [] for slug in owners}
    for plan in plans:
        mine = waiting[plan.organisation.slug]
        mine.append(plan)
        if len(mine) == CHUNK:
            count += _make(owners[plan.organisation.slug], mine, pictures, days_ago)
            mine.clear()
    return count + sum(
        _make(owners[slug], mine, pictures, days_ago) for slug, mine in waiting.items() if mine
    )


def _make(seller: Seller, plans: Sequence[ProductPlan], pictures: Pictures, days_ago: tuple[int, int]) -> int:
    made = timedelta(days=dice("made", plans[0].handle).randint(*days_ago))
    with transaction.atomic(), clock.shifted(-made), scope(organisation_id=seller.organisation.pk):
        products = create_products(seller.organisation, [draft(seller, plan, pictures) for plan in plans])
        quantities = {variant.sku: variant.quantity for plan in plans for variant in plan.variants}
        rows = _variants(products)
        receive(seller.organisation, {pk: quantities[sku] for pk, sku in rows})
    return len(products)


def _variants(products: Sequence[Product]) -> Iterator[tuple[int, str]]:
    """Key and SKU of the variants that are kept in stock."""
    rows = Variant.objects.filter(product__in=[product.pk for product in products])
    return iter(rows.exclude(mode=Variant.Mode.MADE_TO_ORDER).order_by("pk").values_list("pk", "sku"))


def draft(seller: Seller, plan: ProductPlan, pictures: Pictures) -> ProductDraft:
    """The plan as its seller would hand it in."""
    picture = pictures.get((seller.organisation.pk, plan.picture.key))
    return ProductDraft(
        craft=plan.craft,
        titles=plan.titles,
        variants=[_variant(variant) for variant in plan.variants],
        stories=plan.stories,
        care=plan.care,
        attributes=attributes(plan),
        materials=plan.materials,
        labels=plan.labels,
        region=plan.organisation.region,
        makers=[seller.makers[at] for at in plan.makers],
        pictures=[(picture, plan.titles)] if picture else [],
        external_id=plan.handle,
        review=Product.Review.APPROVED,
    )


def attributes(plan: ProductPlan) -> dict[str, object]:
    """What the product's page says beside its story, in three languages."""
    said: dict[str, object] = {}
    if plan.techniques:
        said["techniques"] = [techniques()[slug] for slug in plan.techniques]
    if plan.colour:
        colour = table("palette")["colours"][plan.colour]
        said["colour"] = {"ar": colour["m"], "fr": colour["fr"], "en": colour["en"]}
    if plan.size:
        said["size"] = plan.size
    return said


def _variant(plan: VariantPlan) -> VariantDraft:
    return VariantDraft(
        sku=plan.sku,
        price=plan.price,
        options={plan.option: plan.value} if plan.option else {},
        mode=plan.mode,
        quantity=plan.quantity,
        edition_size=plan.edition_size,
        lead_days=plan.lead_days,
        weight_g=plan.weight_g,
    )
