"""Her certificates: on paper, as a file for other portals, with her name or without."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.solidarity.training.badges import signed
from tadamun.solidarity.training.models import Certificate, Learner
from tadamun.solidarity.training.operations import agree_to_name
from tadamun.solidarity.training.queries import attended, certificates_of
from tadamun.web.shared import links
from tadamun.web.shared.certificates import file_answer, pdf_answer
from tadamun.web.shared.qr import qr_picture
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import action, desk_of
from tadamun.web.workshop.learning import for_learner
from tadamun.web.workshop.pages import page


@require_safe
@for_learner
def certificates(request: HttpRequest, learner: Learner) -> HttpResponse:
    """What was issued to her, where she was, and her card for the trainer to scan."""
    desk = desk_of(request)
    rows = [
        (row, links.certificate(learner.market, desk.language, row.code)) for row in certificates_of(learner)
    ]
    card, _png = qr_picture(links.learner_card(learner.market, desk.language, learner.code))
    return page(
        request, "learning/certificates", tab="learn", certificates=rows, learner=learner, sessions=attended(learner),
        card=card, back_url=desk.path("learn/"),
    )  # fmt: skip


def _own(learner: Learner, code: str) -> Certificate:
    """Another's and none at all are the same to her."""
    for row in certificates_of(learner):
        if row.code == code:
            return row
    raise Http404


@require_safe
@for_learner
def paper(request: HttpRequest, learner: Learner, code: str) -> HttpResponse:
    return pdf_answer(_own(learner, code), desk_of(request).language)


@require_safe
@for_learner
def badge(request: HttpRequest, learner: Learner, code: str) -> HttpResponse:
    """The signed credential, with her name: she takes it where she wants."""
    row = _own(learner, code)
    token = signed(row, desk_of(request).language, holder=learner.person)
    return file_answer(token.encode(), f"{row.number}.jwt", "application/jwt")


@for_learner
@action
def naming(request: HttpRequest, learner: Learner) -> HttpResponse:
    agreed = request.POST.get("agreed") == "1"
    agree_to_name(learner, agreed)
    messages.success(
        request,
        _("Your name stands on your certificates.")
        if agreed
        else _("Your name is not shown to others any more."),
    )
    return see(desk_of(request).path("learn/certificates/"))
