"""Plans of products: any number of them, all different, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Self

from tadamun.config.demo.chance import dice, some
from tadamun.config.demo.organisations import OrganisationPlan, organisation_plans
from tadamun.config.demo.recipes import Form, Recipe, Size, recipes
from tadamun.config.demo.sources import Words
from tadamun.config.demo.wording import story, title
from tadamun.kernel.money import Money, exponent

# Dirhams for one unit, rounded: enough to make up plausible prices; the rates of the market are its own.
DIRHAMS = {"MAD": 1.0, "ILS": 2.7, "JOD": 14.0, "USD": 10.0}
PICTURES_A_LOOK = 2


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """What a picture shows: ``subject`` is ``family.style``, ``colour`` a key of the palette or empty."""

    subject: str
    colour: str
    take: int

    @property
    def key(self) -> str:
        return f"{self.subject}-{self.colour or 'plain'}-{self.take}"


@dataclass(frozen=True, slots=True)
class VariantPlan:
    """``option`` and ``value`` are what is chosen ("Size", "38"), empty when there is nothing to choose."""

    sku: str
    price: Money
    option: str
    value: str
    mode: str
    quantity: int
    edition_size: int | None
    lead_days: tuple[int, int]
    weight_g: int


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """A product to be; ``makers`` are positions in the organisation's plan."""

    handle: str
    organisation: OrganisationPlan
    craft: str
    titles: Words
    stories: Words
    care: Words
    size: Words
    work: int
    colour: str
    materials: tuple[str, ...]
    techniques: tuple[str, ...]
    labels: tuple[str, ...]
    makers: tuple[int, ...]
    variants: tuple[VariantPlan, ...]
    picture: PictureSpec


@dataclass(frozen=True, slots=True)
class Slot:
    """One craft of one seller. ``step`` and ``start`` walk through its titles in an order of the seller's own."""

    organisation: OrganisationPlan
    recipe: Recipe
    step: int
    start: int

    @classmethod
    def of(cls, organisation: OrganisationPlan, recipe: Recipe) -> Self:
        total = recipe.combinations
        step = next(step for step in range(total * 5 // 13 + 1, total * 2 + 2) if gcd(step, total) == 1)
        return cls(organisation, recipe, step, dice(organisation.slug, recipe.craft).randrange(total))

    def combination(self, turn: int) -> tuple[Form, Words, str]:
        recipe = self.recipe
        at = (turn * self.step + self.start) % recipe.combinations
        at, form_at = divmod(at, len(recipe.forms))
        colour_at, motif_at = divmod(at, len(recipe.motifs))
        if not recipe.says_colour:
            colour_at = turn + self.start
        colour = recipe.colours[colour_at % len(recipe.colours)] if recipe.colours else ""
        return recipe.forms[form_at], recipe.motifs[motif_at], colour


def products(market: str, count: int, seed: int = 1) -> Iterator[ProductPlan]:
    """``count`` products of a market's sellers, in turn; the first ones are the same whatever the count."""
    slots = [Slot.of(plan, recipes()[craft]) for plan in organisation_plans(market) for craft in plan.crafts]
    for number in range(count):
        yield _product(slots[number % len(slots)], number // len(slots), number, seed)


def _product(slot: Slot, turn: int, number: int, seed: int) -> ProductPlan:
    organisation, recipe = slot.organisation, slot.recipe
    chance = dice(seed, organisation.slug, recipe.craft, turn)
    form, motif, colour = slot.combination(turn)
    maker = chance.randrange(len(organisation.makers)) if organisation.makers else None
    work = chance.randint(*recipe.work) if recipe.work else 0
    edition = chance.randint(5, 20) if recipe.mode == "edition" else 0
    size = chance.choice(recipe.sizes) if recipe.sizes and recipe.mode == "unique" else None
    handle = f"{organisation.slug}-{number + 1:05d}"
    signer = organisation.makers[maker] if maker is not None else None
    return ProductPlan(
        handle=handle,
        organisation=organisation,
        craft=recipe.craft,
        titles=title(recipe, form, motif, colour, turn // recipe.combinations + 1),
        stories=story(recipe, organisation, signer, work, edition, chance),
        care=recipe.care,
        size=size.names if size else {},
        work=work,
        colour=colour,
        materials=(*recipe.materials[:1], *some(chance, recipe.materials[1:], 0, 2)),
        techniques=recipe.techniques,
        labels=organisation.labels if chance.random() < 0.6 else (),
        makers=(maker,) if maker is not None else (),
        variants=tuple(_variants(organisation, recipe, handle, size, edition, chance)),
        picture=PictureSpec(form.picture, colour, turn % PICTURES_A_LOOK),
    )


def _variants(
    organisation: OrganisationPlan,
    recipe: Recipe,
    handle: str,
    size: Size | None,
    edition: int,
    chance: Random,
) -> Iterator[VariantPlan]:
    dirhams = chance.uniform(*recipe.price)
    grams = chance.uniform(*recipe.grams)
    one = recipe.mode in ("unique", "edition")
    sizes: list[Size | None] = [size or (recipe.sizes[0] if recipe.sizes else None)] if one else []
    sizes = sizes or list(some(chance, recipe.sizes, 2, len(recipe.sizes))) or [None]
    sold_out = chance.random() < 0.04
    for each in sizes:
        factor = each.factor if each else 1.0
        yield VariantPlan(
            sku=f"{handle}-{each.code}".replace(" × ", "x") if each and not one else handle,
            price=price(dirhams * factor, organisation.currency),
            option=recipe.option if each and len(sizes) > 1 else "",
            value=each.names["en"] if each and len(sizes) > 1 else "",
            mode=recipe.mode,
            quantity=0 if sold_out or recipe.mode == "made_to_order" else _quantity(recipe, edition, chance),
            edition_size=edition or None,
            lead_days=recipe.days,
            weight_g=max(10, round(grams * factor / 10) * 10),
        )


def _quantity(recipe: Recipe, edition: int, chance: Random) -> int:
    if recipe.mode == "unique":
        return 1
    return edition or (chance.randint(3, 30) if recipe.work else chance.randint(20, 120))


def price(dirhams: float, currency: str) -> Money:
    """A price as people write it: whole, in steps that grow with the amount; never below one step."""
    units = dirhams / DIRHAMS[currency]
    step = next(step for limit, step in ((50, 1), (300, 5), (2000, 10), (10**9, 50)) if units < limit)
    return Money(max(1, round(units / step)) * step * 10 ** exponent(currency), currency)
