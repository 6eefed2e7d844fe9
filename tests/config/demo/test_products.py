"""Plans of products: different, plausible, the same every time, and right in each language."""

import re
from collections import Counter
from itertools import islice

import pytest

from tadamun.config.demo.products import price, products
from tadamun.config.demo.recipes import recipes
from tadamun.config.demo.sources import table
from tadamun.config.demo.wording import colour_words, counted
from tadamun.goods.catalogue.crafts import crafts, labels, materials
from tadamun.kernel.money import Money

pytestmark = pytest.mark.broad

SLUGS = ("dlala", "dakhla", "store", "elhajeb")
MARKETS = pytest.mark.parametrize("slug", SLUGS)


def test_more_than_sixty_crafts_of_the_taxonomy_are_sold() -> None:
    sold = {plan.craft for slug in SLUGS for plan in products(slug, 60)}
    assert len(sold) > 60
    assert set(recipes()) <= set(crafts())


@MARKETS
def test_titles_of_a_seller_never_repeat(slug: str) -> None:
    seen = Counter(
        (plan.organisation.slug, language, title)
        for plan in products(slug, 3000)
        for language, title in plan.titles.items()
    )
    assert seen.most_common(1)[0][1] == 1


@MARKETS
def test_the_same_seed_gives_the_same_products(slug: str) -> None:
    assert list(products(slug, 40)) == list(islice(products(slug, 90), 40))
    assert list(products(slug, 40, seed=2)) != list(products(slug, 40))


@MARKETS
def test_a_plan_can_become_a_product(slug: str) -> None:
    skus: set[str] = set()
    for plan in products(slug, 200):
        assert set(plan.materials) <= set(materials())
        assert set(plan.labels) <= set(labels())
        assert all(len(title) <= 120 for title in plan.titles.values())
        for variant in plan.variants:
            assert variant.sku not in skus
            skus.add(variant.sku)
            assert variant.price.minor > 0
            assert variant.price.currency == plan.organisation.currency
            assert variant.weight_g > 0
            assert variant.mode != "unique" or variant.quantity <= 1
            assert variant.mode != "edition" or variant.quantity in (0, variant.edition_size)


@MARKETS
def test_arabic_texts_are_arabic_and_french_ones_typographic(slug: str) -> None:
    for plan in products(slug, 120):
        for text in (plan.titles, plan.stories, plan.care):
            assert not re.search(r"[A-Za-z]", text["ar"])
            assert not re.search(r"[\u0600-\u06ff]", text["fr"] + text["en"])
            assert "'" not in text["fr"]
            assert not re.search(r"\S[;:!?]", text["fr"])  # a space stands before them


def test_a_colour_agrees_with_its_noun() -> None:
    assert colour_words("madder", "f")["ar"] == "حمراء فوية"
    assert colour_words("madder", "m")["ar"] == "أحمر فوي"
    for plan in products("store", 400):
        recipe = recipes()[plan.craft]
        if recipe.says_colour:
            form = next(form for form in recipe.forms if plan.titles["ar"].startswith(form.names["ar"] + " "))
            assert colour_words(plan.colour, form.gender)["ar"] in plan.titles["ar"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (10, "10 أيام"), (11, "11 يومًا"), (60, "60 يومًا")],
)
def test_arabic_counts_days_as_people_do(days: int, words: str) -> None:
    assert counted(days, "يوم واحد", "يومان", "أيام", "يومًا") == words


@pytest.mark.parametrize(
    ("dirhams", "currency", "asked"),
    [
        (18.4, "MAD", Money(1800, "MAD")),
        (142, "MAD", Money(14000, "MAD")),
        (2137, "MAD", Money(215000, "MAD")),
        (270, "ILS", Money(10000, "ILS")),
        (35, "JOD", Money(2000, "JOD")),
        (0.2, "USD", Money(100, "USD")),
    ],
)
def test_prices_are_rounded_as_people_write_them(dirhams: float, currency: str, asked: Money) -> None:
    assert price(dirhams, currency) == asked


def test_every_colour_of_a_recipe_is_in_the_palette() -> None:
    known = set(table("palette")["colours"])
    assert {colour for recipe in recipes().values() for colour in recipe.colours} <= known
