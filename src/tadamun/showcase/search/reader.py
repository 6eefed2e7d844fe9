"""What a process sees of the index: one snapshot a market, renewed when the files have changed.

Looking whether they have is one ``stat`` of a few microseconds at each question, so a commit is seen by the
next question of every worker. A snapshot never changes while it is used.
"""

import logging
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import tantivy

from tadamun.kernel.pagecache.tags import unkept
from tadamun.showcase.search.index import current, market_folder, root

logger = logging.getLogger("tadamun.search")

_REMEMBERED: Final = 512  # answers a snapshot keeps; it is gone with the next commit anyway
Stamp = tuple[int, int, int]


@dataclass(slots=True, eq=False)
class Snapshot:
    """One market's index at one moment, and what was already worked out from it."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    stamp: Stamp
    folder: str
    memory: dict[Any, Any] = field(default_factory=dict)

    def remember(self, key: Any, value: Any) -> Any:
        if len(self.memory) >= _REMEMBERED:
            self.memory.clear()
        self.memory[key] = value
        return value


_snapshots: dict[tuple[str, int], Snapshot] = {}
_lock = threading.Lock()


def snapshot(market_id: int) -> Snapshot | None:
    """The market's index as last committed; None when there is none that this release can read.

    While the folder is missing, what this process last saw is still answered from.
    """
    base = str(root())
    meta = f"{base}/current/m{market_id}/meta.json"
    known = _snapshots.get((base, market_id))
    try:
        stamp = _stamp(meta)
    except OSError:
        return None if os.path.lexists(f"{base}/current") else known
    if known is not None and known.stamp == stamp:
        return known
    with _lock:
        known = _snapshots.get((base, market_id))
        if known is None or known.stamp != stamp:
            known = _renewed(known, root(), market_id, meta)
            if known is not None:
                _snapshots[base, market_id] = known
        return known


def note_if_missing(market_id: int) -> bool:
    """Whether no snapshot is an accident. Then the page that asked is not kept: it lacks what will be there in a moment."""
    if is_empty(market_id):
        return False
    unkept()
    return True


def is_empty(market_id: int) -> bool:
    """Whether this machine has a usable index in which the market has no pieces: then no snapshot is no accident."""
    folder = current()
    return folder is not None and not market_folder(folder, market_id).exists()


def _stamp(meta: str) -> Stamp:
    stat = os.stat(meta)  # noqa: PTH116 — three times faster than through Path
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _renewed(known: Snapshot | None, base: Path, market_id: int, meta: str) -> Snapshot | None:
    """Opened anew. A rebuild may remove a folder between finding and opening it, hence more than one attempt."""
    for _ in range(5):
        # The stamp is taken first: at worst the files are newer than it, and the next question looks again.
        try:
            stamp = _stamp(meta)
        except OSError:
            return known
        if (folder := current()) is None:
            return None
        place = str(market_folder(folder, market_id))
        try:
            return Snapshot(opened := _opened(known, place), opened.searcher(), stamp, place)
        except ValueError as error:  # what tantivy raises for missing and for damaged files alike
            logger.warning("the index of market %s at %s cannot be read: %s", market_id, place, error)
    return None


def _opened(known: Snapshot | None, place: str) -> tantivy.Index:
    if known is not None and known.folder == place:
        known.index.reload()
        return known.index
    opened = tantivy.Index.open(place)
    opened.config_reader("manual", 0)
    return opened
