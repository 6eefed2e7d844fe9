"""Who looks at a seller's pieces before they leave: named by the market, let go by it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tadamun.people.accounts.queries import person_by_phone
from tadamun.people.markets.rules import may_admit
from tadamun.people.sellers.models import Admission
from tadamun.trade.inspections.operations import let_checker_go, name_checker
from tadamun.trade.inspections.queries import checkers_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.sellers import PHONE_MISSING
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.phones import PhoneField
from tadamun.web.shared.redirects import see


class CheckerForm(forms.Form):
    use_required_attribute = False
    phone = PhoneField(
        label=gettext_lazy("Phone of who checks"), error_messages=PHONE_MISSING,
        help_text=gettext_lazy("Somebody of the craft with a workshop here. Nobody checks what she made or prepared herself."),
    )  # fmt: skip


@for_team(may_admit)
@require_http_methods(["GET", "HEAD", "POST"])
def checkers(plain: HttpRequest, code: str) -> HttpResponse:
    request = in_office(plain)
    rows = Admission.objects.select_related("organisation", "market")
    admission = rows.filter(organisation__code=code, status=Admission.Status.ADMITTED).first()
    if admission is None:
        raise Http404
    found = checkers_of(admission.organisation_id)
    form = CheckerForm(plain.POST if plain.method == "POST" and "end" not in plain.POST else None)
    context: dict[str, Any] = {"organisation": admission.organisation, "checkers": found, "form": form}
    if plain.method == "POST" and "end" in plain.POST:
        for checker in found:
            if str(checker.pk) == plain.POST["end"]:
                let_checker_go(checker)
        return see(reverse("backoffice:checkers", args=[code]))
    if form.is_valid():
        person = person_by_phone(form.cleaned_data["phone"])
        if person is not None:
            name_checker(request.market, admission.organisation, person)
            messages.success(plain, _("Saved. Pieces to check stand in her workshop from now on."))
            return see(reverse("backoffice:checkers", args=[code]))
        form.add_error("phone", _("Nobody signs in with this number. Add her to her own organisation first."))
    return page(plain, "sellers/checkers", 422 if form.is_bound else 200, **context)
