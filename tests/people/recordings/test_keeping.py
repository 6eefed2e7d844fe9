"""A voice is kept once an owner, in two files, and erased with both; a prompt replaces the synthetic voice."""

import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from tadamun.config.checks import run_check
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.recordings.files import NAMES, folder
from tadamun.people.recordings.models import Prompt, Recording
from tadamun.people.recordings.operations import (
    MAX_BYTES,
    erase_recording,
    erase_recordings_of,
    record_prompt,
    remove_prompt,
    store_recording,
)
from tadamun.people.recordings.queries import recorded_prompts
from tadamun.people.recordings.refusals import NotAVoice, TooLarge, TooLong
from tests.factories import make_market
from tests.people.recordings.sounds import recorded

pytestmark = pytest.mark.django_db
OWNER, OTHER, BY = Reference("organisation", "K7QM"), Reference("person", "7"), "person:1"
VOICE = recorded("webm", "libopus")


def store(owner: Reference = OWNER, data: bytes = VOICE, at_most: int = 60) -> Recording:
    return store_recording(io.BytesIO(data), owner=owner, by=BY, language="ary", at_most=at_most)


def count() -> int:
    with everything("a test's own rows"):
        return Recording.objects.count()


def test_a_voice_is_kept_once_an_owner_and_erased_whole(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    one = store()
    assert store() == one and store(OTHER) != one and count() == 2
    assert (one.seconds, one.owner, one.made_by, one.language) == (2, "organisation:K7QM", BY, "ary")
    assert {path.name for path in folder(one.key).iterdir()} == set(NAMES)
    assert run_check("recordings") == []
    (folder(one.key) / "voice.m4a").unlink()
    assert run_check("recordings") == [f"recording {one.code}: voice.m4a is missing"]
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            erase_recording(one, reason="she asked for it")
    assert not folder(one.key).exists() and count() == 1
    assert AuditEntry.objects.filter(action="recording.erased", subject=f"recording:{one.code}").count() == 1


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"\xff\xd8\xff\xe0 a picture called voice.m4a", NotAVoice), (VOICE * (MAX_BYTES // len(VOICE) + 1), TooLarge),
     (recorded("ogg", "libopus", 2), TooLong)],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        store(data=data, at_most=1)
    assert count() == 0


def test_the_table_itself_knows_the_longest() -> None:
    for seconds in (0, 121):
        with pytest.raises(IntegrityError), transaction.atomic(), everything("a test's own rows"):
            Recording.objects.create(key=f"k{seconds}", owner="a:b", seconds=seconds, digest="", made_by=BY)


@pytest.mark.broad
def test_a_prompt_is_heard_in_its_market_and_that_of_all_elsewhere(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    here, there = make_market("here"), make_market("there")
    common, own = store(Reference("system", "tadamun")), store(here.reference)
    record_prompt("money.ready", "ary", common, by=BY)
    prompt = record_prompt("money.ready", "ary", own, by=BY, market_id=here.pk)
    assert common.key in recorded_prompts((there.pk, "ary"))["money.ready"]
    assert own.key in recorded_prompts((here.pk, "ary"))["money.ready"]
    assert recorded_prompts((here.pk, "ar")) == {}
    with CaptureQueriesContext(connection) as asked:
        recorded_prompts((there.pk, "ary"))
    assert len(asked) <= 1  # none outside a test's transaction
    with pytest.raises(ProtectedError):
        erase_recording(own)
    with django_capture_on_commit_callbacks(execute=True):
        remove_prompt(prompt)
        remove_prompt(prompt)
    assert not folder(own.key).exists() and folder(common.key).exists()
    assert common.key in recorded_prompts((here.pk, "ary"))["money.ready"]


@pytest.mark.broad
def test_a_new_voice_replaces_and_erases_the_old(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    market = make_market("here")
    before, after = store(market.reference), store(market.reference, recorded("ogg", "libopus"))
    with django_capture_on_commit_callbacks(execute=True):
        for voice in (before, after, after):
            record_prompt("money.ready", "zgh", voice, by=BY, market_id=market.pk)
    with everything("a test's own rows"):
        assert Prompt.objects.get().recording == after
    assert not folder(before.key).exists() and folder(after.key).exists()


@pytest.mark.broad
def test_who_is_erased_takes_her_voice_along(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Not the sentence she once recorded for everybody: that is the market's, until it is removed."""
    market = make_market("here")
    hers, spoken, shared = store(Reference("person", "1")), store(), store(market.reference)
    record_prompt("money.ready", "ary", shared, by=BY, market_id=market.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_recordings_of(Reference("person", "1")) == 2
    assert not folder(hers.key).exists() and not folder(spoken.key).exists() and folder(shared.key).exists()
