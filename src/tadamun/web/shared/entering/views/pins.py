"""Choosing a PIN, twice the same; and showing who one is, for what needs it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.kernel.sealed import CannotOpen, seal, unseal
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import WeakPin, check_pin, digits_of, set_pin
from tadamun.web.shared.entering.forms import PinForm, weak
from tadamun.web.shared.entering.session import (
    asked_next,
    for_person,
    guessed_here,
    home,
    prove,
    step,
    with_proof,
)
from tadamun.web.shared.entering.trustees import helpers_of
from tadamun.web.shared.entering.trying import Trial
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.signin import PhoneCode


@require_http_methods(["GET", "HEAD", "POST"])
@with_proof
def pin(request: HttpRequest, person: Person) -> HttpResponse:
    """Six digits of her choice; typed a second time, they are hers."""
    then = asked_next(request) or home(request, person)
    form = PinForm(request.POST if request.method == "POST" else None)
    first = _unsealed(request.POST.get("first", ""))
    if form.is_valid():
        typed = digits_of(form.cleaned_data["pin"])
        try:
            check_pin(person, typed)
        except WeakPin as problem:
            form.add_error("pin", weak(problem))
            first = first if problem.code == "length" else ""
        else:
            if first == typed:
                return _chosen(request, person, typed, then)
            if not first:
                again = {"form": PinForm(), "then": then, "first": seal(typed)}
                return render(request, "shared/entering/pin.html", again)
            form.add_error("pin", _("That was not the same as before. Please choose again."))
            first = ""
    # Nothing, or too few digits, the second time: what she chose first still stands, and she is asked again.
    return render(
        request,
        "shared/entering/pin.html",
        {"form": form, "then": then, "first": seal(first) if first else ""},
        status=422 if form.is_bound else 200,
    )


def _unsealed(text: str) -> str:
    """What was typed before: it travels sealed, so that no page holds the digits."""
    try:
        return unseal(text) if text else ""
    except CannotOpen:
        return ""


def _chosen(request: HttpRequest, person: Person, typed: str, then: str) -> HttpResponse:
    set_pin(person, typed)
    messages.success(request, _("Your PIN is kept. With it you come in here from now on."))
    asks = any(not each.allowed for each in helpers_of(person))
    return see(step(request, "trustee", then) if asks else then)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def proof(request: HttpRequest, person: Person) -> HttpResponse:
    """Her PIN, or a code to her phone: before she changes what opens."""
    then = asked_next(request) or home(request, person)
    trial = Trial(request, guessed_here(request, person))
    if trial.right:
        prove(request)
        return see(then)
    return trial.page("proof", then=then)


@require_POST
@for_person
def proof_code(request: HttpRequest, person: Person) -> HttpResponse:
    """The code; with it she comes in anew, as herself."""
    PhoneCode.begin(request, person.phone or "", asked_next(request), hidden=True)
    return see(f"/{in_market(request).language}/sign-in/code/")
