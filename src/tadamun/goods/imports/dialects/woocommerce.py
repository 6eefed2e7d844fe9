"""WooCommerce's product CSV as its exporter writes it: parents and variations are rows of their own, anywhere in the file.

Lists are joined by commas with ``\\,`` for a comma inside; line breaks of a description are written ``\\n``; a cell that
begins like a formula has an apostrophe before it; prices carry the shop's decimal sign. There is no currency.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import TextIO

from tadamun.goods.imports.cells import CellWriter, handle_from, listed, markup, plain
from tadamun.goods.imports.dialects.base import Dialect, Notes, Outcome, Writing, in_language
from tadamun.goods.imports.dialects.woocommerce_columns import ENGLISH, FIELDS, known, locate, unit_factor
from tadamun.goods.imports.neutral import Defaults, ImageRef, NeutralProduct, NeutralVariant, Words
from tadamun.goods.imports.numbers import written_price
from tadamun.goods.imports.reading import Row, State, Table
from tadamun.goods.imports.spool import Family, Seen

_NO_CATEGORY = {"uncategorized", "uncategorised", "non classé", "غير مصنف"}
_MATERIAL_NAMES = {
    "material",
    "materials",
    "matière",
    "matières",
    "matériau",
    "matériaux",
    "المادة",
    "المواد",
    "الخامة",
}
_MEASURES = ("weight", "length", "width", "height")
_ATTRIBUTE_COLUMNS = 5


class WooCommerce(Dialect):
    slug = "woocommerce"
    name = "WooCommerce"

    def index(self, header: Sequence[str]) -> dict[str, int]:
        return locate(header)

    def missing(self, header: Sequence[str]) -> list[str]:
        there = locate(header)
        return [ENGLISH[field] for field in ("type", "name", "price") if field not in there]

    def recognised(self, header: Sequence[str]) -> int:
        return known(header)

    def parse(self, table: Table, defaults: Defaults) -> Iterator[Outcome]:
        reading = _Reading(table, locate(table.header), defaults)
        with Seen() as seen, Family() as family:
            yield from reading.rows(family, seen)
            for parent, children in family.families():
                yield from reading.variable(parent, children, seen)
            for orphan, key in family.orphans():
                yield from reading.orphan(orphan, key)

    def _write(self, products: Iterable[NeutralProduct], out: TextIO, writing: Writing) -> None:
        writer = CellWriter(out)
        units = {"weight": " (kg)", "length": " (cm)", "width": " (cm)", "height": " (cm)"}
        writer.write(chain((ENGLISH[field] + units.get(field, "") for field in FIELDS), _attribute_titles()))
        for product in products:
            for cells, attributes in _rows(product, writing.language):
                written = ((name, values, 1, 0) for name, values in attributes[:_ATTRIBUTE_COLUMNS])
                writer.write(chain((cells.get(field, "") for field in FIELDS), *written))


class _Reading:
    """One pass over one file: what does not change from row to row."""

    def __init__(self, table: Table, index: dict[str, int], defaults: Defaults) -> None:
        self._table = table
        self._index = index
        self._defaults = defaults
        self._factors = {
            field: unit_factor(field, table.header[index[field]]) for field in _MEASURES if field in index
        }
        numbers = sorted(int(name.rpartition("_")[2]) for name in index if name.startswith("attribute_name_"))
        self._attributes = [(f"attribute_name_{n}", f"attribute_value_{n}") for n in numbers]

    def notes(self) -> Notes:
        return Notes(self._table.header, self._index)

    def rows(self, family: Family, seen: Seen) -> Iterator[Outcome]:
        """Simple products leave at once; parents and variations wait in ``family``."""
        for row in self._table.rows(self._index):
            kinds = [kind.casefold() for kind in listed(row.get("type"))]
            if "variation" in kinds or (not kinds and row.get("parent")):
                family.add_child(row.number, _parent_key(row.get("parent")), row.state())
            elif "variable" in kinds:
                names = [name for name in (row.get("sku"), f"id:{row.get('id')}") if name not in ("", "id:")]
                family.add_parent(row.number, names, row.state())
            else:
                yield from self._simple(row, kinds or ["simple"], seen)

    def _simple(self, row: Row, kinds: list[str], seen: Seen) -> Iterator[Outcome]:
        notes = self.notes()
        if kinds != ["simple"]:
            kind = next(kind for kind in kinds if kind != "simple")
            notes.add(row, "type", "type_skipped", type=kind)
            yield from notes.problems
            return
        notes.broken([row])
        attributes = self._attributes_of(row)
        variant = self._variant(row, (), notes, None)
        product = self._product(
            row,
            last=row.number,
            variants=(variant,) if variant else (),
            names=(),
            attributes=attributes,
            notes=notes,
            seen=seen,
        )
        yield from notes.problems
        if not notes.refused:
            yield product

    def orphan(self, state: State, key: str) -> Iterator[Outcome]:
        notes = self.notes()
        notes.add(Row.restored(state, self._index), "parent", "parent_missing", parent=key)
        yield from notes.problems

    def variable(self, parent_state: State, child_states: list[State], seen: Seen) -> Iterator[Outcome]:
        """A parent with its variations. A variation switched off in the shop is left out."""
        parent = Row.restored(parent_state, self._index)
        children = [Row.restored(state, self._index) for state in child_states]
        notes = self.notes()
        notes.broken([parent, *children])
        live = [child for child in children if child.get("published") != "0"]
        if not live:
            notes.add(parent, "type", "variations_missing")
        attributes = self._attributes_of(parent)
        chosen = [self._attributes_of(child) for child in live]
        names = tuple(name for name in attributes if any(values.get(name) for values in chosen))
        extra = {name for values in chosen for name, value in values.items() if value} - set(names)
        names += tuple(sorted(extra))
        variants = []
        for child, values in zip(live, chosen, strict=True):
            # An empty value means "any of the parent's": the buyer says which, so all of them are named.
            options = tuple(", ".join(values.get(name) or attributes.get(name, ())) for name in names)
            variants.append(self._variant(child, options, notes, parent))
        rest = {name: values for name, values in attributes.items() if name not in names}
        last = max([parent.number, *(child.number for child in children)])
        product = self._product(
            parent,
            last=last,
            variants=tuple(filter(None, variants)),
            names=names,
            attributes=rest,
            notes=notes,
            seen=seen,
        )
        yield from notes.problems
        if not notes.refused:
            yield product

    def _attributes_of(self, row: Row) -> dict[str, tuple[str, ...]]:
        found = {}
        for name_field, value_field in self._attributes:
            if name := row.get(name_field):
                found[name] = listed(row.get(value_field))
        return found

    def _variant(
        self, row: Row, options: tuple[str, ...], notes: Notes, parent: Row | None
    ) -> NeutralVariant | None:
        minor, currency = notes.price(row, "price", self._defaults.currency, named=False)
        if row.get("sale_price"):
            notes.add(row, "sale_price", "sale_price_ignored")
        weight, length, width, height = (self._measure(row, parent, field, notes) for field in _MEASURES)
        image = next(iter(_image_sources(row.get("images"))), "") if parent else ""
        if not minor:
            return None
        return NeutralVariant(
            price_minor=minor,
            currency=currency,
            sku=row.get("sku"),
            barcode=notes.barcode(row, "gtin"),
            options=options,
            quantity=self._quantity(row, notes),
            image=image,
            weight_g=weight,
            length_mm=length,
            width_mm=width,
            height_mm=height,
            row=row.number,
        )

    def _measure(self, row: Row, parent: Row | None, field: str, notes: Notes) -> int | None:
        """A variation without a measure of its own has its parent's."""
        factor = self._factors.get(field, Decimal(1))
        source = parent if parent and not row.get(field) else row
        if factor is None:
            if source.get(field) and source is row:
                notes.add(row, field, "unit_unknown")
            return None
        return notes.measure(source, field, factor)

    def _quantity(self, row: Row, notes: Notes) -> int | None:
        text = row.get("stock")
        if text.casefold() == "parent":
            notes.add(row, "stock", "quantity_shared")
            return None
        if text:
            return notes.stock(row, "stock")
        return 0 if row.get("in_stock") == "0" else None

    def _product(
        self,
        row: Row,
        *,
        last: int,
        variants: tuple[NeutralVariant, ...],
        names: tuple[str, ...],
        attributes: dict[str, tuple[str, ...]],
        notes: Notes,
        seen: Seen,
    ) -> NeutralProduct:
        language = self._defaults.language
        title = plain(row.get("name"))
        if not title:
            notes.add(row, "name", "title_missing")
        materials = [
            value
            for name, values in attributes.items()
            if name.casefold() in _MATERIAL_NAMES
            for value in values
        ]
        others = {n: ", ".join(v) for n, v in attributes.items() if v and n.casefold() not in _MATERIAL_NAMES}
        categories = [name for name in listed(row.get("categories")) if name.casefold() not in _NO_CATEGORY]
        return NeutralProduct(
            handle=self._handle(row, title, seen),
            titles={language: title},
            stories=_story(row, language),
            hints=tuple(categories),
            tags=listed(row.get("tags")),
            materials=tuple(materials),
            attributes=others,
            makers=listed(row.get("brands")),
            published=row.get("published") in ("1", "", "true"),
            option_names=names,
            images=self._images(row, variants, notes),
            variants=variants,
            rows=(row.number, last),
        )

    def _handle(self, row: Row, title: str, seen: Seen) -> str:
        if sku := row.get("sku"):
            return sku
        if number := row.get("id"):
            return f"woocommerce-{number}"
        return seen.unique("handle", handle_from(title) or "product")

    def _images(self, row: Row, variants: tuple[NeutralVariant, ...], notes: Notes) -> tuple[ImageRef, ...]:
        sources = dict.fromkeys(_image_sources(row.get("images")))
        sources |= dict.fromkeys(variant.image for variant in variants if variant.image)
        return tuple(filter(None, (notes.image(row, "images", source) for source in sources)))


def _parent_key(text: str) -> str:
    match = re.fullmatch(r"id:\s*([0-9]+)", text, re.IGNORECASE)
    return f"id:{match[1]}" if match else text


def _image_sources(text: str) -> list[str]:
    """Addresses or file names; an add-on writes `` ! alt : …`` behind each."""
    return [source.split(" ! ")[0].strip() for source in listed(text)]


def _story(row: Row, language: str) -> Words:
    short, long = (plain(_lines(row.get(field))) for field in ("short", "description"))
    story = long if short in long else f"{short}\n\n{long}".strip()
    return {language: story} if story else {}


def _lines(text: str) -> str:
    """The exporter writes a line break as backslash and n, and that pair itself with two backslashes."""
    if "\\n" not in text:
        return text
    return text.replace("\\\\n", "\0").replace("\\n", "\n").replace("\0", "\\n")


def _attribute_titles() -> Iterator[str]:
    for number in range(1, _ATTRIBUTE_COLUMNS + 1):
        for part in ("name", "value(s)", "visible", "global"):
            yield f"Attribute {number} {part}"


Cells = dict[str, str | int | None]
Attributes = list[tuple[str, str]]


def _rows(product: NeutralProduct, language: str) -> Iterator[tuple[Cells, Attributes]]:
    """One row for a simple product; for one with options its parent and a row a variation, tied by SKU."""
    others = [(name, _woo_list([str(value)])) for name, value in product.attributes.items()]
    if product.materials:
        others.insert(0, ("Material", _woo_list(product.materials)))
    common: Cells = {
        "name": in_language(product.titles, language),
        "published": 1 if product.published else -1,
        "featured": 0,
        "visibility": "visible",
        "description": markup(in_language(product.stories, language)),
        "tax_status": "taxable",
        "categories": _woo_list([product.craft] if product.craft else product.hints),
        "tags": _woo_list(product.tags),
        "images": _woo_list(image.source for image in product.images),
    }
    if not product.option_names and len(product.variants) == 1:
        yield {**common, "type": "simple", **_variant_cells(product.variants[0])}, others
        return
    options = [
        (name, _woo_list(dict.fromkeys(variant.options[at] for variant in product.variants)))
        for at, name in enumerate(product.option_names)
    ]
    yield {**common, "type": "variable", "sku": product.handle, "in_stock": 1}, options + others
    for variant in product.variants:
        cells = {"type": "variation", "name": common["name"], "published": 1, "parent": product.handle}
        chosen = [(n, _woo_list([v])) for n, v in zip(product.option_names, variant.options, strict=True)]
        yield (
            {
                **cells,
                **_variant_cells(variant),
                "images": _woo_list([variant.image] if variant.image else []),
            },
            chosen,
        )


def _variant_cells(variant: NeutralVariant) -> Cells:
    return {
        "sku": variant.sku,
        "gtin": variant.barcode,
        "in_stock": 0 if variant.quantity == 0 else 1,
        "stock": variant.quantity,
        "backorders": 1 if variant.mode == "made_to_order" else 0,
        "individually": 1 if variant.mode == "unique" else 0,
        "weight": _divided(variant.weight_g, 1000),
        "length": _divided(variant.length_mm, 10),
        "width": _divided(variant.width_mm, 10),
        "height": _divided(variant.height_mm, 10),
        "price": written_price(variant.price_minor, variant.currency),
    }


def _divided(measure: int | None, by: int) -> str:
    return "" if measure is None else f"{Decimal(measure) / by:f}"


def _woo_list(values: Iterable[str]) -> str:
    """As its exporter joins a list: a backslash before a comma, and before nothing else."""
    return ", ".join(value.replace(",", "\\,") for value in values)
