"""The lock one writer holds: an advisory ``flock`` that dies with its process."""

import fcntl
import os
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Protocol


class WriteLock(Protocol):
    """What a connection needs of a lock.

    ``acquire`` waits at most ``timeout`` seconds and says whether it has it.
    """

    held: bool

    def acquire(self, timeout: float) -> bool: ...

    def release(self) -> None: ...

    def close(self) -> None: ...


_files: "weakref.WeakSet[FileLock]" = weakref.WeakSet()


class FileLock:
    """An exclusive ``flock`` on a side file, for one connection. kill -9 of the holder frees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held = False
        self._descriptor: int | None = None
        _files.add(self)

    def acquire(self, timeout: float) -> bool:
        """Take the lock; False after ``timeout`` seconds, and then a late grant is given back at once."""
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not self._wait(descriptor, timeout):
                return False
        self.held = True
        return True

    def release(self) -> None:
        if self.held and self._descriptor is not None:
            self.held = False
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        self.release()
        self.forget()

    def __del__(self) -> None:
        # A thread that ends without closing its connection must not keep the others waiting.
        self.forget()

    def forget(self) -> None:
        """Close the file without unlocking it: what a forked child does with its parent's lock."""
        descriptor, self._descriptor, self.held = self._descriptor, None, False
        if descriptor is not None:
            os.close(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        return self._descriptor

    def _wait(self, descriptor: int, timeout: float) -> bool:
        """Queue in the kernel, which is fair; polling is not.

        ``flock`` knows no timeout, so a thread waits for us.
        """
        turn = _Turn(descriptor)
        threading.Thread(target=turn.take, daemon=True).start()
        # Should a signal handler raise while we wait, the descriptor already belongs to the thread.
        self._descriptor = None
        try:
            turn.granted.wait(timeout)
        except BaseException:
            if turn.leave():
                os.close(descriptor)
            raise
        if not turn.leave():
            return False
        self._descriptor = descriptor
        return True


class _Turn:
    """One place in the queue, taken by a thread on behalf of another that may stop waiting."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.granted = threading.Event()
        self.abandoned = False
        self.guard = threading.Lock()

    def take(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        with self.guard:
            if self.abandoned:
                os.close(self.descriptor)
            else:
                self.granted.set()

    def leave(self) -> bool:
        """Stop waiting: True if the lock is ours.

        Otherwise the thread closes the file when its turn comes.
        """
        with self.guard:
            self.abandoned = not self.granted.is_set()
            return not self.abandoned


_named: dict[str, threading.Lock] = {}


class MemoryLock:
    """The same promise for a database in memory, which only the threads of one process can share."""

    def __init__(self, name: str) -> None:
        self._lock = _named.setdefault(name, threading.Lock())
        self.held = False

    def acquire(self, timeout: float) -> bool:
        self.held = self._lock.acquire(timeout=timeout)
        return self.held

    def release(self) -> None:
        if self.held:
            self.held = False
            self._lock.release()

    def close(self) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()


def _after_fork() -> None:
    # A forked child shares its parent's open file: were it to keep it, both would believe to hold the one
    # lock.
    _named.clear()
    for lock in list(_files):
        with suppress(OSError):
            lock.forget()


os.register_at_fork(after_in_child=_after_fork)
