"""Values a process keeps until something they were made of has changed."""

from collections.abc import Callable, Hashable
from functools import cache
from typing import Generic, TypeVar

from django.db import connection

from tadamun.kernel.pagecache.tags import collect, recording
from tadamun.kernel.pagecache.versions import Look, Pairs, Versions, shared

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST = 1_000


@cache
def installed_versions() -> Versions:
    """The installation's, found once: a setting and a path cost more than all the rest of a hit."""
    return shared()


class Kept(Generic[K, V]):
    """``load(key)`` is called once a process and key, and again after a bump of one of ``tags(key)`` or of what it read.

    What is loaded inside a transaction is not kept: it may show what is never committed. Asking collects the tags, so a
    page that shows the value goes stale with it. The value is shared between threads: nobody may change it.
    """

    def __init__(self, load: Callable[[K], V], tags: Callable[[K], tuple[str, ...]]) -> None:
        self._load, self._tags = load, tags
        self._values: dict[K, tuple[Look, Pairs, frozenset[str], V]] = {}

    def __call__(self, key: K) -> V:
        look = installed_versions().look()
        known = self._values.get(key)
        if known and look is known[0] and look.matches(known[1]):
            collect(*known[2])
            return known[3]
        with recording(installed_versions()) as record:
            collect(*self._tags(key))
            value = self._load(key)
        pairs = record.pairs(installed_versions())
        if look is not None and pairs is not None and not connection.in_atomic_block:
            if len(self._values) >= MOST:
                self._values.clear()
            self._values[key] = (look, pairs, frozenset(record.tags), value)
        return value
