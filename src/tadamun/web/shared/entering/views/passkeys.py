"""Coming in with a key that the phone keeps, and keeping one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import KnownPasskey
from tadamun.web.shared.entering import ceremonies
from tadamun.web.shared.entering.cookie import device_name
from tadamun.web.shared.entering.session import (
    asked_next,
    at_the_door,
    enter,
    for_person,
    going,
    home,
    proved,
    step,
)
from tadamun.web.shared.entering.views.trust import after_code
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market


@require_POST
@at_the_door
def passkey_options(request: HttpRequest) -> HttpResponse:
    return JsonResponse(ceremonies.asking(request))


@require_POST
@at_the_door
def passkey(request: HttpRequest) -> HttpResponse:
    """The phone's answer: whose key it is comes in."""
    then = asked_next(request)
    try:
        key = ceremonies.whose(request, request.POST.get("answer", ""))
    except ceremonies.NotAKey:
        messages.error(request, _("This phone’s key opens nothing here. Please come in with a code."))
        return see(f"/{in_market(request).language}/sign-in/?phone=1")
    enter(request, key.person, "passkey", str(key.pk))
    then = then or home(request, key.person)
    return going(request, key.person, after_code(request, key.person, then, asks=False))


def _phones(request: HttpRequest) -> str:
    return f"/{in_market(request).language}/account/phones/"


@require_POST
@for_person
def registration_options(request: HttpRequest, person: Person) -> HttpResponse:
    if not proved(request):
        return JsonResponse({"see": step(request, "proof", _phones(request))}, status=403)
    return JsonResponse(ceremonies.registration(request, person))


@require_POST
@for_person
def registration(request: HttpRequest, person: Person) -> HttpResponse:
    """Keeps the key that the phone made."""
    if not proved(request):
        return see(step(request, "proof", _phones(request)))
    try:
        ceremonies.register(request, person, request.POST.get("answer", ""), device_name(request))
    except (ceremonies.NotAKey, KnownPasskey):
        messages.error(request, _("No key was kept. Please try again."))
    else:
        messages.success(request, _("This phone now opens with its own lock: finger, face or code."))
    return see(_phones(request))
