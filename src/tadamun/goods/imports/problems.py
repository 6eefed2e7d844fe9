"""What is wrong in a file, where, and why, said in the language of whoever reads it."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.imports.cells import guarded

# The product is kept although something in it is not: everything else refuses the product, or the file.
WARNINGS = frozenset(
    {
        "type_skipped",
        "gift_card_skipped",
        "quantity_shared",
        "sku_count",
        "sale_price_ignored",
        "value_differs",
        "image_unreadable",
        "alts_more_than_images",
        "barcode_mangled",
        "craft_unknown",
        "maker_unknown",
        "label_unknown",
        "region_unknown",
        "not_kept",
        "quantity_unknown",
        "stock_held",
        "edit_waits",
        "picture_refused",
        "picture_too_large",
        "picture_too_small",
        "picture_too_slow",
        "picture_not_image",
        "picture_not_found",
        "picture_redirects",
        "picture_unreachable",
    }
)

MESSAGES: Mapping[str, Promise] = {
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than %(limit)s MB."),
    "file_not_text": _("This is not a CSV file but %(found)s. Save it as “CSV UTF-8” and try again."),
    "encoding_wrong": _(
        "The text is written in %(found)s, not in UTF-8. Save the file as “CSV UTF-8” and try again."
    ),
    "null_character": _("The file contains a null character: it is damaged or not a CSV file."),
    "quote_unclosed": _("A quotation mark opened in this row is never closed."),
    "quote_misplaced": _(
        "A quotation mark is misplaced. Inside a quoted cell, write each quotation mark twice."
    ),
    "cell_too_long": _("A cell is longer than %(limit)s characters, or its quotation mark is never closed."),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
    "too_many_columns": _("The file has more than %(limit)s columns."),
    "too_many_cells": _(
        "This row has %(count)s cells and the header %(expected)s. Put cells that contain the separator in quotation marks."
    ),
    "columns_unknown": _(
        "These are not the columns of Shopify, WooCommerce, Etsy or Tadamun. The closest is %(dialect)s; missing: %(columns)s."
    ),
    "columns_missing": _("The file looks like %(dialect)s, but these columns are missing: %(columns)s."),
    "column_repeated": _("This column appears more than once."),
    "inventory_file": _("This is Shopify’s inventory export, without prices. Export the products instead."),
    "no_products": _("The file has a header line but no products."),
    "title_missing": _("The title is missing."),
    "title_too_long": _("The title is longer than %(limit)s characters."),
    "text_too_long": _("The text is longer than %(limit)s characters."),
    "handle_missing": _("This row does not say which product it belongs to."),
    "handle_scattered": _(
        "The rows of this product are not together: it began at row %(first)s. Sort the file by this column."
    ),
    "handle_too_long": _("The handle is longer than %(limit)s characters."),
    "sku_repeated": _("The same SKU is already on row %(first)s."),
    "sku_too_long": _("The SKU is longer than %(limit)s characters."),
    "barcode_too_long": _("The barcode is longer than %(limit)s characters."),
    "unique_is_one": _("There is only one of a unique piece."),
    "price_missing": _("The price is missing."),
    "price_unreadable": _("This is not a price."),
    "price_negative": _("A price cannot be negative."),
    "price_zero": _("A price cannot be zero."),
    "price_decimals": _("%(currency)s has %(places)s decimals, not more."),
    "price_too_large": _("The price is too large."),
    "price_ambiguous": _("This price can be read in two ways. Write %(one)s or %(other)s."),
    "currency_unknown": _("This currency is not known here. Known: %(accepted)s."),
    "currency_mismatch": _("The price names another currency than %(expected)s."),
    "count_unreadable": _("This is not a whole number."),
    "count_negative": _("A number of pieces or days cannot be negative."),
    "count_too_large": _("The number is too large."),
    "measure_unreadable": _("This is not a measure."),
    "measure_negative": _("A measure cannot be negative."),
    "measure_too_large": _("The measure is too large."),
    "unit_unknown": _("The unit in this column’s header is not known."),
    "option_missing": _("The value of the option “%(option)s” is missing."),
    "option_unnamed": _("There is an option value without the option’s name."),
    "options_repeated": _("Another variant of this product, on row %(first)s, has the same options."),
    "too_many_options": _("A product has at most %(limit)s options."),
    "too_many_variants": _("A product has at most %(limit)s variants."),
    "too_many_images": _("A product has at most %(limit)s pictures."),
    "choice_unknown": _("This value is not known here. Known: %(accepted)s."),
    "days_reversed": _("The longest lead time is shorter than the shortest."),
    "edition_size_missing": _("An edition needs its number of pieces."),
    "lead_days_missing": _("A piece made to order needs its number of days."),
    "parent_missing": _("The product “%(parent)s” that this variation belongs to is not in the file."),
    "variations_missing": _("This product has no variations in the file, so it has no price."),
    "attributes_unreadable": _("Write attributes as name=value, separated by |."),
    "type_skipped": _("Products of the type “%(type)s” cannot be sold here; this row was passed over."),
    "gift_card_skipped": _("Gift cards cannot be sold here; this row was passed over."),
    "quantity_shared": _(
        "The file gives one quantity for all variations; enter the stock of each variation by hand."
    ),
    "sku_count": _("The number of SKUs is not the number of variations; the SKUs were passed over."),
    "sale_price_ignored": _("The sale price was passed over; the regular price is used."),
    "value_differs": _("This differs from the first row of the same product, which counts."),
    "image_unreadable": _("This is neither the address nor the file name of a picture; it was passed over."),
    "alts_more_than_images": _("There are more picture descriptions than pictures."),
    "barcode_mangled": _("A spreadsheet has shortened this barcode; it was passed over."),
    "sku_elsewhere": _("Another product already has this SKU: %(product)s."),
    "craft_missing": _("The craft is missing."),
    "craft_unknown": _("This craft is not known here; choose it by hand."),
    "maker_unknown": _("No maker of this name is registered; choose the maker by hand."),
    "label_unknown": _("This label is not known here; it was passed over."),
    "region_unknown": _("This region is not known here; it was passed over."),
    "not_kept": _("This is not kept here; it was passed over."),
    "quantity_unknown": _("The file does not say how many there are; enter the stock by hand."),
    "stock_held": _(
        "More pieces lie in buyers’ baskets than the file says there are; the stock was left as it is."
    ),
    "edit_waits": _(
        "The product is on sale: changes to its text wait for review; price and stock are changed."
    ),
    "refused": _("Something in this product cannot be kept here; it was left out."),
    "picture_refused": _("The address of the picture is not a public one."),
    "picture_too_large": _("The picture is larger than %(limit)s MB."),
    "picture_too_small": _("The picture is too small to be shown."),
    "picture_too_slow": _("The picture did not arrive within %(limit)s seconds."),
    "picture_not_image": _("What is at this address is not a picture."),
    "picture_not_found": _("There is no picture of this name."),
    "picture_redirects": _("The address of the picture leads on too many times."),
    "picture_unreachable": _("The picture could not be fetched."),
    "archive_unreadable": _("The zip file of pictures cannot be read."),
    "archive_too_large": _("The zip file unpacks to more than it may."),
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One reason at one place. ``row`` counts as a spreadsheet does (the header is row 1; 0 is the whole file)."""

    row: int
    column: str
    code: str
    value: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class UnreadableFile(Exception):
    """The file cannot be read beyond ``problem``; then nothing was written."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(f"row {problem.row}: {problem.code}")
        self.problem = problem


def problem_text(problem: RowProblem, language: str) -> str:
    """The reason as a sentence. Values are isolated, so that a Latin SKU does not disturb an Arabic sentence."""
    with translation.override(language):
        message = str(MESSAGES[problem.code])
        params = {name: str(value) for name, value in problem.params.items()}
        if problem.code == "file_not_text":
            params["found"] = say(params["found"])
        if language.startswith("ar"):
            params = {name: f"\u2068{value}\u2069" for name, value in params.items()}
        return message % params


def write_report(problems: Iterable[RowProblem], out: TextIO, language: str) -> int:
    """The problems as a CSV in ``language``, safe to open in a spreadsheet. Returns how many there were."""
    writer = csv.writer(out, lineterminator="\r\n")
    with translation.override(language):
        writer.writerow([say("Row"), say("Column"), say("Problem"), say("In the file"), say("Effect")])
        kept, refused = say("kept"), say("refused")
    count = 0
    for problem in problems:
        count += 1
        effect = kept if problem.is_warning else refused
        texts = [problem.column, problem_text(problem, language), problem.value[:200], effect]
        writer.writerow([problem.row, *map(guarded, texts)])
    return count
