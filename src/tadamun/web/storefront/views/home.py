"""The first page of a market (S1)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.kernel.text import words
from tadamun.showcase.window.pictures import picture_url
from tadamun.ui.cards import Picture, Source, card_list
from tadamun.web.shared.caching import cacheable, unkept
from tadamun.web.shared.frames import framed
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront import structured
from tadamun.web.storefront.front import read_front
from tadamun.web.storefront.head import Head, head_html, page_title, paths_in, shortened


@require_safe
@cacheable
def home(plain: HttpRequest) -> HttpResponse:
    """Whose market it is, and where to begin."""
    request = in_market(plain)
    market, language = request.market, request.language
    front = read_front(market, language)
    tagline = words(market.taglines, language, market.languages) or market.name(language)
    title = page_title(tagline, market.name(language))
    context = {
        "title": title,
        "description": shortened(tagline, 160),
        "heading": tagline,
        "front": front,
        "operator": market.fact("names", language) or market.fact("legal_name", language),
        "hero": _photo(front.hero, 640) if front.hero else None,
        "crafts": [(each, _photo(each.picture, 240) if each.picture else None) for each in front.crafts],
        "cards": card_list(front.cards, eager=0),
        "head": head_html(
            request,
            Head(
                title=title, description=shortened(tagline, 160), paths=paths_in(request),
                data=[structured.store(market, language, origin_of(market))],
            ),
        ),
    }  # fmt: skip
    response = framed(request, "storefront/home.html", context)
    return response if front.ready else unkept(response)


def _photo(key: str, width: int) -> Picture:
    """A picture that says nothing the words beside it do not say."""
    sources = tuple(
        Source(picture_url(key, width, form), width, f"image/{form}") for form in ("webp", "jpeg")
    )
    return Picture("", width, width, sources)
