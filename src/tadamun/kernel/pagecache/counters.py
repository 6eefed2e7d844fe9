"""What happened, counted over all workers of the machine in one small shared file."""

import contextlib
import errno
import fcntl
import mmap
import os
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Final, Literal, get_args

from django.conf import settings

Count = Literal["hit", "miss", "stale", "stored", "bypass", "bytes", "owed"]

_NAMES: Final = get_args(Count)
_PLACES: Final = {name: place for place, name in enumerate(_NAMES)}
_OWED: Final = _NAMES.index("owed")
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
    down. ``owed`` are the bumps a process has promised to transactions that have not ended; what a dead
    process leaves there tells that a change may have been committed and never said.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "counters"
        # Reentrant, because an owed bump may be given up by the garbage collector in the middle of an
        # addition.
        self._lock = RLock()
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
            at = self._row + _PLACES[name]
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
            return {name: self._sum(index) for index, name in enumerate(_NAMES) if index != _OWED}

    def died_owing(self) -> bool:
        """Whether a process died with bumps owed. The answer is yes once, to one who asks."""
        self.attach()
        with self._lock, contextlib.suppress(OSError):
            return self._strike_out()
        return False

    def _strike_out(self) -> bool:
        words = self._words
        struck = False
        if words is None:
            return False
        for row in range(_ROWS):
            at = row * _WIDTH + _OWED
            if words[at] and row * _WIDTH != self._row and _lock(self._handle, row):
                struck = struck or words[at] != 0  # another may have struck it out before we had the lock
                words[at] = 0
                fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, row * _ROW_BYTES)
        return struck

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
            _fill(handle)
            words = memoryview(mmap.mmap(handle, _SIZE)).cast("Q")
            self._row = _claim_row(handle, words) * _WIDTH
        except OSError:
            os.close(handle)
            raise
        self._handle, self._words = handle, words
        stat = os.fstat(handle)
        self._identity = (stat.st_dev, stat.st_ino, os.getpid())


def _fill(handle: int) -> None:
    """Make the file as long as it must be, once, whoever comes together.

    Written, not grown: a hole would kill the process if the disk were full at its first count.
    """
    fcntl.lockf(handle, fcntl.LOCK_EX, 1, _SIZE)
    try:
        missing = _SIZE - os.fstat(handle).st_size
        if missing > 0:
            os.pwrite(handle, b"\0" * missing, _SIZE - missing)
        elif missing < 0:
            os.ftruncate(handle, _SIZE)
    finally:
        fcntl.lockf(handle, fcntl.LOCK_UN, 1, _SIZE)


def _claim_row(handle: int, words: memoryview) -> int:
    """A row nobody has, and in which no dead process left a debt: that is for ``died_owing`` to find."""
    for row in range(_ROWS):
        if words[row * _WIDTH + _OWED] == 0 and _lock(handle, row):
            return row
    return os.getpid() % _ROWS  # more workers than rows: two share one and may lose a count


def _lock(handle: int, row: int) -> bool:
    """Take the record lock of a row; False if another process has it."""
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row * _ROW_BYTES)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN}:
            return False
        raise
    return True


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
