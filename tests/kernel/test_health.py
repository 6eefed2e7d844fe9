"""Ready means able to work; metrics count what happened."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError

from tadamun.kernel import clock, health, metrics
from tadamun.kernel.jobs import enqueue
from tadamun.kernel.jobs.worker import beat
from tests.kernel.jobs import samples


def readiness() -> tuple[int, dict[str, str]]:
    status, text = health.readiness()
    return status, json.loads(text)


@pytest.mark.django_db
def test_a_working_server_is_ready() -> None:
    beat()
    status, parts = readiness()
    assert (status, parts["database"], parts["migrations"], parts["worker"]) == (200, "ok", "ok", "ok")


@pytest.mark.django_db
def test_a_silent_worker_is_told_but_sends_nobody_away() -> None:
    assert readiness()[1]["worker"] == "never seen"
    beat()
    with clock.shifted(timedelta(minutes=5)):
        status, parts = readiness()
    assert status == 200
    assert parts["status"] == "degraded"
    assert parts["worker"].startswith("silent for 3")


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health.connection, "cursor", gone)
    status, parts = readiness()
    assert (status, parts["status"]) == (503, "not ready")
    assert parts["database"] == "does not answer: OperationalError"


def test_checks_are_registered_and_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {})
    health.register_check("good", list)
    health.register_check("bad", lambda: ["one is two"])
    assert health.check_names() == ["good", "bad"]
    assert health.run_checks() == {"good": [], "bad": ["one is two"]}
    assert health.run_checks(["good"]) == {"good": []}
    with pytest.raises(KeyError):
        health.run_checks(["unknown"])


def value(text: str, line: str) -> float:
    return next(float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith(f"{line} "))


@pytest.mark.django_db
def test_requests_are_counted_by_door_status_and_time() -> None:
    line = 'tadamun_requests_total{door="workshop",status="4xx"}'
    bucket = 'tadamun_request_seconds_bucket{door="workshop",le="0.05"}'
    whole = 'tadamun_request_seconds_count{door="workshop"}'
    before = metrics.render()[1]
    metrics.count_request("workshop", 404, 0.03)
    metrics.count_request("workshop", 200, 99.0)
    after = metrics.render()[1]
    assert value(after, line) - value(before, line) == 1
    assert value(after, bucket) - value(before, bucket) == 1
    assert value(after, whole) - value(before, whole) == 2


@pytest.mark.django_db
def test_waiting_jobs_are_seen() -> None:
    enqueue(samples.note, "x")
    with clock.shifted(timedelta(seconds=30)):
        text = metrics.render()[1]
    assert value(text, 'tadamun_jobs{state="due"}') == 1
    assert 29 <= value(text, "tadamun_jobs_lag_seconds") <= 40
    assert value(text, "tadamun_outbox_lag_seconds") == 0
