"""For whom she sits down, when she acts for several."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.people.sellers.queries import Seat
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.signin import local_path
from tadamun.web.workshop.access import CHOSEN, for_member


@require_http_methods(["GET", "HEAD", "POST"])
@for_member
def organisation(plain: HttpRequest, seats: list[Seat]) -> HttpResponse:
    request = in_market(plain)
    home = f"/{request.language}/workshop/"
    then = local_path(request.POST.get("next", "") or request.GET.get("next", ""))
    if not then.startswith(home):
        then = home
    problem = ""
    if request.method == "POST":
        code = request.POST.get("organisation", "")
        if code in {each.code for each in seats}:
            request.session[CHOSEN] = code
            return see(then)
        problem = _("Please choose one of these.")
    choice = [
        (
            each.code,
            each.admission.organisation,
            each.admission.organisation.name(request.language),
            each.grant,
        )
        for each in seats
    ]
    context = {"choice": choice, "then": then, "problem": problem, "brand_url": home, "account_url": ""}
    return render(request, "workshop/organisations.html", context, status=422 if problem else 200)
