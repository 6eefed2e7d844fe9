"""Signing in and out. Never kept by a cache; a known and an unknown phone see the same."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.accounts.models import Person, TrustedDevice
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import code_channels, phone_channel
from tadamun.people.notices.providers import mailbox_channels
from tadamun.web.shared.entering.cookie import known_here
from tadamun.web.shared.entering.faces import faces_of
from tadamun.web.shared.entering.session import going, prove, sells_here
from tadamun.web.shared.entering.views.trust import after_code
from tadamun.web.shared.errors import SHELLS
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import CHECKOUT, WORKSHOP, in_market
from tadamun.web.shared.signin import PhoneCode, local_path
from tadamun.web.shared.signin_forms import CodeForm, PhoneForm

# How a code comes: its word, its icon, and the key of what a speaker says of it.
WAYS = {
    Message.Channel.SMS: (_lazy("By message"), "message", "entering.by_message"),
    Message.Channel.WHATSAPP: (_lazy("By WhatsApp"), "send", "entering.by_whatsapp"),
    Message.Channel.CALL: (_lazy("Call me"), "phone", "entering.by_call"),
}


def _page(request: HttpRequest, name: str, then: str, status: int = 200, **context: object) -> HttpResponse:
    """With the look of where she goes: somebody on the way to her workshop hears what she presses."""
    ours = in_market(request)
    first, *others = code_channels(ours.market)
    in_demo = settings.DEMO and phone_channel() in mailbox_channels()
    spoken = then.startswith(f"/{ours.language}/workshop/")
    ways = [(code, *WAYS[Message.Channel(code)]) for code in others]
    said = {
        "in_demo": in_demo,
        "first": first,
        "ways": ways,
        "spoken": spoken,
        "then": then,
        "shell": SHELLS[CHECKOUT],
    }
    if spoken:
        ours.door, said["shell"] = WORKSHOP, SHELLS[WORKSHOP]
    return render(request, f"shared/{name}.html", {**said, **context}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for a phone and sends a code to it."""
    language = in_market(request).language
    then = local_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if in_market(request).person:
        return see(then or f"/{language}/account/")
    if request.method != "POST" and "phone" not in request.GET and (known := known_here(request)):
        return _faces(request, known, then)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        PhoneCode.begin(request, form.cleaned_data["phone"], then, channel=request.POST.get("channel", ""))
        return see(f"/{language}/sign-in/code/")
    return _page(request, "sign_in", then, 422 if form.is_bound else 200, form=form)


def _faces(request: HttpRequest, known: list[TrustedDevice], then: str) -> HttpResponse:
    """Who lives with this phone; another number is one press away."""
    ours = in_market(request)
    ours.door = WORKSHOP
    return render(
        request, "shared/entering/door.html", {"faces": faces_of(known, ours.language), "then": then}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code; a right one signs in and leads to where she wanted to go."""
    language = in_market(request).language
    process = PhoneCode.awaited(request)
    if process is None:
        return see(f"/{language}/sign-in/")
    if request.method == "POST" and "again" in request.POST:
        return _another_code(request, process)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if process.is_right(form.cleaned_data["code"]):
            return _signed_in(request, process)
        if not process.record_invalid_attempt():
            messages.error(request, _("That was the fifth wrong code. Please ask for a new one."))
            then = urlencode({"next": process.then}) if process.then else ""
            return see(f"/{language}/sign-in/?{then}".rstrip("?"))
        form.add_error("code", _("This code is not right. Please look at the message again."))
    return _page(
        request, "sign_in_code", process.then, 422 if form.is_bound else 200, form=form, process=process
    )


def _another_code(request: HttpRequest, process: PhoneCode) -> HttpResponse:
    if process.can_resend:
        process.resend(request.POST["again"])
        messages.success(request, _("A new code is on its way."))
    return see(request.path)


def _signed_in(request: HttpRequest, process: PhoneCode) -> HttpResponse:
    """allauth's answer stands when it stopped her; else she goes on."""
    then = process.then or f"/{in_market(request).language}/account/"
    before = in_market(request).person
    answer = process.finish(then)
    person = process.user
    if not request.user.is_authenticated or not isinstance(person, Person):
        return answer
    prove(request)
    if sells_here(request, person):
        then = after_code(request, person, then, asks=before != person)
    return going(request, person, then)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the basket stays. A trusted phone goes on knowing her face."""
    logout(request)
    response: HttpResponseRedirect = see(
        local_path(request.POST.get("next", "")) or f"/{in_market(request).language}/"
    )
    write_hint(request, response, name="")
    return response
