"""The question that ends a lesson: answered by touching a picture."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.solidarity.training.models import Learner
from tadamun.solidarity.training.operations import NotShown, answer_question
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import learning as reading
from tadamun.web.workshop.access import desk_of
from tadamun.web.workshop.learning import for_learner
from tadamun.web.workshop.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
@for_learner
def question(request: HttpRequest, learner: Learner, course: str, lesson: str) -> HttpResponse:
    desk = desk_of(request)
    each = reading.course_or_404(learner, course)
    shown = reading.lesson_or_404(each, lesson)
    check = reading.check_of(each, shown.lesson)
    if check is None or not check.skill.question:
        raise Http404
    if request.method == "POST":
        try:
            answer_question(learner, check.skill, request.POST.get("answer", ""))
        except NotShown:
            pass
        else:
            messages.success(request, _("You can do it. It is written down."))
            return see(reading.course_path(desk, course))
    return page(
        request, "learning/question", tab="learn", status=422 if request.method == "POST" else 200,
        title=shown.lesson.title(desk.language), lesson=shown.lesson, check=check.skill, wrong=request.method == "POST",
        voice=reading.voice_of(shown.lesson, check.skill.question["key"], desk.person.spoken_language),
        again=reading.step_path(desk, course, lesson, 1), back_url=reading.course_path(desk, course),
    )  # fmt: skip
