"""A market writes its own course: it plays, travels and counts like a shipped one, and an edit takes nothing from a learner."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from PIL import Image

from tadamun.goods.catalogue.operations import BadPicture
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.recordings.files import folder
from tadamun.people.recordings.models import Recording
from tadamun.solidarity.training.models import Certificate, Course, Learner, Lesson, Progress, StepRecording
from tadamun.solidarity.training.operations import (
    NotReady,
    NotShown,
    answer_question,
    begin_course,
    begin_lesson,
    drop_check,
    move_lesson,
    move_step,
    open_step,
    publish_course,
    record_step,
    remove_step,
    show_lesson,
    sign_off,
    withdraw_course,
    write_check,
    write_step,
)
from tadamun.solidarity.training.own import check_of, gaps, lost_pictures
from tadamun.solidarity.training.own_pictures import picture_file, store_lesson_picture
from tadamun.solidarity.training.packages import package
from tadamun.solidarity.training.queries import courses, shown_courses
from tests.factories import make_market

pytestmark = pytest.mark.django_db
WORDS = {"ar": "نغسل الصوف", "fr": "Nous lavons la laine"}


def photograph(width: int = 300, height: int = 500) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where she lives"
    Image.new("RGB", (width, height), (180, 80, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def again(lesson: Lesson) -> Lesson:
    with scope(market_id=lesson.course.market_id):
        return Lesson.objects.select_related("course").get(pk=lesson.pk)


@pytest.fixture
def own(market: Market) -> Course:
    return begin_course(
        market, titles=WORDS, summaries={"ar": "الصوف"}, subject="other", languages=["ar", "fr"], spoken="ary"
    )


@pytest.fixture
def lesson(own: Course) -> Lesson:
    made = begin_lesson(own, titles=WORDS, minutes=2)
    write_step(made, text=WORDS)
    return again(made)


def taught(market: Market) -> list[str]:
    with scope(market_id=market.pk):
        return [course.slug for course in courses()]


def test_nobody_sees_a_course_before_it_is_published_and_no_other_market_ever(
    market: Market, own: Course
) -> None:
    assert own.slug not in taught(market)
    with pytest.raises(NotReady, match="lessons"):
        publish_course(own)
    made = begin_lesson(own, titles={"ar": "الغسل"}, minutes=2)
    with pytest.raises(NotReady, match="steps"):
        show_lesson(made, True)
    write_step(made, text=WORDS)
    with pytest.raises(NotReady, match="words"):  # its title is in Arabic alone
        publish_course(own)
    with scope(market_id=market.pk):
        assert [each.pk for each in gaps(own)] == [made.pk]
        Lesson.objects.filter(pk=made.pk).update(titles=WORDS)
    publish_course(own)
    assert taught(market)[-1] == own.slug  # after the shipped ones
    assert own.slug not in taught(make_market("autre"))
    withdraw_course(own)
    withdraw_course(own)
    assert own.slug not in taught(market)
    said = AuditEntry.objects.filter(
        subject=str(own.reference), action__in=("publish_course", "withdraw_course")
    )
    assert said.count() == 2


def test_edits_lose_nothing_of_a_learner(
    market: Market, learner: Learner, own: Course, lesson: Lesson
) -> None:
    write_step(lesson, text={"ar": "ثم نجففه", "fr": "Puis nous la séchons"})
    second = begin_lesson(own, titles=WORDS, minutes=1)
    write_step(second, text=WORDS)
    publish_course(own)
    open_step(learner, again(lesson), 3)
    digest = _shown(learner, own).course.digest
    first, _ = again(lesson).steps
    write_step(lesson, first["id"], text={**WORDS, "ar": "نغسل الصوف بماء بارد"})
    move_step(lesson, first["id"], up=False)
    move_lesson(lesson, up=False)
    assert again(lesson).steps[1]["id"] == first["id"]
    third = begin_lesson(own, titles=WORDS, minutes=1)
    write_step(third, text=WORDS)
    shown = _shown(learner, own)
    assert [each.lesson.pk for each in shown.lessons] == [
        second.pk,
        lesson.pk,
    ]  # the new one waits to be shown
    assert shown.lessons[1].done and shown.course.digest != digest
    show_lesson(lesson, False)
    with pytest.raises(NotReady):
        show_lesson(second, False)  # the last one stays
    show_lesson(lesson, True)
    assert _shown(learner, own).lessons[1].done
    remove_step(lesson, first["id"])
    with pytest.raises(NotReady):
        remove_step(lesson, again(lesson).steps[0]["id"])
    with pytest.raises(KeyError):
        write_step(lesson, "other", text=WORDS)
    with scope(market_id=market.pk):
        assert Progress.objects.get(lesson=lesson).done_at


def _shown(learner: Learner, own: Course):
    with scope(market_id=learner.market_id):
        return shown_courses(learner, own.slug)[0]


def test_a_voice_is_silent_once_its_words_are_others(market: Market, lesson: Lesson) -> None:
    (step,) = lesson.steps
    record_step(market, lesson, step["key"], language="ary", recording="VOICE")
    write_step(lesson, step["id"], text={**WORDS, "fr": "On lave la laine"})  # she reads the Arabic words
    with scope(market_id=market.pk):
        assert StepRecording.objects.get().step == step["key"]
        write_step(lesson, step["id"], text={**WORDS, "ar": "أخرى"})
        assert not StepRecording.objects.exists()


@pytest.mark.broad
def test_a_question_and_a_person_bring_the_certificate(
    market: Market, learner: Learner, trainer: Person, own: Course, lesson: Lesson
) -> None:
    answers = [{"picture": "water", "text": WORDS}, {"picture": "fire", "text": WORDS}]
    with pytest.raises(ValueError, match="two answers"):
        write_check(lesson, names=WORDS, checked_by="question", text=WORDS, answers=answers[:1])
    asked = write_check(lesson, names=WORDS, checked_by="question", text=WORDS, answers=answers, right=1)
    other = begin_lesson(own, titles=WORDS, minutes=1)
    write_step(other, text=WORDS)
    watched = write_check(other, names=WORDS, checked_by="person")
    publish_course(own)
    for wrong in ("1", "", "9"):
        with pytest.raises(NotShown):
            answer_question(learner, asked, wrong)
    with pytest.raises(NotShown):
        answer_question(learner, watched, "2")
    assert answer_question(learner, asked, "2")
    assert answer_question(learner, asked, "2") is None
    with scope(market_id=market.pk):
        assert not Certificate.objects.exists()
        sign_off([learner], watched, by=trainer)
        assert Certificate.objects.get().titles == WORDS
        record_step(market, lesson, asked.question["key"], language="ar", recording="VOICE")
    same = write_check(lesson, names={"ar": "اسم آخر"}, checked_by="question", text=WORDS, answers=answers)
    assert same.pk == asked.pk and same.slug == asked.slug
    drop_check(lesson)
    drop_check(lesson)
    with scope(market_id=market.pk):
        assert check_of(lesson) is None
    shown = _shown(learner, own)
    assert [each.skill.pk for each in shown.skills] == [watched.pk]
    show_lesson(other, False)
    assert not _shown(learner, own).skills


def test_photographs_are_ours_and_travel_with_the_course(
    market: Market, own: Course, lesson: Lesson, settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    name = store_lesson_picture(market, photograph())
    assert store_lesson_picture(market, photograph()) == name
    with Image.open(picture_file(market.pk, name)) as image:
        assert image.size == (640, 360) and not image.getexif()
    with pytest.raises(BadPicture):
        store_lesson_picture(market, b"GIF89a no")
    with pytest.raises(KeyError):
        picture_file(market.pk, "../../settings")
    (step,) = lesson.steps
    written = write_step(lesson, step["id"], text=WORDS, picture=name)
    with scope(market_id=market.pk):
        voice = Recording.objects.create(
            key="abcdef",
            owner=str(market.reference),
            market=market,
            seconds=2,
            digest="0",
            made_by="person:1",
        )
    record_step(market, lesson, written["key"], language="ary", recording=voice.code)
    folder(voice.key).mkdir(parents=True)
    (folder(voice.key) / "voice.m4a").write_bytes(b"sound")
    assert list(lost_pictures()) == []
    with zipfile.ZipFile(io.BytesIO(package(own, market, "fr", "ary"))) as packed:
        page = packed.read(f"{own.slug}-fr/{lesson.slug}.html").decode()
        assert f'src="pictures/{name}.webp"' in page and f"voices/{voice.code}.m4a" in page
        assert packed.read(f"{own.slug}-fr/pictures/{name}.webp")[:4] == b"RIFF"
    picture_file(market.pk, name).unlink()
    assert list(lost_pictures()) == [f"lesson {own.slug}/{lesson.slug}: {name}.webp is missing"]
    assert package(own, market, "fr", "ary")  # a lost photograph is no reason to give nothing


def test_the_same_photograph_may_come_twice_at_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    data, begin = photograph(2000, 1500), Barrier(6)

    def send(_number: int) -> str:
        begin.wait()
        return store_lesson_picture(Market(pk=7), data)

    with ThreadPoolExecutor(6) as senders:
        (name,) = set(senders.map(send, range(6)))
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{name}.webp"]
