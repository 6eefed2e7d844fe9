"""Several machines with one database: what changes through one is stale on all."""

import contextlib
import fcntl
import json
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from django.conf import settings
from django.db import Error, connection
from django.db.models import Max, QuerySet
from django.db.models.functions import Now

from tadamun.kernel.pagecache import versions
from tadamun.kernel.pagecache.models import TagBump
from tadamun.kernel.pagecache.tags import announce_with

logger = logging.getLogger("tadamun.pagecache")

POLL: Final = 0.5  # seconds between two looks at the table
WINDOW: Final = 60.0  # seconds a row may take to become visible after rows with higher numbers
LOST: Final = 1_800.0  # seconds without a look after which rows may have been pruned unseen
KEPT: Final = timedelta(hours=1)  # at least twice LOST
_PLACE_EVERY: Final = 10.0  # seconds between two notes of the place reached
_CHANNEL: Final = "tadamun_tags"


def join() -> None:
    """Tell other machines of each bump from now on. For every process that writes, if there are several."""
    announce_with(announce)


def announce(tags: frozenset[str]) -> None:
    """Write the row, in the caller's transaction if there is one; its commit wakes those who listen."""
    look = versions.shared().look()
    TagBump.objects.create(tags=sorted(tags), machine=_name(look))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [_CHANNEL])


def prune() -> int:
    """Remove rows older than an hour, except the newest: by it a restored backup is recognised."""
    newest = TagBump.objects.aggregate(newest=Max("id"))["newest"]
    if newest is None:
        return 0
    removed, _ = TagBump.objects.filter(id__lt=newest, at__lt=Now() - KEPT).delete()
    return removed


class Follower:
    """Applies the bumps of other machines to this machine's folder."""

    def __init__(self, folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.versions = versions.at(folder)
        self.stopped = Event()
        self.thread = Thread(target=self.run, name="pagecache-follower", daemon=True)
        self._place = folder / "followed"
        self._lock = folder / "following"
        self._monotonic = monotonic
        self._floor = 0  # every row up to here was applied, or is too old to appear
        self._seen: set[int] = set()  # rows above the floor that were applied
        self._marks: deque[tuple[float, int]] = deque()  # when which number was the highest
        self._looked_at: float | None = None
        self._written: float | None = None

    def run(self) -> None:
        """Follow until ``stopped`` is set. Whatever happens to the database, it goes on when that is back."""
        while not self.stopped.is_set():
            with contextlib.suppress(OSError), self._alone():
                self._follow()
            self.stopped.wait(POLL)
        connection.close()

    def poll(self) -> int:
        """Look once and apply what is new; returns how many rows were.

        Raises DatabaseError: then nothing is lost.
        """
        now = self._monotonic()
        if self._looked_at is None or now - self._looked_at > LOST:
            self._begin()
        new = set(TagBump.objects.filter(id__gt=self._floor).values_list("id", flat=True)) - self._seen
        if new:
            self._apply(TagBump.objects.filter(id__in=new).exclude(machine=_name(self.versions.look())))
            self._seen |= new
        self._move_floor(now)
        self._looked_at = now
        self._write_place(now)
        return len(new)

    def _apply(self, rows: QuerySet[TagBump]) -> None:
        self.versions.bump({tag for tags in rows.values_list("tags", flat=True) for tag in tags})

    def _follow(self) -> None:
        """While this process is the one that follows."""
        while not self.stopped.is_set():
            try:
                self.poll()
                self._sleep()
            except Exception:  # a thread that died of one surprise would leave old prices on the pages
                logger.warning("other machines cannot be followed now", exc_info=True)
                with contextlib.suppress(Error):
                    connection.close()
                self.stopped.wait(POLL)

    def _sleep(self) -> None:
        """Until the next look: half a second, or less when PostgreSQL tells of a row."""
        if connection.vendor != "postgresql":
            self.stopped.wait(POLL)
            return
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {_CHANNEL}")
        raw: Any = connection.connection
        with connection.wrap_database_errors:
            for _ in raw.notifies(timeout=POLL, stop_after=1):
                pass

    def _begin(self) -> None:
        """Find the place where this machine stopped following, or forget all its pages and start from now."""
        rows = TagBump.objects.all()
        newest = rows.aggregate(newest=Max("id"))["newest"] or 0
        old = rows.filter(at__lt=Now() - timedelta(seconds=WINDOW)).aggregate(newest=Max("id"))["newest"] or 0
        place = self._read_place()
        self._seen.clear()
        self._marks.clear()
        if place is None or place > newest:
            # Not from the newest row: one with a lower number may still be in an open transaction.
            self._floor = old
            self.versions.forget()
            return
        self._floor = place
        # A process killed between commit and bump left its row: our own rows are repaired as well, once.
        missed = rows.filter(id__gt=place)
        self._seen.update(missed.values_list("id", flat=True))
        self._apply(missed)

    def _move_floor(self, now: float) -> None:
        highest = max(self._seen, default=self._floor)
        if not self._marks or self._marks[-1][1] != highest:
            self._marks.append((now, highest))
        while self._marks and now - self._marks[0][0] > WINDOW:
            self._floor = self._marks.popleft()[1]
            self._seen = {number for number in self._seen if number > self._floor}

    def _read_place(self) -> int | None:
        """The floor written last; None if it is unknown or too old. Age by the file's own time."""
        try:
            if not 0 <= time.time() - self._place.stat().st_mtime <= LOST:
                return None
            return int(json.loads(self._place.read_text())["floor"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_place(self, now: float) -> None:
        """Seldom, since every row after the place is applied again at the next start."""
        if self._written is not None and now - self._written < _PLACE_EVERY:
            return
        self._written = now
        new = self._place.with_name("followed.new")
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps({"floor": self._floor}))
            new.replace(self._place)
        except OSError:
            logger.warning("the place reached in the table of bumps could not be kept", exc_info=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the machine's lock; OSError if another process does."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)


def _name(look: versions.Look | None) -> str:
    """This machine, as other machines see it: the random number its versions file began with."""
    return f"{look.origin:016x}" if look else ""


def start() -> Follower:
    """Follow the other machines in a thread of this process.

    Of a machine's processes one works, the others stand by.
    """
    follower = Follower(Path(settings.PAGE_CACHE["FOLDER"]))
    follower.thread.start()
    return follower
