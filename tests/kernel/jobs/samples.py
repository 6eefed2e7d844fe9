"""Jobs that tests enqueue. What they did is kept in ``did``, per process."""

import os
import time
from datetime import timedelta
from pathlib import Path

from tadamun.kernel import clock
from tadamun.kernel.jobs import GiveUp, job, renew_lease
from tadamun.kernel.jobs.attempt import LeaseExpired, take_back_expired

did: list[object] = []


@job()
def note(word: str) -> str:
    did.append(word)
    return word


@job(retries=2, backoff=(10, 60))
def fail_always() -> None:
    did.append("tried")
    raise ValueError("it broke")


@job()
def fail_for_good() -> None:
    did.append("tried")
    raise GiveUp("no such address")


@job()
def answer_with_what_json_cannot_say() -> object:
    return object()


@job(queue="pictures")
def paint() -> None:
    did.append("painted")


@job(lease=30)
def outlive_the_lease() -> None:
    did.append("ran")


@job()
def tidy() -> None:
    did.append("tidied")


@job(lease=1, retries=3, backoff=(0,))
def die_once(folder: str) -> None:
    """Kill the worker the first time, leave a mark the second."""
    (Path(folder) / "began").open("a").write("x")
    if (Path(folder) / "began").stat().st_size == 1:
        os.kill(os.getpid(), 9)
    (Path(folder) / "done").touch()


@job()
def take_a_while(folder: str) -> None:
    """Say that it began, and end when the test allows it."""
    (Path(folder) / "began").touch()
    while not (Path(folder) / "may-end").exists():
        time.sleep(0.01)
    (Path(folder) / "done").touch()


@job(queue="long")
def take_long(folder: str) -> None:
    """The same among those that may take minutes."""
    take_a_while(folder)


@job()
def add_line(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(word + "\n")


def not_a_job() -> None:
    raise AssertionError("never called")


def plain() -> str:
    return "plain"


@job(lease=30)
def renew_later(seconds: int) -> None:
    """Twice so many seconds of work with a sign of life between; somebody looks for lost jobs before each."""
    with clock.shifted(timedelta(seconds=seconds)):
        take_back_expired()
        try:
            renew_lease()
        except LeaseExpired as error:
            did.append(error)
            raise
    with clock.shifted(timedelta(seconds=2 * seconds)):
        did.append(take_back_expired())
