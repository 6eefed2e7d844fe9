"""Shipped courses are complete in three languages, and synchronised once."""

import pytest

from tadamun.kernel.scopes import Unscoped, scope
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.evaluators import is_evaluator
from tadamun.solidarity.training.models import Course, Learner, Lesson, Progress
from tadamun.solidarity.training.operations import keep_course, open_step, sync_courses, write_course
from tadamun.solidarity.training.operations.courses import SharedSlug
from tadamun.solidarity.training.pictures import draw, is_picture
from tadamun.solidarity.training.shipped import LANGUAGES, Plan, moments, plans, right_defaults
from tests.factories import make_market
from tests.solidarity.training.conftest import course

PROMISED = ("platform", "shipment", "payment")


@pytest.mark.parametrize("plan", list(plans()), ids=lambda plan: plan.slug)
def test_a_course_is_whole(plan: Plan) -> None:
    said = plan.content
    lessons = said["lessons"]
    assert len(lessons) >= (5 if plan.slug in PROMISED else 2)
    for skill in said["skills"]:
        assert all(skill["names"][language] for language in LANGUAGES)
        assert skill["check"] == "person" or is_evaluator(skill["evaluator"])
    for lesson in lessons:
        assert 4 <= len(lesson["steps"]) <= 8 and 1 <= lesson["minutes"] <= 3
        for words in (lesson["titles"], *lesson["steps"]):
            assert all(words[language].strip() for language in LANGUAGES)
        for step in lesson["steps"]:
            assert is_picture(step["picture"])
            assert len(draw(step["picture"])) < 3_000
            assert all(len(step[language]) < 180 for language in LANGUAGES)


def test_moments_and_rights_name_what_is_there() -> None:
    known = {plan.slug: plan.content for plan in plans()}
    for address in moments().values():
        slug, lesson = address.split("/")
        assert lesson in {each["slug"] for each in known[slug]["lessons"]}
    assert not any(slug.startswith("own-") for slug in known)
    skills = {skill["slug"] for content in known.values() for skill in content["skills"]}
    assert all(set(rule["skills"]) <= skills for rule in right_defaults().values())


@pytest.mark.django_db
def test_courses_are_written_once_and_again_when_they_change(django_assert_num_queries) -> None:
    assert len(sync_courses()) == 9
    with django_assert_num_queries(1):
        assert sync_courses() == []
    with scope(market_id=make_market().pk):
        written = Course.objects.get(slug="platform")
        plan = next(each for each in plans() if each.slug == "platform")
        first, *rest = plan.content["lessons"]
        write_course(Plan("platform", "other", {**plan.content, "lessons": rest}))
        assert Lesson.objects.get(course=written, slug=first["slug"]).retired_at
        assert sync_courses() == ["platform"]
        assert Lesson.objects.get(course=written, slug=first["slug"]).retired_at is None


@pytest.mark.django_db
def test_a_market_sees_the_shipped_and_its_own(market: Market) -> None:
    other = make_market("autre")
    plan = next(plans())
    write_course(Plan("ours", "1", plan.content), market)
    with pytest.raises(SharedSlug):
        write_course(plan, market)
    with scope(market_id=market.pk):
        assert Course.objects.count() == 10
    with scope(market_id=other.pk):
        assert Course.objects.count() == 9
    with pytest.raises(Unscoped):
        Course.objects.count()


@pytest.mark.django_db
def test_steps_are_remembered_and_kept_lessons_marked(market: Market, learner: Learner) -> None:
    photo = course(market, "photo")
    with scope(market_id=market.pk):
        lesson = Lesson.objects.get(course=photo, slug="light")
    assert open_step(learner, lesson, 3).last_step == 3
    assert open_step(learner, lesson, 1).last_step == 3
    assert open_step(learner, lesson, 1).done_at is None
    done = open_step(learner, lesson, 99)
    assert done.last_step == 4 and done.done_at
    keep_course(learner, photo)
    with scope(market_id=market.pk):
        assert Progress.objects.filter(learner=learner, kept_at__isnull=False).count() == 3
        keep_course(learner, photo, kept=False)
        assert not Progress.objects.filter(kept_at__isnull=False).exists()
