"""The pages a machine keeps: a file each, in 256 folders."""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from tadamun.kernel import clock
from tadamun.kernel.files import write_whole
from tadamun.kernel.pagecache import counters, versions
from tadamun.kernel.pagecache.entry import BROTLI_BEST, Damaged, Entry, decode, encode, is_current

logger = logging.getLogger("tadamun.pagecache")

LIMIT: Final = 1 << 30  # bytes of all files, unless PAGE_CACHE["LIMIT"] says otherwise
_HEAD: Final = 16_384  # bytes that hold the head of any reasonable page
_LEFT_OVER: Final = 600  # seconds after which an unfinished file was abandoned


class Store:
    """The page files of one folder.

    Every method bears a missing folder, a full disk and other processes at work.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._pages = f"{folder}/pages"
        self._counters = counters.at(folder)

    def read(self, name: str) -> Entry | None:
        """The page of this name, fresh or not. A damaged file is removed."""
        path = self._path(name)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 — on the way of every miss; Path doubles the cost
                data = file.read()
        except OSError:
            return None
        try:
            return decode(data, name)
        except Damaged:
            logger.warning("damaged page file removed: %s", path)
            self.remove(name)
            return None

    def write(self, name: str, entry: Entry) -> bool:
        """Put the page in place, whole or not at all.

        False if it could not be kept; the reason is logged, not raised.
        """
        data = encode(entry, name)
        self._counters.attach()
        if self._counters.total("bytes") + len(data) > self.limit:
            return False
        path = self._path(name)
        try:
            before = _size(path)
            write_whole(path, data)
        except OSError as error:
            logger.warning("a page could not be kept: %s", error)
            return False
        self._counters.add("bytes", len(data) - before)
        return True

    def remove(self, name: str) -> None:
        path = self._path(name)
        with contextlib.suppress(OSError):
            size = _size(path)
            os.unlink(path)  # noqa: PTH108
            self._counters.add("bytes", -size)

    def files(self) -> Iterator[os.DirEntry[str]]:
        """All page files, also unfinished ones (their names begin with a full stop)."""
        with contextlib.suppress(OSError):
            for shard in sorted(os.scandir(self._pages), key=lambda each: each.name):
                with contextlib.suppress(OSError):
                    yield from os.scandir(shard.path)

    def _path(self, name: str) -> str:
        return f"{self._pages}/{name[:2]}/{name}"


class Swept(NamedTuple):
    """What a sweep did."""

    removed: int
    kept: int
    size: int


def sweep(limit: int | None = None, store: Store | None = None) -> Swept:
    """Remove what may not be shown any more, then the oldest until nine tenths of ``limit`` bytes remain."""
    store = store or ours()
    if counters.at(store.folder).died_owing():
        versions.at(store.folder).forget()
    limit = store.limit if limit is None else limit
    look, now = versions.at(store.folder).look(), clock.now().timestamp()
    kept: list[tuple[float, int, str]] = []
    removed = 0
    for file in store.files():
        with contextlib.suppress(OSError):
            stat = file.stat(follow_symlinks=False)
            unfinished = file.name.startswith(".")
            if unfinished:
                keep = now - stat.st_mtime < _LEFT_OVER
            else:
                keep = look is not None and is_current(_head(file.path), look, now)
            if keep:
                kept.append((stat.st_mtime, stat.st_size, file.path))
            else:
                os.unlink(file.path)  # noqa: PTH108
                removed += 1
    size = sum(each[1] for each in kept)
    kept.sort()
    left = len(kept)
    for _, bytes_, path in kept:
        if size <= limit * 9 // 10:
            break
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108
            size, left, removed = size - bytes_, left - 1, removed + 1
    store._counters.attach()
    store._counters.set_total("bytes", size)
    return Swept(removed, left, size)


def recompress(limit: int, store: Store | None = None) -> int:
    """Compress at most ``limit`` fresh pages as well as can be (brotli 11).

    Returns how many; about 80 ms each.
    """
    store = store or ours()
    look = versions.at(store.folder).look()
    done = 0
    for file in store.files():
        if done >= limit or look is None:
            break
        if file.name.startswith("."):
            continue
        with contextlib.suppress(OSError):
            done += _improve(store, file.name, look)
    return done


def _improve(store: Store, name: str, look: versions.Look) -> bool:
    entry = store.read(name)
    if entry is None or entry.quality >= BROTLI_BEST or not entry.is_fresh(look, clock.now().timestamp()):
        return False
    better = entry.recompressed()
    # Compressing took long; a page made meanwhile must not be replaced by this older one.
    latest = store.read(name)
    if latest is None or (latest.made_at, latest.pairs) != (entry.made_at, entry.pairs):
        return False
    return store.write(name, better)


def ours() -> Store:
    """The store of this installation, by the setting PAGE_CACHE."""
    return Store(Path(settings.PAGE_CACHE["FOLDER"]), int(settings.PAGE_CACHE.get("LIMIT", LIMIT)))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except FileNotFoundError:
        return 0


def _head(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read(_HEAD)
