"""Training in the office: an operator plans, a trainer sees her own, nobody signs for herself."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.solidarity.training.models import (
    Attendance,
    Certificate,
    Course,
    ExternalCourse,
    Learner,
    Narrowing,
    RightRule,
    Skill,
    StepRecording,
    TrainingSession,
)
from tadamun.solidarity.training.operations import (
    enrol,
    enter_training,
    plan_session,
    reopen_skill,
    sign_off,
    sync_courses,
)
from tadamun.solidarity.training.rights import rights_of
from tests.factories import make_person
from tests.standing import standing
from tests.web.backoffice.conftest import browser, words_of

pytestmark = pytest.mark.django_db
OFFICE = "/en/office/training/"


@standing
def taught(market: Market) -> bool:
    return bool(sync_courses())


@standing
def trainer(market: Market, operator: Client) -> Person:
    person = make_person(name="المدربة")
    appoint(market, person, "trainer")
    return person


@pytest.fixture
def learner(market: Market, taught: bool) -> Learner:
    return enter_training(market, make_person(name="زينب"))


@pytest.fixture
def session(market: Market, taught: bool, trainer: Person) -> TrainingSession:
    with scope(market_id=market.pk):
        course = Course.objects.get(slug="payment")
    now = clock.now()
    return plan_session(
        market, course, place="دار الصانع", starts_at=now, ends_at=now + timedelta(hours=2), trainer=trainer
    )


@pytest.mark.broad
def test_an_operator_plans_and_a_trainer_holds(
    market: Market, operator: Client, trainer: Person, taught: bool
) -> None:
    with scope(market_id=market.pk):
        row = market.team.get(person=trainer)
    said = {
        "course": "payment", "place": "دار الصانع", "starts": "2027-01-10T09:00", "minutes": "90", "seats": "8",
        "trainer": str(row.pk),
    }  # fmt: skip
    for odd in ({"seats": "0"}, {"starts": "9999-12-31T23:30"}, {"starts": "0001-01-01T00:00"}):
        assert operator.post(f"{OFFICE}sessions/", {**said, **odd}).status_code == 422
    assert operator.post(f"{OFFICE}sessions/", said).status_code == 303
    hers = browser(market, trainer)
    assert hers.post(f"{OFFICE}sessions/", said).status_code == 404
    assert hers.get("/en/office/").headers["Location"] == "/en/office/training/"
    with scope(market_id=market.pk):
        made = TrainingSession.objects.get()
    assert (made.ends_at - made.starts_at).seconds == 90 * 60 and made.starts_at.hour in {8, 9}
    for page in ("", "sessions/", f"sessions/{made.code}/", f"sessions/{made.code}/door/", "learners/"):
        assert hers.get(f"{OFFICE}{page}").status_code == 200, page
    for page in ("rights/", "certificates/", "courses/", "courses/others/"):
        assert hers.get(f"{OFFICE}{page}").status_code == 404, page
        assert operator.get(f"{OFFICE}{page}").status_code == 200, page
    assert hers.get("/en/office/sellers/").status_code == 404


@pytest.mark.broad
def test_a_list_is_written_and_a_group_signed(
    market: Market, session: TrainingSession, trainer: Person, learner: Learner, django_assert_max_num_queries
) -> None:
    enrol(session, learner)
    hers = browser(market, trainer)
    page = f"{OFFICE}sessions/{session.code}/"
    other = make_person("+212661234567")
    ticked = {"learner": [learner.code, "NOTHING"], "phone": "0661234567"}
    assert hers.post(f"{page}attendance/", ticked).status_code == 303
    with scope(market_id=market.pk):
        assert {row.learner.person for row in Attendance.objects.all()} == {learner.person, other}
    with django_assert_max_num_queries(25):
        assert "زينب" in words_of(hers.get(page))
    hers.post(f"{page}signatures/", {"learner": [learner.code], "skill": "e_payment"})
    assert hers.post(f"{page}signatures/", {"skill": "packing"}).status_code == 404
    with scope(market_id=market.pk):
        assert Certificate.objects.get().learner == learner
    with clock.shifted(timedelta(days=20)):
        assert "can no longer be written" in words_of(hers.post(f"{page}attendance/", ticked, follow=True))


@pytest.mark.broad
def test_a_trainer_sees_her_own_sessions_and_learners_alone(
    market: Market, session: TrainingSession, learner: Learner, operator: Client
) -> None:
    stranger = make_person()
    appoint(market, stranger, "trainer")
    hers = browser(market, stranger)
    for page in (f"sessions/{session.code}/", f"sessions/{session.code}/door/", f"learners/{learner.code}/"):
        assert hers.get(f"{OFFICE}{page}").status_code == 404, page
    assert "زينب" not in words_of(hers.get(f"{OFFICE}learners/"))
    assert "زينب" in words_of(operator.get(f"{OFFICE}learners/?q=زين"))
    signed = {"skill": "payment/e_payment"}
    assert hers.post(f"{OFFICE}learners/{learner.code}/signatures/", signed).status_code == 404
    assert operator.post(f"{OFFICE}learners/{learner.code}/signatures/", signed).status_code == 303
    assert operator.post(f"{OFFICE}learners/{learner.code}/signatures/", {"skill": "x"}).status_code == 404


def test_the_door_shows_a_code_in_the_hours_it_is_taken(
    market: Market, session: TrainingSession, trainer: Person
) -> None:
    door, hers = f"{OFFICE}sessions/{session.code}/door/", browser(market, trainer)
    for minute, shown in ((-3000, False), (-46, False), (-44, True), (149, True), (151, False)):
        with clock.shifted(timedelta(minutes=minute)):
            page = hers.get(door).content.decode()
        assert ('class="code"' in page) is shown, minute
        assert ("The code is shown here from" in page) is (minute < -45), minute
        assert ("This session is over" in page) is (minute == 151), minute


def test_a_card_is_scanned_at_the_door(
    market: Market, session: TrainingSession, trainer: Person, learner: Learner
) -> None:
    hers = browser(market, trainer)
    card = f"{OFFICE}learners/{learner.code}/"
    assert "She is here" in words_of(hers.get(card))
    for _ in range(2):
        assert hers.post(f"{card}presence/", {"session": session.code}).status_code == 303
    with scope(market_id=market.pk):
        assert Attendance.objects.get().how == "card"
    with clock.shifted(timedelta(hours=4)):
        assert hers.post(f"{card}presence/", {"session": session.code}).status_code == 404


def test_a_certificate_is_revoked_with_a_reason(
    market: Market, learner: Learner, trainer: Person, operator: Client
) -> None:
    with scope(market_id=market.pk):
        sign_off([learner], Skill.objects.get(slug="price"), by=trainer)
        code = Certificate.objects.get().code
    address = f"{OFFICE}certificates/{code}/revocation/"
    assert "Please write the reason" in words_of(operator.post(address, {"reason": " "}, follow=True))
    assert "سبب" in words_of(operator.post(address, {"reason": "سبب"}, follow=True))


@pytest.mark.broad
def test_rights_sureties_and_decisions(
    market: Market, learner: Learner, trainer: Person, operator: Client, organisation: Organisation
) -> None:
    said = {"right": "list_pieces", "skills": ["price"], "free": "3", "grace_days": "30", "also_before": "on"}
    assert operator.post(f"{OFFICE}rights/", {**said, "skills": ["none"]}).status_code == 422
    assert operator.post(f"{OFFICE}rights/", said).status_code == 303
    with scope(market_id=market.pk):
        assert RightRule.objects.get().skills == ["price"]
    assert rights_of(organisation, market)[0].limit == 3
    asked = {"organisation": organisation.code.lower(), "right": "list_pieces", "phone": trainer.phone}
    for wrong in ({"organisation": "X"}, {"phone": "+212699999999"}, {"right": "see_till"}):
        assert operator.post(f"{OFFICE}rights/sureties/", {**asked, **wrong}).status_code == 422
    assert operator.post(f"{OFFICE}rights/sureties/", asked).status_code == 303
    assert rights_of(organisation, market)[0].state == "grace"
    add_member(organisation, learner.person)
    with scope(market_id=market.pk):
        price = Skill.objects.get(slug="price")
        sign_off([learner], price, by=trainer)
        row = Narrowing.objects.create(
            market=market, organisation=organisation, right="list_pieces",
            reopened=reopen_skill(learner, price, note="late_parcels"),
        )  # fmt: skip
    assert "narrow the right?" in words_of(operator.get(OFFICE))
    assert operator.post(f"{OFFICE}decisions/{row.code}/", {"decision": "other"}).status_code == 404
    operator.post(f"{OFFICE}decisions/{row.code}/", {"decision": "narrowed"})
    assert rights_of(organisation, market)[0].state == "narrowed"


@pytest.mark.broad
def test_courses_of_others_are_named_and_removed(market: Market, taught: bool, operator: Client) -> None:
    said = {
        "titles_ar": "دورة", "provider": "OFPPT", "address": "https://example.org/cours", "languages": "ar, fr",
        "minutes": "40", "skill": "price",
    }  # fmt: skip
    wrong = {**said, "address": "http://example.org/cours"}
    assert operator.post(f"{OFFICE}courses/others/", wrong).status_code == 422
    assert operator.post(f"{OFFICE}courses/others/", said).status_code == 303
    with scope(market_id=market.pk):
        made = ExternalCourse.objects.get()
    assert made.languages == ["ar", "fr"]
    operator.post(f"{OFFICE}courses/others/{made.code}/removal/")
    with scope(market_id=market.pk):
        assert ExternalCourse.objects.get().retired_at


def test_a_step_is_read_by_a_voice(market: Market, taught: bool, operator: Client) -> None:
    lesson = f"{OFFICE}courses/photo/light/"
    assert operator.get(lesson).status_code == 200
    assert operator.get(f"{lesson}?language=xx").status_code == 404
    with scope(market_id=market.pk):
        step = Course.objects.get(slug="photo").lessons.get(slug="light").steps[0]["key"]
    said = {"step": step, "language": "ar"}
    assert operator.post(f"{lesson}voices/", said).status_code == 422
    assert operator.post(f"{lesson}voices/", {**said, "step": "other"}).status_code == 404
    with (Path(__file__).parents[2] / "web/backoffice/card.py").open("rb") as no_voice:
        assert operator.post(f"{lesson}voices/", {**said, f"voice-{step}": no_voice}).status_code == 422
    with scope(market_id=market.pk):
        assert not StepRecording.objects.exists()


def test_a_skill_nobody_is_asked_for_any_more_is_not_signed_off(
    market: Market, operator: Client, learner: Learner
) -> None:
    with scope(market_id=market.pk):
        Skill.objects.filter(slug="price").update(retired_at=clock.now())
    answer = operator.post(f"{OFFICE}learners/{learner.code}/signatures/", {"skill": "price/price"})
    assert answer.status_code == 404
