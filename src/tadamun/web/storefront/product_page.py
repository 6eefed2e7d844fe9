"""From a product to the words of its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.goods.catalogue.crafts import craft_path, crafts, labels, materials, term
from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.formats import format_number
from tadamun.kernel.money import Money
from tadamun.kernel.text import chosen, words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.people.sellers.models import Maker
from tadamun.showcase.window.pictures import picture_url, shown_picture
from tadamun.showcase.window.prices import buyer_price
from tadamun.showcase.window.queries import Offered, ShownProduct
from tadamun.trade.checkout.debts import shown_ways
from tadamun.treasury.payments.queries import methods_for
from tadamun.ui.cards import Picture
from tadamun.web.shared.ways import way_name
from tadamun.web.storefront.delivery import home_country
from tadamun.web.storefront.product_words import ProductWords
from tadamun.web.storefront.rates import rates_of
from tadamun.web.storefront.structured import option_text

GALLERY_WIDTHS = (480, 640)
MOST_AT_ONCE = 99
Chip = tuple[str, tuple[str, ...], bool, bool]
"""Value, words, chosen, cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in, where that is not the page's."""

    text: str
    language: str


def prices_of(shown: ShownProduct, market: Market) -> dict[int, Money]:
    """Variant → what the buyer pays."""
    foreign = any(offer.variant.currency != market.currency for offer in shown.offers)
    rates = rates_of(market) if foreign else {}
    return {
        offer.variant.pk: buyer_price(offer.variant.price, market.currency, rates) for offer in shown.offers
    }


def first_choice(shown: ShownProduct) -> Offered:
    """The variant chosen when the page opens: the first that can be bought."""
    return next((offer for offer in shown.offers if offer.buyable), shown.offers[0])


def option_legend(shown: ShownProduct, language: str) -> str:
    # Common names (Size, Weight) are kept in English and spoken in the page's language; others stay as written.
    names = [_(text) for name in shown.offers[0].variant.options if (text := option_text(name, language))]
    return "، ".join(names) if language == "ar" else ", ".join(names)


def option_chips(
    shown: ShownProduct, prices: dict[int, Money], chosen_one: Offered, language: str, money: Any
) -> list[Chip]:
    """One chip a variant; the price is said where variants differ in it."""
    differ = len(set(prices.values())) > 1
    chips = []
    for offer in shown.offers:
        variant = offer.variant
        said = [option_text(value, language) for value in variant.options.values()] or [variant.sku]
        if differ:
            said.append(money(prices[variant.pk]))
        chips.append((str(variant.pk), tuple(said), offer is chosen_one, not offer.buyable))
    return chips


def gallery(shown: ShownProduct, language: str) -> list[Picture]:
    title = shown.row.title
    return [
        shown_picture(used.picture, words(used.alt, language) or title, GALLERY_WIDTHS)
        for used in shown.pictures
    ]


def image_addresses(shown: ShownProduct, origin: str) -> list[str]:
    """The largest JPEG of each picture, for machines."""
    return [
        origin + picture_url(used.picture.key, max(used.picture.widths), "jpeg")
        for used in shown.pictures
        if used.picture.widths
    ]


def by_lines(makers: Sequence[Maker], language: str) -> list[tuple[str, str]]:
    """(path, name) of the makers who let their name be shown."""
    return [
        (f"/{language}/makers/{maker.code.lower()}/", name)
        for maker in makers
        if (name := maker.public_name(language))
    ]


def place(shown: ShownProduct, language: str) -> str:
    organisation = shown.organisation
    said = [
        words(organisation.place, language),
        region_name(shown.product.region or organisation.region, language),
    ]
    return ("، " if language == "ar" else ", ").join(dict.fromkeys(part for part in said if part))


def breadcrumb(shown: ShownProduct, language: str, said: ProductWords) -> list[tuple[str, str]]:
    """(name, path) from the first page to the craft."""
    path = reversed(craft_path(shown.product.craft))
    steps = [(crafts()[slug].name(language), f"/{language}/crafts/{slug}/") for slug in path]
    return [(said.crafts, f"/{language}/crafts/"), *steps]


def details(
    shown: ShownProduct,
    chosen_one: Offered,
    language: str,
    locale: str,
    digits: str | None,
    said: ProductWords,
) -> list[Any]:
    """(label, value) or (label, value, direction) of what is known of the piece."""
    product, variant = shown.product, chosen_one.variant
    comma = "، " if language == "ar" else ", "
    rows: list[Any] = []
    if product.materials:
        rows.append(
            (said.material, comma.join(term(materials(), slug, language) for slug in product.materials))
        )
    known = product.attributes
    for key, label in (
        ("technique", said.technique),
        ("techniques", said.technique),
        ("colour", said.colour),
    ):
        if text := _said(known.get(key), language, comma):
            rows.append((label, text))
    if variant.size_mm:
        rows.append((said.size, _size(variant.size_mm, locale, digits), "ltr"))
    elif text := _said(known.get("size"), language, comma):
        rows.append((said.size, text))
    if variant.weight_g:
        rows.append((said.weight, _weight(variant.weight_g, locale, digits)))
    hours = known.get("hours")
    if isinstance(hours, int) and hours > 0:
        text = ngettext("%(count)s hour", "%(count)s hours", hours) % {
            "count": format_number(hours, locale, digits)
        }
        rows.append((_("Time of work"), text))
    if variant.mode == Variant.Mode.EDITION and variant.edition_size:
        rows.append((_("Edition"), format_number(variant.edition_size, locale, digits)))
    if product.labels:
        rows.append((said.label, comma.join(term(labels(), slug, language) for slug in product.labels)))
    rows.append((said.reference, variant.sku, "ltr"))
    return rows


def _said(value: object, language: str, comma: str) -> str:
    """An attribute as it may have been written: text, text in several languages, or a list of those."""
    if isinstance(value, list | tuple):
        return comma.join(text for each in value if (text := _said(each, language, comma)))
    if isinstance(value, dict):
        return words(value, language)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _size(size_mm: Sequence[int], locale: str, digits: str | None) -> str:
    centimetres = " × ".join(format_number(round(side / 10), locale, digits) for side in size_mm)
    return _("%(size)s cm") % {"size": centimetres}


def _weight(grams: int, locale: str, digits: str | None) -> str:
    if grams < 1000:
        return _("%(weight)s g") % {"weight": format_number(grams, locale, digits)}
    kilograms = (Decimal(grams) / 1000).quantize(Decimal("0.1")).normalize()
    return _("%(weight)s kg") % {"weight": format_number(kilograms, locale, digits)}


def payment_names(market: Market, price: Money, said: ProductWords, language: str, seller: int) -> list[str]:
    """The ways to pay that seller offered for this price at home."""
    names = {"cash_on_delivery": said.cash, "bank_transfer": said.transfer}
    methods = shown_ways(methods_for(market, price, home_country(market)), market, seller)
    shown = (names.get(name) or way_name(market, name, language) for name in methods)
    return list(dict.fromkeys(shown))


def story(shown: ShownProduct, language: str, fallbacks: Sequence[str]) -> Words:
    return Words(*chosen(shown.product.stories, language, fallbacks))


def care(shown: ShownProduct, language: str, fallbacks: Sequence[str]) -> Words:
    return Words(*chosen(shown.product.care, language, fallbacks))


def whatsapp_link(phone: str, text: str) -> str:
    """A chat with the market that begins with these words; empty without a number."""
    number = "".join(letter for letter in phone if letter.isdigit())
    return f"https://wa.me/{number}?text={quote(text)}" if number else ""


def weight_and_lead(offer: Offered) -> tuple[int, int]:
    variant = offer.variant
    return variant.weight_g or 0, variant.lead_days_max if offer.made_to_order else 0


def most_of(shown: ShownProduct) -> int:
    """The largest quantity offered; one needs no field."""
    counts = [
        MOST_AT_ONCE if offer.made_to_order else offer.free
        for offer in shown.offers
        if offer.variant.mode != Variant.Mode.UNIQUE
    ]
    return max(0, min(max(counts, default=0), MOST_AT_ONCE))


def tags_of(
    shown: ShownProduct, first: Offered, language: str, said: ProductWords
) -> list[tuple[str, str, str]]:
    """(kind, icon, words): how it comes to be, and its labels."""
    found = []
    if not any(offer.buyable or offer.on_hand for offer in shown.offers):
        found.append(("out", "", said.sold_out))
    match first.variant.mode:
        case Variant.Mode.UNIQUE:
            found.append(("one", "hand", said.one_of_a_kind))
        case Variant.Mode.EDITION:
            found.append(("one", "hand", said.numbered))
        case Variant.Mode.MADE_TO_ORDER:
            found.append(("made", "clock", said.made_to_order))
    found += [("label", "seal", term(labels(), slug, language)) for slug in shown.product.labels]
    return found
