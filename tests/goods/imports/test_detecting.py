"""Whose columns are these?"""

import csv

import pytest

from tadamun.goods.imports.dialects import DIALECTS, detect, dialect_named
from tadamun.goods.imports.problems import problem_text
from tests.goods.imports.reading import FILES, only_problem

BY_FILE = {
    "shopify_legacy.csv": "shopify-legacy",
    "shopify_current.csv": "shopify",
    "woocommerce_en.csv": "woocommerce",
    "woocommerce_fr.csv": "woocommerce",
    "woocommerce_ar.csv": "woocommerce",
    "woocommerce_de.csv": "woocommerce",
    "etsy.csv": "etsy",
    "etsy_three_variations.csv": "etsy",
    "tadamun.csv": "tadamun",
}


@pytest.mark.parametrize(("name", "slug"), BY_FILE.items())
def test_every_golden_file_is_recognised(name: str, slug: str) -> None:
    with (FILES / name).open(encoding="utf-8-sig", newline="") as file:
        text = file.readline()
    header = next(csv.reader([text], delimiter=";" if text.count(";") > text.count(",") else ","))
    found = detect(header)
    assert found.dialect is dialect_named(slug)
    assert found.missing == ()


def test_every_file_is_listed() -> None:
    assert {path.name for path in FILES.glob("*.csv")} == set(BY_FILE)
    assert {dialect.slug for dialect in DIALECTS} == set(BY_FILE.values())


def test_the_least_a_shopify_file_may_be() -> None:
    assert detect(["Title", "Price"]).dialect is dialect_named("shopify")
    assert detect(["Handle", "Title", "Variant Price"]).dialect is dialect_named("shopify-legacy")
    assert detect(["TITLE", "PRICE", "CURRENCY_CODE", "QUANTITY"]).dialect is dialect_named("etsy")


def test_a_missing_column_is_named() -> None:
    problem = only_problem("Handle,Title,Body (HTML),Vendor,Option1 Name\nx,X,,,\n")
    assert (problem.row, problem.code) == (1, "columns_missing")
    assert "Variant Price" in problem_text(problem, "en")


def test_strange_columns_get_the_closest_guess() -> None:
    problem = only_problem("numéro,désignation,Parent,montant\n1,Tapis,,5\n")
    assert problem.code == "columns_unknown"
    assert problem.params["dialect"] == "WooCommerce"
    assert "Regular price" in str(problem.params["columns"])


def test_shopifys_inventory_export_is_told_from_its_products() -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,On hand"
    assert only_problem(header + "\nx,X,,,,,,Rabat,5\n").code == "inventory_file"
