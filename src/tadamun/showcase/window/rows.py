"""From a source to its rows: pure but for the words and links of the page."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from tadamun.goods.catalogue.crafts import craft_path, labels, term
from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.formats import format_date, format_money
from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.kernel.text import chosen, every, words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name, region_path
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.pictures import shown_picture
from tadamun.showcase.window.prices import NoRate, buyer_price
from tadamun.showcase.window.reading import Batch, Source
from tadamun.ui.cards import Card, Tag, render_card
from tadamun.ui.motifs import motif_url

logger = logging.getLogger("tadamun.window")
CARD_WIDTHS = (240, 360, 480)
_SPACE = re.compile(r"\s+")


def availability(source: Source, market: Market) -> str:
    """Away while its shop is closed there. In stock when anything lies there, else made to order when anything is, else sold
    out.
    """
    if market.pk in source.closed:
        return CatalogueRow.Availability.AWAY
    if any(source.stock.get(variant.pk, 0) > 0 for variant in source.variants):
        return CatalogueRow.Availability.IN_STOCK
    if any(variant.mode == Variant.Mode.MADE_TO_ORDER for variant in source.variants):
        return CatalogueRow.Availability.MADE_TO_ORDER
    return CatalogueRow.Availability.SOLD_OUT


def price_range(source: Source, market: Market, batch: Batch) -> tuple[Money, Money]:
    rates = batch.rates[market.pk]
    prices = [buyer_price(variant.price, market.currency, rates) for variant in source.variants]
    return min(prices), max(prices)


def summary(source: Source, language: str) -> str:
    """The first words of the story, for descriptions."""
    text = _SPACE.sub(" ", strip_tags(words(source.product.stories, language))).strip()
    return text if len(text) <= 155 else text[:154].rsplit(" ", 1)[0] + "…"


def facets(source: Source) -> dict[str, Any]:
    product = source.product
    return {
        "craft": list(craft_path(product.craft)),
        "region": list(region_path(product.region or product.organisation.region)),
        "organisation": product.organisation_id,
        "makers": [maker.pk for maker in source.makers],
        "materials": list(product.materials),
        "labels": list(product.labels),
    }


def search_words(source: Source) -> dict[str, Any]:
    """What each role says, by language: the index analyses it."""
    product = source.product
    return {
        "title": every(product.titles),
        "story": {language: strip_tags(text) for language, text in every(product.stories).items()},
        "organisation": every(product.organisation.names),
        "makers": [every(maker.names) for maker in source.makers if maker.name_consent_at],
        "place": every(product.organisation.place),
        "tags": list(product.tags),
        "sku": [variant.sku for variant in source.variants],
    }


def card_html(source: Source, market: Market, language: str, slug: str, price: Money, dearest: Money) -> str:
    """The rendered card; the caller has activated the language."""
    product = source.product
    title, title_language = chosen(product.titles, language, market.languages)
    state = availability(source, market)
    tags = []
    if state == CatalogueRow.Availability.AWAY:
        day = format_date(source.closed[market.pk], market.locale(language), "d MMMM", market.digits or None)
        tags.append(Tag(_("Closed until %(day)s") % {"day": day}, "out"))
    elif state == CatalogueRow.Availability.SOLD_OUT:
        tags.append(Tag(_("Sold out"), "out"))
    elif state == CatalogueRow.Availability.MADE_TO_ORDER:
        tags.append(Tag(_("Made to order"), "made"))
    elif len(source.variants) == 1 and source.variants[0].mode == Variant.Mode.UNIQUE:
        tags.append(Tag(_("One of a kind"), "one"))
    tags += [Tag(term(labels(), label, language), "label") for label in product.labels[:1]]
    shown = format_money(price, market.locale(language), digits=market.digits or None)
    maker = next((name for maker in source.makers if (name := maker.public_name(language))), "")
    used = source.picture
    return render_card(
        Card(
            url=link("product", language=language, slug=slug),
            title=title,
            maker=maker or product.organisation.name(language),
            place=region_name(product.region or product.organisation.region, language),
            price=_("from %(price)s") % {"price": shown} if dearest != price else shown,
            photo=shown_picture(used.picture, words(used.alt, language) or title, CARD_WIDTHS)
            if used
            else None,
            tags=tags,
            title_lang=title_language if title_language != language else "",
            placeholder=motif_url(_family(market), product.organisation.code),
        )
    )


def _family(market: Market) -> str:
    """Of motifs: an older row calls it ``motif``."""
    return str(market.theme.get("motif_family") or market.theme.get("motif") or "zellige")


def rows_of(source: Source, batch: Batch) -> Iterator[CatalogueRow]:
    """One unsaved row for each market and language that shows the product.

    A market without a rate for one of its currencies does not show it: whoever writes what it shows is not refused for it.
    """
    product = source.product
    if not source.markets:
        return
    found, said = facets(source), search_words(source)
    for market in source.markets:
        try:
            price, dearest = price_range(source, market, batch)
        except NoRate as error:
            logger.warning("product %s is not shown in %s: no rate %s", product.code, market.slug, error)
            continue
        closed = {"back_on": source.closed[market.pk].isoformat()} if market.pk in source.closed else {}
        for language in market.languages:
            slug = batch.slugs[(market.pk, language, product.pk)]
            title, title_language = chosen(product.titles, language, market.languages)
            with translation.override(market.locale(language).lower()):
                card = card_html(source, market, language, slug, price, dearest)
            yield CatalogueRow(
                market=market, language=language, product=product, organisation_id=product.organisation_id,
                slug=slug, title=title, title_language=title_language, summary=summary(source, language),
                price_minor=price.minor, price_max_minor=dearest.minor, currency=price.currency,
                availability=availability(source, market), craft=product.craft,
                region=product.region or product.organisation.region, facets={**found, **closed},
                search=said if language == market.default_language else {}, card=card,
                picture=source.picture.picture.key if source.picture else "",
                rank=1 if market.pk in source.featured else 0,
                published_at=product.published_at or product.created_at,
            )  # fmt: skip
