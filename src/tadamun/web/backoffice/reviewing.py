"""What a reviewer needs beside a product: its neighbours' prices, what an edit changes, who waits next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.crafts import children, craft_path, crafts, labels, materials, term
from tadamun.goods.catalogue.models import Picture, Product, ProductEdit, ProductPicture, Variant, Wording
from tadamun.kernel.money import Money
from tadamun.kernel.text import LANGUAGES, words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.people.recordings.models import Recording
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.pictures import shown_picture
from tadamun.showcase.window.prices import NoRate, buyer_price
from tadamun.treasury.ledger.queries import rates_to
from tadamun.ui.cards import Picture as ShownPicture
from tadamun.web.backoffice.orders import names_of, who_did
from tadamun.web.backoffice.waiting import waiting_edits, waiting_products
from tadamun.web.shared.languages import NAMES
from tadamun.web.shared.words_form import HOWS

ENOUGH = 5  # fewer prices than that say nothing; then the wider craft is looked at
COMPARED_AT_MOST = 1_000
FAR = 3  # so many times the median, or its part, is worth a second look

FIELDS: dict[str, Promise] = {
    "titles": _("Title"), "stories": _("Story"), "care": _("Care"), "craft": _("Craft"), "materials": _("Materials"),
    "labels": _("Labels"), "tags": _("Tags"), "region": _("Region"), "attributes": _("Particulars"),
}  # fmt: skip
PARTICULARS: dict[str, Promise] = {
    "technique": _("Technique"), "techniques": _("Technique"), "colour": _("Colour"), "hours": _("Time of work"),
    "size": _("Size"),
}  # fmt: skip
LANGUAGES_KNOWN = frozenset({*LANGUAGES, "_how"})


@dataclass(frozen=True, slots=True)
class Compared:
    """``median`` of ``count`` similar products in this market; ``far`` when the price is far from it."""

    median: Money
    count: int
    craft: str
    far: bool
    times: Decimal


def waiting_codes() -> list[str]:
    """Products that wait for this market, oldest first."""
    rows = [(created, code) for created, code in waiting_products().values_list("created_at", "code")[:500]]
    rows += [(asked, code) for asked, code in waiting_edits().values_list("asked_at", "product__code")[:500]]
    return [code for _at, code in sorted(rows)]


def next_code(codes: list[str], after: str) -> str:
    """Whose turn it is: ``after`` and all before it in the queue are passed over. Empty for nobody's."""
    start = codes.index(after) + 1 if after in codes else 0
    return next(iter(codes[start:] + codes[:start]), "")


def compared(product: Product, price: Money | None, market: Market) -> Compared | None:
    """Against the products of its craft, or of the wider craft where those are few. At most two queries."""
    for slug in craft_path(product.craft):
        near = [slug, *(child.slug for child in children(slug))]
        rows = CatalogueRow.objects.filter(craft__in=near, language=market.default_language).exclude(
            product=product
        )
        prices = list(rows.values_list("price_minor", flat=True)[:COMPARED_AT_MOST])
        if len(prices) >= ENOUGH:
            middle = median_low(prices)
            far = price is not None and not middle / FAR <= price.minor <= middle * FAR
            times = round(Decimal(price.minor) / middle, 1) if price else Decimal(0)
            return Compared(Money(middle, market.currency), len(prices), slug, far, times)
    return None


def prices_of(product: Product, market: Market) -> tuple[list[tuple[Variant, Money | None]], Money | None]:
    """Its variants with what a buyer pays (``None`` without a rate of exchange), and the lowest of them."""
    rates = rates_to(market.currency, market.pk)
    pairs: list[tuple[Variant, Money | None]] = []
    for variant in Variant.objects.filter(product=product, active=True):
        try:
            pairs.append((variant, buyer_price(variant.price, market.currency, rates)))
        except NoRate:
            pairs.append((variant, None))
    known = [price for _variant, price in pairs if price is not None]
    return pairs, min(known, key=lambda price: price.minor) if known else None


def pictures_of(product: Product, language: str) -> list[ShownPicture]:
    rows = ProductPicture.objects.select_related("picture").filter(product=product)
    return [
        shown_picture(row.picture, words(row.alt, language) or words(product.titles, language), (480, 960))
        for row in rows
    ]


def proposed_pictures(edit: ProductEdit | None, language: str) -> list[ShownPicture]:
    """All it would show from then on; empty where an edit leaves them as they are."""
    digests = edit.changes.get("pictures", []) if edit else []
    rows = (
        Picture.objects.filter(organisation=edit.product.organisation_id, digest__in=digests)
        if edit and digests
        else []
    )
    found = {row.digest: row for row in rows}
    said = words(edit.product.titles, language) if edit else ""
    return [shown_picture(found[each], said, (480, 960)) for each in digests if each in found]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an edit, by language where it is translated: what was, what shall be."""

    label: str
    language: str
    before: str
    after: str

    @property
    def tongue(self) -> str:
        """The language's own name."""
        return NAMES.get(self.language, self.language)


def changes_of(product: Product, changes: Mapping[str, Any], language: str) -> list[Change]:
    """Only what really differs; its photographs are shown, see ``proposed_pictures``."""
    found = []
    for name, after in changes.items():
        if name == "pictures":
            continue
        before, label = getattr(product, name), str(FIELDS.get(name, name))
        if name in {"titles", "stories", "care"}:
            found += [
                Change(label, code, words(before, code, ()), words(after, code, ()))
                for code in LANGUAGES
                if words(before, code, ()) != words(after, code, ())
            ]
        elif before != after:
            found.append(Change(label, "", shown(name, before, language), shown(name, after, language)))
    return found


def shown(name: str, value: Any, language: str) -> str:
    """A field that is not translated text, as a person reads it."""
    if name == "craft":
        return crafts()[value].name(language) if value in crafts() else str(value)
    if name == "region":
        return region_name(value, language) if value else ""
    if name in {"materials", "labels"}:
        table = materials() if name == "materials" else labels()
        return " · ".join(term(table, slug, language) for slug in value)
    if name == "attributes":
        return " · ".join(_labelled(_label(key), _said(part, language)) for key, part in value.items())
    return _said(value, language)


def _labelled(label: str, said: str) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": said}


def _label(key: str) -> str:
    """Of a particular; one that nobody named is shown as its seller or a file wrote it."""
    return str(PARTICULARS.get(key, key.replace("_", " ")))


def _said(value: Any, language: str) -> str:
    """A value that may be a text in several languages, or a list of such."""
    if isinstance(value, dict):
        if LANGUAGES_KNOWN.issuperset(value):
            return words(value, language)
        return " · ".join(_labelled(_label(key), _said(part, language)) for key, part in value.items())
    return " · ".join(_said(part, language) for part in value) if isinstance(value, list) else str(value)


def particulars(product: Product, language: str) -> list[tuple[str, str]]:
    """What is not translated text, with its label; empty ones are left out."""
    names = ("craft", "materials", "labels", "tags", "region", "attributes")
    pairs = [(str(FIELDS[name]), shown(name, getattr(product, name), language)) for name in names]
    return [(label, said) for label, said in pairs if said]


def wording_of(product: Product) -> Wording | None:
    """Where words that others wrote for her stand; nothing for a product whose words are its seller's own."""
    return Wording.objects.select_related("product").filter(product=product).first()


def origins_of(wording: Wording, language: str) -> list[tuple[str, str, list[str]]]:
    """Each language its words are in, its code and own name: how they came to be, by whom, from what. At most one query."""
    found = wording.provenance
    names = names_of(each["by"] for each in found.values())
    return [
        (code, NAMES.get(code, code), list(_origin(each, names, language))) for code, each in found.items()
    ]


def _origin(said: Mapping[str, str], names: dict[str, str], language: str) -> Iterator[str]:
    yield str(dict(HOWS).get(said["how"], said["how"]))
    if said["by"] == "craft":
        yield _labelled(str(FIELDS["craft"]), shown("craft", said["from"], language))
        return
    yield who_did(said["by"], "", names)
    if said["from"] in NAMES:
        yield NAMES[said["from"]]


def recording(code: str) -> Recording | None:
    """Of this market, by its code."""
    return Recording.objects.filter(code=code).first() if code else None
