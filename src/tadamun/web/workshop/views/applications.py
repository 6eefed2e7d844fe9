"""Asking to sell here: one question a screen, then papers, then what was decided. For whoever is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.accounts.models import Person
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Application, Organisation
from tadamun.people.sellers.operations.appeals import appeal as object_to
from tadamun.people.sellers.operations.applications import (
    QUESTIONS,
    TakenPhone,
    begin_application,
    complete_questions,
    drop_application,
    keep_answers,
    send_application,
)
from tadamun.people.sellers.queries import recordings_of
from tadamun.people.sellers.states import NotReady, WrongState
from tadamun.web.shared.joining_words import APPEALS, KINDS, VERDICTS
from tadamun.web.shared.limits import limit
from tadamun.web.shared.owners import mark_of
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.workshop import applying
from tadamun.web.workshop.forms.applying import FORMS, AppealForm, QuestionForm
from tadamun.web.workshop.listing.families import families

View = Callable[..., HttpResponse]


def for_person(view: View) -> View:
    """Passes the market request and who is signed in; a visitor signs in first and comes back here."""

    @wraps(view)
    @never_cache
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request = in_market(plain)
        if request.person is None:
            return see(f"/{request.language}/sign-in/?next={quote(home(request))}")
        return view(request, request.person, *args, **kwargs)

    return inside


def home(request: MarketRequest, rest: str = "") -> str:
    return f"/{request.language}/workshop/application/{rest}"


def page(request: MarketRequest, template: str, status: int = 200, /, **context: Any) -> HttpResponse:
    shell = {
        "account_url": "", "brand_url": f"/{request.language}/workshop/", "home": home(request), "person": request.person,
        "keeps": mark_of(request.market, request.person) if request.person else "",
    }  # fmt: skip
    return render(request, f"workshop/joining/{template}.html", {**shell, **context}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def application(request: MarketRequest, person: Person) -> HttpResponse:
    """Where she stands. A post begins: for herself, for another, or again after a refusal."""
    if request.method == "POST":
        limit(f"applying:{person.pk}", times=30, seconds=3600)
        return _begun(request, person)
    way = applying.way_of(person)
    if way.application is not None and way.organisation is None:
        return see(home(request, f"{applying.next_question(way.application) or QUESTIONS[-1]}/"))
    if way.organisation is None:
        return page(request, "begin")
    return status_page(request, way)


def _begun(request: MarketRequest, person: Person) -> HttpResponse:
    said, way = request.POST.get("for", ""), applying.way_of(person)
    if said not in {"me", "another", "again"}:
        return page(request, "begin", 422, problem=_("Please choose one of these."))
    known: Organisation | None = way.organisation if said == "again" and way.application is None else None
    begin_application(request.market, person, for_another=said == "another", organisation=known)
    return see(home(request))


def status_page(request: MarketRequest, way: applying.Way, status: int = 200, **context: Any) -> HttpResponse:
    """Papers as cards, what was decided in words and voice, and her objection."""
    assert way.organisation is not None
    decision, objection = applying.open_appeal(way.admission)
    voices = recordings_of(
        decision.voice if decision else "",
        objection.voice if objection else "",
        objection.answer_voice if objection else "",
    )
    stops = decision is not None and decision.verdict in ("refused", "suspended")
    cards = applying.cards(way.organisation, request.market, way.cohort, request.language)
    form = AppealForm()
    return page(
        request, "status", status, **{
            "way": way, "cards": cards, "name": way.organisation.name(request.language),
            "decision_voice": voices.get(decision.voice) if decision else None,
            "objection_voice": voices.get(objection.voice) if objection else None,
            "answer_voice": voices.get(objection.answer_voice) if objection else None,
            "not_open": applying.not_open(request.market, way), "decision": decision, "objection": objection,
            "verdict": VERDICTS[decision.verdict] if decision else None,
            "answer": APPEALS[objection.state] if objection else None,
            "may_object": stops and objection is None and way.application is None, "form": form,
            "may_begin_again": way.application is None and way.admission is not None and way.admission.status == "refused",
            "ready": all(each.point.offered or not each.point.requirement.required or each.point.rule.by != "seller"
                         or (way.helped and each.point.rule.herself) for each in cards),
            **context,
        },
    )  # fmt: skip


def _draft(person: Person) -> Application:
    """Hers that is being filled; 404 when there is none, so that an old page does nothing."""
    found = applying.way_of(person).application
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def question(request: MarketRequest, person: Person, name: str) -> HttpResponse:
    """One question. Her answer is kept at once; the last one makes her organisation."""
    found = _draft(person)
    if name not in FORMS:
        raise Http404
    if found.organisation_id:
        return see(home(request))
    posted = request.method == "POST"
    form = FORMS[name](
        request.market, request.language, request.POST if posted else None, request.FILES if posted else None,
        initial=found.answers,
    )  # fmt: skip
    if posted and form.is_valid() and _kept(request, found, name, form):
        return _following(request, found)
    return _question_page(request, found, name, form, 422 if posted else 200)


def _question_page(
    request: MarketRequest, found: Application, name: str, form: QuestionForm, status: int
) -> HttpResponse:
    words, icon = applying.ASKED[name]
    at = applying.step_of(name)
    back = home(request, f"{QUESTIONS[at - 2]}/") if at > 1 else ""
    return page(
        request, "question", status, name=name, words=words, icon=icon, step=at, total=len(QUESTIONS), form=form,
        back_url=back, kinds=[(code, word, sign, f"joining.kind.{code}") for code, (word, sign) in KINDS.items()],
        crafts=families([], request.language), said=found.answers, application=found,
    )  # fmt: skip


def _kept(request: MarketRequest, found: Application, name: str, form: QuestionForm) -> bool:
    """Whether it was; else the form says why."""
    answers = form.answers()
    if name == "name" and (voice := form.cleaned_data.get("voice")):
        assert request.person is not None
        by = request.person.reference
        try:
            answers["voice"] = store_recording(voice, owner=by, by=str(by), market_id=request.market.pk).code
        except RefusedRecording as refusal:
            form.add_error("voice", str(refusal))
            return False
        answers["name"] = answers["name"] or request.person.display_name or _("Name to be written down")
    keep_answers(found, answers)
    return True


def _following(request: MarketRequest, found: Application) -> HttpResponse:
    following = applying.next_question(found)
    if following:
        return see(home(request, f"{following}/"))
    try:
        complete_questions(found)
    except TakenPhone:
        form = FORMS["phone"](request.market, request.language, {"phone": found.answers["phone"]})
        form.add_error("phone", _("Somebody sells or has asked to sell with this phone already."))
        return _question_page(request, found, "phone", form, 422)
    return see(home(request))


@require_POST
@for_person
def sending(request: MarketRequest, person: Person) -> HttpResponse:
    found = applying.way_of(person).application
    if found is None:
        return see(home(request))
    try:
        send_application(found, helped=found.for_another)
    except NotReady:
        messages.warning(request, _("Something is still missing. Look at the cards below."))
    except WrongState:
        return see(home(request))
    else:
        messages.success(request, _("Sent. You will get a message with the answer."))
    return see(home(request))


@require_POST
@for_person
def dropping(request: MarketRequest, person: Person) -> HttpResponse:
    """She begins anew; what she sent before stays."""
    found = applying.way_of(person).application
    if found is not None:
        drop_application(found)
        messages.success(request, _("It is thrown away. You can begin again at any time."))
    return see(home(request))


@require_POST
@for_person
def appeal(request: MarketRequest, person: Person) -> HttpResponse:
    """Her objection to what was decided last, once."""
    way = applying.way_of(person)
    decision, _objection = applying.open_appeal(way.admission)
    if decision is None or way.organisation is None:
        return see(home(request))
    form = AppealForm(request.POST, request.FILES)
    if not form.is_valid():
        return status_page(request, way, 422, form=form)
    try:
        voice = form.cleaned_data["voice"]
        code = ""
        if voice:
            code = store_recording(
                voice, owner=way.organisation.reference, by=str(person.reference), market_id=request.market.pk
            ).code
        object_to(decision, words=form.cleaned_data["words"], voice=code)
    except RefusedRecording as refusal:
        form.add_error("voice", str(refusal))
        return status_page(request, way, 422, form=form)
    except WrongState:
        messages.warning(request, _("This can no longer be objected to. Here is how it stands now."))
        return see(home(request))
    messages.success(request, _("Sent. Somebody else of the market looks at it."))
    return see(home(request))
