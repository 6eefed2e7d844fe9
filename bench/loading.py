"""How many rows of a catalogue file a second become goods on sale, pictures left out."""

import csv
import shutil
import tempfile
import time
from pathlib import Path

from bench.catalogues import Catalogue, run_tadamun
from bench.client import Visitor, paths_in
from bench.pages import HOST
from bench.server import Server

ROWS = 10_000
HEADER = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Price",
    "Image Src",
    "Status",
]


def shopify_file(path: Path, rows: int) -> None:
    """A legacy Shopify export of products with one to three variants."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            product, variant = divmod(number, 2)
            first = variant == 0
            writer.writerow(
                [
                    f"tapis-{product}", f"Tapis berbère n° {product}" if first else "",
                    f"<p>Tissé à la main, numéro {product}.</p>" if first else "", "Atelier" if first else "",
                    "Tapis" if first else "", "laine, berbère" if first else "", "TRUE" if first else "", "Taille",
                    ("120 × 180", "160 × 230")[variant], f"BENCH-{number}", 3000, "shopify", 5,
                    f"{900 + number % 400}.00", "", "active" if first else "",
                ]
            )  # fmt: skip


def import_speed(catalogue: Catalogue) -> float:
    """Rows a second of ``tadamun import``, start of the program included, into a copy of a catalogue."""
    with tempfile.TemporaryDirectory(prefix="tadamun-import-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(catalogue.data, data, ignore=shutil.ignore_patterns("media", "pages"))
        file = Path(folder) / "export.csv"
        shopify_file(file, ROWS)
        with Server(catalogue.data) as server:
            _, shops = Visitor(server.port, HOST).get("/fr/shops/")
        organisation = paths_in(shops, r'href="/fr/shops/([a-z0-9]+)/"')[0].upper()
        began = time.monotonic()
        run_tadamun(data, "import", str(file), "--organisation", organisation, "--market", "store")
        return ROWS / (time.monotonic() - began)
