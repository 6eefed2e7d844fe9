"""Numbers that all workers of a machine add to: one small file, shared by mapping it into memory.

A process adds to a row of its own, so no addition is lost and none waits for another process. The row is
claimed by a record lock, which ends with the process; whoever claims it next adds to what it finds, so sums
never fall.
"""

import errno
import fcntl
import mmap
import os
from pathlib import Path
from threading import Lock

ROWS = 64
WORD = 8  # bytes; a sum passes 2⁶³ in no lifetime of a server


class Tally:
    """``width`` numbers, each the sum over all processes that ever added to it. Opened on first use."""

    def __init__(self, path: Path, width: int) -> None:
        self.path = path
        self.width = width
        self._lock = Lock()
        self._words: memoryview | None = None
        self._row = 0
        self._owner = 0

    def add(self, *additions: tuple[int, int]) -> None:
        """Add amounts to numbers: ``(index, amount)``.

        Never raises: counting must not break what is counted.
        """
        with self._lock:
            words = self._opened()
            if words is None:
                return
            for index, amount in additions:
                words[self._row + index] += amount

    def sums(self) -> list[int]:
        """All numbers, summed over the rows; zeros if the file cannot be opened."""
        with self._lock:
            words = self._opened()
            if words is None:
                return [0] * self.width
            return [
                sum(words[row * self.width + index] for row in range(ROWS)) for index in range(self.width)
            ]

    def _opened(self) -> memoryview | None:
        if self._owner != os.getpid():  # first use, or in a forked child, which needs a row of its own
            self._owner = os.getpid()
            try:
                self._words = self._open()
            except OSError:
                self._words = None
        return self._words

    def _open(self) -> memoryview:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        size = ROWS * self.width * WORD
        # Record locks end when the process closes any handle of the file, so this one stays open.
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.lockf(handle, fcntl.LOCK_EX, 1, size)
        try:
            if os.fstat(handle).st_size != size:
                # Another version's layout. Written, not grown: a hole would kill the process on a full disk.
                os.ftruncate(handle, 0)
                os.pwrite(handle, bytes(size), 0)
        finally:
            fcntl.lockf(handle, fcntl.LOCK_UN, 1, size)
        self._row = self._claim_row(handle) * self.width
        return memoryview(mmap.mmap(handle, size)).cast("q")

    def _claim_row(self, handle: int) -> int:
        bytes_a_row = self.width * WORD
        for row in range(ROWS):
            try:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, row * bytes_a_row)
            except OSError as error:
                if error.errno not in {errno.EACCES, errno.EAGAIN}:
                    raise
            else:
                return row
        return os.getpid() % ROWS  # more processes than rows: two share one and may lose an addition
