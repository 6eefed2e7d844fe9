"""Search, a craft, a region: the same page with another question (S2)."""

from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.crafts import craft_path, crafts
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name, region_path, regions
from tadamun.showcase.search.questions import MANY, PAGE_SIZE, ask
from tadamun.showcase.window.queries import cards
from tadamun.ui.cards import card_list
from tadamun.web.shared.caching import cacheable, unkept
from tadamun.web.shared.frames import framed
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.storefront import listing, structured
from tadamun.web.storefront.head import Head, head_html, page_title, paths_in, shortened
from tadamun.web.storefront.questions import Asked, read
from tadamun.web.storefront.suggested import BESIDE_FEW, BESIDE_MANY, Suggested, suggested


@require_safe
@cacheable
def search(plain: HttpRequest) -> HttpResponse:
    """Everything of the market, narrowed by words and filters. Never indexed."""
    request = in_market(plain)
    asked = read(request.GET, request.market, request.language)
    title = _("Results for %(words)s") % {"words": f"«{asked.text}»"} if asked.text else _("All products")
    return _page(request, asked, title, crumbs=[], index=False)


@require_safe
@cacheable
def craft(plain: HttpRequest, slug: str) -> HttpResponse:
    """The pieces of a craft and of those below it."""
    request = in_market(plain)
    if slug not in crafts():
        raise Http404
    language = request.language
    asked = read(request.GET, request.market, language, fixed=("craft", slug))
    above = [each for each in reversed(craft_path(slug)) if each != slug]
    crumbs = [(_("Crafts"), f"/{language}/crafts/")]
    crumbs += [(crafts()[each].name(language), f"/{language}/crafts/{each}/") for each in above]
    return _page(request, asked, crafts()[slug].name(language), crumbs=crumbs)


@require_safe
@cacheable
def region(plain: HttpRequest, code: str) -> HttpResponse:
    """The pieces made in a region or province."""
    request = in_market(plain)
    known = code.upper()
    if known not in regions() or code != code.lower():
        raise Http404
    language = request.language
    asked = read(request.GET, request.market, language, fixed=("region", code))
    crumbs = [
        (region_name(each, language), f"/{language}/regions/{each.lower()}/")
        for each in region_path(known)[1:]
    ]
    title = _("Made in %(place)s") % {"place": region_name(known, language)}
    return _page(request, asked, title, crumbs=crumbs)


def _page(
    request: MarketRequest, asked: Asked, title: str, *, crumbs: list[tuple[str, str]], index: bool = True
) -> HttpResponse:
    market, language = request.market, request.language
    answer = ask(asked.question)
    speaker = listing.Speaker(market, language)
    last = min(-(-answer.total // PAGE_SIZE), 400) or 1
    number = asked.question.page
    if number > last:
        raise Http404
    plain = index and not asked.text and not asked.filtered and asked.question.sort == "relevance"
    query = f"?{urlencode({'page': number})}" if number > 1 else ""
    shown_title = page_title(f"{title} ({number})" if number > 1 else title, market.name(language))
    context = {
        "title": shown_title,
        "heading": title,
        "description": _description(title, market.name(language)),
        "head": _head(request, shown_title, query, crumbs, title, index=plain and bool(answer.total)),
        "crumbs": crumbs,
        "asked": asked,
        "search_query": asked.text,
        "answer": answer,
        "cards": card_list(cards(language, answer.product_ids)),
        "children": listing.children(asked, answer, language),
        "suggested": _suggested(market, language, asked, answer.total),
        "on_sale": listing.on_sale(answer, speaker),
        "filters": listing.groups_html(listing.groups(asked, answer, speaker)),
        "removals": listing.removals(asked, speaker),
        "sorts": listing.sorts(),
        "sort": asked.question.sort,
        "number": number,
        "last": last,
        "suggestion_url": "?" + urlencode({"q": answer.suggestion}) if answer.suggestion else "",
        "wish_url": "" if answer.total else _wish_url(market, language, asked),
    }
    response = framed(request, "storefront/listing.html", context)
    return response if answer.ready else unkept(response)


def _suggested(market: Market, language: str, asked: Asked, total: int) -> list[Suggested]:
    """For who searches without a script; whoever turns pages or sets filters has chosen already."""
    if not asked.text or asked.filtered or asked.question.page > 1:
        return []
    return suggested(market, language, asked.text, BESIDE_FEW if total <= MANY else BESIDE_MANY)


def _wish_url(market: Market, language: str, asked: Asked) -> str:
    """Where a piece that is not there can be asked for: of the one shop that was looked in, or of any."""
    if not market.policy.custom_requests:
        return ""
    chosen = asked.chosen["shop"]
    return f"/{language}/requests/new/" + (f"?shop={quote(chosen[0].lower())}" if len(chosen) == 1 else "")


def _description(title: str, brand: str) -> str:
    text = _("%(title)s on %(market)s: made by hand by artisans and cooperatives, delivered to you.")
    return shortened(text % {"title": title, "market": brand}, 160)


def _head(
    request: MarketRequest,
    title: str,
    query: str,
    crumbs: list[tuple[str, str]],
    heading: str,
    *,
    index: bool,
) -> str:
    data = []
    if crumbs:
        data.append(structured.breadcrumb(origin_of(request.market), [*crumbs, (heading, request.path)]))
    head = Head(
        title=title, description=_description(heading, request.market.name(request.language)),
        paths=paths_in(request, query), index=index, data=data,
    )  # fmt: skip
    return head_html(request, head)
