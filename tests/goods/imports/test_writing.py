"""Files for other tools: their own columns, safe to open, and what we write there we can read there."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest

from tadamun.goods.imports.dialects import dialect_named
from tadamun.goods.imports.dialects.base import Writing
from tadamun.goods.imports.neutral import Defaults, ImageRef, NeutralProduct, NeutralVariant
from tests.goods.imports.reading import outcomes

RUG = NeutralProduct(
    handle="zarbia",
    titles={"ar": "زربية", "fr": "Tapis, « grand »"},
    stories={"fr": "Noué main.\n\nLaine & soie <pure>\nDeux lignes"},
    craft="carpet-azilal",
    tags=("laine", "salon"),
    materials=("wool",),
    makers=("Khadija",),
    option_names=("Taille", "Couleur"),
    images=(ImageRef("https://example.org/1.jpg", {"fr": "De face"}), ImageRef("https://example.org/2.jpg")),
    variants=(
        NeutralVariant(
            145050,
            "MAD",
            sku="Z-1",
            options=("S", "Rouge, foncé"),
            quantity=2,
            weight_g=6200,
            barcode="6111234567890",
        ),
        NeutralVariant(
            390000,
            "MAD",
            sku="Z-2",
            options=("L", "Écru"),
            quantity=0,
            weight_g=14500,
            image="https://example.org/2.jpg",
        ),
    ),
)
SOAP = NeutralProduct(
    handle="savon",
    titles={"fr": '=HYPERLINK("https://evil.example")'},
    stories={"fr": "@SUM(A1:A9)"},
    tags=("+plus",),
    published=False,
    variants=(NeutralVariant(3500, "MAD", sku="-S1", quantity=5, length_mm=65),),
)
SLUGS = ["shopify", "shopify-legacy", "woocommerce", "etsy", "tadamun"]


def written(slug: str, *products: NeutralProduct) -> bytes:
    out = BytesIO()
    assert dialect_named(slug).write(products, out, Writing(language="fr")) == len(products)
    return out.getvalue()


@pytest.mark.parametrize("slug", SLUGS)
def test_no_cell_of_any_export_is_a_formula(slug: str) -> None:
    text = written(slug, RUG, SOAP).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert not [
        cell
        for cell in cells
        if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) and cell not in ("-1",)
    ]
    assert any("HYPERLINK" in cell for cell in cells)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_is_recognised_as_its_own_and_holds_the_products(slug: str) -> None:
    products, problems = outcomes(written(slug, RUG, SOAP), Defaults("MAD", "fr"))
    assert [p for p in problems if not p.is_warning] == []
    by_title = {product.titles["fr"]: product for product in products}
    assert set(by_title) == {RUG.titles["fr"], SOAP.titles["fr"]}
    rug = by_title[RUG.titles["fr"]]
    assert [v.sku for v in rug.variants] == ["Z-1", "Z-2"] if slug != "etsy" else len(rug.variants) == 4
    assert rug.stories["fr"] == RUG.stories["fr"]
    assert [image.source for image in rug.images] == [image.source for image in RUG.images]
    assert by_title[SOAP.titles["fr"]].stories["fr"] == SOAP.stories["fr"]


@pytest.mark.parametrize("slug", ["shopify", "shopify-legacy", "woocommerce"])
def test_variants_come_back(slug: str) -> None:
    products, _ = outcomes(written(slug, RUG, SOAP), Defaults("MAD", "fr"))
    rug = next(product for product in products if product.handle == "zarbia")
    assert rug.option_names == RUG.option_names
    assert rug.tags == RUG.tags
    for found, wanted in zip(rug.variants, RUG.variants, strict=True):
        assert replace(found, image=wanted.image) == wanted
    soap = next(product for product in products if product.handle != "zarbia")
    assert soap.published is False
    assert soap.variants[0].sku == "-S1"


def test_a_fourth_option_joins_the_third_in_shopify() -> None:
    product = replace(
        RUG,
        option_names=("A", "B", "C", "D"),
        variants=(NeutralVariant(100, "MAD", sku="X", options=("1", "2", "3", "4")),),
    )
    products, _ = outcomes(written("shopify", product))
    assert (products[0].option_names, products[0].variants[0].options) == (
        ("A", "B", "C / D"),
        ("1", "2", "3 / 4"),
    )


def test_etsy_gets_one_row_with_its_limits() -> None:
    product = replace(RUG, titles={"fr": "x" * 200}, tags=tuple(f"t {n}" for n in range(20)))
    rows = list(csv.DictReader(StringIO(written("etsy", product).decode(), newline="")))
    assert len(rows) == 1
    assert len(rows[0]["TITLE"]) == 140
    assert rows[0]["TAGS"].count(",") == 12
    assert rows[0]["PRICE"] == "1450.50"
    assert rows[0]["QUANTITY"] == "2"
    assert rows[0]["VARIATION 1 VALUES"] == "S,L"


def test_woocommerce_ties_variations_to_their_parent_by_sku() -> None:
    rows = list(csv.DictReader(StringIO(written("woocommerce", RUG).decode("utf-8-sig"), newline="")))
    assert [(row["Type"], row["SKU"], row["Parent"]) for row in rows] == [
        ("variable", "zarbia", ""),
        ("variation", "Z-1", "zarbia"),
        ("variation", "Z-2", "zarbia"),
    ]
    assert rows[0]["Attribute 2 value(s)"] == "Rouge\\, foncé, Écru"
    assert rows[1]["Weight (kg)"] == "6.2"


def test_dinars_are_written_with_three_decimals() -> None:
    product = replace(SOAP, variants=(NeutralVariant(12345, "JOD", sku="J"),))
    assert b"12.345" in written("shopify", product)
