"""A code from who looks after her: she comes in once and chooses a new PIN."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.people.accounts.operations import use_let_in
from tadamun.web.shared.entering.session import at_the_door, enter, going, home, step
from tadamun.web.shared.errors import error_page
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market

HOUR = 3600
TRIES_AN_ADDRESS, TRIES = 20, 400  # an hour; of 2⁵⁴ codes


class LetInForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code from your cooperative"), max_length=40,
        help_text=gettext_lazy("Twelve letters and digits"),
        error_messages={"required": gettext_lazy("Please type the code, or scan the picture again.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )  # fmt: skip


@never_cache
@require_safe
def scanned(plain: HttpRequest, code: str) -> HttpResponse:
    """Where the picture leads: to the page below, with its code typed in. It uses nothing up."""
    return see(f"/{in_market(plain).language}/sign-in/recovery/?code={code}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def recovery(plain: HttpRequest) -> HttpResponse:
    request = in_market(plain)
    if request.person:
        return error_page(
            request, 409, _("Somebody is signed in on this phone"),
            _("This code is for the phone of the person who was let in again. Please use it there, or sign out here first."),
        )  # fmt: skip
    form = LetInForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")}
    )
    if form.is_valid():
        limit(f"let-in:{network(request.client)}", times=TRIES_AN_ADDRESS, seconds=HOUR)
        limit("let-in", times=TRIES, seconds=HOUR)
        if person := use_let_in(form.cleaned_data["code"]):
            enter(request, person, "let_in")
            trust = step(request, "trust", home(request, person))
            return going(request, person, step(request, "pin", trust))
        form.add_error(
            "code", _("This code opens nothing any more. Your cooperative can give you a new one.")
        )
    return render(
        request, "shared/entering/recovery.html", {"form": form}, status=422 if form.is_bound else 200
    )
