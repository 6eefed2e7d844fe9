"""Coming in, and having shown a moment ago who one is."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from tadamun.kernel import clock
from tadamun.people.accounts.models import Guessed, Person, Pin, TrustedDevice
from tadamun.people.accounts.operations import keep_session, note_entry
from tadamun.people.sellers.queries import seats_of
from tadamun.web.shared.doors import door
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import WORKSHOP, in_market
from tadamun.web.shared.signin import local_path

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROVED, DEVICE = "proved_at", "trusted_device"
FRESH = 15 * 60  # seconds that a proof lasts
View = Callable[..., HttpResponse]


def enter(request: HttpRequest, person: Person, way: str, key: str = "") -> None:
    """She is signed in, in a session with a new name; who was signed in before is out."""
    login(request, person, backend=BACKEND)
    in_market(request).person = person
    note_entry(person, way, key)
    prove(request)


def prove(request: HttpRequest) -> None:
    """She showed who she is, now."""
    request.session[PROVED] = clock.now().timestamp()


def proved(request: HttpRequest, within: int = FRESH) -> bool:
    at = request.session.get(PROVED)
    return isinstance(at, float) and 0 <= clock.now().timestamp() - at < within


def bind(request: HttpRequest, device: TrustedDevice) -> None:
    """This session was opened on a trusted device: it ends when the trust does."""
    request.session[DEVICE] = device.pk
    if not request.session.session_key:
        request.session.cycle_key()  # one that took the place of another person's has no name yet
    keep_session(device, request.session.session_key or "")


def guessed_here(request: HttpRequest, person: Person) -> Guessed | None:
    """Where a wrong PIN of a signed-in person is counted: at her device, else at the PIN. ``None``: she has no PIN."""
    pin = Pin.objects.filter(person=person).first()
    known = request.session.get(DEVICE)
    if pin is None or not isinstance(known, int):
        return pin
    return TrustedDevice.objects.filter(pk=known, person=person, until__gt=clock.now()).first() or pin


def sells_here(request: HttpRequest, person: Person) -> bool:
    """Whether she has a workshop in this market, or helps in one: buyers are not asked about phones and PINs."""
    return bool(seats_of(person, in_market(request).market))


def asked_next(request: HttpRequest) -> str:
    """Where she wanted to go, if it is a page of ours."""
    return local_path(request.POST.get("next", "") or request.GET.get("next", ""))


def home(request: HttpRequest, person: Person) -> str:
    """Where she is at home when she wanted nothing else."""
    return f"/{in_market(request).language}/{'workshop' if sells_here(request, person) else 'account'}/"


def step(request: HttpRequest, name: str, then: str) -> str:
    """The address of a page of the door that leads on to ``then``."""
    address = f"/{in_market(request).language}/sign-in/{name}/"
    return f"{address}?next={quote(then)}" if then else address


def going(request: HttpRequest, person: Person, to: str) -> HttpResponse:
    """The answer to who came in; the shell of kept pages then knows her name."""
    response = see(to)
    write_hint(request, response, name=person.display_name)
    return response


def at_the_door(view: View) -> View:
    """The look of the workshop, and no cache."""
    return never_cache(door(WORKSHOP)(view))


def for_person(view: View) -> View:
    """Calls ``view(request, person, …)``; who is not signed in signs in first."""

    @at_the_door
    @wraps(view)
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request = in_market(plain)
        if not isinstance(request.person, Person):
            then = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            return see(f"/{request.language}/sign-in/{f'?next={quote(then)}' if then else ''}")
        return view(request, request.person, *args, **kwargs)

    return inside


def with_proof(view: View) -> View:
    """The same for who showed who she is a moment ago; else she does so first."""

    @wraps(view)
    def inside(request: HttpRequest, person: Person, *args: Any, **kwargs: Any) -> HttpResponse:
        if not proved(request):
            return see(step(request, "proof", request.get_full_path()))
        return view(request, person, *args, **kwargs)

    return for_person(inside)
