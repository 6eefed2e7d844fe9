"""A hundred thousand rows in little memory, and each as cheap as the first."""

import cProfile
import csv
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tadamun.goods.imports.dialects.shopify_columns import LEGACY
from tadamun.goods.imports.dialects.woocommerce_columns import ENGLISH, FIELDS
from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.opening import Catalogue
from tadamun.goods.imports.operations import run_import
from tests.factories import make_market, make_organisation

Make = Callable[[Path, int], None]


def shopify(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(title for _, title in LEGACY)
        for number in range(rows):
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


def woocommerce(path: Path, rows: int) -> None:
    """All variations first, all parents after them: the hardest order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(ENGLISH[field] for field in FIELDS), "Attribute 1 name", "Attribute 1 value(s)"])
        for number in range(rows):
            child = number < rows * 3 // 4
            cells = {"id": str(number + 1), "name": f"Tapis {number}", "published": "1"}
            if child:
                cells |= {
                    "type": "variation",
                    "sku": f"V{number}",
                    "parent": f"P{number // 3}",
                    "price": "1450,5",
                }
            else:
                cells |= {"type": "variable", "sku": f"P{number - rows * 3 // 4}"}
            tail = ["Taille", f"T{number % 3}" if child else "T0, T1, T2"]
            writer.writerow([*(cells.get(field, "") for field in FIELDS), *tail])


class Counted:
    """A file that counts the bytes that were read of it."""

    def __init__(self, path: Path) -> None:
        self._file, self.taken = path.open("rb"), 0

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self.taken += len(found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def count(file: Any) -> int:
    return sum(
        isinstance(outcome, NeutralProduct) for outcome in Catalogue(file).outcomes(Defaults("MAD", "fr"))
    )


def calls(path: Path) -> int:
    """How many functions are called while the file is understood: what a busy machine does not change."""
    profile = cProfile.Profile()
    with path.open("rb") as file:
        assert profile.runcall(count, file) > 0
    return sum(entry.callcount for entry in profile.getstats())


# The one that must remember most: children before their parents. The other dialect's rows are told apart as they come.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "rows"),
    [(woocommerce, 16_000), *(pytest.param(make, 100_000, marks=pytest.mark.thorough) for make in (shopify, woocommerce))],
)  # fmt: skip
def test_long_files_are_read_in_little_memory(make: Make, rows: int, tmp_path: Path) -> None:
    make(tmp_path / "large.csv", rows)
    tracemalloc.start()
    try:
        with (tmp_path / "large.csv").open("rb") as file:
            assert count(file) == rows // 4
        assert tracemalloc.get_traced_memory()[1] < 4_000_000 + 260 * rows
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.django_db
def test_four_times_the_rows_are_tried_in_the_same_memory(tmp_path: Path) -> None:
    market = make_market()
    seller = make_organisation(market)

    def peak(rows: int) -> int:
        shopify(tmp_path / "tried.csv", rows)
        tracemalloc.start()
        try:
            with (tmp_path / "tried.csv").open("rb") as file:
                done = run_import(organisation=seller, market=market, file=file, dry_run=True)
            assert (done.state, done.created) == ("done", rows // 4)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(400)  # what is made once
    few, many = peak(4_000), peak(16_000)
    assert many < few + 6_000_000


@pytest.mark.broad
@pytest.mark.parametrize(("make", "most"), [(shopify, 190), (woocommerce, 175)])
def test_a_row_costs_as_much_in_a_long_file_as_in_a_short_one(make: Make, most: int, tmp_path: Path) -> None:
    make(tmp_path / "warm.csv", 40)
    calls(tmp_path / "warm.csv")  # what is made once
    make(tmp_path / "short.csv", 200)
    make(tmp_path / "long.csv", 2_000)
    short, long = calls(tmp_path / "short.csv") / 200, calls(tmp_path / "long.csv") / 2_000
    assert long <= 1.02 * short
    assert long < most


@pytest.mark.broad
def test_a_file_is_read_twice_for_its_bytes_and_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    shopify(path, 3_000)
    counted = Counted(path)
    assert count(counted) == 750
    beginnings = 400_000  # for the header, the separator and the kind of file
    assert counted.taken <= 2 * path.stat().st_size + beginnings
