"""Coming to a session: a seat kept before, and the code at the door."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tadamun.solidarity.training.door_codes import door_pass, is_fresh, lets_in
from tadamun.solidarity.training.models import Attendance, Learner, TrainingSession
from tadamun.solidarity.training.operations import (
    NoSeat,
    TooLate,
    attend,
    enrol,
    enter_training,
    withdraw_enrolment,
)
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.workshop.access import action, desk_of
from tadamun.web.workshop.learning import for_learner

TOO_LATE = "late"


@for_learner
@action
def enrolment(request: HttpRequest, learner: Learner) -> HttpResponse:
    """A seat is kept for her, or given back."""
    session = _session(request.POST.get("session", ""))
    if request.POST.get("seat") == "0":
        withdraw_enrolment(session, learner)
        messages.success(request, _("Your seat is free for somebody else."))
    else:
        try:
            enrol(session, learner)
        except NoSeat:
            messages.warning(request, _("All seats are taken. Ask the trainer for another session."))
        except TooLate:
            messages.warning(request, _("This session is over."))
        else:
            messages.success(request, _("A seat is kept for you."))
    return see(desk_of(request).path("learn/"))


def _session(code: str) -> TrainingSession:
    found = TrainingSession.objects.select_related("course").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def attendance(plain: HttpRequest, code: str, door: str) -> HttpResponse:
    """Whoever scanned the code at the door and signs in was there, whether she sells here or not; by one press, once."""
    request = in_market(plain)
    session = _session(code)
    good = lets_in(session, door)
    if good and not request.person:
        passed = door_pass(session) if is_fresh(session, door) else door  # a pass is never made young again
        then = f"/{request.language}/workshop/learn/attendance/{code}/{passed}/"
        return see(f"/{request.language}/sign-in/?next={quote(then)}")
    if not good:
        return _page(request, session, "expired", 410)
    if request.method != "POST":
        return _page(request, session, "asked", 200)
    assert request.person is not None
    try:
        attend(session, enter_training(request.market, request.person), Attendance.How.SCANNED)
    except TooLate:
        return _page(request, session, TOO_LATE, 409)
    return _page(request, session, "there", 200)


def _page(request: MarketRequest, session: TrainingSession, state: str, status: int) -> HttpResponse:
    context = {
        "session": session, "title": session.course.title(request.language),
        "state": state, "brand_url": f"/{request.language}/workshop/", "account_url": "",
    }  # fmt: skip
    return render(request, "workshop/learning/attendance.html", context, status=status)
