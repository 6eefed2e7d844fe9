"""Fee plans: what the market keeps, under names, from which day. What comes of one is asked in the simulator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.kernel.money import Money
from tadamun.people.markets.models import FeePlan
from tadamun.people.markets.operations import change_fee, draw_fee_plan, make_default, name_fee_plan
from tadamun.people.markets.rules import may_change_market
from tadamun.people.sellers.fees import most_debt_under
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.fee_plans import plan_rows, term_rows
from tadamun.web.backoffice.forms.fee_plans import PlanForm, PlanNamesForm, TermForm
from tadamun.web.backoffice.forms.texts import text_initial
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_plans(plain: HttpRequest) -> HttpResponse:
    """The list, and one more."""
    request = in_office(plain)
    form = PlanForm(request.POST if request.method == "POST" else None, market=request.market)
    if request.method == "POST" and form.is_valid():
        plan = draw_fee_plan(
            request.market, form.text("names"), form.basis_points(), debt_most_minor=form.debt_most_minor()
        )
        messages.success(request, _("The plan is drawn. Choose it on the page of a seller."))
        return see(_address(plan))
    return page(
        request, "fees/plans", 422 if form.is_bound else 200, form=form,
        rows=plan_rows(request.market, request.language),
        head=[_("Plan"), (_("Fee today"), "num"), _("Planned"), (_("Sellers"), "num")],
    )  # fmt: skip


def _address(plan: FeePlan) -> str:
    return reverse("backoffice:fee_plan", args=[plan.code])


def _named(code: str) -> FeePlan:
    return get_object_or_404(FeePlan.objects.select_related("market"), code=code[:12])


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def fee_plan(plain: HttpRequest, code: str) -> HttpResponse:
    """Its percents by day; posting names another, now or from a later day."""
    request, plan = in_office(plain), _named(code)
    form = TermForm(request.POST if request.method == "POST" else None, market=request.market)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change_fee(plan, form.basis_points(), starts=said["starts"], reason=said["reason"])
        messages.success(request, _("Saved. Orders already placed keep their fee."))
        return see(_address(plan))
    return _plan_page(request, plan, form)


def _plan_page(
    plain: HttpRequest, plan: FeePlan, form: TermForm | None = None, names: PlanNamesForm | None = None
) -> HttpResponse:
    request = in_office(plain)
    bad = (form is not None and form.is_bound) or names is not None
    return page(
        request, "fees/plan", 422 if bad else 200, plan=plan, plan_name=plan.name(request.language), rows=term_rows(plan),
        form=form or TermForm(market=request.market),
        names_form=names or PlanNamesForm(initial=_initial(plan), market=request.market),
        bound=names or form, debt=_most_debt(plan), head=[_("From"), (_("Fee"), "num"), _("State"), _("Reason")],
    )  # fmt: skip


def _most_debt(plan: FeePlan) -> Money | None:
    """``None``: there is no limit."""
    return Money(most_debt_under(plan.pk, plan.market), plan.market.currency) or None


def _initial(plan: FeePlan) -> dict[str, Any]:
    most = plan.debt_most_minor
    debt = {} if most is None else {"debt": Money(most, plan.market.currency).major}
    return {**text_initial(names=plan.names), **debt}


@for_team(may_change_market)
@require_POST
def fee_plan_names(request: HttpRequest, code: str) -> HttpResponse:
    plan = _named(code)
    form = PlanNamesForm(request.POST, market=plan.market)
    if not form.is_valid():
        return _plan_page(request, plan, names=form)
    name_fee_plan(plan, form.text("names", plan.names), debt_most_minor=form.debt_most_minor())
    messages.success(request, _("Saved."))
    return see(_address(plan))


@for_team(may_change_market)
@require_POST
def fee_plan_default(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody's from now on who has no other."""
    plan = make_default(_named(code))
    messages.success(request, _("Sellers without a plan of their own sell under this one now."))
    return see(_address(plan))
