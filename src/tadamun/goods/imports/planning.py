"""From a neutral product to what the catalogue shall hold, for one seller in one market."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tadamun.goods.catalogue.crafts import crafts, labels
from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft
from tadamun.goods.imports.guessing import craft_from, language_of, material_slugs
from tadamun.goods.imports.neutral import NeutralProduct, NeutralVariant, Words
from tadamun.goods.imports.problems import RowProblem
from tadamun.kernel.money import Money
from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import regions
from tadamun.people.sellers.models import Maker, Organisation

UNDETERMINED = "und"  # the language of a file that does not name it (BCP 47)


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not change from product to product. ``craft`` is for products whose own is not recognised."""

    organisation: Organisation
    market: Market
    own: bool  # our own dialect: its codes were meant as ours
    language: str
    craft: str
    trusted: bool
    currencies: frozenset[str]
    makers: Mapping[str, int] = field(default_factory=dict)
    column: Callable[[str], str] = str  # a field's column by the name that this file gives it

    @property
    def review(self) -> str:
        return Product.Review.APPROVED if self.trusted else Product.Review.WAITING


@dataclass(slots=True)
class Plan:
    """A draft with what the catalogue does not take: quantities by SKU (``None``: unknown), pictures, and remarks."""

    product: NeutralProduct
    draft: ProductDraft
    quantities: dict[str, int | None]
    problems: list[RowProblem]

    @property
    def refused(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)


def ground_for(
    organisation: Organisation,
    market: Market,
    *,
    own: bool,
    language: str,
    craft: str,
    trusted: bool,
    column: Callable[[str], str],
) -> Ground:
    """Reads the seller's makers once; call it inside her scope."""
    makers = {
        name.casefold(): maker.pk
        for maker in Maker.objects.filter(organisation=organisation)
        for code, name in maker.names.items()
        if code in LANGUAGES and name
    }
    fallback = next((slug for slug in (craft, *organisation.crafts) if slug in crafts()), "decor")
    currencies = {market.currency, organisation.currency, *market.policy.seller_currencies}
    return Ground(
        organisation, market, own, language, fallback, trusted, frozenset(currencies), makers, column
    )


def planned(product: NeutralProduct, skus: tuple[str, ...], ground: Ground) -> Plan:
    """The draft of a product whose variants shall have these SKUs, and everything to be said about it."""
    problems: list[RowProblem] = []
    row = product.rows[0]
    for variant in product.variants:
        if variant.currency not in ground.currencies:
            accepted = ", ".join(sorted(ground.currencies))
            value = variant.currency
            problems.append(
                RowProblem(
                    variant.row, ground.column("currency"), "currency_unknown", value, {"accepted": accepted}
                )
            )
    variants = [_variant(variant, sku, product) for variant, sku in zip(product.variants, skus, strict=True)]
    quantities = {sku: _quantity(variant) for variant, sku in zip(product.variants, skus, strict=True)}
    if ground.own and (product.voice or product.export_profile):
        problems.append(
            RowProblem(row, ground.column("voice" if product.voice else "export_profile"), "not_kept")
        )
    unknown = [v for v in product.variants if v.mode in ("", "stock") and v.quantity is None]
    if unknown:
        problems.append(RowProblem(unknown[0].row, ground.column("quantity"), "quantity_unknown"))
    draft = ProductDraft(
        craft=_craft(product, ground, problems),
        titles=_words(product, product.titles, "title", ground),
        stories=_words(product, product.stories, "story", ground),
        care=_words(product, product.care, "care", ground),
        attributes=dict(product.attributes),
        materials=material_slugs(product.materials),
        labels=_known(product.labels, labels(), "labels", "label_unknown", row, problems),
        tags=product.tags,
        region=_region(product, ground, problems),
        makers=_makers(product, ground, problems),
        external_id=product.handle,
        shown=product.published,
        review=ground.review,
        variants=variants,
    )
    return Plan(product, draft, quantities, problems)


def _variant(variant: NeutralVariant, sku: str, product: NeutralProduct) -> VariantDraft:
    shortest = variant.lead_days_min if variant.lead_days_min is not None else variant.lead_days_max or 0
    longest = variant.lead_days_max if variant.lead_days_max is not None else shortest
    sizes = (variant.length_mm, variant.width_mm, variant.height_mm)
    return VariantDraft(
        sku=sku,
        price=Money(variant.price_minor, variant.currency),
        options=dict(zip(_distinct(product.option_names), variant.options, strict=True)),
        mode=variant.mode or Variant.Mode.STOCK,
        quantity=_quantity(variant) or 0,
        edition_size=variant.edition_size,
        lead_days=(min(shortest, longest), longest),
        weight_g=variant.weight_g,
        size_mm=[size or 0 for size in sizes] if any(sizes) else (),
        barcode=variant.barcode,
    )


def _distinct(names: tuple[str, ...]) -> list[str]:
    """Option names as keys of a mapping: a second one of the same name gets a number."""
    keys: list[str] = []
    for name in names:
        keys.append(name if name not in keys else f"{name} {len(keys) + 1}")
    return keys


def _quantity(variant: NeutralVariant) -> int | None:
    """What there is; a unique piece and an edition say it by themselves, made to order needs none."""
    if variant.quantity is not None:
        return variant.quantity
    if variant.mode == "made_to_order":
        return None
    return {"unique": 1, "edition": variant.edition_size}.get(variant.mode)


def _words(product: NeutralProduct, texts: Words, name: str, ground: Ground) -> dict[str, Any]:
    """Translated text; words of an unnamed language go to the one they are in. Machine and voice are marked."""
    kept: dict[str, Any] = {}
    for code, text in texts.items():
        if code == UNDETERMINED:
            code = ground.language or language_of(_sample(product), _preferred(ground.market))  # noqa: PLW2901
        if code in LANGUAGES and text.strip():
            kept[code] = text
    how = {code: product.text_how[f"{name}_{code}"] for code in kept if f"{name}_{code}" in product.text_how}
    return {**kept, "_how": how} if how else kept


def _sample(product: NeutralProduct) -> str:
    title, story = product.titles.get(UNDETERMINED, ""), product.stories.get(UNDETERMINED, "")
    return f"{title} {story[:400]}"


def _preferred(market: Market) -> str:
    return next((code for code in market.languages if code in ("fr", "en")), "fr")


def _craft(product: NeutralProduct, ground: Ground, problems: list[RowProblem]) -> str:
    if product.craft in crafts():
        return product.craft
    hints = tuple(reversed(product.hints))
    if guess := craft_from(product.craft, *hints, *product.tags[:8], *product.titles.values()):
        return guess
    value = product.craft or (product.hints[0] if product.hints else "")
    problems.append(RowProblem(product.rows[0], ground.column("craft"), "craft_unknown", value))
    return ground.craft


def _known(
    values: Iterable[str],
    table: Mapping[str, object],
    column: str,
    code: str,
    row: int,
    problems: list[RowProblem],
) -> tuple[str, ...]:
    kept = []
    for value in values:
        if value in table:
            kept.append(value)
        else:
            problems.append(RowProblem(row, column, code, value))
    return tuple(kept)


def _region(product: NeutralProduct, ground: Ground, problems: list[RowProblem]) -> str:
    code = product.origin.upper()
    if code and code not in regions():
        problems.append(RowProblem(product.rows[0], "origin", "region_unknown", product.origin))
        code = ""
    return code or (ground.organisation.region if ground.organisation.region in regions() else "")


def _makers(product: NeutralProduct, ground: Ground, problems: list[RowProblem]) -> tuple[int, ...]:
    """Registered makers of these names. Another tool's "vendor" is mostly the shop itself: no remark then."""
    found = []
    for name in product.makers:
        pk = ground.makers.get(name.casefold())
        if pk is not None:
            found.append(pk)
        elif ground.own:
            problems.append(RowProblem(product.rows[0], "makers", "maker_unknown", name))
    return tuple(dict.fromkeys(found))


def with_handle(plan: Plan, handle: str) -> Plan:
    """The same plan under another handle: a product found by its SKU keeps the one it has."""
    return replace(plan, draft=replace(plan.draft, external_id=handle))
