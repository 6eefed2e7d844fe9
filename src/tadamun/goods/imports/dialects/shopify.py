"""Shopify's product CSV, as its admin writes it now and as it did before; both are in use.

One row a variant; the product's own fields stand on the first row of a handle; further rows may carry only a picture.
There is no currency. Source: help.shopify.com, "Using CSV files to import and export products".
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TextIO

from tadamun.goods.imports.cells import CellWriter, handle_from, listed, markup, plain, truth
from tadamun.goods.imports.dialects.base import (
    Dialect,
    Notes,
    Outcome,
    Writing,
    columns_by_name,
    grouped,
    header_key,
    in_language,
    scattered,
)
from tadamun.goods.imports.dialects.shopify_columns import CURRENT, LEGACY, Columns
from tadamun.goods.imports.neutral import Defaults, ImageRef, NeutralProduct, NeutralVariant
from tadamun.goods.imports.numbers import BadNumber, parse_count, written_price
from tadamun.goods.imports.reading import Row, Table
from tadamun.goods.imports.spool import Seen

_FAMILIAR_PREFIXES = (
    "google shopping / ",
    "included / ",
    "price / ",
    "compare at price / ",
    "compare-at price / ",
)
_OPTIONS = (1, 2, 3)
_OPTION_NAMES = tuple(f"option{n}_name" for n in _OPTIONS)
_OPTION_VALUES = tuple(f"option{n}_value" for n in _OPTIONS)


class Shopify(Dialect):
    mark = False  # its importer takes the mark for a part of the first column's name

    def __init__(self, slug: str, name: str, columns: Columns, needs: tuple[str, ...]) -> None:
        self.slug = slug
        self.name = name
        self._columns = columns
        self._names = {header_key(title): field for field, title in columns}
        self._needs = needs

    def index(self, header: Sequence[str]) -> dict[str, int]:
        return columns_by_name(header, self._names)

    def missing(self, header: Sequence[str]) -> list[str]:
        there = self.index(header)
        return [title for field, title in self._columns if field in self._needs and field not in there]

    def recognised(self, header: Sequence[str]) -> int:
        keys = [header_key(name) for name in header]
        extra = sum(key.startswith(_FAMILIAR_PREFIXES) or "product.metafields" in key for key in keys)
        return len(self.index(header)) + extra

    def parse(self, table: Table, defaults: Defaults) -> Iterator[Outcome]:
        index = self.index(table.header)
        with Seen() as seen:
            for key, rows in grouped(table.rows(index), _handle):
                notes = Notes(table.header, index)
                given = rows[0].get("handle")
                if given and scattered(given, rows[0], seen, notes):
                    yield from notes.problems
                    continue
                handle = given or (key and seen.unique("handle", key))
                product = _product(handle, rows, notes, defaults)
                yield from notes.problems
                if product is not None and not notes.refused:
                    yield product

    def _write(self, products: Iterable[NeutralProduct], out: TextIO, writing: Writing) -> None:
        writer = CellWriter(out)
        writer.write(title for _, title in self._columns)
        for product in products:
            for cells in _rows(product, writing.language, legacy=self.slug == "shopify-legacy"):
                writer.write(cells.get(field, "") for field, _ in self._columns)


def _handle(row: Row) -> str:
    """The row's handle; without one a titled row is a product of its own, named after its title."""
    return row.get("handle") or handle_from(row.get("title"))


def _product(handle: str, rows: list[Row], notes: Notes, defaults: Defaults) -> NeutralProduct | None:
    first = rows[0]
    notes.broken(rows)
    if not handle:
        notes.add(first, "handle", "handle_missing")
        return None
    if truth(first.get("gift_card")):
        notes.add(first, "gift_card", "gift_card_skipped")
        return None
    names = tuple(first.get(field) or _first_of(rows, field) for field in _OPTION_NAMES)
    sold = [first, *(row for row in rows[1:] if _is_variant(row))]
    plain_one = len(sold) == 1 and (names[0].casefold(), first.get("option1_value").casefold()) in _NO_OPTION
    used = (
        ()
        if plain_one
        else tuple(n for n in _OPTIONS if names[n - 1] or _first_of(sold, _OPTION_VALUES[n - 1]))
    )
    for n in used:
        if not names[n - 1]:
            notes.add(first, f"option{n}_name", "option_unnamed")
    language = defaults.language
    title = first.get("title")
    if not title:
        notes.add(first, "title", "title_missing")
    story = plain(first.get("description"))
    return NeutralProduct(
        handle=handle,
        titles={language: title},
        stories={language: story} if story else {},
        hints=tuple(filter(None, (first.get("category"), first.get("type")))),
        tags=listed(first.get("tags")),
        makers=tuple(filter(None, (first.get("vendor"),))),
        published=_is_published(first),
        option_names=tuple(names[n - 1] for n in used),
        images=_images(rows, notes, language),
        variants=tuple(filter(None, (_variant(row, names, used, notes, defaults) for row in sold))),
        rows=(first.number, rows[-1].number),
    )


# What Shopify writes where a product has no options.
_NO_OPTION = {("title", "default title"), ("", "")}


def _first_of(rows: list[Row], field: str) -> str:
    return next(filter(None, (row.get(field) for row in rows)), "")


def _is_variant(row: Row) -> bool:
    return any(row.get(field) for field in ("option1_value", "price", "sku"))


def _is_published(row: Row) -> bool:
    status = row.get("status").casefold()
    return truth(row.get("published")) is not False and status in ("", "active")


def _variant(
    row: Row, names: tuple[str, ...], used: tuple[int, ...], notes: Notes, defaults: Defaults
) -> NeutralVariant | None:
    options = tuple(row.get(_OPTION_VALUES[n - 1]) for n in used)
    for n, value in zip(used, options, strict=True):
        if not value and names[n - 1]:
            notes.add(row, f"option{n}_value", "option_missing", option=names[n - 1])
    minor, currency = notes.price(row, "price", defaults.currency, named=False)
    tracked = row.get("tracker") or not row.has("tracker")
    quantity = notes.stock(row, "quantity") if tracked else None
    variant = NeutralVariant(
        price_minor=minor or 0,
        currency=currency,
        sku=row.get("sku"),
        barcode=notes.barcode(row, "barcode"),
        options=options,
        compare_at_minor=notes.old_price(row, "compare_at", currency),
        quantity=quantity,
        weight_g=notes.measure(row, "grams"),
        image=row.get("variant_image"),
        row=row.number,
    )
    return variant if minor else None


def _images(rows: list[Row], notes: Notes, language: str) -> tuple[ImageRef, ...]:
    """By the position the file gives, else in its order; each picture once."""
    placed: dict[str, tuple[int, int, ImageRef]] = {}
    for order, row in enumerate(rows):
        if (source := row.get("image")) and source not in placed:
            alt = row.get("image_alt")
            if image := notes.image(row, "image", source, {language: alt} if alt else {}):
                placed[source] = (_position(row.get("image_position")), order, image)
    for order, row in enumerate(rows):
        source = row.get("variant_image")
        if source and source not in placed and (image := notes.image(row, "variant_image", source)):
            placed[source] = (_LAST, order, image)
    return tuple(image for _, _, image in sorted(placed.values(), key=lambda entry: entry[:2]))


_LAST = 10_000  # behind every picture that has a position


def _position(text: str) -> int:
    try:
        return parse_count(text) if text else _LAST
    except BadNumber:
        return _LAST


def _rows(product: NeutralProduct, language: str, *, legacy: bool) -> Iterator[dict[str, str | int | None]]:
    names, values = _three(product)
    first: dict[str, str | int | None] = {
        "title": in_language(product.titles, language),
        "description": markup(in_language(product.stories, language)),
        "vendor": next(iter(product.makers), ""),
        "category": "",
        "type": product.craft or next(iter(product.hints), ""),
        "tags": ", ".join(product.tags),
        "published": "TRUE" if product.published else "FALSE",
        "status": _cased("active" if product.published else "draft", legacy),
        "gift_card": "FALSE",
        **{f"option{n}_name": name for n, name in zip(_OPTIONS, names, strict=False)},
    }
    for number, (variant, image) in enumerate(zip_longest(product.variants, product.images)):
        cells: dict[str, str | int | None] = {"handle": product.handle, **(first if number == 0 else {})}
        if variant:
            options = {f"option{n}_value": value for n, value in zip(_OPTIONS, values[number], strict=False)}
            cells |= options | _variant_cells(variant, legacy)
        if image:
            cells |= {
                "image": image.source,
                "image_position": number + 1,
                "image_alt": in_language(image.alts, language),
            }
        yield cells


def _variant_cells(variant: NeutralVariant, legacy: bool) -> dict[str, str | int | None]:
    old = variant.compare_at_minor
    to_order = variant.mode == "made_to_order"
    return {
        "sku": variant.sku,
        "barcode": variant.barcode,
        "price": written_price(variant.price_minor, variant.currency),
        "compare_at": written_price(old, variant.currency) if old else "",
        "tracker": "" if variant.quantity is None else "shopify",
        "quantity": variant.quantity,
        "policy": ("continue" if to_order else "deny") if legacy else ("TRUE" if to_order else "FALSE"),
        "grams": variant.weight_g or 0,
        "weight_unit": "kg",
        "ships": "TRUE",
        "taxed": "FALSE",
        "service": "manual",
        "variant_image": variant.image,
    }


def _cased(status: str, legacy: bool) -> str:
    return status if legacy else status.capitalize()


def _three(product: NeutralProduct) -> tuple[list[str], list[list[str]]]:
    """Names and values of at most three options: a fourth and later ones join the third."""
    names = list(product.option_names)
    values = [list(variant.options) for variant in product.variants]
    if not names:
        return ["Title"], [["Default Title"] for _ in values]
    if len(names) > 3:
        names = [*names[:2], " / ".join(names[2:])]
        values = [[*row[:2], " / ".join(row[2:])] for row in values]
    return names, values


SHOPIFY = Shopify("shopify", "Shopify", CURRENT, ("title", "price"))
SHOPIFY_LEGACY = Shopify("shopify-legacy", "Shopify (Handle)", LEGACY, ("handle", "title", "price"))
