"""Etsy's listings."""

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
