"""The page cache as a WSGI callable before Django."""

import contextlib
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from tadamun.kernel import clock
from tadamun.kernel.pagecache import counters, versions
from tadamun.kernel.pagecache.answers import (
    Application,
    Environ,
    StartResponse,
    answer,
    environ_for_all,
    kept_headers,
    lifetime,
    without_opt_in,
)
from tadamun.kernel.pagecache.calling import Made, call
from tadamun.kernel.pagecache.entry import BROTLI_BEST, Entry
from tadamun.kernel.pagecache.entry import make as make_entry
from tadamun.kernel.pagecache.keys import Key
from tadamun.kernel.pagecache.memory import Memory
from tadamun.kernel.pagecache.store import LIMIT, Store
from tadamun.kernel.pagecache.tags import Recording, recording
from tadamun.kernel.pagecache.turns import Turns
from tadamun.kernel.pagecache.versions import Look

logger = logging.getLogger("tadamun.pagecache")

MEMORY = 16 << 20  # bytes a worker keeps at hand
PATIENCE = 1.0  # seconds a visitor waits for a page another is having made
GRACE = 1.0  # seconds a page that ran out of time may still be given while it is made anew
_GLANCE = 256  # hits of pages not yet best compressed, of which one looks at the disk again
_UNKEPT_FOR = 60.0  # seconds a page that was not to be kept is remembered
_UNKEPT_MOST = 4_096

HIT, MISS, STALE = "tadamun; hit", "tadamun; fwd=miss", "tadamun; hit; ttl=-1"


class PageCache:
    """Gives kept pages, has the others made by ``app``, and keeps those that ask for it.

    ``key_of`` names the page a request is for, or says None: not a public page. ``session_cookie`` is the
    cookie whose bearer is a person and gets nothing from here. ``release`` names the running software: pages
    of another are not found. ``surrogate_keys``: show the tags to a content delivery network. ``enabled``
    off: only ``X-Page-Cache`` is taken away.

    Never raises and never answers 5xx by its own doing; what ``app`` raises passes through.
    """

    def __init__(
        self,
        app: Application,
        *,
        key_of: Callable[[Environ], Key | None],
        folder: Path,
        enabled: bool = True,
        session_cookie: str = "sessionid",
        release: str = "",
        surrogate_keys: bool = False,
        memory: int = MEMORY,
        limit: int = LIMIT,
    ) -> None:
        self.app = app
        self.key_of = key_of
        self.enabled = enabled
        self.release = release
        self.surrogate_keys = surrogate_keys
        self.versions = versions.at(folder)
        self.counters = counters.at(folder)
        self.memory = Memory(memory)
        self.store = Store(folder, limit)
        self.turns = Turns(folder)
        self._personal = re.compile(rf"(?:^|;)\s*{re.escape(session_cookie)}\s*=")
        self._looks = count(1)
        self._unkept: OrderedDict[Key, float] = OrderedDict()
        if self.counters.died_owing():
            self.versions.forget()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        look = self.versions.look()  # before the key, whose memory trusts it
        key = self._key(environ)
        if key is None:
            return self._past(environ, start_response)
        entry = self._fresh(key, look)
        if entry is not None:
            self.counters.add("hit")
            return answer(entry, environ, start_response, HIT)
        return self._make_or_wait(key, environ, start_response)

    def _key(self, environ: Environ) -> Key | None:
        if (
            not self.enabled
            or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or "HTTP_AUTHORIZATION" in environ
        ):
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and self._personal.search(cookies):
            return None
        try:
            return self.key_of(environ)
        except Exception:
            logger.exception("no key could be found; the page is made without the cache")
            return None

    def _past(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.counters.add("bypass")

        def start(
            status: str, headers: Iterable[tuple[str, str]], *exc_info: Any
        ) -> Callable[[bytes], object]:
            return start_response(status, without_opt_in(headers), *exc_info)

        return self.app(environ, start)

    def _fresh(self, key: Key, look: Look | None) -> Entry | None:
        """The page, if it may be shown: from memory, else from the folder."""
        if look is None:
            return None
        now = clock.seconds()
        entry = self.memory.get(key)
        if entry is not None and entry.is_fresh(look, now) and not self._glances(entry):
            return entry
        kept = self.store.read(key.digest(self.release))
        if kept is not None and kept.is_fresh(look, now):
            self.memory.put(key, kept)
            return kept
        return entry if entry is not None and entry.is_fresh(look, now) else None

    def _glances(self, entry: Entry) -> bool:
        """Now and then a page at hand is read again: the job may have compressed it better."""
        return entry.quality < BROTLI_BEST and next(self._looks) % _GLANCE == 0

    def _late(self, key: Key) -> Entry | None:
        """The page, if nothing it showed has changed and it ran out of time a moment ago."""
        look = self.versions.look()
        entry = self.memory.get(key) or self.store.read(key.digest(self.release))
        if look is None or entry is None or not look.matches(entry.pairs):
            return None
        return entry if entry.in_time(clock.seconds(), GRACE) else None

    def _make_or_wait(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        name = key.digest(self.release)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._is_unkept(key):
            with self.turns.taken(name) as mine:
                # Whoever had the turn before us may have kept the page.
                entry = self._fresh(key, self.versions.look())
                if entry is None and mine:
                    return self._make(key, environ, start_response)
            if entry is not None:
                self.counters.add("hit")
                return answer(entry, environ, start_response, HIT)
            late = self._late(key)
            if late is not None:
                self.counters.add("stale")
                return answer(late, environ, start_response, STALE)
            self.turns.wait(name, until)
        return self._make(key, environ, start_response)

    def _make(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.counters.add("miss")
        began = clock.seconds()
        with recording(self.versions) as record:
            made = call(self.app, environ_for_all(environ, key.query))
            seconds = lifetime(made.status, made.headers)
            if seconds is not None:
                made.read()
        if seconds is None:
            self._note_unkept(key)
            return made.pass_on(environ, start_response)
        if record.fresh_until is not None:
            seconds = min(seconds, record.fresh_until - began)
            if seconds <= 0:
                self._note_unkept(key)
        entry = self._keep(key, made, record, began, seconds)
        return answer(entry, environ, start_response, MISS)

    def _keep(self, key: Key, made: Made, record: Recording, began: float, seconds: float) -> Entry:
        """The page in its kept form.

        Kept, unless something it read changed meanwhile or its time is already over.
        """
        pairs = record.pairs(self.versions)
        tags = tuple(sorted(record.tags))
        entry = make_entry(
            status=made.status,
            headers=kept_headers(made.headers, tags if self.surrogate_keys else ()),
            body=made.body,
            pairs=pairs or (),
            made_at=began,
            fresh_until=began + seconds,
            tags=tags,
        )
        if pairs is not None and seconds > 0:
            self._unkept.pop(key, None)
            self.memory.put(key, entry)
            self.store.write(key.digest(self.release), entry)
            self.counters.add("stored")
        return entry

    def _is_unkept(self, key: Key) -> bool:
        noted = self._unkept.get(key)
        return noted is not None and time.monotonic() - noted < _UNKEPT_FOR

    def _note_unkept(self, key: Key) -> None:
        self._unkept[key] = time.monotonic()
        while len(self._unkept) > _UNKEPT_MOST:
            with contextlib.suppress(KeyError):  # another thread was faster
                self._unkept.popitem(last=False)
