"""What opens the door to her, for herself: phones, keys, card, who may help; and that each is taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tadamun.people.accounts.models import Person, TrustedDevice
from tadamun.people.accounts.operations import (
    allow_trustee,
    forget_device,
    remove_passkey,
    revoke_card,
    withdraw_trustee,
)
from tadamun.people.accounts.queries import cards_of, has_pin, passkeys_of
from tadamun.people.sellers.letting_in import LOOK_AFTER
from tadamun.people.sellers.models import Member
from tadamun.web.shared.entering.session import DEVICE, for_person, proved, sells_here, step
from tadamun.web.shared.entering.trustees import helpers_of
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market


@require_safe
@for_person
def phones(request: HttpRequest, person: Person) -> HttpResponse:
    context = {
        "devices": list(TrustedDevice.objects.filter(person=person)), "here": request.session.get(DEVICE),
        "passkeys": passkeys_of(person), "card": cards_of([person]).get(person.pk), "has_pin": has_pin(person),
        "helpers": helpers_of(person), "looks_after": Member.objects.filter(person=person, role__in=LOOK_AFTER).exists(),
        "sells": sells_here(request, person), "back_url": f"/{in_market(request).language}/account/",
        "door_url": f"/{in_market(request).language}/sign-in/",
    }  # fmt: skip
    return render(request, "shared/entering/phones.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    return see(f"/{in_market(request).language}/account/phones/")


@require_POST
@for_person
def phone_removal(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """One of hers is trusted no more; who is signed in there is signed out."""
    if device := TrustedDevice.objects.filter(person=person, pk=number).first():
        forget_device(device)
    return _back(request)


@require_POST
@for_person
def passkey_removal(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    remove_passkey(person, number)
    return _back(request)


@require_POST
@for_person
def card_removal(request: HttpRequest, person: Person) -> HttpResponse:
    revoke_card(person)
    return _back(request)


@require_POST
@for_person
def trustees(request: HttpRequest, person: Person) -> HttpResponse:
    """Allows one of her organisations to let her in again, or no longer."""
    if not proved(request):
        return see(step(request, "proof", f"/{in_market(request).language}/account/phones/"))
    code = request.POST.get("organisation", "")
    for each in helpers_of(person):
        if each.organisation.code == code:
            act = withdraw_trustee if each.allowed else allow_trustee
            act(person, str(each.organisation.reference))
    return _back(request)
