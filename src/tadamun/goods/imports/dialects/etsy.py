"""Etsy's "download listings" CSV: one row a listing, its variations as comma lists in single cells.

The file names no listing, so the title does; price and quantity are those of the whole listing; text may carry HTML
entities, tags and materials underscores for spaces. Column names are in the language of the seller's account (TITOLO,
TITEL, TITRE …), their order is the same in all: a header in another language is known by its run of numbered images.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product as combinations
from typing import TextIO

from tadamun.goods.imports.cells import CellWriter, handle_from, listed
from tadamun.goods.imports.dialects.base import (
    Dialect,
    Notes,
    Outcome,
    Writing,
    columns_by_name,
    header_key,
    in_language,
)
from tadamun.goods.imports.neutral import Defaults, NeutralProduct, NeutralVariant
from tadamun.goods.imports.numbers import written_price
from tadamun.goods.imports.reading import Row, Table
from tadamun.goods.imports.spool import Seen

_VARIATIONS = (1, 2, 3)
_MAX_VARIANTS = 400
_BASE = ("TITLE", "DESCRIPTION", "PRICE", "CURRENCY_CODE", "QUANTITY", "TAGS", "MATERIALS")
_IMAGES = tuple(f"IMAGE{number}" for number in range(1, 11))
_MORE_IMAGES = tuple(f"IMAGE{number}" for number in range(11, 21))
_PARTS = ("TYPE", "NAME", "VALUES")


def _titles(variations: Iterable[int]) -> tuple[str, ...]:
    return (*_BASE, *_IMAGES, *(f"VARIATION {n} {part}" for n in variations for part in _PARTS), "SKU")


_WRITTEN = _titles((1, 2))
_IN_ORDER = (*_IMAGES, *_MORE_IMAGES)
_NUMBERED = re.compile(r"(\D+?)\s*(\d+)")
_NAMES = {header_key(title): title for title in (*_titles(_VARIATIONS), *_MORE_IMAGES)}


class Etsy(Dialect):
    slug = "etsy"
    name = "Etsy"
    mark = False

    def index(self, header: Sequence[str]) -> dict[str, int]:
        return _by_place(header) or columns_by_name(header, _NAMES)

    def missing(self, header: Sequence[str]) -> list[str]:
        there = self.index(header)
        return [title for title in ("TITLE", "PRICE", "CURRENCY_CODE", "QUANTITY") if title not in there]

    def recognised(self, header: Sequence[str]) -> int:
        return len(self.index(header))

    def parse(self, table: Table, defaults: Defaults) -> Iterator[Outcome]:
        index = self.index(table.header)
        with Seen() as seen:
            for row in table.rows(index):
                notes = Notes(table.header, index)
                product = _product(row, notes, defaults, seen)
                yield from notes.problems
                if product is not None and not notes.refused:
                    yield product

    def _write(self, products: Iterable[NeutralProduct], out: TextIO, writing: Writing) -> None:
        writer = CellWriter(out)
        writer.write(_WRITTEN)
        for product in products:
            cells = _cells(product, writing.language)
            writer.write(cells.get(title, "") for title in _WRITTEN)


def _by_place(header: Sequence[str]) -> dict[str, int]:
    """The index of a header in any language; empty when it has not the shape of Etsy's."""
    first, images = len(_BASE), _run_of_images(header[len(_BASE) :])
    variations, alone = divmod(len(header) - first - images - 1, len(_PARTS))
    if images < len(_IMAGES) or alone or variations not in (1, 2, 3):
        return {}
    parts = [f"VARIATION {n} {part}" for n in range(1, variations + 1) for part in _PARTS]
    return {title: at for at, title in enumerate([*_BASE, *_IN_ORDER[:images], *parts, "SKU"])}


def _run_of_images(header: Sequence[str]) -> int:
    """How many columns from the first on are one word with 1, 2, 3 … behind it."""
    word = ""
    for number, name in enumerate(header[: len(_IN_ORDER)], start=1):
        found = _NUMBERED.fullmatch(header_key(name))
        if not found or int(found.group(2)) != number or (word and found.group(1) != word):
            return number - 1
        word = found.group(1)
    return min(len(header), len(_IN_ORDER))


def _product(row: Row, notes: Notes, defaults: Defaults, seen: Seen) -> NeutralProduct | None:
    notes.broken([row])
    title = html.unescape(row.get("TITLE"))
    if not title:
        notes.add(row, "TITLE", "title_missing")
    currency = notes.currency(row, "CURRENCY_CODE", defaults.currency)
    if currency is None:
        return None
    minor, currency = notes.price(row, "PRICE", currency, named=bool(row.get("CURRENCY_CODE")))
    options = _options(row, notes)
    quantity = notes.stock(row, "QUANTITY")
    choices = list(combinations(*options.values()))
    if len(choices) > 1 and quantity:
        notes.add(row, "QUANTITY", "quantity_shared")
    skus = _skus(row, options, choices, notes)
    variants = tuple(
        NeutralVariant(
            price_minor=minor or 0,
            currency=currency,
            sku=sku,
            options=values,
            quantity=quantity if len(choices) == 1 else None,
            row=row.number,
        )
        for values, sku in zip(choices, skus, strict=True)
    )
    story = html.unescape(row.get("DESCRIPTION")).replace("\r\n", "\n").strip()
    images = dict.fromkeys(filter(None, map(row.get, (*_IMAGES, *_MORE_IMAGES))))
    return NeutralProduct(
        handle=seen.unique("handle", handle_from(title) or "product"),
        titles={defaults.language: title},
        stories={defaults.language: story} if story else {},
        tags=_words(row.get("TAGS")),
        materials=_words(row.get("MATERIALS")),
        option_names=tuple(options),
        images=tuple(filter(None, (notes.image(row, "IMAGE1", source) for source in images))),
        variants=variants,
        rows=(row.number, row.number),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(html.unescape(word).replace("_", " ") for word in listed(text))


def _options(row: Row, notes: Notes) -> dict[str, tuple[str, ...]]:
    """Name → values of each variation that has any."""
    options: dict[str, tuple[str, ...]] = {}
    for n in _VARIATIONS:
        values = tuple(map(html.unescape, listed(row.get(f"VARIATION {n} VALUES"))))
        if not values:
            continue
        name = html.unescape(row.get(f"VARIATION {n} NAME") or row.get(f"VARIATION {n} TYPE"))
        if not name:
            notes.add(row, f"VARIATION {n} NAME", "option_unnamed")
        options[name if name not in options else f"{name} {n}"] = values
    count = 1
    for values in options.values():
        count *= len(values)
    if count > _MAX_VARIANTS:
        notes.add(row, "VARIATION 1 VALUES", "too_many_variants", limit=_MAX_VARIANTS)
        return {}
    return options


def _skus(
    row: Row, options: dict[str, tuple[str, ...]], choices: list[tuple[str, ...]], notes: Notes
) -> list[str]:
    """One a combination when the list has as many; one a value of the first variation is not enough to tell them apart."""
    if len(choices) == 1:
        return [row.get("SKU")]
    skus = listed(row.get("SKU"))
    if len(skus) == len(choices):
        return list(skus)
    if len(skus) == 1:
        return [f"{skus[0]}-{number}" for number in range(1, len(choices) + 1)]
    if skus:
        notes.add(row, "SKU", "sku_count")
    return [""] * len(choices)


def _cells(product: NeutralProduct, language: str) -> dict[str, str | int]:
    cheapest = min(product.variants, key=lambda variant: variant.price_minor, default=None)
    cells: dict[str, str | int] = {
        "TITLE": in_language(product.titles, language)[:140],
        "DESCRIPTION": in_language(product.stories, language),
        "PRICE": written_price(cheapest.price_minor, cheapest.currency) if cheapest else "",
        "CURRENCY_CODE": cheapest.currency if cheapest else "",
        "QUANTITY": sum(variant.quantity or 0 for variant in product.variants),
        "TAGS": ",".join(_tag(tag) for tag in product.tags[:13]),
        "MATERIALS": ",".join(_tag(material) for material in product.materials[:13]),
        "SKU": ",".join(variant.sku for variant in product.variants if variant.sku),
    }
    cells |= {title: image.source for title, image in zip(_IMAGES, product.images, strict=False)}
    for n, (name, values) in enumerate(_two(product), start=1):
        cells |= {
            f"VARIATION {n} TYPE": "Custom",
            f"VARIATION {n} NAME": name,
            f"VARIATION {n} VALUES": ",".join(values),
        }
    return cells


def _tag(text: str) -> str:
    return re.sub(r"[,_\s]+", "_", text.strip())


def _two(product: NeutralProduct) -> Iterator[tuple[str, list[str]]]:
    """At most two variations, as Etsy knows: later options join the second. A comma would end a value."""
    names = list(product.option_names)
    values = [list(variant.options) for variant in product.variants]
    if len(names) > 2:
        names = [names[0], " / ".join(names[1:])]
        values = [[row[0], " / ".join(row[1:])] for row in values]
    for at, name in enumerate(names):
        yield name, list(dict.fromkeys(row[at].replace(",", " ") for row in values))
