"""A hundred thousand rows in little memory and little time."""

import csv
import time
import tracemalloc
from pathlib import Path

import pytest

from tadamun.goods.imports.dialects.shopify_columns import LEGACY
from tadamun.goods.imports.dialects.woocommerce_columns import ENGLISH, FIELDS
from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.opening import Catalogue

ROWS = 100_000


def shopify(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(title for _, title in LEGACY)
        for number in range(ROWS):
            product, variant = divmod(number, 4)
            cells = {
                "handle": f"tapis-{product}", "option1_value": "SMLX"[variant], "sku": f"T-{product}-{variant}",
                "price": "1450.50", "grams": "3200", "quantity": "3", "tracker": "shopify",
                "image": f"https://example.org/{number}.jpg", "image_position": str(variant + 1),
            }  # fmt: skip
            if variant == 0:
                cells |= {
                    "title": f"Tapis {product}",
                    "description": "<p>Noué <b>main</b></p>" * 8,
                    "option1_name": "Taille",
                }
            writer.writerow(cells.get(field, "") for field, _ in LEGACY)


def woocommerce(path: Path) -> None:
    """All variations first, all parents after them: the hardest order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(ENGLISH[field] for field in FIELDS), "Attribute 1 name", "Attribute 1 value(s)"])
        for number in range(ROWS):
            child = number < ROWS * 3 // 4
            cells = {"id": str(number + 1), "name": f"Tapis {number}", "published": "1"}
            if child:
                cells |= {
                    "type": "variation",
                    "sku": f"V{number}",
                    "parent": f"P{number // 3}",
                    "price": "1450,5",
                }
            else:
                cells |= {"type": "variable", "sku": f"P{number - ROWS * 3 // 4}"}
            tail = ["Taille", f"T{number % 3}" if child else "T0, T1, T2"]
            writer.writerow([*(cells.get(field, "") for field in FIELDS), *tail])


def count(path: Path) -> int:
    with path.open("rb") as file:
        return sum(
            isinstance(outcome, NeutralProduct) for outcome in Catalogue(file).outcomes(Defaults("MAD", "fr"))
        )


def csv_alone(path: Path) -> float:
    start = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("make", [shopify, woocommerce])
def test_a_hundred_thousand_rows(make: object, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    make(path)  # type: ignore[operator]
    start = time.process_time()
    assert count(path) == ROWS // 4
    spent = time.process_time() - start
    # Against Python's own reader on the same file, because a busy machine slows both: measured at 25 to 35 times.
    assert spent < 60 * csv_alone(path) + 0.5
    tracemalloc.start()
    try:
        count(path)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
