"""A printed card: its code leads to a page that asks for the PIN of whose it is. It names nobody."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.people.accounts.models import Card
from tadamun.people.accounts.operations import note_card_use
from tadamun.people.accounts.queries import card_of_secret, has_pin, open_card
from tadamun.web.shared.entering.session import at_the_door, enter, going, home
from tadamun.web.shared.entering.trying import Trial
from tadamun.web.shared.entering.views.trust import after_code
from tadamun.web.shared.errors import error_page
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import WORKSHOP, in_market
from tadamun.web.shared.signin import PhoneCode

CARD = "card"  # in the session: which one was scanned, so that its code leaves the address bar


@never_cache
@require_safe
def scanned(plain: HttpRequest, secret: str) -> HttpResponse:
    """Where the code on a card leads. It signs nobody in."""
    request = in_market(plain)
    card = card_of_secret(secret)
    if card is None:
        return _opens_nothing(request)
    request.session[CARD] = card.pk
    return see(f"/{request.language}/sign-in/card/")


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    """The same for a card that was replaced, taken back, or never was one."""
    in_market(request).door = WORKSHOP
    return error_page(
        request, 404, _("This card opens nothing any more"),
        _("Please come in with a code to your phone, or ask your cooperative for a new card."),
    )  # fmt: skip


def _scanned_card(request: HttpRequest) -> Card | None:
    return open_card(request.session.get(CARD))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def card(request: HttpRequest) -> HttpResponse:
    """Asks for the PIN of whose card was scanned."""
    found = _scanned_card(request)
    if found is None:
        return see(f"/{in_market(request).language}/sign-in/")
    trial = Trial(request, found, opens=has_pin(found.person))
    return _came_in(request, found) if trial.right else trial.page("card")


def _came_in(request: HttpRequest, found: Card) -> HttpResponse:
    enter(request, found.person, "card", found.code)
    note_card_use(found)
    request.session.pop(CARD, None)
    return going(request, found.person, after_code(request, found.person, home(request, found.person)))


@require_POST
@at_the_door
def card_code(request: HttpRequest) -> HttpResponse:
    """A code to the phone of whose card it is; the number is not shown."""
    found, language = _scanned_card(request), in_market(request).language
    if found is None or not found.person.phone:
        return see(f"/{language}/sign-in/")
    PhoneCode.begin(request, found.person.phone, "", hidden=True)
    return see(f"/{language}/sign-in/code/")
