"""The voice she understands: what she reads may be another language, or none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.people.accounts.models import Spoken
from tadamun.people.accounts.operations import choose_voice
from tadamun.ui.spoken import Speech
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import desk_of, for_seller
from tadamun.web.workshop.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def voice(request: HttpRequest) -> HttpResponse:
    desk, said = desk_of(request), request.POST.get("spoken", "")
    if request.method == "POST" and said in Spoken.values:
        choose_voice(desk.person, Spoken(said))
        messages.success(request, _("Saved."))
        return see(desk.path())
    problem = _("Please choose one of these.") if request.method == "POST" else ""
    return page(
        request, "voice", status=422 if problem else 200, problem=problem, back_url=desk.path(),
        choice=[(code, name, Speech(code), code == desk.person.spoken_language) for code, name in Spoken.choices],
    )  # fmt: skip
