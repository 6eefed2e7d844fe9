"""Files that arrive in pieces over a network that comes and goes: docs/algorithms/offline.md.

What has arrived of a file is the length of one file in the data folder, so nothing can say otherwise after a crash. A
file is known by its owner and the sha256 of the whole, which the sender says beforehand and which is proved at the end.
"""

import fcntl
import hashlib
import os
import re
import time
from pathlib import Path

from django.conf import settings

MOST_PIECE = 512 * 1024
MOST_BYTES = 15 * 1024 * 1024
MOST_UNFINISHED = 40  # files of one owner, and so many bytes of them
MOST_UNFINISHED_BYTES = 120 * 1024 * 1024
KEPT_SECONDS = 14 * 24 * 3600
_OWNER = re.compile(r"[\w-]{1,40}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class WrongOffset(ValueError):
    """The piece does not follow what is there: ``offset`` bytes are."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"{offset} bytes are there")
        self.offset = offset


class BadUpload(ValueError):
    """``code``: too_large, too_many, not_the_file, damaged. Nothing of it is kept after the last two."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _path(owner: str, digest: str) -> Path:
    if not _OWNER.fullmatch(owner) or not _DIGEST.fullmatch(digest):
        raise BadUpload("damaged")
    return Path(settings.DATA) / "uploads" / owner / digest


def arrived(owner: str, digest: str) -> int:
    """So many bytes of it are there."""
    state = _state(_path(owner, digest))
    return state.st_size if state else 0


def receive_piece(owner: str, digest: str, piece: bytes, *, offset: int, length: int) -> bytes | None:
    """Add a piece; returns the whole file once it is there and proved, else ``None``.

    The file stays until ``forget``: whoever stores it elsewhere may die before that. A piece that is there already is no
    mistake. Raises ``WrongOffset``, ``BadUpload``.
    """
    path = _path(owner, digest)
    if not 0 < length <= MOST_BYTES or len(piece) > MOST_PIECE:
        raise BadUpload("too_large")
    path.parent.mkdir(parents=True, exist_ok=True)
    _room(path, length)  # each time: what is said of the whole may be more than at first
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # a page and its worker may both send
        there = os.fstat(handle).st_size
        if offset > there or offset < 0:
            raise WrongOffset(there)
        fresh = piece[there - offset :]
        if there + len(fresh) > length:
            raise WrongOffset(there)
        os.pwrite(handle, fresh, there)
        if there + len(fresh) < length:
            return None
        data = os.pread(handle, length, 0)
    finally:
        os.close(handle)
    if hashlib.sha256(data).hexdigest() != digest:
        forget(owner, digest)
        raise BadUpload("not_the_file")
    return data


def _room(path: Path, length: int) -> None:
    """For a file of this length beside the others of its owner."""
    found = (_state(Path(entry)) for entry in os.scandir(path.parent) if entry.name != path.name)
    sizes = [state.st_size for state in found if state]
    if len(sizes) >= MOST_UNFINISHED or sum(sizes) + length > MOST_UNFINISHED_BYTES:
        raise BadUpload("too_many")


def _state(path: Path) -> os.stat_result | None:
    """``None`` when another process has just taken it away."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def forget(owner: str, digest: str) -> None:
    """Repeating it does nothing."""
    _path(owner, digest).unlink(missing_ok=True)


def forget_old() -> int:
    """Files of which nothing came for two weeks; returns how many."""
    before, count = time.time() - KEPT_SECONDS, 0
    for path in (Path(settings.DATA) / "uploads").glob("*/*"):
        state = _state(path)
        if state and state.st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count
