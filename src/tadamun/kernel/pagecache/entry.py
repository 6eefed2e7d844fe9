"""A kept page and its form on disk."""

import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final

import brotli

from tadamun.kernel.pagecache.versions import Look, Pairs, comparison

Headers = tuple[tuple[str, str], ...]

BROTLI_AT_ONCE, BROTLI_BEST = 5, 11
_GZIP_AT_ONCE, _GZIP_BEST = 4, 9  # 0.35 ms and 1 ms for 35 KB; 3 % apart
_GZIP_WINDOW = (
    31  # zlib's number for "with a gzip header"; that header holds no time, so equal pages have equal bytes
)
_SHORTEST = 200  # bytes below which compression wins nothing
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/manifest",
    "image/svg",
)
_PREFIX: Final = struct.Struct("<4sII")  # mark, length of the JSON head, checksum of all that follows
_MARK = b"TPC1"


class Damaged(Exception):
    """The file is not, or not wholly, a kept page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as it is given to everybody.

    ``gzip`` and ``brotli`` are empty where they would not be shorter.
    """

    status: str
    headers: Headers
    etag: str
    identity: bytes
    gzip: bytes
    brotli: bytes
    pairs: Pairs
    made_at: float
    fresh_until: float
    tags: tuple[str, ...]
    quality: int = BROTLI_AT_ONCE
    size: int = field(init=False)
    unbumped: Callable[[memoryview], bool] = field(init=False, repr=False, compare=False)
    answers: dict[tuple[str, str], tuple[Headers, bytes]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        # The constant is what Python needs around the bytes, measured roughly.
        object.__setattr__(self, "size", len(self.identity) + len(self.gzip) + len(self.brotli) + 3_000)
        object.__setattr__(self, "unbumped", comparison(self.pairs))

    def in_time(self, now: float, grace: float = 0.0) -> bool:
        """Whether the clock allows it.

        One made in the future, by a clock since set back, is never in time.
        """
        return self.made_at - 1.0 <= now < self.fresh_until + grace

    def is_fresh(self, look: Look, now: float) -> bool:
        # As ``in_time`` says, written out: this is asked for with every page.
        return self.made_at - 1.0 <= now < self.fresh_until and self.unbumped(look.words)

    def body(self, coding: str) -> tuple[bytes, str]:
        """The bytes and the Content-Encoding for what the client accepts: ``br``, ``gzip`` or nothing."""
        if coding == "br" and self.brotli:
            return self.brotli, "br"
        if coding and self.gzip:
            return self.gzip, "gzip"
        return self.identity, ""

    def recompressed(self) -> "Entry":
        """The same page in fewer bytes. Slow: about 80 ms for 35 KB, for a job only."""
        gzipped, brotlied = self.gzip, self.brotli
        if brotlied:
            # Brotli 11 is now and then longer than 5, on text that repeats by arithmetic.
            better = compress(self.identity, _GZIP_BEST, BROTLI_BEST)
            gzipped, brotlied = min(gzipped, better[0], key=len), min(brotlied, better[1], key=len)
        return replace(self, gzip=gzipped, brotli=brotlied, quality=BROTLI_BEST)


def compress(body: bytes, gzip_level: int, brotli_quality: int) -> tuple[bytes, bytes]:
    gzipped = zlib.compress(body, gzip_level, _GZIP_WINDOW)
    brotlied = brotli.compress(body, mode=brotli.MODE_TEXT, quality=brotli_quality)
    return gzipped if len(gzipped) < len(body) else b"", brotlied if len(brotlied) < len(body) else b""


def make(
    *,
    status: str,
    headers: Headers,
    body: bytes,
    pairs: Pairs,
    made_at: float,
    fresh_until: float,
    tags: tuple[str, ...],
) -> Entry:
    """Keep an answer: its ETag is drawn from its bytes, so that equal pages are equal for the browser too."""
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    gzipped, brotlied = b"", b""
    if len(body) >= _SHORTEST and kind.startswith(_COMPRESSIBLE):
        gzipped, brotlied = compress(body, _GZIP_AT_ONCE, BROTLI_AT_ONCE)
    quality = BROTLI_AT_ONCE if brotlied else BROTLI_BEST
    return Entry(status, headers, etag, body, gzipped, brotlied, pairs, made_at, fresh_until, tags, quality)


def encode(entry: Entry, name: str) -> bytes:
    """The entry as a file. ``name``, its digest, is written within: no file answers for another page."""
    head: dict[str, Any] = {
        "name": name,
        "status": entry.status,
        "headers": entry.headers,
        "etag": entry.etag,
        "lengths": [len(entry.identity), len(entry.gzip), len(entry.brotli)],
        "pairs": entry.pairs,
        "made_at": entry.made_at,
        "fresh_until": entry.fresh_until,
        "tags": entry.tags,
        "quality": entry.quality,
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    rest = b"".join([text, entry.identity, entry.gzip, entry.brotli])
    return _PREFIX.pack(_MARK, len(text), zlib.crc32(rest)) + rest


def decode(data: bytes, name: str) -> Entry:
    """The entry in a file. Raises ``Damaged`` for anything but what ``encode`` wrote under this name."""
    try:
        mark, length, checksum = _PREFIX.unpack_from(data)
        rest = memoryview(data)[_PREFIX.size :]
        if mark != _MARK or zlib.crc32(rest) != checksum:
            raise Damaged(name)
        head = json.loads(bytes(rest[:length]))
        bodies = []
        for size in head["lengths"]:
            bodies.append(bytes(rest[length : length + size]))
            length += size
        if head["name"] != name:
            raise Damaged(name)
        return Entry(
            head["status"],
            tuple((key, value) for key, value in head["headers"]),
            head["etag"],
            bodies[0],
            bodies[1],
            bodies[2],
            tuple((slot, number) for slot, number in head["pairs"]),
            head["made_at"],
            head["fresh_until"],
            tuple(head["tags"]),
            head["quality"],
        )
    except (struct.error, KeyError, ValueError, TypeError) as error:
        raise Damaged(name) from error


def is_current(head: bytes, look: Look, now: float) -> bool:
    """Whether the page whose file begins with ``head`` may still be shown; damaged and cut heads may not."""
    try:
        _, length, _ = _PREFIX.unpack_from(head)
        facts = json.loads(head[_PREFIX.size : _PREFIX.size + length])
        pairs = tuple((slot, number) for slot, number in facts["pairs"])
        return bool(facts["made_at"] - 1.0 <= now < facts["fresh_until"]) and look.matches(pairs)
    except (struct.error, LookupError, ValueError, TypeError):
        return False
