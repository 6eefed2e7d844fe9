"""Whose columns are these?"""

from collections.abc import Sequence
from dataclasses import dataclass

from tadamun.goods.imports.dialects.base import Dialect, header_key
from tadamun.goods.imports.dialects.etsy import Etsy
from tadamun.goods.imports.dialects.own import Own
from tadamun.goods.imports.dialects.shopify import SHOPIFY, SHOPIFY_LEGACY
from tadamun.goods.imports.dialects.woocommerce import WooCommerce
from tadamun.goods.imports.problems import RowProblem, UnreadableFile

DIALECTS: tuple[Dialect, ...] = (Own(), SHOPIFY, SHOPIFY_LEGACY, WooCommerce(), Etsy())


@dataclass(frozen=True, slots=True)
class Detection:
    """``dialect`` when every column it needs is there; else ``closest`` and the columns ``missing`` from it."""

    dialect: Dialect | None
    closest: Dialect
    missing: tuple[str, ...]


def dialect_named(slug: str) -> Dialect:
    """Raises ``KeyError`` for a name that is none of ours."""
    return {dialect.slug: dialect for dialect in DIALECTS}[slug]


def detect(header: Sequence[str]) -> Detection:
    """The dialect that knows most of these columns, among those whose necessary columns are all present."""
    judged = [(not dialect.missing(header), dialect.recognised(header), dialect) for dialect in DIALECTS]
    complete, known, best = max(judged, key=lambda entry: entry[:2])
    # One familiar word among many strange ones is a coincidence.
    if complete and known * 3 >= len(header):
        return Detection(best, best, ())
    closest = max(judged, key=lambda entry: entry[1])[2]
    return Detection(None, closest, tuple(closest.missing(header)))


def dialect_of(header: Sequence[str]) -> Dialect:
    """As ``detect``, raising ``UnreadableFile`` with the closest guess and what it lacks."""
    keys = {header_key(name) for name in header}
    if "variant price" not in keys and {"handle", "title", "location"} <= keys:
        raise UnreadableFile(RowProblem(1, "", "inventory_file"))
    found = detect(header)
    if found.dialect is None:
        familiar = found.closest.recognised(header) * 2 >= len(header)
        params = {"dialect": found.closest.name, "columns": ", ".join(found.missing) or "—"}
        raise UnreadableFile(
            RowProblem(1, "", "columns_missing" if familiar else "columns_unknown", params=params)
        )
    return found.dialect
