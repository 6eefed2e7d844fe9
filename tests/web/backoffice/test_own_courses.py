"""A market's own course from the first word in the office to the certificate in the workshop, without a script."""

import io
import json
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.solidarity.training.models import Certificate, Course, Lesson, Skill, StepRecording
from tadamun.solidarity.training.operations import begin_course, begin_lesson, publish_course, write_step
from tests.factories import make_person
from tests.people.recordings.sounds import recorded
from tests.web.backoffice.conftest import browser, in_team, words_of

pytestmark = pytest.mark.django_db
OWN = "/en/office/training/own/"


def photograph(colour: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (320, 180), (colour, 80, 40)).save(out, "PNG")
    out.seek(0)
    out.name = "photo.png"
    return out


@pytest.fixture
def trainer(market: Market, operator: Client) -> Person:
    person = make_person(name="المدربة")
    appoint(market, person, "trainer")
    return person


def only_course(market: Market) -> tuple[Course, list[Lesson]]:
    with scope(market_id=market.pk):
        course = Course.objects.get(market__isnull=False)
        return course, list(Lesson.objects.filter(course=course))


@pytest.mark.broad
def test_a_trainer_writes_a_course_and_a_seller_earns_its_certificate(
    market: Market,
    trainer: Person,
    organisation: Organisation,
    settings,
    tmp_path: Path,
    django_assert_max_num_queries,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    hers = browser(market, trainer)
    said = {
        "titles_ar": "غسل الصوف", "titles_fr": "Laver la laine", "titles_en": "Washing wool", "subject": "other",
        "languages": ["ar", "fr"], "spoken": "ary",
    }  # fmt: skip
    assert hers.post(OWN, {**said, "titles_fr": ""}).status_code == 422
    course_page = hers.post(OWN, said).headers["Location"]
    publishing = f"{course_page}publication/"
    assert "one lesson at least" in words_of(hers.post(publishing, {"taught": "1"}, follow=True))
    lesson = {"titles_ar": "الماء", "titles_fr": "L’eau", "minutes": "2", "video": "https://example.org/film"}
    for wrong in (
        {"titles_fr": ""},
        {"minutes": "4"},
        {"video": "http://example.org/film"},
        {"video": "javascript:x"},
    ):
        assert hers.post(course_page, {**lesson, **wrong}).status_code == 422
    lesson_page = hers.post(course_page, lesson).headers["Location"]
    step = {"text_ar": "نغسل بماء بارد", "text_fr": "Nous lavons à l’eau froide"}
    assert hers.post(lesson_page, {**step, "picture": io.BytesIO(b"no picture")}).status_code == 422
    assert hers.post(lesson_page, {**step, "voice": io.BytesIO(b"no voice")}).status_code == 422
    assert hers.post(lesson_page, {**step, "text_fr": ""}).status_code == 422
    assert not only_course(market)[1][0].steps
    voice = io.BytesIO(recorded("wav", "pcm_s16le", 1.0))
    voice.name = "voice.wav"
    assert hers.post(lesson_page, {**step, "picture": photograph(200), "voice": voice}).status_code == 303
    assert hers.post(lesson_page, {"text_ar": "ثم نجفف", "text_fr": "Puis nous séchons"}).status_code == 303
    check = {
        "names_ar": "غسل الصوف", "names_fr": "Laver la laine", "kind": "question", "question_ar": "أي ماء؟",
        "question_fr": "Quelle eau ?", "answer_1_ar": "بارد", "answer_1_fr": "froide", "answer_2_ar": "حار",
        "answer_2_fr": "chaude", "right": "1",
    }  # fmt: skip
    assert hers.post(f"{lesson_page}check/", check).status_code == 422  # no pictures
    sent = {**check, "picture_1": photograph(10), "picture_2": photograph(90)}
    assert hers.post(f"{lesson_page}check/", sent).status_code == 303
    for page in ("", "words/", "check/", "preview/1/", "preview/3/"):
        assert hers.get(f"{lesson_page}{page}").status_code == 200, page
    assert hers.get(f"{lesson_page}preview/4/").status_code == 404
    with django_assert_max_num_queries(20):
        assert "Not published yet" in words_of(hers.get(course_page))
    assert hers.post(publishing, {"taught": "1"}).status_code == 303

    course, (row,) = only_course(market)
    person = make_person(name="زينب")
    add_member(organisation, person)
    learner = browser(market, person)
    learn = f"/fr/workshop/learn/{course.slug}/"
    listed = json.loads(learner.get(f"{learn}files.json").content)["urls"]
    pictures = [url for url in listed if url.endswith(".webp")]
    assert pictures and all(learner.get(url).headers["Content-Type"] == "image/webp" for url in pictures)
    assert "Nous lavons à l’eau froide" in words_of(learner.get(f"{learn}{row.slug}/1/"))
    assert f"{row.slug}/question/" in learner.get(f"{learn}{row.slug}/3/").content.decode()
    with scope(market_id=market.pk):
        skill = Skill.objects.get(lesson=row)
        assert StepRecording.objects.get().language == "ary"
    asked = learner.post(f"{learn}checking/", {"skill": skill.slug}).headers["Location"]
    assert words_of(learner.get(asked)).count("froide") == 1
    assert learner.post(asked, {"answer": "2"}).status_code == 422
    assert learner.post(asked, {"answer": "1"}).status_code == 303
    with scope(market_id=market.pk):
        assert Certificate.objects.get().course == course
    assert learner.get(f"{learn}package.zip").headers["Content-Type"] == "application/zip"

    # What she did survives every edit; a photograph that is not sent again stays.
    first = row.steps[0]
    changed = {"text_ar": "نغسل بماء بارد جدا", "text_fr": "Nous lavons à l’eau très froide"}
    assert hers.post(f"{lesson_page}steps/{first['id']}/", changed).status_code == 303
    assert hers.post(f"{lesson_page}steps/{first['id']}/place/", {"to": "down"}).status_code == 303
    assert hers.post(f"{lesson_page}check/", {**check, "answer_2_fr": "tiède"}).status_code == 303
    _, (row,) = only_course(market)
    assert row.steps[1]["picture"] == first["picture"] and row.steps[1]["key"] != first["key"]
    page = words_of(learner.get(learn))
    assert "Terminé" in page or "Done" in page or "تم" in page
    with scope(market_id=market.pk):
        assert (
            not StepRecording.objects.exists()
            and Skill.objects.get(lesson=row).question["answers"][1]["picture"]
        )
    assert hers.post(publishing, {"taught": "0"}).status_code == 303
    assert learner.get(learn).status_code == 404


@pytest.fixture
def own(market: Market) -> Course:
    made = begin_course(
        market, titles={"ar": "دورة"}, summaries={}, subject="photo", languages=["ar"], spoken="ar"
    )
    lesson = begin_lesson(made, titles={"ar": "درس"}, minutes=1)
    write_step(lesson, text={"ar": "نغسل"})
    publish_course(made)
    return made


@pytest.mark.broad
def test_only_the_team_of_its_market_sees_and_writes_it(
    market: Market, other_market: Market, own: Course, trainer: Person, organisation: Organisation
) -> None:
    _, (lesson,) = only_course(market)
    page = f"{OWN}{own.slug}/{lesson.slug}/"
    seller = make_person()
    add_member(organisation, seller)
    strangers = [
        in_team(other_market, "operator"), in_team(market, "support"), in_team(market, "reviewer"), browser(market, seller),
    ]  # fmt: skip
    for client in strangers:
        assert client.get(page).status_code == client.post(page, {"text_ar": "x"}).status_code == 404
        assert client.post(f"{OWN}{own.slug}/publication/", {"taught": "0"}).status_code == 404
    assert own.slug not in strangers[0].get(OWN).content.decode()
    hers = browser(market, trainer)
    shipped = hers.get(f"{OWN}photo/")
    assert shipped.status_code == 404  # nobody's to change
    for address in (
        f"{page}place/",
        f"{page}steps/{lesson.steps[0]['id']}/place/",
        f"{OWN}{own.slug}/publication/",
    ):
        assert hers.post(address, {"to": "nowhere", "taught": "x"}).status_code == 404
    assert hers.post(f"{page}steps/nothing/", {"text_ar": "x"}).status_code == 404
    assert "has one step at least" in words_of(
        hers.post(f"{page}steps/{lesson.steps[0]['id']}/place/", {"to": "gone"}, follow=True)
    )
    assert hers.post(f"{page}place/", {"to": "hidden"}).status_code == 303
    assert only_course(market)[1][0].retired_at is None  # the last lesson of a course that is taught
    assert hers.get("/lessons/own-000000000000000000000000.webp").status_code == 404
    assert hers.get("/lessons/other.webp").status_code == 404
