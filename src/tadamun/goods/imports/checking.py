"""Rules that hold in every dialect: lengths, repeats within a product and across the whole file."""

from collections.abc import Callable, Iterable, Iterator

from tadamun.goods.imports.dialects.base import Outcome
from tadamun.goods.imports.neutral import NeutralProduct, NeutralVariant
from tadamun.goods.imports.problems import RowProblem
from tadamun.goods.imports.spool import Seen

MAX_TITLE = 300
MAX_TEXT = 20_000
MAX_HANDLE = 200
MAX_SKU = 80
MAX_BARCODE = 40
MAX_EDITION = 2_000  # each piece of an edition is a row of its own
MAX_DAYS = 3_650
MAX_OPTIONS = 5
MAX_VARIANTS = 400
MAX_IMAGES = 30

Column = Callable[[str], str]  # a field's column by the name that this file gives it


def checked(outcomes: Iterable[Outcome], seen: Seen, column: Column) -> Iterator[Outcome]:
    """The same, with each product that breaks a rule replaced by its problems."""
    for outcome in outcomes:
        if isinstance(outcome, RowProblem):
            yield outcome
            continue
        problems = [*_lengths(outcome, column), *_repeats(outcome, seen, column)]
        yield from problems
        if not problems:
            yield outcome


def _lengths(product: NeutralProduct, column: Column) -> Iterator[RowProblem]:
    row = product.rows[0]
    limits = (
        ("title", "title_too_long", max(map(len, product.titles.values()), default=0), MAX_TITLE),
        ("description", "text_too_long", max(map(len, product.stories.values()), default=0), MAX_TEXT),
        ("care", "text_too_long", max(map(len, product.care.values()), default=0), MAX_TEXT),
        ("handle", "handle_too_long", len(product.handle), MAX_HANDLE),
        ("option", "too_many_options", len(product.option_names), MAX_OPTIONS),
        ("handle", "too_many_variants", len(product.variants), MAX_VARIANTS),
        ("image", "too_many_images", len(product.images), MAX_IMAGES),
    )
    for field, code, length, limit in limits:
        if length > limit:
            yield RowProblem(row, column(field), code, product.handle[:80], {"limit": limit})
    for variant in product.variants:
        yield from _variant_limits(variant, column)


def _variant_limits(variant: NeutralVariant, column: Column) -> Iterator[RowProblem]:
    if len(variant.sku) > MAX_SKU:
        yield RowProblem(variant.row, column("sku"), "sku_too_long", variant.sku[:80], {"limit": MAX_SKU})
    if len(variant.barcode) > MAX_BARCODE:
        yield RowProblem(
            variant.row, column("barcode"), "barcode_too_long", variant.barcode[:80], {"limit": MAX_BARCODE}
        )
    if (variant.edition_size or 0) > MAX_EDITION:
        yield RowProblem(variant.row, column("edition_size"), "count_too_large", str(variant.edition_size))
    if max(variant.lead_days_min or 0, variant.lead_days_max or 0) > MAX_DAYS:
        yield RowProblem(variant.row, column("lead_days_max"), "count_too_large", str(variant.lead_days_max))
    if variant.mode == "unique" and (variant.quantity or 0) > 1:
        yield RowProblem(variant.row, column("quantity"), "unique_is_one", str(variant.quantity))


def _repeats(product: NeutralProduct, seen: Seen, column: Column) -> Iterator[RowProblem]:
    row = product.rows[0]
    if first := seen.first("product", product.handle, row):
        yield RowProblem(row, column("handle"), "handle_scattered", product.handle, {"first": first})
    options: dict[tuple[str, ...], NeutralVariant] = {}
    for variant in product.variants:
        if variant.sku and (first := seen.first("sku", variant.sku, variant.row)):
            yield RowProblem(variant.row, column("sku"), "sku_repeated", variant.sku, {"first": first})
        twin = options.setdefault(variant.options, variant)
        if twin is not variant:
            value = " / ".join(variant.options)
            yield RowProblem(variant.row, column("option"), "options_repeated", value, {"first": twin.row})
