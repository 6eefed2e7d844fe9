"""Who is at work on the data of this machine.

Servers and workers share the house, a restore wants it alone.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class StillRunning(Exception):
    """A server or worker of this installation is at work."""


@contextmanager
def at_work() -> Iterator[None]:
    """While a server or worker runs. Ends with the process, however it ends."""
    with _file() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def alone_in_the_house() -> Iterator[None]:
    """While data are replaced. Raises ``StillRunning`` when anybody else is at work on this machine."""
    with _file() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StillRunning from error
        yield


@contextmanager
def _file() -> Iterator[int]:
    with (Path(settings.DATA) / "running.lock").open("w") as file:
        yield file.fileno()
