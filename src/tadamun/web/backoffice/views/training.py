"""Training at a glance: figures, what a person has to decide, and what rights ask for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.people.accounts.queries import person_by_phone
from tadamun.people.markets.rules import OPERATOR, may_plan_training, may_train
from tadamun.people.sellers.models import Organisation
from tadamun.solidarity.training.figures import LEAST, figures
from tadamun.solidarity.training.models import Narrowing, RightRule
from tadamun.solidarity.training.operations import decide_narrowing, set_right, stand_surety
from tadamun.solidarity.training.queries import on_now, sessions_of
from tadamun.solidarity.training.rights import RIGHTS, defaults
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.training import RIGHT_WORDS, RightForm, SuretyForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.shared.redirects import see

TO_DECIDE = 20


@for_team(may_train)
@require_safe
def training(plain: HttpRequest) -> HttpResponse:
    request = in_office(plain)
    operator = request.role == OPERATOR
    all_of = sessions_of(None if operator else request.person)
    sessions = list(all_of.order_by("-starts_at")[:12])
    told = figures(request.market) if operator else None
    numbers = [
        (_("Attended"), told.attended), (_("Showed a skill"), told.trained), (_("Practising"), told.practising),
        (_("Trained 90 days ago"), told.due), (_("of them still selling"), told.selling),
    ] if told else []  # fmt: skip
    asked = Narrowing.objects.select_related("organisation", "reopened__skill").filter(decision="")
    return page(
        request, "training/home", sessions=sessions, on=list(on_now(all_of)), numbers=numbers,
        least=LEAST, asked=asked[:TO_DECIDE] if operator else [], operator=operator,
    )  # fmt: skip


@for_team(may_plan_training)
@require_POST
def narrowing(plain: HttpRequest, code: str) -> HttpResponse:
    """A skill faded; a person says whether the right is narrowed."""
    row = get_object_or_404(Narrowing, code=code)
    said = plain.POST.get("decision", "")
    if said not in Narrowing.Decision.values:
        raise Http404
    decide_narrowing(row, said)
    messages.success(plain, _("Your decision is written down."))
    return see(reverse("backoffice:training"))


@for_team(may_plan_training)
@require_http_methods(["GET", "HEAD", "POST"])
def rights(plain: HttpRequest) -> HttpResponse:
    """The table of rights: each a form of its own."""
    request = in_office(plain)
    bound = RightForm(request.POST, language=request.language) if request.method == "POST" else None
    if bound and bound.is_valid():
        said = bound.cleaned_data
        set_right(
            request.market, said["right"], skills=said["skills"], free=said["free"], grace_days=said["grace_days"],
            also_before=said["also_before"],
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return see(reverse("backoffice:training_rights"))
    return _rights_page(request, bound, SuretyForm(), 422 if bound else 200)


def _rights_page(
    request: OfficeRequest, bound: RightForm | None, surety: SuretyForm, status: int
) -> HttpResponse:
    rules = {row.right: row for row in RightRule.objects.all()}
    forms = []
    for right in RIGHTS:
        rule, proposed = rules.get(right), defaults()[right]
        known = {
            "right": right, "skills": rule.skills if rule else proposed["skills"],
            "free": rule.free if rule else proposed["free"],
            "grace_days": rule.grace_days if rule else proposed["grace_days"],
        }  # fmt: skip
        hers = bound if bound and bound.data.get("right") == right else None
        form = hers or RightForm(initial=known, language=request.language, auto_id=f"{right}_%s")
        forms.append((RIGHT_WORDS[right], rule, form))
    return page(request, "training/rights", status, forms=forms, surety=surety)


@for_team(may_plan_training)
@require_POST
def surety(plain: HttpRequest) -> HttpResponse:
    """A guardian answers for a seller who learns later."""
    request = in_office(plain)
    form = SuretyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        organisation = Organisation.objects.filter(code=said["organisation"].strip().upper()).first()
        guardian = person_by_phone(said["phone"])
        if organisation is None:
            form.add_error("organisation", _("No seller here has this code."))
        elif guardian is None:
            form.add_error("phone", _("Nobody with this number has signed in yet."))
        else:
            try:
                stand_surety(request.market, organisation, said["right"], guardian=guardian)
            except ValueError:
                form.add_error("phone", _("Nobody answers for herself."))
            except KeyError:
                form.add_error("right", _("This market asks nothing for this right yet."))
            else:
                messages.success(request, _("Written down. She may begin, and learns meanwhile."))
                return see(reverse("backoffice:training_rights"))
    return _rights_page(request, None, form, 422)
