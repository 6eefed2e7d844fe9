"""Our own CSV: everything a product has, in three languages, and nothing lost on the way back.

One row a variant. The product's own columns stand on the first row of its handle and may stay empty below. Lists are
separated by ``|``; a language is the end of a column's name (``title_ar``). docs/guide/import.md describes every column.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from tadamun.goods.imports.cells import CellWriter, handle_from, joined, split, truth
from tadamun.goods.imports.dialects.base import (
    Dialect,
    Notes,
    Outcome,
    Writing,
    grouped,
    header_key,
    scattered,
)
from tadamun.goods.imports.neutral import (
    MODES,
    Defaults,
    ImageRef,
    Mode,
    NeutralProduct,
    NeutralVariant,
    Words,
)
from tadamun.goods.imports.numbers import written_price
from tadamun.goods.imports.reading import Row, Table
from tadamun.goods.imports.spool import Seen
from tadamun.kernel.text import LANGUAGES

_TEXTS = ("title", "story", "care", "image_alts")
_LISTS = ("tags", "materials", "makers", "labels")
_PRODUCT = (
    "craft",
    *_LISTS,
    "attributes",
    "origin",
    "export_profile",
    "voice",
    "published",
    "review_state",
    "text_how",
)
_COUNTS = ("quantity", "edition_size", "lead_days_min", "lead_days_max")
_MEASURES = ("weight_g", "length_mm", "width_mm", "height_mm")
_VARIANT = (
    "sku",
    "barcode",
    "price",
    "currency",
    "compare_at_price",
    "mode",
    *_COUNTS,
    *_MEASURES,
    "variant_image",
)
_TEXT_COLUMN = re.compile(rf"({'|'.join(_TEXTS)})_({'|'.join(LANGUAGES)})\Z")
_OPTION_COLUMN = re.compile(r"option([0-9]{1,2})_(?:name|value)\Z")


class Own(Dialect):
    slug = "tadamun"
    name = "Tadamun"

    def index(self, header: Sequence[str]) -> dict[str, int]:
        index: dict[str, int] = {}
        for position, title in enumerate(header):
            if _known(key := header_key(title)):
                index.setdefault(key, position)
        return index

    def missing(self, header: Sequence[str]) -> list[str]:
        there = self.index(header)
        titled = any(key.startswith("title_") for key in there)
        return [*([] if titled else ["title_ar"]), *([] if "price" in there else ["price"])]

    def recognised(self, header: Sequence[str]) -> int:
        return len(self.index(header))

    def parse(self, table: Table, defaults: Defaults) -> Iterator[Outcome]:
        index = self.index(table.header)
        reading = _Reading(table.header, index, defaults)
        with Seen() as seen:
            for handle, rows in grouped(table.rows(index), lambda row: row.get("handle")):
                notes = Notes(table.header, index)
                if handle and scattered(handle, rows[0], seen, notes):
                    yield from notes.problems
                    continue
                product = reading.product(handle or reading.derived(rows[0], seen), rows, notes)
                yield from notes.problems
                if not notes.refused:
                    yield product

    def _write(self, products: Iterable[NeutralProduct], out: TextIO, writing: Writing) -> None:
        columns = _columns(writing)
        writer = CellWriter(out)
        writer.write(columns)
        for product in products:
            for cells in _rows(product):
                writer.write(cells.get(column, "") for column in columns)


_KNOWN = frozenset({"handle", "images", *_PRODUCT, *_VARIANT})


def _known(key: str) -> bool:
    return key in _KNOWN or bool(_TEXT_COLUMN.match(key) or _OPTION_COLUMN.match(key))


class _Reading:
    """What a header says once for all rows."""

    def __init__(self, header: Sequence[str], index: Mapping[str, int], defaults: Defaults) -> None:
        self._defaults = defaults
        self._texts: dict[str, list[tuple[str, str]]] = {text: [] for text in _TEXTS}
        for key in index:
            if match := _TEXT_COLUMN.match(key):
                self._texts[match[1]].append((match[2], key))
        self._options = sorted({int(match[1]) for key in index if (match := _OPTION_COLUMN.match(key))})
        self._product_columns = [
            key for key in index if key in _PRODUCT or key == "images" or _TEXT_COLUMN.match(key)
        ]

    def derived(self, row: Row, seen: Seen) -> str:
        """A handle for a row without one: its SKU, else its title."""
        if sku := row.get("sku"):
            return sku
        title = next((row.get(key) for _, key in self._texts["title"] if row.get(key)), "")
        return seen.unique("handle", handle_from(title) or "product")

    def product(self, handle: str, rows: list[Row], notes: Notes) -> NeutralProduct:
        first = rows[0]
        notes.broken(rows)
        self._same(rows, notes)
        titles = self._words(first, "title")
        if not any(title.strip() for title in titles.values()):
            notes.add(first, next((key for _, key in self._texts["title"]), "title_ar"), "title_missing")
        names = tuple(
            next(filter(None, (row.exact(f"option{n}_name") for row in rows)), "") for n in self._options
        )
        used = [
            (n, name)
            for n, name in zip(self._options, names, strict=True)
            if name or any(row.get(f"option{n}_value") for row in rows)
        ]
        for n, name in used:
            if not name:
                notes.add(first, f"option{n}_name", "option_unnamed")
        published = _published(first, notes)
        empty_draft = len(rows) == 1 and not published and not any(first.get(key) for key in ("price", "sku"))
        variants = (
            () if empty_draft else tuple(filter(None, (self._variant(row, used, notes) for row in rows)))
        )
        return NeutralProduct(
            handle=handle,
            titles=titles,
            stories=self._words(first, "story"),
            care=self._words(first, "care"),
            text_how=_pairs(first.get("text_how")),
            craft=first.get("craft"),
            attributes=_json(first, "attributes", notes),
            origin=first.get("origin"),
            export_profile=_json(first, "export_profile", notes),
            voice=first.get("voice"),
            published=published,
            review_state=first.get("review_state"),
            option_names=tuple(name for _, name in used),
            images=self._images(first, notes),
            variants=variants,
            rows=(first.number, rows[-1].number),
            **{key: split(first.get(key)) for key in _LISTS},
        )

    def _same(self, rows: list[Row], notes: Notes) -> None:
        """What later rows say about the product must be nothing, or the same again."""
        for row in rows[1:]:
            for key in self._product_columns:
                if row.get(key) and row.get(key) != rows[0].get(key):
                    notes.add(row, key, "value_differs")

    def _words(self, row: Row, text: str) -> Words:
        return {language: words for language, key in self._texts[text] if (words := row.exact(key))}

    def _images(self, row: Row, notes: Notes) -> tuple[ImageRef, ...]:
        sources = split(row.get("images"))
        alts = {language: split(row.exact(key), trim=False) for language, key in self._texts["image_alts"]}
        for language, texts in alts.items():
            if len(texts) > len(sources):
                notes.add(row, f"image_alts_{language}", "alts_more_than_images")
        images = []
        for at, source in enumerate(sources):
            words = {code: texts[at] for code, texts in alts.items() if at < len(texts) and texts[at]}
            image = notes.image(row, "images", source, words) if source else None
            if image:
                images.append(image)
        return tuple(images)

    def _variant(self, row: Row, options: list[tuple[int, str]], notes: Notes) -> NeutralVariant | None:
        for n, name in options:
            if not row.get(f"option{n}_value"):
                notes.add(row, f"option{n}_value", "option_missing", option=name)
        currency = notes.currency(row, "currency", self._defaults.currency)
        if currency is None:
            return None
        minor, currency = notes.price(row, "price", currency, named=bool(row.get("currency")))
        counts = {key: notes.count(row, key) for key in _COUNTS}
        mode = _mode(row, counts, notes)
        measures = {key: notes.measure(row, key) for key in _MEASURES}
        if not minor:
            return None
        return NeutralVariant(
            price_minor=minor,
            currency=currency,
            sku=row.get("sku"),
            barcode=notes.barcode(row, "barcode"),
            options=tuple(row.exact(f"option{n}_value") for n, _ in options),
            compare_at_minor=notes.old_price(row, "compare_at_price", currency),
            mode=mode,
            image=row.get("variant_image"),
            row=row.number,
            **counts,
            **measures,
        )


def _published(row: Row, notes: Notes) -> bool:
    text = row.get("published")
    value = truth(text) if text else True
    if value is None:
        notes.add(row, "published", "choice_unknown", accepted="yes, no")
    return value is not False


def _mode(row: Row, counts: Mapping[str, int | None], notes: Notes) -> Mode:
    text = row.get("mode").casefold().replace(" ", "_").replace("-", "_")
    mode: Mode = next((mode for mode in MODES if mode == text), "")
    if text and not mode:
        notes.add(row, "mode", "choice_unknown", accepted=", ".join(MODES))
    shortest, longest = counts["lead_days_min"], counts["lead_days_max"]
    if shortest is not None and longest is not None and longest < shortest:
        notes.add(row, "lead_days_max", "days_reversed")
    if mode == "edition" and not counts["edition_size"]:
        notes.add(row, "edition_size", "edition_size_missing")
    if mode == "made_to_order" and longest is None and shortest is None:
        notes.add(row, "lead_days_max", "lead_days_missing")
    return mode


def _pairs(text: str) -> dict[str, str]:
    """``name=value`` separated by ``|``; what has no ``=`` is left out."""
    pairs = (part.partition("=") for part in split(text))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign}


def _json(row: Row, key: str, notes: Notes) -> dict[str, object]:
    """A JSON object, as we write it, or ``name=value|name=value``, as people do."""
    text = row.get(key)
    if not text.startswith("{"):
        if text and not all("=" in part for part in split(text)):
            notes.add(row, key, "attributes_unreadable")
        return dict(_pairs(text))
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        notes.add(row, key, "attributes_unreadable")
        return {}
    return value if isinstance(value, dict) else {}


def _columns(writing: Writing) -> list[str]:
    texts = [f"{text}_{language}" for text in ("title", "story", "care") for language in writing.languages]
    options = [f"option{n}_{part}" for n in range(1, writing.options + 1) for part in ("name", "value")]
    alts = [f"image_alts_{language}" for language in writing.languages]
    return ["handle", *texts, *_PRODUCT, "images", *alts, *options, *_VARIANT]


Cells = dict[str, str | int | None]


def _rows(product: NeutralProduct) -> Iterator[Cells]:
    first = _first(product)
    names = {f"option{n}_name": name for n, name in enumerate(product.option_names, start=1)}
    if not product.variants:
        yield {"handle": product.handle, **first, **names}
    for number, variant in enumerate(product.variants):
        head: Cells = {**first, **names} if number == 0 else {}
        values = {f"option{n}_value": value for n, value in enumerate(variant.options, start=1)}
        yield {"handle": product.handle, **head, **values, **_variant_cells(variant)}


def _first(product: NeutralProduct) -> Cells:
    cells: Cells = {key: joined(getattr(product, key)) for key in _LISTS}
    for text, value in (("title", product.titles), ("story", product.stories), ("care", product.care)):
        cells |= {f"{text}_{language}": words for language, words in value.items()}
    languages = dict.fromkeys(language for image in product.images for language in image.alts)
    for language in languages:
        cells[f"image_alts_{language}"] = joined(image.alts.get(language, "") for image in product.images)
    return cells | {
        "text_how": joined(f"{name}={how}" for name, how in product.text_how.items()),
        "craft": product.craft,
        "attributes": _written_json(product.attributes),
        "origin": product.origin,
        "export_profile": _written_json(product.export_profile),
        "voice": product.voice,
        "published": "yes" if product.published else "no",
        "review_state": product.review_state,
        "images": joined(image.source for image in product.images),
    }


def _written_json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, sort_keys=True) if value else ""


def _variant_cells(variant: NeutralVariant) -> Cells:
    old = variant.compare_at_minor
    return {
        "sku": variant.sku,
        "barcode": variant.barcode,
        "price": written_price(variant.price_minor, variant.currency),
        "currency": variant.currency,
        "compare_at_price": written_price(old, variant.currency) if old else "",
        "mode": variant.mode,
        "variant_image": variant.image,
        **{key: getattr(variant, key) for key in (*_COUNTS, *_MEASURES)},
    }
