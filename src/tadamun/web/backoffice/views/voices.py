"""The voices of the workshop: what is recorded, what is synthetic, what is silent; record, hear, remove."""

from collections import Counter
from collections.abc import Container

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.text import chosen
from tadamun.people.markets.queries import current_text
from tadamun.people.markets.rules import may_change_market
from tadamun.people.recordings.operations import record_prompt, remove_prompt, store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.web.backoffice import voices as reading
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.pages import page, part, question
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.voices import LANGUAGES, STATES
from tadamun.web.shared.markdown import html_of
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_safe
def voices(plain: HttpRequest) -> HttpResponse:
    request = in_office(plain)
    language = _chosen(request, "language", LANGUAGES, "ary")
    track = _chosen(request, "track", reading.all_tracks(), "")
    state = _chosen(request, "state", STATES, "")
    said = [
        row for row in reading.said_in(request.market, language, request.language) if track in {"", row.track}
    ]
    counts = Counter(row.state for row in said)
    found = part(request, [row for row in said if state in {"", row.state}])
    return page(
        request, "voices/list", found=found, language=language, track=track, state=state,
        rows=[(row, *STATES[row.state]) for row in found.rows],
        languages_heard=[(code, name, code == language) for code, name in LANGUAGES.items()],
        tracks=[(name, name == track) for name in reading.all_tracks()],
        states=[(name, words, counts[name], name == state) for name, (words, _kind) in STATES.items()],
        head=[_("Sentence"), _("Voice"), _("Listen")],
    )  # fmt: skip


def _chosen(request: HttpRequest, name: str, allowed: Container[str], otherwise: str) -> str:
    said = question(request, name)
    return said if said in allowed else otherwise


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def voice(plain: HttpRequest, language: str, key: str) -> HttpResponse:
    """Hear one sentence, and record it: the new voice is heard from the next page on."""
    request = in_office(plain)
    if not reading.is_said(request.market, language, key):
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            _record(request, language, key)
            messages.success(request, _("Recorded. It is heard from the next page on."))
            return see(_next_silent(request, language, key))
        except RefusedRecording as refusal:
            problem = str(refusal)
        except KeyError:
            problem = _("Please record the sentence or choose a file.")
    (row,) = reading.said_in(request.market, language, request.language, [key])
    words, kind = STATES[row.state]
    return page(
        request, "voices/voice", 422 if problem else 200, row=row, words=words, kind=kind, language=language,
        language_name=LANGUAGES[language], problem=problem, most=reading.most_seconds(key, request.market),
        **_terms(request, key),
    )  # fmt: skip


def _terms(request: OfficeRequest, key: str) -> dict[str, object]:
    """What is read aloud where it is the rules."""
    text = current_text("terms") if key in reading.terms(request.market) else None
    body, language = chosen(text.body, request.language, request.market.languages) if text else ("", "")
    return {"terms": html_of(body), "terms_language": language}


def _record(plain: HttpRequest, language: str, key: str) -> None:
    """Raises ``RefusedRecording``, and ``KeyError`` when no file was sent."""
    request = in_office(plain)
    by, sent = str(request.person.reference), request.FILES.get("voice")
    if not isinstance(sent, UploadedFile):
        raise KeyError("voice")
    recording = store_recording(
        sent, owner=request.market.reference, by=by, language=language,
        market_id=request.market.pk, at_most=reading.most_seconds(key, request.market),
    )  # fmt: skip
    record_prompt(key, language, recording, by=by, market_id=request.market.pk)


def _next_silent(plain: HttpRequest, language: str, key: str) -> str:
    """Who records goes on to the next sentence of the same track that nobody has recorded, else back to the list."""
    request = in_office(plain)
    said = reading.said_in(request.market, language, request.language)
    track = next(row.track for row in said if row.key == key)
    same = [row for row in said if row.track == track]
    after = same[[row.key for row in same].index(key) + 1 :]
    nearest = next((row for row in after if row.prompt is None), None)
    if nearest is None:
        return f"{reverse('backoffice:voices')}?language={language}&track={track}"
    return reverse("backoffice:voice", args=[language, nearest.key])


@for_team(may_change_market)
@require_http_methods(["POST"])
def voice_removal(plain: HttpRequest, language: str, key: str) -> HttpResponse:
    """The market's own voice is erased: what was heard before it is heard again."""
    request = in_office(plain)
    if not reading.is_said(request.market, language, key):
        raise Http404
    (row,) = reading.said_in(request.market, language, request.language, [key])
    if row.prompt and row.state == "own":
        remove_prompt(row.prompt)
        messages.success(request, _("The recording was removed."))
    return see(reverse("backoffice:voice", args=[language, key]))
