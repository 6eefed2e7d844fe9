"""Legal texts: a change is a new version, an old version stays to be read."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.text import LANGUAGES, every
from tadamun.people.markets.models import LegalText
from tadamun.people.markets.operations import publish_legal_text
from tadamun.people.markets.queries import current_text
from tadamun.people.markets.rules import may_change_market
from tadamun.ui.values import direction
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.legal import LegalTextForm
from tadamun.web.backoffice.forms.texts import text_initial
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import TEXTS
from tadamun.web.shared.markdown import html_of
from tadamun.web.shared.redirects import see

VERSIONS_AT_MOST = 50


@for_team(may_change_market)
@require_safe
def legal_texts(request: HttpRequest) -> HttpResponse:
    latest = (
        LegalText.objects.values("kind").annotate(version=Max("version"), at=Max("published_at")).order_by()
    )
    found = {row["kind"]: row for row in latest}
    rows = [(code, label, found.get(code)) for code, label in TEXTS.items()]
    return page(request, "settings/texts", rows=rows, head=[_("Text"), (_("Version"), "num"), _("Published")])


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def legal_text(request: HttpRequest, kind: str) -> HttpResponse:
    """``preview`` among what was posted shows the text as visitors would see it, and publishes nothing."""
    if kind not in TEXTS:
        raise Http404
    if request.method != "POST":
        text = _version(request, kind)
        return _page(request, kind, LegalTextForm(initial=text_initial(body=text.body) if text else {}), text)
    form = LegalTextForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, form, None, 422)
    if "preview" in request.POST:
        shown = [
            (code, direction(code), html_of(said))
            for code in LANGUAGES
            if (said := form.cleaned_data[f"body_{code}"])
        ]
        return _page(request, kind, form, None, shown=shown)
    before = current_text(kind)
    if before and every(before.body) == every(form.text("body")):
        messages.info(request, _("Nothing was changed, so nothing was published."))
    else:
        publish_legal_text(in_office(request).market, kind, form.text("body"))
        messages.success(request, _("Published. Visitors see it from the next page on."))
    return see(reverse("backoffice:legal_text", args=[kind]))


def _version(request: HttpRequest, kind: str) -> LegalText | None:
    """The one asked for, else the one in force."""
    said = request.GET.get("version", "")
    if said.isdecimal() and len(said) < 7:
        return LegalText.objects.filter(kind=kind, version=int(said)).first()
    return current_text(kind)


def _page(
    request: HttpRequest, kind: str, form: LegalTextForm, text: LegalText | None, status: int = 200,
    shown: Sequence[tuple[str, str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    versions = list(
        LegalText.objects.filter(kind=kind)
        .order_by("-version")
        .values("version", "published_at")[:VERSIONS_AT_MOST]
    )
    return page(
        request, "settings/text", status, form=form, title=TEXTS[kind], kind=kind, text=text, versions=versions, shown=shown,
        newest=versions[0]["version"] if versions else 0,
    )  # fmt: skip
