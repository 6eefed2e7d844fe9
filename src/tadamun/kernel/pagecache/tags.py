"""What a page read, and what has changed: the two ends of the page cache that other rooms touch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tadamun.kernel.pagecache import counters
from tadamun.kernel.pagecache.versions import Look, Pairs, Versions, shared

_LOOKED_BACK = 32  # bumps of one transaction among which duplicates are sought


class Recording:
    """What the page being made depends on.

    ``tags``, and ``fresh_until``, the first second its words change by the clock.
    """

    def __init__(self, look: Look | None) -> None:
        self.tags: set[str] = set()
        self.fresh_until: float | None = None
        self._look = look
        self._began = look.sequence if look else 0

    def until(self, second: float) -> None:
        """Keep the earliest."""
        if self.fresh_until is None or second < self.fresh_until:
            self.fresh_until = second

    def pairs(self, versions: Versions) -> Pairs | None:
        """The slots of the tags, as they stood when the recording began; None if one was bumped since.

        Counted from the beginning and not from ``collect``, because a query knows its tags only after it has
        read.
        """
        look = versions.look()
        if look is None or self._look is None or look.identity != self._look.identity:
            return None
        pairs = look.pairs(self.tags)
        if any(number > self._began for _, number in pairs):
            return None
        return pairs


_active: ContextVar[Recording | None] = ContextVar("pagecache_recording", default=None)


@contextmanager
def recording(versions: Versions | None = None) -> Iterator[Recording]:
    """Record what is collected in the block. A recording within another passes on to it all it collected."""
    inner = Recording((versions or shared()).look())
    outer = _active.get()
    token = _active.set(inner)
    try:
        yield inner
    finally:
        _active.reset(token)
        if outer is not None:
            outer.tags |= inner.tags
            if inner.fresh_until is not None:
                outer.until(inner.fresh_until)


def collect(*tags: str) -> None:
    """The page being made read these things. Does nothing when none is being made."""
    active = _active.get()
    if active is not None:
        active.tags.update(tags)


def fresh_until(instant: datetime) -> None:
    """The words of the page being made change by themselves at ``instant`` (aware).

    The earliest instant is kept.
    """
    active = _active.get()
    if active is None:
        return
    if instant.tzinfo is None:
        raise ValueError("fresh_until needs an aware instant")
    active.until(instant.timestamp())


def unkept() -> None:
    """Part of what the page being made asked could not be answered: it is shown, and kept for nobody else."""
    active = _active.get()
    if active is not None:
        active.until(0.0)


class _Tidings:
    """How other machines are told; ``peers.join`` sets it when there are any."""

    announce: Callable[[frozenset[str]], None] | None = None


def announce_with(announce: Callable[[frozenset[str]], None] | None) -> None:
    """Call ``announce(tags)`` at each bump, in the transaction that bumps.

    None: there are no other machines.
    """
    _Tidings.announce = staticmethod(announce) if announce else None


class _AtCommit:
    """The bump that a transaction owes, from the promise until it is done or rolled back.

    Noted in the shared counters for as long as it exists, so that the death of this process between commit
    and bump is found out by another.
    """

    def __init__(self, tags: set[str]) -> None:
        self.tags = tags
        self._counters = counters.at(Path(settings.PAGE_CACHE["FOLDER"]))
        self._counters.attach()
        self._counters.add("owed")

    def __call__(self) -> None:
        shared().bump(self.tags)

    def __del__(self) -> None:
        self._counters.add("owed", -1)


def bump(*tags: str) -> None:
    """These things changed: no page that read them is shown again.

    Outside a transaction at once, for all processes of this machine, before returning. Within one, at its
    commit; a rollback, also of the savepoint around the call, takes it back. Other machines follow within a
    second.
    """
    if not connection.in_atomic_block:
        _announce(set(tags))
        shared().bump(tags)
        return
    owed = _owed()
    new = set(tags).difference(*(each.tags for each in owed))
    if not new:
        return
    _announce(new)
    transaction.on_commit(_AtCommit(new), robust=True)


def _owed() -> list[_AtCommit]:
    """Bumps already promised that will happen whenever one promised here would: same savepoints or fewer."""
    here = set(connection.savepoint_ids)
    latest = islice(reversed(connection.run_on_commit), _LOOKED_BACK)
    return [hook[1] for hook in latest if isinstance(hook[1], _AtCommit) and hook[0] <= here]


def _announce(tags: set[str]) -> None:
    if _Tidings.announce is not None and tags:
        _Tidings.announce(frozenset(tags))
