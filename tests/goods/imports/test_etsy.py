"""Etsy's listings."""

import pytest

from tests.goods.imports.reading import golden, outcomes


def test_listings() -> None:
    products, problems = golden("etsy.csv")
    assert problems == [(3, "QUANTITY", "quantity_shared")]
    rug = products["hand-knotted-azilal-rug-wool"]
    assert rug.titles["fr"] == 'Hand-knotted "Azilal" rug, wool'
    assert rug.stories["fr"] == "Made in Azilal.\n\nWool & cotton, 3 months of work."
    assert rug.tags == ("moroccan rug", "wool rug", "azilal")
    assert (rug.variants[0].price_minor, rug.variants[0].currency, rug.variants[0].quantity) == (
        45000,
        "USD",
        1,
    )
    assert len(rug.images) == 2


def test_variations_share_price_and_quantity() -> None:
    slippers = golden("etsy.csv")[0]["leather-slippers"]
    assert slippers.option_names == ("Size", "Colour")
    assert [(v.sku, v.options) for v in slippers.variants] == [
        ("SL-38Y", ("38", "Yellow")),
        ("SL-38W", ("38", "White")),
        ("SL-39Y", ("39", "Yellow")),
        ("SL-39W", ("39", "White")),
    ]
    assert {(v.price_minor, v.quantity) for v in slippers.variants} == {(123450, None)}


def test_listings_of_one_title_stay_apart_and_keep_their_names() -> None:
    products, _ = golden("etsy.csv")
    assert [products[name].variants[0].price_minor for name in ("clay-bowl", "clay-bowl-2")] == [1250, 1400]


def test_three_variations_and_one_sku() -> None:
    products, problems = golden("etsy_three_variations.csv")
    assert [(v.sku, v.options) for v in products["tray"].variants] == [
        ("TR-1", ("Thuya",)),
        ("TR-2", ("Cedar",)),
    ]
    assert problems == []


HEADER = "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,VARIATION 1 NAME,VARIATION 1 VALUES,SKU\n"


def test_what_is_wrong_is_named() -> None:
    _, problems = outcomes(
        HEADER
        + ",orphan,5,EUR,1,,,\n"
        + "B,,5,ZWL,1,,,\n"
        + "C,,-5,EUR,1,,,\n"
        + 'D,,5,EUR,1,,"a,b",\n'
        + "E,,0,EUR,1,,,\n"
        + "F,,5,EUR,x,,,\n"
        + "G,,5 USD,EUR,1,,,\n"
        + 'H,,5,EUR,1,Size,"a,b,c","x,y"\n'
    )
    assert [(p.row, p.column, p.code) for p in problems] == [
        (2, "TITLE", "title_missing"),
        (3, "CURRENCY_CODE", "currency_unknown"),
        (4, "PRICE", "price_negative"),
        (5, "VARIATION 1 NAME", "option_unnamed"),
        (5, "QUANTITY", "quantity_shared"),
        (6, "PRICE", "price_zero"),
        (7, "QUANTITY", "count_unreadable"),
        (8, "PRICE", "currency_mismatch"),
        (9, "QUANTITY", "quantity_shared"),
        (9, "SKU", "sku_count"),
    ]


def test_a_listing_with_too_many_combinations_is_refused() -> None:
    values = ",".join(f"v{n}" for n in range(500))
    products, problems = outcomes(HEADER + f'A,,5,EUR,1,Size,"{values}",\n')
    assert products == []
    assert problems[0].code == "too_many_variants"


ITALIAN = (
    "TITOLO,DESCRIZIONE,PREZZO,CURRENCY_CODE,QUANTITÀ,TAG,MATERIALI,"
    + ",".join(f"IMMAGINE{number}" for number in range(1, 11))
    + ',"TIPO VARIANTE 1","NOME VARIANTE 1","VALORI VARIANTE 1","TIPO VARIANTE 2","NOME VARIANTE 2",'
    + '"VALORI VARIANTE 2",SKU'
)
GERMAN = (
    "TITEL,BESCHREIBUNG,PREIS,WÄHRUNGSCODE,STÜCKZAHL,TAGS,MATERIALIEN,"
    + ",".join(f"BILD{number}" for number in range(1, 11))
    + ",VARIATIONSTYP 1,VARIATIONSNAME 1,VARIATIONSWERT 1,VARIATIONSTYP 2,VARIATIONSNAME 2,VARIATIONSWERT 2,"
    + "BESTANDSEINHEIT"
)


@pytest.mark.parametrize("header", [ITALIAN, GERMAN, GERMAN.replace("BILD", "IMAGE ")])
def test_a_download_in_the_language_of_the_account(header: str) -> None:
    """Header lines as sellers in Italy and Germany got them."""
    images = ",".join(["https://example.org/1.jpg", *[""] * 9])
    products, problems = outcomes(
        f'{header}\nVase,Tourné,"46,50",EUR,2,raku_vase,Argile,{images},,,,,,,V-1\n'
    )
    assert problems == []
    (vase,) = products
    (variant,) = vase.variants
    assert (vase.titles, vase.tags, vase.materials) == ({"fr": "Vase"}, ("raku vase",), ("Argile",))
    assert (variant.sku, variant.price_minor, variant.currency, variant.quantity) == ("V-1", 4650, "EUR", 2)
    assert [image.source for image in vase.images] == ["https://example.org/1.jpg"]


def test_a_wrong_price_is_named_by_the_files_own_column() -> None:
    _, problems = outcomes(f"{ITALIAN}\nVaso,,gratis,EUR,1{',' * 19}\n")
    assert [(problem.column, problem.code) for problem in problems] == [("PREZZO", "price_unreadable")]


def test_numbered_columns_of_another_shape_are_not_etsys() -> None:
    assert outcomes(f"{ITALIAN},IVA\nVaso,,10,EUR,1{',' * 20}\n")[1][0].code == "columns_unknown"
