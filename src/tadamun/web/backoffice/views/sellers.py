"""The directory (B4), one organisation with its people, and changing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.goods.catalogue.crafts import crafts
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.regions import region_name
from tadamun.people.markets.rules import may_admit, may_follow_orders
from tadamun.people.sellers.models import Admission, Maker, Member
from tadamun.people.sellers.operations import (
    add_maker,
    add_member,
    change_organisation,
    remove_member,
    set_consents,
)
from tadamun.people.sellers.queries import keeps
from tadamun.trade.papers.vat import status_of
from tadamun.trade.papers.wording import STATUSES
from tadamun.web.backoffice import vetting
from tadamun.web.backoffice.access import anybody, for_team
from tadamun.web.backoffice.fee_plans import fee_plans
from tadamun.web.backoffice.forms.joining import AppealAnswerForm, CohortForm
from tadamun.web.backoffice.forms.sellers import (
    REGISTERS,
    ConsentsForm,
    FeeForm,
    MakerForm,
    MemberForm,
    OrganisationForm,
    SalesForm,
    SpokenDecisionForm,
    SuspensionForm,
    organisation_initial,
)
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.sellers import admissions_like, products_by_review
from tadamun.web.backoffice.wording import (
    ADMISSION_KINDS,
    ADMISSIONS,
    CONSENTS,
    MEMBERS,
    ORGANISATIONS,
    REVIEWS,
    SALES,
    word,
)
from tadamun.web.shared.paging import page_with, short_listing
from tadamun.web.shared.redirects import see

PEOPLE = 30  # on a page of the members, and of the makers
MOST = 100_000  # no organisation has more members


@for_team(anybody)
@require_safe
def sellers(request: HttpRequest) -> HttpResponse:
    words = question(request)
    found = listing(request, admissions_like("", words).order_by("organisation__code"))
    rows = [
        (
            row, word(ORGANISATIONS, row.organisation.kind), region_name(row.organisation.region, in_office(request).language),
            word(ADMISSIONS, row.status), ADMISSION_KINDS[Admission.Status(row.status)],
        )
        for row in found.rows
    ]  # fmt: skip
    head = [_("Organisation"), _("Kind"), _("Region"), _("State"), (_("Products"), "num")]
    expiring = (
        vetting.expiring(in_office(request).language)
        if may_admit(in_office(request).role) and not words
        else []
    )
    return page(request, "sellers/list", found=found, rows=rows, words=words, head=head, expiring=expiring)


def admission_named(code: str) -> Admission:
    """Of an organisation by its code, in this market; 404 for one that has nothing to do with it."""
    return get_object_or_404(
        Admission.objects.select_related("organisation", "market", "fee_plan"),
        organisation__code=code[:12],
    )


def kept(code: str) -> Admission:
    """The same where this market keeps her papers. Raises ``PermissionDenied``: what she is in all markets is not changed by
    one that came later, or that never admitted her.
    """
    admission = admission_named(code)
    if not keeps(admission):
        raise PermissionDenied
    return admission


@for_team(anybody)
@require_safe
def seller(request: HttpRequest, code: str) -> HttpResponse:
    return seller_page(request, admission_named(code))


def _form(bound: forms.Form | None, kind: type[forms.Form], prefix: str, **kwargs: object) -> forms.Form:
    """The one that was sent, else an empty one."""
    if bound is not None and bound.prefix == prefix:
        return bound
    made: forms.Form = kind(prefix=prefix, **kwargs)  # type: ignore[arg-type]
    return made


def seller_page(
    plain: HttpRequest, admission: Admission, status: int = 200, bound: forms.Form | None = None
) -> HttpResponse:
    """Everything about one organisation; ``bound`` is the form that was not good."""
    request = in_office(plain)
    organisation, language = admission.organisation, request.language
    plans = fee_plans(request.market, language)
    chosen = admission.fee_plan.code if admission.fee_plan else ""
    products = products_by_review(organisation.pk)
    follows = Admission.FOLLOWS[Admission.Status(admission.status)]
    may_be_lifted = admission.status == Admission.Status.SUSPENDED or admission.suspends_at is not None
    keeper, decides = keeps(admission), may_admit(request.role)
    reached = keeper or admission.status == Admission.Status.ADMITTED
    sees_phones = may_follow_orders(request.role) and reached
    return page(
        request, "sellers/seller", status, admission=admission, organisation=organisation, bound=bound,
        state=word(ADMISSIONS, admission.status), state_kind=ADMISSION_KINDS[Admission.Status(admission.status)],
        facts=_facts(admission, language), sees_phones=sees_phones, decides=decides, changes=decides and keeper,
        keeper=keeper, plan=next(name for plan, name in plans if not chosen or plan.code == chosen), plan_is_own=chosen,
        may_be_admitted=Admission.Status.ADMITTED in follows, may_be_refused=Admission.Status.REFUSED in follows,
        may_be_suspended=Admission.Status.SUSPENDED in follows and admission.suspends_at is None,
        **_shown_members(request, admission), **_shown_makers(request, admission, bound),
        products=[(word(REVIEWS, code), count) for code, count in products.items()], total=sum(products.values()),
        refusal=_form(bound, SpokenDecisionForm, "refusal"), suspension=_form(bound, SuspensionForm, "suspension"),
        lifting=_form(bound, SpokenDecisionForm, "lifting"), may_be_lifted=may_be_lifted,
        **vetting.shown(admission, language),
        cohort_form=_form(bound, CohortForm, "cohort", initial={"cohort": admission.cohort}),
        appeal_form=_form(bound, AppealAnswerForm, "objection"),
        fee_form=_form(bound, FeeForm, "fee", plans=plans, initial={"plan": chosen}),
        member_form=_form(bound, MemberForm, "member"),
        sales_form=_form(bound, SalesForm, "sales", initial={"sells_as": admission.sells_as}),
        sells_as=word(SALES, admission.sells_as),
        maker_form=_form(bound, MakerForm, "maker", language=language),
        member_head=[_("Name"), _("Phone"), _("Role"), ""],
    )  # fmt: skip


def _facts(admission: Admission, language: str) -> list[tuple[str, str, str]]:
    row = admission.organisation
    known = crafts()
    names = " · ".join(known[slug].name(language) if slug in known else slug for slug in row.crafts)
    pairs = [
        (_("Kind"), word(ORGANISATIONS, row.kind), ""), (_("Region"), region_name(row.region, language), ""),
        (_("Crafts"), names, ""),
        (_("Phone"), row.phone, "ltr"), (_("E-mail"), row.email, "ltr"), (_("Founded in"), str(row.founded or ""), "ltr"),
        *((str(label), str(row.registers.get(name, "")), "ltr") for name, label in REGISTERS.items()),
        (_("VAT"), str(STATUSES[status_of(str(row.registers.get("vat", "")), row.kind, row.region)]), ""),
    ]  # fmt: skip
    return [pair for pair in pairs if pair[1]]


def _members(admission: Admission) -> QuerySet[Member, Member]:
    rows = Member.objects.filter(organisation=admission.organisation_id)
    return rows.select_related("person").order_by("pk")


def _shown_members(request: HttpRequest, admission: Admission) -> dict[str, Any]:
    """A page of them, each with her place among all and her role."""
    listed = short_listing(request, _members(admission), PEOPLE, "members")
    first = (listed.number - 1) * PEOPLE + 1
    rows = [(place, row, word(MEMBERS, row.role)) for place, row in enumerate(listed.rows, first)]
    return {"members": rows, "members_listed": listed}


def _makers(admission: Admission) -> QuerySet[Maker, Maker]:
    return Maker.objects.filter(organisation=admission.organisation_id).order_by("pk")


def _shown_makers(request: HttpRequest, admission: Admission, bound: forms.Form | None) -> dict[str, Any]:
    """A page of them, each with what she agreed to, and the form that changes it."""
    listed = short_listing(request, _makers(admission), PEOPLE, "makers")
    found = []
    for row in listed.rows:
        given = [name for name in CONSENTS if getattr(row, f"{name}_consent_at")]
        form = _form(bound, ConsentsForm, f"maker-{row.code}", initial={"consents": given})
        found.append((row, [str(CONSENTS[name]) for name in given], form))
    return {"makers": found, "makers_listed": listed}


@for_team(may_admit)
@require_http_methods(["GET", "HEAD", "POST"])
def change(plain: HttpRequest, code: str) -> HttpResponse:
    request = in_office(plain)
    admission = kept(code)
    organisation = admission.organisation
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        language=request.language,
        initial=organisation_initial(organisation),
    )
    if request.method != "POST" or not form.is_valid():
        return page(
            request, "sellers/change", 422 if form.is_bound else 200, form=form, organisation=organisation
        )
    change_organisation(organisation, **form.fields_of(organisation))
    messages.success(request, _("Saved."))
    return see(reverse("backoffice:seller", args=[code]))


@for_team(may_admit)
@require_POST
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody more acts for the organisation; the same phone again changes her role."""
    admission = kept(code)
    form = MemberForm(request.POST, prefix="member")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    said = form.cleaned_data
    person = register_person(said["phone"], name=said["name"], language=in_office(request).language)
    add_member(admission.organisation, person, said["role"])
    messages.success(request, _("Saved. She can sign in with this number from now on."))
    return see(reverse("backoffice:seller", args=[code]) + "#members")


@for_team(may_admit)
@require_POST
def member_removal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """``number`` is her place in the list as it is shown, from 1; the phone beside it must be hers."""
    admission = kept(code)
    member = _members(admission)[number - 1 : number].first() if 1 <= number <= MOST else None
    if member is None or (member.person.phone or "") != request.POST.get("phone", ""):
        raise Http404
    remove_member(admission.organisation, member.person)
    messages.success(request, _("She no longer acts for this organisation."))
    return see(f"{reverse('backoffice:seller', args=[code])}?members={-(-number // PEOPLE)}#members")


@for_team(may_admit)
@require_POST
def makers(request: HttpRequest, code: str) -> HttpResponse:
    admission = kept(code)
    form = MakerForm(request.POST, prefix="maker", language=in_office(request).language)
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    said = form.cleaned_data
    add_maker(
        admission.organisation,
        names=form.text("names"),
        consents=said["consents"],
        craft=said["craft"],
        since=said["since"],
    )
    messages.success(request, _("Saved."))
    return see(reverse("backoffice:seller", args=[code]) + "#makers")


@for_team(may_admit)
@require_POST
def consents(request: HttpRequest, code: str, maker: str) -> HttpResponse:
    """Given now, or withdrawn: what is withdrawn is shown nowhere from the next request on."""
    admission = kept(code)
    rows = _makers(admission)
    row = get_object_or_404(rows.select_related("organisation"), code=maker[:12])
    form = ConsentsForm(request.POST, prefix=f"maker-{row.code}")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    set_consents(row, form.cleaned_data["consents"])
    messages.success(request, _("Saved."))
    number = page_with(rows, row.pk, PEOPLE)
    return see(f"{reverse('backoffice:seller', args=[code])}?makers={number}#makers")
