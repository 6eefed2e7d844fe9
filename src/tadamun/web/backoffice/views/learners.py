"""Learners, what they have shown, and certificates."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tadamun.people.markets.rules import may_plan_training, may_train
from tadamun.solidarity.training.models import Attendance, Certificate, Learner, Skill
from tadamun.solidarity.training.operations import OwnSkill, TooLate, attend, revoke_certificate, sign_off
from tadamun.solidarity.training.queries import (
    attended,
    certificates_of,
    is_stuck,
    learners_of,
    on_now,
    sessions_of,
    shown_courses,
)
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.views.training_sessions import trainer_of
from tadamun.web.shared.redirects import see


@for_team(may_train)
@require_safe
def learners(plain: HttpRequest) -> HttpResponse:
    """A trainer's own, or all of the market, by name or phone."""
    request = in_office(plain)
    words = question(request)
    rows = learners_of(trainer_of(request))
    if words:
        rows = rows.filter(Q(person__display_name__icontains=words) | Q(person__phone__endswith=words[-9:]))
    return page(
        request, "training/learners", found=listing(request, rows.order_by("-pk")), words=words,
        head=[_("Name"), _("Since")],
    )  # fmt: skip


def learner_or_404(request: OfficeRequest, code: str) -> Learner:
    """Somebody else's learner and none at all are the same to a trainer."""
    return get_object_or_404(learners_of(trainer_of(request)), code=code)


@for_team(may_train)
@require_safe
def learner(plain: HttpRequest, code: str) -> HttpResponse:
    """How far she came and what she has shown. A trainer who scans a stranger's card may only write her down as there."""
    request = in_office(plain)
    on = list(on_now(sessions_of(trainer_of(request))))
    known = learners_of(trainer_of(request)).filter(code=code).first()
    if known is None:
        stranger = get_object_or_404(Learner.objects.select_related("person"), code=code)
        if not on:
            raise Http404
        return page(
            request, "training/learner", learner=stranger, on=on, courses=[], certificates=[], there=[]
        )
    courses = shown_courses(known)
    stuck = {
        each.progress.pk
        for course in courses
        for each in course.lessons
        if each.progress and is_stuck(each.progress)
    }
    return page(
        request, "training/learner", learner=known, on=on, courses=courses, stuck=stuck,
        certificates=certificates_of(known), there=attended(known), operator=may_plan_training(request.role),
    )  # fmt: skip


@for_team(may_train)
@require_POST
def presence(plain: HttpRequest, code: str) -> HttpResponse:
    """Her card was scanned at the door of a session that is on."""
    request = in_office(plain)
    row = get_object_or_404(Learner, code=code)
    on = on_now(sessions_of(trainer_of(request)))
    session = get_object_or_404(on, code=request.POST.get("session", ""))
    try:
        attend(session, row, Attendance.How.CARD)
    except TooLate:
        messages.error(request, _("It is not the time of this session."))
    else:
        messages.success(request, _("She is on the list."))
    return see(reverse("backoffice:learner", args=[code]))


@for_team(may_train)
@require_POST
def signing(plain: HttpRequest, code: str) -> HttpResponse:
    """She showed a skill before the person who signs."""
    request = in_office(plain)
    row = learner_or_404(request, code)
    course, _slash, slug = request.POST.get("skill", "").partition("/")  # as the form says it
    skill = get_object_or_404(Skill, course__slug=course, slug=slug, retired_at=None)
    try:
        sign_off([row], skill, by=request.person, note=request.POST.get("note", "")[:200])
    except OwnSkill:
        messages.error(request, _("Nobody signs off her own skill. Nothing was written."))
    else:
        messages.success(request, _("Written down."))
    return see(reverse("backoffice:learner", args=[code]))


@for_team(may_plan_training)
@require_safe
def certificates(plain: HttpRequest) -> HttpResponse:
    """All that were issued, by number or name."""
    request = in_office(plain)
    words = question(request)
    rows = Certificate.objects.select_related("course", "learner__person", "revocation")
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(learner__person__display_name__icontains=words))
    return page(
        request, "training/certificates", found=listing(request, rows.order_by("-pk")), words=words,
        head=[_("Number"), _("Name"), _("Course"), _("Given on"), _("State")],
    )  # fmt: skip


@for_team(may_plan_training)
@require_POST
def revocation(plain: HttpRequest, code: str) -> HttpResponse:
    """The reason is public."""
    row = get_object_or_404(Certificate, code=code)
    reason = " ".join(plain.POST.get("reason", "").split())[:300]
    if reason:
        revoke_certificate(row, reason=reason)
        messages.success(plain, _("The certificate is revoked; its page says why."))
    else:
        messages.error(plain, _("Please write the reason: everybody who looks it up reads it."))
    return see(reverse("backoffice:certificates"))
