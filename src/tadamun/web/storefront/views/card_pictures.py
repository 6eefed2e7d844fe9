"""Pictures of products for messengers."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_safe

from tadamun.kernel.formats import format_money
from tadamun.kernel.money import Money
from tadamun.showcase.window.models import CatalogueRow
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.shared.themes import theme_of
from tadamun.web.storefront.card_pictures import CardWords, card_path, draw_card, keep, kept_file

NAME = re.compile(r"([a-z0-9]{4,12})-([a-z]{2})-([0-9a-f]{1,12})\.jpg")
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@require_safe
def card_picture(plain: HttpRequest, name: str) -> HttpResponse:
    """The picture of this version of a product; a version that is over leads to the present one."""
    request = in_market(plain)
    asked = NAME.fullmatch(name)
    if asked is None or asked[2] not in request.market.languages:
        raise Http404
    path = kept_file(request.market.slug, name)
    if path.is_file():
        return HttpResponse(path.read_bytes(), content_type="image/jpeg", headers=_FOR_EVER)
    row = (
        CatalogueRow.objects.select_related("product__organisation")
        .filter(language=asked[2], product__code=asked[1].upper())
        .first()
    )
    if row is None:
        raise Http404
    present = card_path(row, row.product.code)
    if not present.endswith(f"/{name}"):
        return HttpResponseRedirect(present)
    data = draw_card(_words(request, row))
    keep(path, data)
    return HttpResponse(data, content_type="image/jpeg", headers=_FOR_EVER)


def _words(request: MarketRequest, row: CatalogueRow) -> CardWords:
    market, language = request.market, row.language
    organisation = row.product.organisation
    with translation.override(market.locale(language).lower()):
        price = format_money(
            Money(row.price_minor, row.currency), market.locale(language), digits=market.digits or None
        )
    key = row.picture
    photo = next(
        (f"{key[:2]}/{key}/{width}.jpeg" for width in (960, 1600, 640, 480, 240) if _exists(key, width)), ""
    )
    theme = theme_of(market)
    return CardWords(
        language=language, market=market.name(language), title=row.title, by=organisation.name(language), price=price,
        photo=photo, theme=theme, seed=theme.motif_seed,
    )  # fmt: skip


def _exists(key: str, width: int) -> bool:
    return bool(key) and (settings.MEDIA_ROOT / key[:2] / key / f"{width}.jpeg").is_file()
