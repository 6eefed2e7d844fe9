"""A market's own courses: written by its operators and trainers, published and withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.markets.rules import may_train
from tadamun.solidarity.training.models import Course
from tadamun.solidarity.training.operations import (
    NotReady,
    begin_course,
    begin_lesson,
    describe_course,
    publish_course,
    withdraw_course,
)
from tadamun.solidarity.training.own import gaps, own_courses
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.own_courses import SUBJECT_WORDS, CourseForm, LessonForm
from tadamun.web.backoffice.forms.texts import text_initial
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see

WHY_NOT: dict[str, str | Promise] = {
    "lessons": gettext_lazy("A course that is taught shows one lesson at least. Nothing was changed."),
    "steps": gettext_lazy("A lesson that is shown has one step at least, and none has more than twelve. Nothing was changed."),
    "words": gettext_lazy("Some lessons lack words in a language of the course. Nothing was changed."),
}  # fmt: skip
STANDINGS = {
    "taught": (gettext_lazy("Learners see it"), "ok"),
    "draft": (gettext_lazy("Not published yet"), "info"),
    "withdrawn": (gettext_lazy("Withdrawn"), "warn"),
}


def standing_of(course: Course) -> tuple[str | Promise, str]:
    """Word and kind of its tag."""
    if course.retired_at is None:
        return STANDINGS["taught"]
    return STANDINGS["withdrawn" if course.published_at else "draft"]


def course_or_404(slug: str) -> Course:
    """Of this market alone: a shipped one is nobody's to change."""
    return get_object_or_404(own_courses(), slug=slug)


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def courses(plain: HttpRequest) -> HttpResponse:
    """Those there are, and another."""
    request = in_office(plain)
    bound = request.POST if request.method == "POST" else None
    market = request.market
    form = CourseForm(bound, initial={"languages": market.languages, "spoken": market.default_language})
    if form.is_bound and form.is_valid():
        made = begin_course(request.market, **form.fields_of())
        messages.success(request, _("The course is begun. Now its first lesson."))
        return see(reverse("backoffice:own_course", args=[made.slug]))
    rows = [(row, SUBJECT_WORDS.get(row.subject, ""), standing_of(row)) for row in own_courses()]
    return page(request, "training/own/courses", 422 if form.is_bound else 200, form=form, rows=rows)


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def course(plain: HttpRequest, course: str) -> HttpResponse:
    """Its lessons in their order, and another."""
    request = in_office(plain)
    row = course_or_404(course)
    form = LessonForm(
        request.POST if request.method == "POST" else None, languages=row.languages, market=request.market
    )
    if form.is_bound and form.is_valid():
        made = begin_lesson(row, **form.fields_of())
        messages.success(request, _("The lesson is begun. Now its first step."))
        return see(reverse("backoffice:own_lesson", args=[row.slug, made.slug]))
    lacking = {lesson.pk for lesson in gaps(row)}
    lessons = [
        (lesson, next(iter(lesson.skills.all()), None), lesson.pk in lacking) for lesson in row.lessons.all()
    ]
    return page(
        request, "training/own/course", 422 if form.is_bound else 200, form=form, course=row, lessons=lessons,
        title=row.title(request.language), standing=standing_of(row), subject=SUBJECT_WORDS.get(row.subject, ""),
    )  # fmt: skip


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def words(plain: HttpRequest, course: str) -> HttpResponse:
    """Title, subject and languages."""
    request = in_office(plain)
    row = course_or_404(course)
    known = {
        **text_initial(titles=row.titles, summaries=row.summaries), "subject": row.subject, "languages": row.languages,
        "spoken": row.spoken,
    }  # fmt: skip
    form = CourseForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        describe_course(row, **form.fields_of())
        messages.success(request, _("Saved."))
        return see(reverse("backoffice:own_course", args=[row.slug]))
    return page(
        request, "training/own/words", 422 if form.is_bound else 200, form=form,
        title=row.title(request.language), back=reverse("backoffice:own_course", args=[row.slug]),
    )  # fmt: skip


@for_team(may_train)
@require_POST
def publication(plain: HttpRequest, course: str) -> HttpResponse:
    """Published, or withdrawn: what learners did stays either way."""
    row = course_or_404(course)
    said = plain.POST.get("taught", "")
    if said not in {"0", "1"}:
        raise Http404
    try:
        if said == "1":
            publish_course(row)
            messages.success(plain, _("Learners see this course from now on."))
        else:
            withdraw_course(row)
            messages.success(
                plain, _("Learners do not see this course any more. What they did in it is kept.")
            )
    except NotReady as error:
        messages.error(plain, str(WHY_NOT[error.code]))
    return see(reverse("backoffice:own_course", args=[row.slug]))
