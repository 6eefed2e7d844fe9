"""Both of Shopify's files."""

from decimal import Decimal

from tests.goods.imports.reading import golden, outcomes


def test_legacy_export() -> None:
    products, problems = golden("shopify_legacy.csv")
    assert list(products) == ["zarbia-beni-ouarain", "tajine-safi", "huile-argan"]
    assert problems == [(7, "Gift Card", "gift_card_skipped")]
    rug = products["zarbia-beni-ouarain"]
    assert rug.rows == (2, 5)
    assert rug.stories["fr"] == (
        "Tapis noué à la main par trois sœurs.\n\n• Laine & coton\n• 3 mois de travail\n\n"
        "Dites « merci » en arabe : شكرًا."
    )
    assert rug.option_names == ("Taille", "Couleur")
    assert [(v.sku, v.options, v.price_minor, v.quantity, v.row) for v in rug.variants] == [
        ("BO-120-C", ("120 × 180 cm", "Crème"), 145000, 2, 2),
        ("BO-200-C", ("200 × 300 cm", "Crème"), 390000, 0, 3),  # oversold in the shop: none left
        ("BO-200-E", ("200 × 300 cm", "Écru"), 390000, 0, 4),
    ]
    assert rug.variants[0].compare_at_minor == 160000
    assert rug.variants[0].weight_g == 6200
    assert [image.source.rpartition("/")[2][:7] for image in rug.images] == [
        "tapis-1",
        "tapis-2",
        "tapis-3",
        "tapis-4",
    ]
    assert rug.images[2].alts == {"fr": "Détail du nœud"}
    assert rug.tags == ("berbère", "laine", "salon")


def test_default_title_means_no_options_and_draft_means_not_published() -> None:
    tajine = golden("shopify_legacy.csv")[0]["tajine-safi"]
    assert (tajine.option_names, tajine.variants[0].options, tajine.published) == ((), (), False)


def test_stock_that_the_shop_does_not_track_is_unknown() -> None:
    assert golden("shopify_legacy.csv")[0]["huile-argan"].variants[0].quantity is None


def test_current_template() -> None:
    products, problems = golden("shopify_current.csv")
    assert problems == []
    assert [(v.sku, v.options, v.quantity) for v in products["sac-en-cuir"].variants] == [
        ("SAC-N", ("Noir",), 4),
        ("SAC-F", ("Fauve",), 2),
    ]
    assert products["sac-en-cuir"].hints == ("Apparel & Accessories > Handbags", "Sac")
    assert products["pouf-sans-guide"].published is False


HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n"


def test_a_product_with_one_bad_row_is_refused_whole_and_its_neighbours_are_not() -> None:
    products, problems = outcomes(
        HEADER + "a,A,,,A1,10,\nb,B,Taille,S,B1,10,\nb,,,M,B2,-3,\nb,,,L,B3,x,\nc,C,,,C1,10,\n"
    )
    assert [product.handle for product in products] == ["a", "c"]
    assert [(p.row, p.column, p.code, p.value) for p in problems] == [
        (4, "Variant Price", "price_negative", "-3"),
        (5, "Variant Price", "price_unreadable", "x"),
    ]


def test_rows_that_were_sorted_apart_are_not_two_products() -> None:
    products, problems = outcomes(HEADER + "a,A,Taille,S,A1,10,\nb,B,,,B1,10,\na,,,M,A2,10,\n")
    assert [product.handle for product in products] == ["a", "b"]
    assert [(p.row, p.code, p.value, p.params["first"]) for p in problems] == [
        (4, "handle_scattered", "a", 2)
    ]


def test_repeats_are_refused() -> None:
    _, problems = outcomes(
        HEADER
        + "a,A,Taille,S,A1,10,\na,,,S,A2,10,\nb,B,,,A1,10,\nc,C,Taille,S,C1,10,\nc,,,,C2,10,\na,Again,,,A9,5,\n"
    )
    assert [(p.row, p.column, p.code, p.params.get("first")) for p in problems] == [
        (3, "Option1 Value", "options_repeated", 2),
        (4, "Variant SKU", "sku_repeated", 2),
        (6, "Option1 Value", "option_missing", None),
        (7, "Handle", "handle_scattered", 2),
    ]


def test_a_row_of_nothing_known_belongs_to_no_product() -> None:
    _, problems = outcomes(HEADER + ",,,,X,10,\n")
    assert [(p.row, p.column, p.code) for p in problems] == [(2, "Handle", "handle_missing")]


def test_dangerous_picture_addresses_are_passed_over() -> None:
    products, problems = outcomes(
        HEADER + "a,A,,,A1,10,file:///etc/passwd\nb,B,,,B1,10,javascript:alert(1)\n"
    )
    assert [product.images for product in products] == [(), ()]
    assert [p.code for p in problems] == ["image_unreadable"] * 2


def test_dinars_keep_three_decimals() -> None:
    header = "Title,URL handle,Price\n"
    products, _ = outcomes(header + "A,a,12.345 JOD\n")
    assert (products[0].variants[0].price_minor, products[0].variants[0].currency) == (12345, "JOD")
    _, problems = outcomes(header + "A,a,12.345\n")
    assert (problems[0].row, problems[0].column, problems[0].code) == (2, "Price", "price_decimals")
    assert Decimal(str(problems[0].params["places"])) == 2
