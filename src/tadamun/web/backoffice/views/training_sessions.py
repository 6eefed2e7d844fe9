"""Sessions: planned by an operator, held by their trainer; the code at the door, the list, the sign-off of a group."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel import clock
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import BadPhone, normal_phone
from tadamun.people.accounts.queries import person_by_phone
from tadamun.people.markets.rules import OPERATOR, may_plan_training, may_train
from tadamun.solidarity.training.door_codes import A_CODE, door_code
from tadamun.solidarity.training.models import Attendance, Learner, TrainingSession
from tadamun.solidarity.training.operations import (
    OwnSkill,
    TooLate,
    attend,
    enter_training,
    plan_session,
    sign_off,
)
from tadamun.solidarity.training.queries import is_on, opens_at, pupils, sessions_of
from tadamun.solidarity.training.standing import skills_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.training import SessionForm
from tadamun.web.backoffice.pages import listing, page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.shared.links import absolute
from tadamun.web.shared.qr import qr_picture
from tadamun.web.shared.redirects import see


def trainer_of(request: OfficeRequest) -> Person | None:
    """For queries: herself, or ``None`` for an operator, who sees all of the market."""
    return None if request.role == OPERATOR else request.person


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(plain: HttpRequest) -> HttpResponse:
    """The newest first; an operator plans another."""
    request = in_office(plain)
    plans = may_plan_training(request.role)
    form = None
    if plans:
        form = SessionForm(
            request.POST if request.method == "POST" else None,
            market=request.market,
            language=request.language,
        )
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            made = plan_session(request.market, **form.fields_of())
            messages.success(request, _("The session is planned."))
            return see(reverse("backoffice:training_session", args=[made.code]))
    rows = sessions_of(trainer_of(request)).order_by("-starts_at", "-pk")
    return page(
        request, "training/sessions", 422 if form and form.is_bound else 200, found=listing(request, rows), form=form,
        head=[_("Course"), _("Begins"), _("Place"), _("Trainer")],
    )  # fmt: skip


def session_or_404(request: OfficeRequest, code: str) -> TrainingSession:
    """Another trainer's and none at all are the same to her."""
    return get_object_or_404(sessions_of(trainer_of(request)), code=code)


@for_team(may_train)
@require_safe
def session(plain: HttpRequest, code: str) -> HttpResponse:
    """Who is expected, who came, where each of them stands."""
    request = in_office(plain)
    row = session_or_404(request, code)
    those = pupils(row)
    skills = skills_of(row.course_id)
    return page(
        request, "training/session", title=row.course.title(request.language), session=row, pupils=those, skills=skills,
        came=sum(pupil.there is not None for pupil in those),
        head=["", _("Name"), _("Present"), _("Lessons done"), _("Stuck at"), _("Shown")],
    )  # fmt: skip


@for_team(may_train)
@require_safe
def door(plain: HttpRequest, code: str) -> HttpResponse:
    """The code to scan, large; it changes, and so the page loads itself again. Outside its hours none is taken, none shown."""
    request = in_office(plain)
    row = session_or_404(request, code)
    drawn, over = "", clock.now() > row.ends_at
    if is_on(row):
        path = f"/{request.language}/workshop/learn/attendance/{row.code}/{door_code(row)}/"
        drawn, _png = qr_picture(absolute(request.market, path), scale=8)
    answer = page(request, "training/door", session=row, drawn=drawn, opens=opens_at(row), over=over)
    answer["Refresh"] = str(A_CODE)
    return answer


@for_team(may_train)
@require_POST
def attendance(plain: HttpRequest, code: str) -> HttpResponse:
    """The list by hand: those ticked, and one more by her phone."""
    request = in_office(plain)
    row = session_or_404(request, code)
    those = _ticked(request, row)
    if phone := request.POST.get("phone", "").strip():
        added = _by_phone(request, phone)
        if added is None:
            messages.error(request, _("Nobody with this number has signed in yet."))
            return see(reverse("backoffice:training_session", args=[code]))
        those.append(added)
    try:
        for learner in those:
            attend(row, learner, Attendance.How.LIST)
    except TooLate:
        messages.error(request, _("The list of this session can no longer be written."))
    else:
        messages.success(request, _("The list is written."))
    return see(reverse("backoffice:training_session", args=[code]))


def _ticked(request: OfficeRequest, row: TrainingSession) -> list[Learner]:
    """Of those on this session's list alone."""
    codes = set(request.POST.getlist("learner"))
    return [pupil.learner for pupil in pupils(row) if pupil.learner.code in codes]


def _by_phone(request: OfficeRequest, said: str) -> Learner | None:
    try:
        person = person_by_phone(normal_phone(said))
    except BadPhone:
        return None
    return enter_training(request.market, person) if person else None


@for_team(may_train)
@require_POST
def signing(plain: HttpRequest, code: str) -> HttpResponse:
    """Those ticked showed a skill of the course before her."""
    request = in_office(plain)
    row = session_or_404(request, code)
    asked = row.course.skills.filter(retired_at=None)
    skill = get_object_or_404(asked, slug=request.POST.get("skill", ""))
    try:
        written = sign_off(_ticked(request, row), skill, by=request.person, note=row.code)
    except OwnSkill:
        messages.error(request, _("Nobody signs off her own skill. Nothing was written."))
    else:
        messages.success(request, _("Written down for %(count)s.") % {"count": len(written)})
    return see(reverse("backoffice:training_session", args=[code]))
