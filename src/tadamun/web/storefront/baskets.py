"""The visitor's basket: the cookie that names it, and its lines as pages show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tadamun.kernel.codes import is_secret
from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.notices.voice import Voice
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.queries import open_cart_of
from tadamun.trade.checkout.quoting import Quote, QuotedLine, QuotedParcel, quote_cart
from tadamun.trade.shipping.queries import Place, find_place
from tadamun.ui.cards import Picture
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.storefront.problem_words import clock_time, sentence
from tadamun.web.storefront.thumbnails import thumbnails

COOKIE = "tadamun_cart"
DAYS = 30


def token_of(request: HttpRequest) -> str:
    """Empty when the cookie holds what we never wrote."""
    token = request.COOKIES.get(COOKIE, "")
    return token if is_secret(token) else ""


def cart_of(request: HttpRequest) -> Cart | None:
    """Her basket in this market, unless it became an order."""
    cart = open_cart_of(token_of(request))
    if cart:
        cart.market = in_market(request).market
    return cart


def keep_token(response: HttpResponse, cart: Cart) -> None:
    """She finds her basket again; no script can read which one it is."""
    response.set_cookie(
        COOKIE, cart.token, max_age=DAYS * 86400, secure=settings.SECURE, httponly=True, samesite="Lax"
    )


def voice_for(request: HttpRequest) -> Voice:
    ours = in_market(request)
    return Voice(ours.market, ours.language)


def remembered_place(request: MarketRequest) -> Place | None:
    """Where her city cookie says; ``None`` while she named no city."""
    return find_place(request.city_code, "", request.language) if request.city_code else None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a basket. ``most``: how many she can take, 0 when sold out; ``until``: to when a unique piece is kept for her."""

    quoted: QuotedLine
    title: str
    url: str
    options: str
    picture: Picture | None
    problems: tuple[str, ...]
    until: str
    most: int

    @property
    def pk(self) -> int:
        return self.quoted.line.pk

    @property
    def quantity(self) -> int:
        return self.quoted.line.quantity

    @property
    def unit(self) -> Money:
        return self.quoted.unit

    @property
    def amount(self) -> Money:
        return self.quoted.amount

    @property
    def buyable(self) -> bool:
        return self.quoted.buyable


@dataclass(frozen=True, slots=True)
class ShownParcel:
    parcel: QuotedParcel
    seller: str
    lines: tuple[ShownLine, ...]


def shown_parcels(quote: Quote, voice: Voice) -> list[ShownParcel]:
    """One for each sender, with the words of its lines. One query, for pictures."""
    pictures = thumbnails(line.picture for line in _lines(quote))
    return [
        ShownParcel(
            parcel,
            parcel.organisation.name(voice.language),
            tuple(_shown(line, pictures.get(line.picture), voice) for line in parcel.lines),
        )
        for parcel in quote.parcels
    ]


def _lines(quote: Quote) -> Iterator[QuotedLine]:
    for parcel in quote.parcels:
        yield from parcel.lines


def _shown(line: QuotedLine, picture: Picture | None, voice: Voice) -> ShownLine:
    titles = line.variant.product.titles
    return ShownLine(
        quoted=line,
        title=line.title or words(titles, voice.language, voice.market.languages),
        url=link("product", language=voice.language, slug=line.slug) if line.slug else "",
        options=option_words(line.variant.options),
        picture=picture,
        problems=tuple(sentence(problem, voice) for problem in line.problems),
        until=clock_time(line.hold.expires_at, voice) if line.hold else "",
        most=_most(line),
    )


def _most(line: QuotedLine) -> int:
    mode = line.variant.Mode
    if line.variant.mode == mode.UNIQUE:
        return 1
    return 99 if line.variant.mode == mode.MADE_TO_ORDER else max(min(line.free, 99), 0)


def option_words(options: dict[str, str]) -> str:
    """38 · red"""
    return " · ".join(str(value) for value in options.values())


def quote_for(request: HttpRequest, cart: Cart) -> Quote:
    """At the place she named before, if any."""
    ours = in_market(request)
    return quote_cart(cart, remembered_place(ours), ours.language)


def problem_lines(parcels: Sequence[ShownParcel]) -> list[tuple[str, str]]:
    """(id of the line, title and sentence) of everything that stands in the way, for the list on top of a page."""
    return [
        (f"line-{line.pk}", f"{line.title} — {problem}")
        for parcel in parcels
        for line in parcel.lines
        for problem in line.problems
    ]
