"""A job is done once it is due, retried when it fails, and kept when it is dead."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, transaction
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.context import current
from tadamun.kernel.jobs import counts, dead_letters, enqueue, job, revive, run_worker, worker
from tadamun.kernel.jobs.attempt import LeaseExpired, claim, run, take_back_expired
from tadamun.kernel.jobs.queue import State, forget_finished
from tests.kernel.jobs import samples

pytestmark = pytest.mark.django_db


def work() -> int:
    return run_worker(once=True, scheduled=False)


def test_a_job_is_done_with_its_arguments() -> None:
    identifier = enqueue(samples.note, "hello")
    assert work() == 1
    assert samples.did == ["hello"]
    row = DBTaskResult.objects.get(pk=identifier)
    assert (row.status, row.return_value) == (State.SUCCESSFUL, "hello")
    assert work() == 0


def test_a_job_is_also_a_plain_function() -> None:
    assert samples.note("now") == "now"
    assert samples.did == ["now"]


def test_a_job_of_a_transaction_that_rolls_back_never_was() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(samples.note, "lost")
        assert DBTaskResult.objects.count() == 1  # written inside, not at commit
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0


def test_a_job_waits_for_its_time() -> None:
    enqueue(samples.note, "later", after=clock.now() + timedelta(hours=1))
    assert work() == 0
    assert counts() == {"due": 0, "later": 1, "running": 0, "dead": 0}
    with clock.shifted(timedelta(hours=1, seconds=1)):
        assert work() == 1


def test_a_worker_does_only_its_queues() -> None:
    enqueue(samples.note, "word")
    enqueue(samples.paint)
    assert run_worker(queues=("pictures",), once=True, scheduled=False) == 1
    assert samples.did == ["painted"]


def test_failure_is_retried_with_growing_delays_and_then_kept() -> None:
    identifier = enqueue(samples.fail_always)
    elapsed = timedelta()
    for delay in (10, 60):
        with clock.shifted(elapsed):
            work()
            row = DBTaskResult.objects.get(pk=identifier)
            assert row.status == State.READY
            assert 0.75 * delay <= (row.run_after - clock.now()).total_seconds() <= 1.25 * delay
            assert work() == 0
        elapsed += timedelta(seconds=delay * 1.25)
    with clock.shifted(elapsed):
        work()
    (dead,) = dead_letters()
    assert dead.pk == identifier
    assert dead.exception_class_path == "builtins.ValueError"
    assert "it broke" in dead.traceback
    assert samples.did == ["tried"] * 3
    assert counts()["dead"] == 1


def test_a_dead_letter_can_be_revived_once() -> None:
    identifier = enqueue(samples.fail_for_good)
    work()
    assert revive(identifier)
    assert not revive(identifier)
    assert work() == 1
    assert samples.did == ["tried", "tried"]


def test_giving_up_skips_the_retries() -> None:
    enqueue(samples.fail_for_good)
    work()
    assert dead_letters().get().exception_class_path.endswith("GiveUp")
    assert samples.did == ["tried"]


def test_a_result_that_json_cannot_say_is_a_failure_not_a_crash() -> None:
    enqueue(samples.answer_with_what_json_cannot_say)
    enqueue(samples.note, "next")
    assert work() == 2
    assert samples.did == ["next"]


@pytest.mark.parametrize(
    "path", ["tests.kernel.jobs.samples.gone", "no.such.module", "tests.kernel.jobs.samples.not_a_job"]
)
def test_an_unknown_job_is_a_dead_letter_not_a_crash(path: str) -> None:
    enqueue(samples.note, "x")
    DBTaskResult.objects.update(task_path=path)
    assert work() == 1
    assert dead_letters().get().exception_class_path.endswith("UnknownJob")


def test_a_job_of_a_vanished_worker_is_taken_back_after_its_lease() -> None:
    enqueue(samples.outlive_the_lease)
    assert claim("killed", ("default",)) is not None
    with clock.shifted(timedelta(seconds=29)):
        assert take_back_expired() == 0
    with clock.shifted(timedelta(seconds=31)):
        assert take_back_expired() == 1
    row = DBTaskResult.objects.get()
    assert row.status == State.READY
    assert row.exception_class_path.endswith("LeaseExpired")


def test_who_outlived_the_lease_does_not_overwrite_the_successor() -> None:
    enqueue(samples.outlive_the_lease)
    late = claim("slow", ("default",))
    assert late is not None
    with clock.shifted(timedelta(seconds=60)):
        assert take_back_expired() == 1
    with clock.shifted(timedelta(hours=1)):
        successor = claim("fast", ("default",))
        assert successor is not None
        run(late)
        row = DBTaskResult.objects.get()
        assert (row.status, row.worker_ids) == (State.RUNNING, ["slow", "fast"])
        run(successor)
    assert DBTaskResult.objects.get().status == State.SUCCESSFUL


def test_a_job_that_renews_its_lease_keeps_it() -> None:
    enqueue(samples.renew_later, 25)
    row = claim("slow", ("default",))
    assert row is not None
    assert run(row)
    assert samples.did[-1] == 0  # taken back in the 50th second of a lease of 30
    assert DBTaskResult.objects.get().status == State.SUCCESSFUL


def test_whose_job_another_has_by_now_learns_it_at_the_next_renewal() -> None:
    enqueue(samples.renew_later, 60)
    row = claim("slow", ("default",))
    assert row is not None
    assert not run(row)
    assert isinstance(samples.did[-1], LeaseExpired)
    assert DBTaskResult.objects.get().status == State.READY


def test_successes_are_forgotten_after_a_day_and_dead_letters_never() -> None:
    enqueue(samples.note, "done")
    enqueue(samples.fail_for_good)
    work()
    assert forget_finished() == 0
    with clock.shifted(timedelta(days=1, seconds=1)):
        assert forget_finished() == 1
    assert counts()["dead"] == 1


def test_a_job_acts_as_the_system_under_an_identifier_of_its_own() -> None:
    identifier = enqueue(where_am_i)
    work()
    row = DBTaskResult.objects.get(pk=identifier)
    assert row.return_value == [f"job-{identifier.hex[:12]}", "system:tadamun"]


@job()
def where_am_i() -> list[str]:
    return [current().request_id, str(current().actor)]


def test_reviving_what_is_no_dead_letter_changes_nothing() -> None:
    assert not revive(uuid.uuid4())


def test_a_worker_bears_a_database_that_is_gone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue(samples.note, "after all")
    stop = threading.Event()
    plain = worker.claim
    troubles = iter([OperationalError("database is locked"), InterfaceError("connection already closed")])

    def claim_in_trouble(name: str, queues: tuple[str, ...]) -> object:
        if trouble := next(troubles, None):
            raise trouble
        row = plain(name, queues)
        if row is None:
            stop.set()
        return row

    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.01)
    monkeypatch.setattr(worker, "claim", claim_in_trouble)
    # The test's own transaction lives in the connection that a worker in trouble gives up.
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    assert run_worker(scheduled=False, stop=stop) == 1
    assert samples.did == ["after all"]
