"""What every dialect means: products, variants and pictures, without any tool's column names.

Text is plain, never HTML. An empty string or ``None`` is "the file does not say". Amounts are whole minor units of
``currency``, masses grams, lengths millimetres, lead times days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Literal

Mode = Literal["", "unique", "edition", "stock", "made_to_order"]
MODES: tuple[Mode, ...] = ("unique", "edition", "stock", "made_to_order")
Words = Mapping[str, str]  # language code → text


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture by address (http, https) or by its name in a folder or zip. ``alts``: what it shows, per language."""

    source: str
    alts: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeutralVariant:
    """One thing that can be bought. ``options`` are its values in the order of the product's ``option_names``."""

    price_minor: int
    currency: str
    sku: str = ""
    barcode: str = ""
    options: tuple[str, ...] = ()
    compare_at_minor: int | None = None
    quantity: int | None = None
    mode: Mode = ""
    edition_size: int | None = None
    lead_days_min: int | None = None
    lead_days_max: int | None = None
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    image: str = ""
    row: int = field(default=0, compare=False)

    def __reduce__(self) -> tuple[type["NeutralVariant"], tuple[Any, ...]]:
        return NeutralVariant, _of_variant(self)


@dataclass(frozen=True, slots=True)
class NeutralProduct:
    """One product with its variants.

    ``handle`` names it within its seller for ever: the same handle read again is the same product. ``hints`` are words
    of the other tool (category, type) from which a craft may be guessed when ``craft`` is empty. ``rows`` are the first
    and last rows of the file it came from.
    """

    handle: str
    titles: Words
    stories: Words = field(default_factory=dict)
    care: Words = field(default_factory=dict)
    text_how: Words = field(
        default_factory=dict
    )  # "title_fr" → machine or voice; what is absent a human wrote
    craft: str = ""
    hints: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    origin: str = ""
    makers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    export_profile: Mapping[str, object] = field(default_factory=dict)
    voice: str = ""
    published: bool = True
    review_state: str = ""
    option_names: tuple[str, ...] = ()
    images: tuple[ImageRef, ...] = ()
    variants: tuple[NeutralVariant, ...] = ()
    rows: tuple[int, int] = field(default=(0, 0), compare=False)

    def __reduce__(self) -> tuple[type["NeutralProduct"], tuple[Any, ...]]:
        return NeutralProduct, _of_product(self)


# The way that dataclasses themselves give frozen classes through pickle asks for their fields each time.
_of_variant = attrgetter(*(of.name for of in fields(NeutralVariant)))
_of_product = attrgetter(*(of.name for of in fields(NeutralProduct)))


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a file of another tool leaves unsaid: the language of its words, the currency of its prices."""

    currency: str
    language: str = "ar"
