"""The shared file of slots: which number each tag was last bumped with."""

import contextlib
import fcntl
import logging
import mmap
import os
import secrets
import struct
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from time import monotonic
from typing import Final

from django.conf import settings

logger = logging.getLogger("tadamun.pagecache")

SLOTS: Final = 65_536
_MAGIC, _ORIGIN, _SEQUENCE, _HEAD = 0, 1, 2, 8  # words of the head; the slots follow it
_WORD: Final = struct.Struct("=Q")
_MAGIC_WORD: Final = int.from_bytes(b"TADAMUN1", "little")
_SIZE: Final = (_HEAD + SLOTS) * _WORD.size

Pairs = tuple[tuple[int, int], ...]  # (slot, number)


@lru_cache(maxsize=65_536)
def slot_of(tag: str) -> int:
    """The slot of a tag, the same on every machine and in every release."""
    return int.from_bytes(blake2b(tag.encode(), digest_size=2).digest(), "big")


class Look:
    """The slots as they are at each moment, until the file itself is replaced."""

    __slots__ = ("identity", "words")

    def __init__(self, words: memoryview, identity: tuple[int, int]) -> None:
        self.words = words
        self.identity = identity

    @property
    def sequence(self) -> int:
        """The number of the last bump."""
        return int(self.words[_SEQUENCE])

    @property
    def origin(self) -> int:
        """The random number the file was made with; it names this machine among others."""
        return int(self.words[_ORIGIN])

    def pairs(self, tags: Iterable[str]) -> Pairs:
        """The slots of these tags with their present numbers."""
        words = self.words
        return tuple((slot, words[_HEAD + slot]) for slot in sorted({slot_of(tag) for tag in tags}))

    def matches(self, pairs: Pairs) -> bool:
        """Whether no slot was bumped since the pairs were taken. About 0.1 µs a pair."""
        words = self.words
        for slot, number in pairs:  # noqa: SIM110 — a generator would double the cost
            if words[_HEAD + slot] != number:
                return False
        return True


def comparison(pairs: Pairs) -> Callable[[memoryview], bool]:
    """``Look.matches`` for pairs that are compared often: with 27 of them a quarter of the time."""
    if len(pairs) < 2:
        return lambda words: all(words[_HEAD + slot] == number for slot, number in pairs)
    read = itemgetter(*(_HEAD + slot for slot, _ in pairs))
    numbers = tuple(number for _, number in pairs)
    return lambda words: bool(read(words) == numbers)


class Versions:
    """The versions file of one folder, as one process sees it. Threads may share it; it survives a fork.

    ``patience``: seconds until we look again whether somebody else removed the file. Asking the system at each page gives
    the interpreter to another thread and costs half the pages a second; what we remove ourselves is known at once.
    """

    def __init__(self, folder: Path, patience: float = 0.02) -> None:
        self.path = folder / "versions"
        self._name = str(self.path)
        self._look: Look | None = None
        self._patience = patience
        self._trusted_until = 0.0

    @property
    def seen(self) -> Look | None:
        """What ``look`` found when it was last called, for who is asked right after somebody else looked."""
        return self._look

    def look(self) -> Look | None:
        """The slots now; None when the file can be neither read nor made (no disk): then nothing may be kept.

        The file is made anew if it is missing, was replaced, or has the wrong size. One ``stat`` each ``patience``.
        """
        look, now = self._look, monotonic()
        if look and now < self._trusted_until and look.words[_MAGIC] == _MAGIC_WORD:
            return look
        try:
            stat = os.stat(self._name)  # noqa: PTH116 — three times faster than through Path
            if look and look.identity == (stat.st_dev, stat.st_ino) and stat.st_size == _SIZE:
                if look.words[_MAGIC] == _MAGIC_WORD:
                    self._trusted_until = now + self._patience
                    return look
                self.path.unlink()  # crossed out, but its remover died before removing it
        except OSError:
            pass
        return self._open()

    def bump(self, tags: Iterable[str]) -> None:
        """Make stale whatever carries one of these tags, for every process of this machine, before returning.

        A bump is never lost: if it cannot be written, the file is removed and with it the freshness of
        everything.
        """
        slots = {slot_of(tag) for tag in tags}
        if not slots or self.look() is None:
            return
        try:
            with self._locked() as handle:
                number = _read(handle, _SEQUENCE) + 1
                # Slots before sequence: a page begun between the two is taken for older than the bump, never
                # newer.
                for slot in slots:
                    os.pwrite(handle, _WORD.pack(number), (_HEAD + slot) * _WORD.size)
                os.pwrite(handle, _WORD.pack(number), _SEQUENCE * _WORD.size)
        except OSError:
            logger.exception("a bump could not be written; all kept pages are forgotten")
            self.forget()

    def forget(self) -> None:
        """Make everything kept on this machine stale, for ever: crossed out for who has it open, removed for the next."""
        self._trusted_until = 0.0
        with contextlib.suppress(OSError):
            self._cross_out()
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            logger.exception(
                "the versions file cannot be removed: pages may be shown until their time is over"
            )

    def _cross_out(self) -> None:
        handle = os.open(self._name, os.O_RDWR)
        try:
            if os.fstat(handle).st_size == _SIZE:
                os.pwrite(handle, _WORD.pack(0), _MAGIC * _WORD.size)
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        """A handle on the file, locked against other bumps.

        Opened anew, so that forks and threads exclude each other.
        """
        handle = os.open(self._name, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def _open(self) -> Look | None:
        try:
            look = _map(self._name) or self._made_by_one()
        except OSError:
            logger.warning("the versions file cannot be opened or made; pages are not kept", exc_info=True)
            return None
        self._look = look
        return look

    def _made_by_one(self) -> Look | None:
        """Make the file, once however many find it missing together: each new file forgets all pages."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{self._name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            look = _map(self._name)
            if look is None:
                self._make()
                look = _map(self._name)
            return look
        finally:
            os.close(handle)

    def _make(self) -> None:
        """Put a new file in place, all slots at one random number, so that no older page matches.

        Written out whole: in a file with holes, a full disk would kill the process at its first bump.
        """
        start = secrets.randbits(62)
        head = [_MAGIC_WORD, start, start] + [0] * (_HEAD - 3)
        new = self.path.with_name(f"versions.{secrets.token_hex(6)}")
        try:
            new.write_bytes(struct.pack(f"={_HEAD}Q", *head) + _WORD.pack(start) * SLOTS)
            new.replace(self.path)
        finally:
            new.unlink(missing_ok=True)


def _read(handle: int, word: int) -> int:
    (value,) = _WORD.unpack(os.pread(handle, _WORD.size, word * _WORD.size).ljust(_WORD.size, b"\0"))
    return int(value)


def _map(name: str) -> Look | None:
    """The file in memory; None if there is none or it is not a versions file."""
    try:
        handle = os.open(name, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        stat = os.fstat(handle)
        if stat.st_size != _SIZE or _read(handle, _MAGIC) != _MAGIC_WORD:
            return None
        mapped = mmap.mmap(handle, _SIZE, mmap.MAP_SHARED, mmap.PROT_READ)
    finally:
        os.close(handle)
    return Look(memoryview(mapped).cast("Q"), (stat.st_dev, stat.st_ino))


@lru_cache(maxsize=64)
def at(folder: Path) -> Versions:
    """The one object of this process for a folder."""
    return Versions(folder)


def shared() -> Versions:
    """The versions of this installation (setting ``PAGE_CACHE["FOLDER"]``)."""
    return at(Path(settings.PAGE_CACHE["FOLDER"]))
