"""What happened, counted over all workers of the machine in one small shared file."""

import contextlib
import errno
import fcntl
import mmap
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final, Literal, get_args

from django.conf import settings

Count = Literal["hit", "miss", "stale", "stored", "bypass", "bytes"]

_NAMES: Final = get_args(Count)
_WIDTH: Final = 8  # words a row
_ROWS: Final = 64
_ROW_BYTES: Final = _WIDTH * 8
_SIZE: Final = _ROWS * _ROW_BYTES
_MODULUS: Final = 1 << 64


class Counters:
    """Counts of one folder.

    A process adds to a row of its own, so no addition is lost and none needs a file lock.

    The row is claimed by a record lock, which ends with the process; the next to claim it adds to what it
    finds, so sums never fall. ``bytes`` is no count but the size of the folder as far as known; it also goes
    down.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "counters"
        self._lock = Lock()
        self._words: memoryview | None = None
        self._row = 0
        self._identity = (0, 0, 0)
        # Record locks end when the process closes any handle of the file, so this one stays open.
        self._handle = -1

    def add(self, name: Count, amount: int = 1) -> None:
        with self._lock:
            words = self._words
            if words is None:
                return
            at = self._row + _NAMES.index(name)
            words[at] = (words[at] + amount) % _MODULUS

    def total(self, name: Count) -> int:
        with self._lock:
            return self._sum(_NAMES.index(name))

    def set_total(self, name: Count, amount: int) -> None:
        """Correct the sum over all workers to ``amount``."""
        self.add(name, amount - self.total(name))

    def totals(self) -> dict[str, int]:
        self.attach()
        with self._lock:
            return {name: self._sum(index) for index, name in enumerate(_NAMES)}

    def attach(self) -> None:
        """Open the file, anew if it was removed or this process was forked.

        Without a file nothing is counted.
        """
        try:
            stat = os.stat(self.path)  # noqa: PTH116 — on the way of every page made
            if self._identity == (stat.st_dev, stat.st_ino, os.getpid()) and stat.st_size == _SIZE:
                return
        except OSError:
            pass
        with self._lock, contextlib.suppress(OSError):
            self._open()

    def _sum(self, index: int) -> int:
        words = self._words
        if words is None:
            return 0
        return sum(words[row * _WIDTH + index] for row in range(_ROWS)) % _MODULUS

    def _open(self) -> None:
        self._words = None
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            missing = _SIZE - os.fstat(handle).st_size
            if missing:
                # Written, not grown: a hole would kill the process if the disk were full at the first count.
                os.ftruncate(handle, _SIZE - max(missing, 0))
                os.pwrite(handle, b"\0" * max(missing, 0), _SIZE - max(missing, 0))
            self._words = memoryview(mmap.mmap(handle, _SIZE)).cast("Q")
        except OSError:
            os.close(handle)
            raise
        self._handle = handle
        self._row = _claim_row(handle) * _WIDTH
        stat = os.fstat(handle)
        self._identity = (stat.st_dev, stat.st_ino, os.getpid())


def _claim_row(handle: int) -> int:
    for row in range(_ROWS):
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row * _ROW_BYTES)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EAGAIN}:
                raise
        else:
            return row
    return os.getpid() % _ROWS  # more workers than rows: two share one and may lose a count


@lru_cache(maxsize=64)
def at(folder: Path) -> Counters:
    """The one object of this process for a folder: two would share a row without knowing."""
    return Counters(folder)


def metrics() -> dict[str, int]:
    """Counts of this whole machine since the folder was made, whichever worker answers.

    ``hit``, ``miss`` (pages made), ``stale`` (given a moment after their time), ``stored``, ``bypass``
    (requests the cache had no part in), and ``bytes`` (size of the page files, a gauge).
    """
    return at(Path(settings.PAGE_CACHE["FOLDER"])).totals()
