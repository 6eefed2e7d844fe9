"""A face, then six digits; and that a face is taken off a phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.accounts.models import TrustedDevice
from tadamun.people.accounts.operations import forget_device
from tadamun.people.accounts.queries import has_pin
from tadamun.web.shared.entering.cookie import known_here
from tadamun.web.shared.entering.faces import faces_of
from tadamun.web.shared.entering.session import asked_next, at_the_door, bind, enter, going, home
from tadamun.web.shared.entering.trying import Trial
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.signin import PhoneCode


def _known(request: HttpRequest, number: int) -> TrustedDevice:
    for device in known_here(request):
        if device.pk == number:
            return device
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def face(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for the PIN of somebody whom this device knows."""
    device, then = _known(request, number), asked_next(request)
    trial = Trial(request, device, opens=has_pin(device.person))
    if trial.right:
        enter(request, device.person, "pin", f"device {device.pk}")
        bind(request, device)
        return going(request, device.person, then or home(request, device.person))
    return trial.page("face", face=faces_of([device], in_market(request).language)[0], then=then)


@require_POST
@at_the_door
def face_code(request: HttpRequest, number: int) -> HttpResponse:
    """Sends a code to her phone: she forgot the PIN, or it is closed. Her number is not shown."""
    device = _known(request, number)
    PhoneCode.begin(request, device.person.phone or "", asked_next(request), hidden=True)
    return see(f"/{in_market(request).language}/sign-in/code/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def face_removal(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a face off this phone, for instance before it is given away; she comes in with a code again."""
    device, language = _known(request, number), in_market(request).language
    if request.method == "POST":
        forget_device(device)
        return see(f"/{language}/sign-in/")
    return render(request, "shared/entering/face_removal.html", {"face": faces_of([device], language)[0]})
