"""The page of a product (S3)."""

from datetime import datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.crafts import crafts
from tadamun.kernel import clock
from tadamun.kernel.formats import format_date, format_instant, format_money
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache import tags
from tadamun.showcase.search.neighbours import neighbours
from tadamun.showcase.window.queries import Offered, Removed, Renamed, ShownProduct, read_beside, read_product
from tadamun.ui.cards import card_list
from tadamun.web.shared import errors, links
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.frames import framed_html
from tadamun.web.shared.languages import NAMES
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.shared.themes import theme_of
from tadamun.web.storefront import product_page as page
from tadamun.web.storefront import structured
from tadamun.web.storefront.card_pictures import card_path
from tadamun.web.storefront.delivery import Delivery, delivery_of
from tadamun.web.storefront.head import Head, head_html, page_title
from tadamun.web.storefront.price_shares import where_it_goes
from tadamun.web.storefront.product_html import main_html
from tadamun.web.storefront.product_words import ProductWords, product_words
from tadamun.web.storefront.rates import converted


@require_safe
@cacheable
def product(plain: HttpRequest, slug: str) -> HttpResponse:
    """The piece, who made it, what it costs with delivery. Renamed: 301; removed: 410; unknown: 404."""
    request = in_market(plain)
    shown = read_product(request.language, slug, clock.day_in(request.market.time_zone))
    match shown:
        case None:
            raise Http404
        case Renamed():
            return HttpResponsePermanentRedirect(links.product(request.language, shown.slug))
        case Removed():
            return removed(request, shown.craft)
    values = values_of(request, shown)
    return framed_html(request, main_html(values), values)


def removed(request: MarketRequest, craft: str) -> HttpResponse:
    """Others of the same craft instead."""
    name = crafts()[craft].name(request.language) if craft in crafts() else ""
    return errors.gone(
        request,
        _("This piece is no longer shown"),
        more_url=f"/{request.language}/crafts/{craft}/",
        more=name,
    )


def values_of(request: MarketRequest, shown: ShownProduct) -> dict[str, Any]:
    """Everything the page says, in words."""
    market, language = request.market, request.language
    locale, digits = market.locale(language), market.digits or None
    said, _escaped = product_words()
    prices = page.prices_of(shown, market)
    first = page.first_choice(shown)
    price = prices[first.variant.pk]
    same, like = neighbours(
        market.pk, shown.row.product_id, organisation_id=shown.row.organisation_id, craft=shown.row.craft
    )
    beside = read_beside(shown.row.product_id, language, [*same, *like], market.languages)
    weight, lead = page.weight_and_lead(first)
    delivery = delivery_of(market, request.city_code, weight_g=weight, lead_days=lead, goods=price)
    paths = {
        code: links.product(code, beside.slugs[code]) for code in market.languages if code in beside.slugs
    }
    crumbs = page.breadcrumb(shown, language, said)
    title = page_title(shown.row.title, market.name(language))
    about = converted(price, request.display_currency, market)
    money = partial(format_money, locale=locale, digits=digits)
    return {
        "head": _head(request, shown, paths, title, prices, delivery, crumbs),
        "title": title,
        "description": shown.row.summary,
        "languages": [(path, code, NAMES[code], code == language) for code, path in paths.items()],
        "language": language,
        "locale": locale,
        "digits": digits,
        "path": request.path,
        "crumbs": crumbs,
        "price": money(price),
        "converted": money(about.amount) if about else "",
        "rate_on": format_date(about.on, locale, "medium", digits) if about else "",
        "variant": first.variant.pk,
        "chips": page.option_chips(shown, prices, first, language, money) if len(shown.offers) > 1 else (),
        "delivery": delivery,
        "fee": money(delivery.fee) if delivery else "",
        "fee_max": money(delivery.fee_max) if delivery else "",
        "payment": page.payment_names(market, price, said, language, shown.row.organisation_id),
        "return_days": market.policy.return_days,
        "shares": where_it_goes(market, shown.organisation, price, language, locale, digits),
        "details": page.details(shown, first, language, locale, digits, said),
        "whatsapp": _whatsapp(request, shown, paths, said.wish),
        "same": card_list((beside.cards[pk] for pk in same if pk in beside.cards), eager=0),
        "like": card_list((beside.cards[pk] for pk in like if pk in beside.cards), eager=0),
        **_lasting(request, shown, first, said),
    }


def _lasting(
    request: MarketRequest, shown: ShownProduct, first: Offered, said: ProductWords
) -> dict[str, Any]:
    """What depends neither on the price nor on the city: who made it, where, how."""
    market, language = request.market, request.language
    return {
        "heading": page.Words(shown.row.title, shown.row.title_language),
        "seed": shown.organisation.code,
        "family": theme_of(market).motif_family,
        "pictures": page.gallery(shown, language),
        "makers": page.by_lines(shown.makers, language),
        "shop_url": f"/{language}/shops/{shown.organisation.code.lower()}/",
        "shop": shown.organisation.name(language),
        "place": page.place(shown, language),
        "lead": (first.variant.lead_days_min, first.variant.lead_days_max) if first.made_to_order else None,
        "tags": page.tags_of(shown, first, language, said),
        "wish_url": f"/{language}/requests/new/?product={shown.product.code}"
        if market.policy.custom_requests
        else "",
        "closed_until": _closed_until(request, shown),
        "sold_out": not any(offer.buyable for offer in shown.offers),
        "held_until": _held_until(request, shown),
        "legend": page.option_legend(shown, language),
        "most": page.most_of(shown),
        "story": page.story(shown, language, market.languages),
        "care": page.care(shown, language, market.languages),
        "craft_url": f"/{language}/crafts/{shown.row.craft}/",
    }


def _head(
    request: MarketRequest,
    shown: ShownProduct,
    paths: dict[str, str],
    title: str,
    prices: dict[int, Money],
    delivery: Delivery | None,
    crumbs: list[tuple[str, str]],
) -> str:
    market, language = request.market, request.language
    origin = origin_of(market)
    steps = [*crumbs, (shown.row.title, paths[language])]
    said = structured.product(
        shown, market, url=origin + paths[language], origin=origin, language=language,
        images=page.image_addresses(shown, origin), prices=prices, delivery=delivery,
    )  # fmt: skip
    return head_html(
        request,
        Head(
            title=title,
            description=shown.row.summary,
            paths=paths,
            image=card_path(shown.row, shown.product.code),
            kind="product",
            data=[said, structured.breadcrumb(origin, steps)],
        ),
    )  # fmt: skip


def _held_until(request: MarketRequest, shown: ShownProduct) -> str:
    """The time of day when the piece may be free again; the page is made anew then."""
    if shown.held_until is None:
        return ""
    tags.fresh_until(shown.held_until)
    market = request.market
    return format_instant(
        shown.held_until, market.locale(request.language), market.time_zone, "HH:mm", market.digits or None
    )


def _closed_until(request: MarketRequest, shown: ShownProduct) -> str:
    """The day on which its shop opens again; the page is made anew as it begins."""
    if shown.back_on is None:
        return ""
    market = request.market
    tags.fresh_until(datetime.combine(shown.back_on, time.min, ZoneInfo(market.time_zone)))
    return format_date(shown.back_on, market.locale(request.language), "EEEE d MMMM", market.digits or None)


def _whatsapp(request: MarketRequest, shown: ShownProduct, paths: dict[str, str], wish: str) -> str:
    market, language = request.market, request.language
    phone = market.fact("whatsapp", language) or market.fact("phone", language)
    address = origin_of(market) + paths[language]
    return page.whatsapp_link(phone, f"{wish} {shown.row.title}\n{address}")
