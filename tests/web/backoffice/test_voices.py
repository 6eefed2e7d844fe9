"""The operator records the workshop's sentences: what is heard, by whom, and that wrong files say why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import publish_legal_text
from tadamun.people.recordings.models import Prompt, Recording
from tadamun.people.recordings.operations import record_prompt, store_recording
from tadamun.people.recordings.queries import recorded_prompts
from tadamun.people.sellers.operations.requirements import set_requirement
from tests.factories import make_person
from tests.people.recordings.sounds import recorded
from tests.web.backoffice.conftest import in_team, words_of
from tests.web.workshop.test_joining import HOME, answers, browser

pytestmark = pytest.mark.django_db
LIST, ONE = "/en/office/voices/", "/en/office/voices/ary/money.ready/"
VOICE = recorded("webm", "libopus")


def upload(data: bytes = VOICE) -> dict[str, SimpleUploadedFile]:
    return {"voice": SimpleUploadedFile("voice.webm", data, "audio/webm")}


def keys(page: bytes) -> list[str]:
    return [link.rsplit("/", 2)[1] for link in html.fromstring(page).xpath("//tr//th/a/@href")]


@pytest.mark.broad
def test_a_sentence_is_recorded_heard_and_removed(
    operator: Client, market: Market, other_market: Market
) -> None:
    page = operator.get(ONE)
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in page.headers["Content-Security-Policy"]
    assert "No voice yet" in words_of(page)
    answer = operator.post(ONE, upload())
    assert answer.status_code == 303 and "/voices/ary/money." in answer.headers["Location"]
    assert "Recorded here" in words_of(operator.get(ONE))
    assert "money.ready" in recorded_prompts((market.pk, "ary"))
    assert recorded_prompts((other_market.pk, "ary")) == {}
    assert AuditEntry.objects.filter(action="prompt.recorded", market_id=market.pk).count() == 1
    assert operator.post(f"{ONE}removal/").status_code == 303
    assert "No voice yet" in words_of(operator.get(ONE))
    with everything("a test's own rows"):
        assert not Prompt.objects.exists() and not Recording.objects.exists()


def test_the_rules_are_read_aloud_version_by_version_and_in_no_other_language(
    operator: Client, market: Market, other_market: Market
) -> None:
    asked = set_requirement(market, kind="terms")
    person = make_person()
    applicant, paper = browser(person), f"{HOME}papers/{asked.code}/"
    applicant.post(HOME, {"for": "me"})
    answers(applicant)
    assert not heard(applicant, paper), "the rules are never read by a machine"
    page = operator.get(f"{LIST}ar/terms.1/")
    assert "version 1" in words_of(page) and 'class="prose panel"' in page.content.decode()
    assert "terms.1" in keys(operator.get(f"{LIST}?language=ar&track=joining").content)
    assert operator.post(f"{LIST}ar/terms.1/", upload()).status_code == 303
    assert len(heard(applicant, paper)) == 1
    Person.objects.filter(pk=person.pk).update(spoken_language="zgh")
    assert not heard(applicant, paper), "no wrong language"
    Person.objects.filter(pk=person.pk).update(spoken_language="ar")
    publish_legal_text(market, "terms", {"ar": "قواعد جديدة"})
    assert not heard(applicant, paper), "a new version is silent"
    assert operator.get(f"{LIST}ar/terms.1/").status_code == 404
    assert in_team(other_market, "operator").get(f"{LIST}ar/terms.2/").status_code == 404


def heard(client: Client, path: str) -> list[str]:
    """What somebody recorded, on this page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content).xpath("//main//@data-audio[contains(., '/voices/')]")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [(upload(b"\xff\xd8 a picture"), "no sound"), ({}, "choose a file"),
     (upload(recorded("ogg", "libopus", 1, 0)), "Nothing can be heard")],
)  # fmt: skip
def test_what_is_no_voice_is_answered_with_a_sentence(
    operator: Client, sent: dict[str, SimpleUploadedFile], sentence: str
) -> None:
    answer = operator.post(ONE, sent)
    assert answer.status_code == 422 and sentence in words_of(answer)


def test_what_nobody_says_is_not_there(operator: Client, market: Market) -> None:
    for path in ("ary/nobody.says/", "de/money.ready/", "ary/money.ready%00/"):
        assert operator.get(LIST + path).status_code in {400, 404}
        assert operator.post(LIST + path, upload()).status_code in {400, 404}
    assert in_team(market, "reviewer").get(LIST).status_code == 404


@pytest.mark.broad
def test_the_list_is_filtered_and_asks_once(operator: Client, market: Market) -> None:
    voice = store_recording(VOICE, owner=market.reference, by="person:1")
    for key in ("money.ready", "number.3"):
        record_prompt(key, "mey", voice, by="person:1", market_id=market.pk)
    assert keys(operator.get(f"{LIST}?language=mey&state=own").content) == ["money.ready", "number.3"]
    assert "number.3" in keys(operator.get(f"{LIST}?language=mey&track=numbers").content)
    assert "money.ready" in keys(operator.get(f"{LIST}?language=ar&state=synthetic&track=money").content)
    with CaptureQueriesContext(connection) as asked:
        page = operator.get(f"{LIST}?language=mey&page=2")
    assert len(keys(page.content)) == 30
    assert len([query for query in asked if "recordings_" in query["sql"]]) == 1
    assert operator.get(f"{LIST}?language=../x&track=%00&state=x&page=9999999").status_code == 200
