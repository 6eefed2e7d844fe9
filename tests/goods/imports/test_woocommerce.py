"""WooCommerce's file in the languages its shops speak."""

import pytest

from tadamun.goods.imports.neutral import Defaults
from tests.goods.imports.reading import FILES, golden, outcomes


def test_export_in_english() -> None:
    products, problems = golden("woocommerce_en.csv")
    assert set(products) == {"woocommerce-90", "-SAVON", "BABOUCHE"}
    assert set(problems) == {
        (5, "Sale price", "sale_price_ignored"),
        (6, "Type", "type_skipped"),
        (7, "Type", "type_skipped"),
        (13, "Regular price", "price_missing"),
        (4, "Stock", "quantity_shared"),
        (12, "Parent", "parent_missing"),
    }


def test_variations_find_their_parent_wherever_it_stands() -> None:
    fouta = golden("woocommerce_en.csv")[0]["woocommerce-90"]
    assert fouta.option_names == ("Couleur",)
    assert [
        (v.sku, v.options, v.price_minor, v.quantity, v.weight_g, v.length_mm) for v in fouta.variants
    ] == [
        ("FOUTA-B", ("Bleu",), 15000, 4, 450, 2000),
        ("FOUTA-R", ("Rouge, foncé",), 15550, None, 500, 2000),
    ]
    assert fouta.materials == ("Coton",)
    assert fouta.makers == ("Atelier Nour",)
    assert fouta.hints == ("Textile > Foutas", "Maison, jardin")
    assert len(fouta.images) == 3
    assert fouta.variants[0].image.endswith("fouta-bleu.jpg")


def test_the_exporters_escapes_are_undone() -> None:
    products, _ = golden("woocommerce_en.csv")
    assert products["woocommerce-90"].stories["fr"].endswith("Deux couleurs.\n\nChemin : C:\\nouveau")
    soap = products["-SAVON"]
    assert (soap.titles["fr"], soap.stories["fr"]) == ("Savon noir & eucalyptus", "- Fait main")
    assert soap.variants[0].barcode == "6111245600014"
    assert soap.variants[0].price_minor == 3500


def test_switched_off_variations_stay_out_and_any_names_the_choice() -> None:
    slippers = golden("woocommerce_en.csv")[0]["BABOUCHE"]
    assert [v.options for v in slippers.variants] == [("38",), ("39",)]
    assert [v.quantity for v in slippers.variants] == [0, 0]
    assert slippers.attributes == {"Couleur": "Jaune, Blanc"}
    assert slippers.published is False


def test_export_of_a_french_shop() -> None:
    products, problems = golden("woocommerce_fr.csv")
    assert problems == []
    caftan = products["CAFTAN"]
    assert [(v.sku, v.options, v.price_minor, v.weight_g) for v in caftan.variants] == [
        ("CAFTAN-S", ("S",), 245050, 901),
        ("CAFTAN-M", ("M",), 245050, 901),
    ]
    honey = products["MIEL-1"]
    assert (honey.variants[0].price_minor, honey.variants[0].height_mm, honey.hints) == (350, 110, ())


def test_export_of_an_arabic_shop() -> None:
    products, problems = golden("woocommerce_ar.csv", Defaults("ILS", "ar"))
    assert problems == []
    dress = products["ثوب-1"]
    assert dress.titles == {"ar": "ثوب فلسطيني مطرّز"}
    assert [(v.sku, v.options, v.price_minor, v.currency) for v in dress.variants] == [
        ("ثوب-1-ك", ("كبير",), 95050, "ILS"),
        ("ثوب-1-ص", ("صغير",), 90000, "ILS"),
    ]
    assert dress.variants[0].weight_g == 1200


def test_a_language_we_do_not_speak_is_read_by_the_exporters_order() -> None:
    basket = golden("woocommerce_de.csv")[0]["KORB-1"]
    assert (basket.variants[0].price_minor, basket.variants[0].length_mm) == (1990, 400)
    assert basket.materials == ("Palmblatt",)


def test_an_unknown_unit_is_named_only_where_a_measure_stands() -> None:
    text = (
        (FILES / "woocommerce_en.csv")
        .read_text(encoding="utf-8-sig")
        .replace("Weight (kg)", "Weight (stone)")
    )
    _, problems = outcomes(text)
    assert [(p.row, p.column) for p in problems if p.code == "unit_unknown"] == [
        (5, "Weight (stone)"),
        (4, "Weight (stone)"),
    ]


@pytest.mark.parametrize(
    ("cell", "image"),
    [("a.jpg ! alt : x ! title : y", "a.jpg"), (r"https://x.ma/a\,b.jpg, c.png", "https://x.ma/a,b.jpg")],
)
def test_images_of_the_exporter_and_of_an_add_on(cell: str, image: str) -> None:
    products, _ = outcomes(f'Type,SKU,Name,Regular price,Images\nsimple,S,N,5,"{cell}"\n')
    assert products[0].images[0].source == image
