"""One maker per page at a time, over all threads and processes of a machine."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

_POLL = 0.004  # seconds between two looks at a page another process is making


class Turns:
    """Who makes which page.

    Turns end with the block that took them, also by an exception or the process's death.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}/locks"
        self._lock = Lock()
        self._making: dict[str, Event] = {}

    @contextmanager
    def taken(self, name: str) -> Iterator[bool]:
        """Take the page's turn if nobody has it; whether it was taken. Never waits.

        Between processes pages share 4,096 lock files; two in one file wait for each other for nothing,
        rarely and not long.
        """
        done = Event()
        with self._lock:
            mine = self._making.setdefault(name, done) is done
        if not mine:
            yield False
            return
        try:
            handle = self._flock(name)
            try:
                yield handle is not None
            finally:
                if handle is not None and handle >= 0:
                    os.close(handle)
        finally:
            with self._lock:
                del self._making[name]
            done.set()

    def wait(self, name: str, until: float) -> None:
        """Wait for the page's maker to finish, or a moment if another process makes it.

        Not beyond ``time.monotonic() = until``.
        """
        left = until - time.monotonic()
        if left <= 0:
            return
        with self._lock:
            making = self._making.get(name)
        if making is not None:
            making.wait(left)
        else:
            time.sleep(min(_POLL, left))

    def _flock(self, name: str) -> int | None:
        """A locked handle; None if another process has it.

        -1 where there is no disk to lock on: better twice than never.
        """
        path = f"{self._folder}/{name[:3]}"
        try:
            handle = self._opened(path)
        except OSError:
            return -1
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle

    def _opened(self, path: str) -> int:
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:
            Path(self._folder).mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
