"""Signing in and out. Never kept by a cache; a known and an unknown phone see the same."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.notices.operations import phone_channel
from tadamun.people.notices.providers import mailbox_channels
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.signin import PhoneCode, local_path
from tadamun.web.shared.signin_forms import CodeForm, PhoneForm


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    in_demo = settings.DEMO and phone_channel() in mailbox_channels()
    return render(request, f"shared/{name}.html", {"in_demo": in_demo, **context}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for a phone and sends a code to it."""
    language = in_market(request).language
    then = local_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if in_market(request).person:
        return see(then or f"/{language}/account/")
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        PhoneCode.begin(request, form.cleaned_data["phone"], then)
        return see(f"/{language}/sign-in/code/")
    return _page(request, "sign_in", 422 if form.is_bound else 200, form=form, then=then)


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
            return see(f"/{language}/sign-in/")
        form.add_error("code", _("This code is not right. Please look at the message again."))
    return _page(request, "sign_in_code", 422 if form.is_bound else 200, form=form, process=process)


def _another_code(request: HttpRequest, process: PhoneCode) -> HttpResponse:
    if process.can_resend:
        process.resend()
        messages.success(request, _("A new code is on its way."))
    return see(request.path)


def _signed_in(request: HttpRequest, process: PhoneCode) -> HttpResponse:
    """allauth's answer stands when it stopped her; else she goes on."""
    then = process.then or f"/{in_market(request).language}/account/"
    answer = process.finish(then)
    if not request.user.is_authenticated:
        return answer
    response = see(then)
    write_hint(request, response, name=process.user.display_name if process.user else "")
    return response


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the basket stays."""
    logout(request)
    response: HttpResponseRedirect = see(f"/{in_market(request).language}/")
    write_hint(request, response, name="")
    return response
