"""Her shop as a whole: closed or open, how the world sees it, how it is shared."""

from datetime import date, timedelta
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel import clock
from tadamun.kernel.text import words
from tadamun.people.markets.regions import region_name
from tadamun.people.sellers.operations.closing import TooLong, close_shop
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.pictures import picture_url
from tadamun.showcase.window.queries import makers_of
from tadamun.ui.cards import card_list
from tadamun.web.shared.links import absolute
from tadamun.web.shared.qr import qr_picture
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import closing, poster
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.forms.shop import HolidayForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.undo import PARAMETER, Change, token

CARDS = 6


@require_safe
@for_seller
def shop(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    tiles = [
        (desk.path("shop/holiday/"), _("Holiday, closed today"), "calendar", "shop.holiday"),
        (desk.path("shop/world/"), _("How the world sees me"), "eye", "shop.world"),
        (desk.path("shop/sharing/"), _("Share my shop"), "share", "shop.share"),
        (desk.path("products/table/"), _("All prices in a table"), "list", "shop.bulk"),
    ]
    return page(request, "shop", back_url=desk.path(), tiles=tiles)


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def holiday(request: HttpRequest) -> HttpResponse:
    """Two big switches: closed today, and away from a day to another."""
    desk = desk_of(request)
    today = clock.day_in(desk.market.time_zone)
    admission = desk.admission
    admission.market = desk.market
    closed_on, away = closing.days(closing.said(admission))
    closed_on = closed_on if closed_on and closed_on >= today else None
    away = away if away and away[1] >= today else None
    form = HolidayForm(request.POST if request.POST.get("act") == "away" else None, initial=_proposed(desk))
    if request.method == "POST":
        act = request.POST.get("act", "")
        if _late(request, today, away):
            messages.warning(request, _("This day is over. Nothing was changed."))
            return see(desk.path("shop/holiday/"))
        wanted = {"close": (today, away), "open": (None, away), "home": (closed_on, None)}.get(act)
        if act == "away" and form.is_valid():
            wanted = (closed_on, (form.cleaned_data["start"], form.cleaned_data["end"]))
        if wanted:
            before = closing.said(admission)
            try:
                close_shop(admission, closed_on=wanted[0], away=wanted[1])
            except TooLong:
                if form.is_bound:
                    form.add_error("end", _too_long(desk))
            else:
                after = closing.said(admission)
                messages.success(request, _("It is kept, and buyers see it now."))
                query = urlencode({PARAMETER: token(desk, Change("shop", "", "", before, after))})
                return see(desk.path(f"shop/holiday/?{query}" if before != after else "shop/holiday/"))
    return page(
        request, "holiday", status=422 if request.method == "POST" else 200, back_url=desk.path("shop/"), form=form,
        today=today, closed_today=closed_on == today, away=away, back_on=admission.back_on(today),
    )  # fmt: skip


def _late(request: HttpRequest, today: date, away: tuple[date, date] | None) -> bool:
    """Whether what waited on her phone was meant for another day, or for an absence that is no more."""
    act, meant = request.POST.get("act"), request.POST.get("day", "")
    if not meant or act == "away":
        return False
    return meant != (away[0] if act == "home" and away else today).isoformat()


def _proposed(desk: Desk) -> dict[str, str]:
    today = clock.day_in(desk.market.time_zone)
    return {"start": today.isoformat(), "end": (today + timedelta(days=6)).isoformat()}


def _too_long(desk: Desk) -> str:
    return _("These days are over, or there are too many: at most %(days)s days.") % {
        "days": desk.market.policy.away_most_days
    }


def _shop_address(desk: Desk, language: str) -> str:
    return absolute(desk.market, f"/{language}/shops/{desk.organisation.code.lower()}/")


def _chat(text: str) -> str:
    return f"https://wa.me/?text={quote(text)}"


@require_safe
@for_seller
def sharing(request: HttpRequest) -> HttpResponse:
    """A ready message in the market's language, the address to copy, a code to scan, a poster to print."""
    desk = desk_of(request)
    if not desk.admitted:
        raise Http404
    language = desk.market.default_language
    address = _shop_address(desk, language)
    with override(desk.market.locale(language).lower()):
        text = _("The shop of %(name)s: %(address)s") % {
            "name": desk.organisation.name(language), "address": address,
        }  # fmt: skip
    return page(
        request, "sharing", back_url=desk.path("shop/"), title=desk.organisation.name(desk.language), address=address,
        chat=_chat(text), qr=qr_picture(address)[0], poster_url=desk.path("shop/poster.pdf"), picture=None,
    )  # fmt: skip


@require_safe
@for_seller
def product_sharing(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_of(request)
    each = reading.find(desk, code) if desk.admitted else None
    language = desk.market.default_language
    rows = CatalogueRow.objects.filter(product=each.product, language=language) if each else None
    row = rows.first() if rows is not None else None
    if each is None or row is None:
        raise Http404
    address = absolute(desk.market, f"/{language}/products/{quote(row.slug)}/")
    return page(
        request, "sharing", tab="products", back_url=desk.path(f"products/{code}/"), title=each.title, address=address,
        chat=_chat(f"{row.title}\n{address}"), qr=qr_picture(address)[0], poster_url="", picture=each.picture,
    )  # fmt: skip


@require_safe
@for_seller
def shop_poster(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    if not desk.admitted:
        raise Http404
    language = desk.market.default_language
    paper = poster.poster_pdf(desk.market, desk.organisation, _shop_address(desk, language), language)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.organisation.code}.pdf"'
    return answer


@require_safe
@for_seller
def world(request: HttpRequest) -> HttpResponse:
    """What buyers see of her: the very cards of the shop, and what stands for who does not show her face."""
    desk = desk_of(request)
    organisation, language = desk.organisation, desk.language
    rows = CatalogueRow.objects.filter(language=language, organisation_id=organisation.pk).order_by(
        "-published_at", "-pk"
    )
    found = list(rows[: CARDS + 1])
    makers = [
        (
            maker.public_name(language), maker.code,
            picture_url(maker.portrait, 240, "webp") if maker.portrait and maker.photo_consent_at else "",
        )
        for maker in makers_of(organisation)
    ]  # fmt: skip
    return page(
        request, "world", back_url=desk.path("shop/"), title=organisation.name(language), makers=makers,
        place=words(organisation.place, language) or region_name(organisation.region, language),
        story=words(organisation.stories, language), cards=card_list([row.card for row in found[:CARDS]], eager=0),
        seed=organisation.code, back_on=desk.admission.back_on(clock.day_in(desk.market.time_zone)),
        shop_url=f"/{language}/shops/{organisation.code.lower()}/" if desk.admitted else "", more=len(found) > CARDS,
    )  # fmt: skip
