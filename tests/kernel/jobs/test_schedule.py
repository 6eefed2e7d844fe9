"""What is scheduled is enqueued once when due, however many look."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.jobs import every, run_worker
from tadamun.kernel.jobs.models import ScheduledJob
from tadamun.kernel.jobs.schedule import Daily, Every, tick
from tests.kernel.jobs import samples

AT = datetime(2026, 3, 28, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_scheduled_job_comes_once_per_interval(empty_schedule: None) -> None:
    every(seconds=60)(samples.tidy)
    assert tick() == 1
    assert tick() == 0
    assert run_worker(once=True, scheduled=False) == 1
    with clock.shifted(timedelta(seconds=59)):
        assert tick() == 0
    with clock.shifted(timedelta(seconds=61)):
        assert tick() == 1


@pytest.mark.django_db
def test_a_slow_job_does_not_pile_up(empty_schedule: None) -> None:
    every(seconds=60)(samples.tidy)
    assert tick() == 1
    with clock.shifted(timedelta(seconds=61)):
        assert tick() == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_the_second_of_two_that_saw_the_same_row_enqueues_nothing(empty_schedule: None) -> None:
    from tadamun.kernel.jobs.schedule import _enqueue_once

    now = clock.now()
    name = samples.tidy.module_path
    ScheduledJob.objects.create(name=name, next_at=now)
    assert _enqueue_once(name, samples.tidy, now, now + timedelta(minutes=1))
    DBTaskResult.objects.all().delete()
    assert not _enqueue_once(name, samples.tidy, now, now + timedelta(minutes=1))


def test_missed_beats_are_not_made_up_for() -> None:
    assert Every(60).following(AT, AT) == AT + timedelta(seconds=60)
    assert Every(60).following(AT, AT + timedelta(hours=5, seconds=1)) == AT + timedelta(hours=5, seconds=60)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 1, 5, 1, tzinfo=UTC), datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        (datetime(2026, 1, 5, 2, 30, tzinfo=UTC), datetime(2026, 1, 6, 2, 30, tzinfo=UTC)),
        (datetime(2026, 1, 5, 23, tzinfo=UTC), datetime(2026, 1, 6, 2, 30, tzinfo=UTC)),
    ],
)
def test_daily_is_the_next_such_hour(now: datetime, due: datetime) -> None:
    assert Daily(2, 30).first(now) == due
    assert Daily(2, 30).following(now, now) == due


def test_daily_follows_the_local_clock_over_its_change() -> None:
    paris = Daily(2, 30, "Europe/Paris")  # 02:30 does not exist there on 29 March 2026
    first = paris.first(AT)
    second = paris.following(first, first)
    assert first == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert second == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_plain_function_can_be_scheduled(empty_schedule: None) -> None:
    work = every(seconds=60)(samples.plain)
    assert work() == "plain"
    assert work.retries == 0
