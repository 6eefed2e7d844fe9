"""Shops and the people who make for them (S4)."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.crafts import crafts
from tadamun.kernel.pagecache import tags
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation
from tadamun.showcase.search.questions import Question, ask
from tadamun.showcase.window.pictures import picture_url
from tadamun.showcase.window.queries import cards, makers_of, read_maker, read_shop, shops_shown
from tadamun.ui.cards import card_list
from tadamun.web.shared.caching import cacheable, unkept
from tadamun.web.shared.frames import framed
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.storefront import structured
from tadamun.web.storefront.head import Head, head_html, page_title, paths_in, shortened

PORTRAIT_WIDTH = 240  # pixels; every stored picture has this width
ON_PAGE = 24


@require_safe
@cacheable
def shops(plain: HttpRequest) -> HttpResponse:
    """Every shop that shows something, the fullest first."""
    request = in_market(plain)
    market, language = request.market, request.language
    counted = ask(Question(market_id=market.pk, page_size=1)).facets.get("organisation", [])
    counts = {int(each.value): each.count for each in counted}
    tags.collect(f"listing:{market.pk}")
    shown = sorted(shops_shown(), key=lambda shop: (-counts.get(shop.pk, 0), shop.pk))
    title = page_title(_("Shops and cooperatives"), market.name(language))
    description = shortened(
        _("The artisans, cooperatives and associations of %(market)s: who they are, where they work, what they make.")
        % {"market": market.name(language)}, 160,
    )  # fmt: skip
    context = {
        "title": title, "description": description,
        "shops": [_line(shop, market, language, counts.get(shop.pk, 0)) for shop in shown],
        "head": head_html(request, Head(title=title, description=description, paths=paths_in(request))),
    }  # fmt: skip
    return framed(request, "storefront/shops.html", context)


def _line(shop: Organisation, market: Market, language: str, count: int) -> dict[str, Any]:
    return {
        "url": f"/{language}/shops/{shop.code.lower()}/", "name": shop.name(language), "seed": shop.code,
        "place": place_of(shop, language), "count": count, "crafts": craft_names(shop.crafts, language)[:3],
    }  # fmt: skip


def craft_names(slugs: Sequence[str], language: str) -> list[str]:
    return [crafts()[slug].name(language) for slug in slugs if slug in crafts()]


def place_of(shop: Organisation, language: str) -> str:
    said = [words(shop.place, language), region_name(shop.region, language)]
    return ("، " if language == "ar" else ", ").join(dict.fromkeys(part for part in said if part))


@require_safe
@cacheable
def shop(plain: HttpRequest, code: str) -> HttpResponse:
    """A shop with its makers who let themselves be named, and what it sells."""
    request = in_market(plain)
    if code != code.lower():
        return HttpResponsePermanentRedirect(f"/{request.language}/shops/{code.lower()}/")
    found = read_shop(code.upper())
    if found is None:
        raise Http404
    market, language = request.market, request.language
    answer = ask(Question(market_id=market.pk, organisations=(found.pk,), sort="newest", page_size=ON_PAGE))
    name, story = found.name(language), words(found.stories, language)
    title = page_title(name, market.name(language))
    description = shortened(story or f"{name}, {place_of(found, language)}", 160)
    origin = origin_of(market)
    said = structured.organisation(name, origin + request.path, description, place_of(found, language))
    crumbs = [(_("Shops and cooperatives"), f"/{language}/shops/")]
    context = {
        "title": title, "description": description, "shop": found, "name": name, "place": place_of(found, language),
        "crafts": [(f"/{language}/crafts/{slug}/", crafts()[slug].name(language)) for slug in found.crafts if slug in crafts()],
        "makers": [
            (f"/{language}/makers/{maker.code.lower()}/", maker.public_name(language), portrait(maker), maker.code)
            for maker in makers_of(found)
        ],
        "wish_url": f"/{language}/requests/new/?shop={found.code.lower()}" if market.policy.custom_requests else "",
        "kind": kind_name(found.kind), "crumbs": crumbs, "total": answer.total,
        "cards": card_list(cards(language, answer.product_ids), eager=0),
        "more_url": f"/{language}/search/?shop={found.code.lower()}" if answer.total > ON_PAGE else "",
        "head": head_html(
            request,
            Head(
                title=title, description=description, paths=paths_in(request), kind="profile",
                data=[said, structured.breadcrumb(origin, [*crumbs, (name, request.path)])],
            ),
        ),
    }  # fmt: skip
    return framed(request, "storefront/shop.html", context)


def kind_name(kind: str) -> str:
    return {
        Organisation.Kind.ARTISAN: _("Artisan"), Organisation.Kind.COOPERATIVE: _("Cooperative"),
        Organisation.Kind.UNION: _("Union of cooperatives"), Organisation.Kind.ASSOCIATION: _("Association"),
        Organisation.Kind.GIE: _("Economic interest group"), Organisation.Kind.COMPANY: _("Company"),
        Organisation.Kind.AGENCY: _("Agency"), Organisation.Kind.INSTITUTION: _("Institution"),
    }.get(Organisation.Kind(kind), kind)  # fmt: skip


def portrait(maker: Any) -> str:
    """Her portrait, if she lets it be shown; else empty, and a tile stands for her."""
    return (
        picture_url(maker.portrait, PORTRAIT_WIDTH, "webp")
        if maker.portrait and maker.photo_consent_at
        else ""
    )


@require_safe
@cacheable
def maker(plain: HttpRequest, code: str) -> HttpResponse:
    """Somebody who makes, as far as she wants to be shown. Without her consent to her name there is no page."""
    request = in_market(plain)
    if code != code.lower():
        return HttpResponsePermanentRedirect(f"/{request.language}/makers/{code.lower()}/")
    found = read_maker(code.upper())
    if found is None:
        raise Http404
    context = _maker_context(request, found)
    answer = framed(request, "storefront/maker.html", context)
    # A pass to hear her ends by itself: a page that gives one is drawn anew for everybody.
    return unkept(answer) if context["voice"] else answer


def _maker_context(request: MarketRequest, found: Any) -> dict[str, Any]:
    market, language = request.market, request.language
    answer = ask(Question(market_id=market.pk, makers=(found.pk,), sort="newest", page_size=ON_PAGE))
    name, story = found.public_name(language), words(found.stories, language)
    shop_name = found.organisation.name(language)
    title = page_title(name, market.name(language))
    description = shortened(story or f"{name}, {shop_name}", 160)
    origin, image = origin_of(market), portrait(found)
    shop_url = f"/{language}/shops/{found.organisation.code.lower()}/"
    said = structured.person(name, origin + request.path, shop_name, origin + image if image else "")
    crumbs = [(_("Shops and cooperatives"), f"/{language}/shops/"), (shop_name, shop_url)]
    return {
        "title": title, "description": description, "maker": found, "name": name, "story": story, "portrait": image,
        "voice": Recording.objects.filter(code=found.voice).first() if found.voice and found.voice_consent_at else None,
        "shop_name": shop_name, "shop_url": shop_url, "place": place_of(found.organisation, language),
        "craft": crafts()[found.craft].name(language) if found.craft in crafts() else "", "crumbs": crumbs,
        "cards": card_list(cards(language, answer.product_ids), eager=0),
        "more_url": f"/{language}/search/?maker={found.code.lower()}" if answer.total > ON_PAGE else "",
        "head": head_html(
            request,
            Head(
                title=title, description=description, paths=paths_in(request), kind="profile",
                data=[said, structured.breadcrumb(origin, [*crumbs, (name, request.path)])],
            ),
        ),
    }  # fmt: skip
