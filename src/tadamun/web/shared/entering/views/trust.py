"""Is this your phone? And who may help you when you lose it?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import allow_trustee, trust_device
from tadamun.people.accounts.queries import has_pin
from tadamun.web.shared.entering.cookie import device_name, known_here, new_token, read_token, write_token
from tadamun.web.shared.entering.session import asked_next, bind, going, home, step, with_proof
from tadamun.web.shared.entering.trustees import helpers_of
from tadamun.web.shared.redirects import see


def after_code(request: HttpRequest, person: Person, then: str, *, asks: bool = True) -> str:
    """Where somebody goes who came in by a code, a card or a key: on a phone that knows her straight on, and what guesses
    had closed is open again. ``asks``: she is asked about a phone that does not, and for a PIN that she lacks or forgot.
    """
    device = next((row for row in known_here(request) if row.person_id == person.pk), None)
    if device is None:
        return step(request, "trust", then) if asks else then
    was_closed = device.closed_at is not None
    bind(request, trust_device(person, read_token(request), device.name))
    return step(request, "pin", then) if asks and (was_closed or not has_pin(person)) else then


@require_http_methods(["GET", "HEAD", "POST"])
@with_proof
def trust(request: HttpRequest, person: Person) -> HttpResponse:
    """A phone of her own, or of her family, knows her face from now on."""
    then = asked_next(request) or home(request, person)
    if request.method != "POST":
        return render(request, "shared/entering/trust.html", {"then": then})
    if request.POST.get("answer") != "yes":
        return see(then)
    token = new_token()
    bind(request, trust_device(person, token, device_name(request), former=read_token(request)))
    response = going(request, person, then if has_pin(person) else step(request, "pin", then))
    write_token(request, response, token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_proof
def trustee(request: HttpRequest, person: Person) -> HttpResponse:
    """She allows an organisation of hers to let her in again, or nobody."""
    then = asked_next(request) or home(request, person)
    helpers = [each for each in helpers_of(person) if not each.allowed]
    if request.method == "POST":
        chosen = next((each for each in helpers if each.organisation.code == request.POST.get("allow")), None)
        if chosen:
            allow_trustee(person, str(chosen.organisation.reference))
        return see(then)
    return (
        render(request, "shared/entering/trustee.html", {"helpers": helpers, "then": then})
        if helpers
        else see(then)
    )
