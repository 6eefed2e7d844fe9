"""Voices that no row took are erased after a week, and no other."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, Field, ForeignKey, Model
from pytest_django import DjangoCaptureOnCommitCallbacks

from tadamun.kernel import clock
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.recordings.files import folder
from tadamun.people.recordings.jobs import voices_that_nobody_took
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import record_prompt, store_recording
from tadamun.people.recordings.uses import needed, places
from tadamun.people.sellers.models import Application
from tests.factories import make_market, make_person
from tests.people.recordings.sounds import recorded

OWNER = Reference("organisation", "K7QM")
OF_OTHER_THINGS = {"voice_digest", "said_reference", "review_voice_at"}


def keep(number: int, days: int) -> Recording:
    voice = store_recording(recorded("wav", "pcm_s16le", 0.6 + number / 50), owner=OWNER, by="person:1")
    with everything("a test's own voices"):
        Recording.objects.filter(pk=voice.pk).update(stored_at=clock.now() - timedelta(days=days))
    return voice


def left() -> set[str]:
    with everything("a test's own voices"):
        return set(Recording.objects.values_list("code", flat=True))


@pytest.mark.django_db
@pytest.mark.broad
def test_what_nobody_took_goes_after_a_week(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    market = make_market()
    orphan, young, said, asked = keep(1, 8), keep(2, 6), keep(3, 30), keep(4, 30)
    record_prompt("money.ready", "ary", said, by="person:1")
    Application._base_manager.create(
        market=market, person=make_person("+212612345611"), answers={"voice": asked.code}
    )
    assert needed([orphan.code, young.code, said.code, asked.code]) == {said.code, asked.code}
    with django_capture_on_commit_callbacks(execute=True):
        assert voices_that_nobody_took() == 1
    assert left() == {young.code, said.code, asked.code}
    assert not folder(orphan.key).exists() and folder(asked.key).exists()
    assert voices_that_nobody_took() == 0


@pytest.mark.django_db
def test_a_voice_that_is_sent_again_is_young_again() -> None:
    voice = keep(1, 30)
    again = store_recording(recorded("wav", "pcm_s16le", 0.62), owner=OWNER, by="person:1")
    assert again == voice and voices_that_nobody_took() == 0
    assert left() == {voice.code}


def speaks(field: Field) -> bool:  # type: ignore[type-arg]
    if isinstance(field, ForeignKey):
        return field.related_model is Recording
    named = {"voice", "recording", "reading"} & set(field.name.split("_"))
    return isinstance(field, CharField) and bool(
        named or "recording" in field.help_text or "read aloud" in field.help_text
    )


def test_every_place_of_a_voice_is_told() -> None:
    told = {(model, path.split("__")[0]) for model, path in places()}
    found: set[tuple[type[Model], str]] = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.name not in OF_OTHER_THINGS and speaks(field)
    }
    assert found - told == set()
    assert len(told) >= 18
