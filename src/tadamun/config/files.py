"""Stored pictures and voices, served by the application itself where no other server stands in front.

Their names are random and never used again for other bytes, so a browser may keep them for ever. Only names
of the shape we write are looked up: no path leaves the media folder, and nothing but pictures and sounds is
ever sent. Voices are sent to who has a pass for them (``people.recordings.hearing``), and from nowhere else.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from tadamun.people.recordings.hearing import may_hear

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "opus": "audio/ogg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
}
NAME = re.compile(rf"(?:[a-z0-9-]{{1,60}}/){{1,3}}[a-z0-9-]{{1,60}}\.({'|'.join(TYPES)})")
VOICE = re.compile(r"([a-z0-9-]{1,60})/([a-z0-9-]{1,60})/(voice\.(?:opus|m4a))")
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ByPrefix:
    """Gives what begins with a prefix to the application of that prefix, the rest to ``app``."""

    def __init__(self, app: Application, applications: Mapping[str, Application]) -> None:
        self.app = app
        self.applications = applications
        self.prefixes = tuple(applications)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(self.prefixes):
            prefix = next(prefix for prefix in self.prefixes if path.startswith(prefix))
            return self.applications[prefix](environ, start_response)
        return self.app(environ, start_response)


class Media:
    """Answers below ``prefix`` from ``folder``; passes the rest on."""

    kept, policy = "public, max-age=31536000, immutable", "cross-origin"

    def __init__(self, app: Application, *, prefix: str, folder: Path) -> None:
        self.app = app
        self.prefix = prefix
        self.folder = folder

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(self.prefix):
            return self.app(environ, start_response)
        name = self.named(path[len(self.prefix) :], environ)
        if name is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return _nothing(start_response)
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return _nothing(start_response)
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            first, last = _wanted(environ.get("HTTP_RANGE", ""), size)
            headers = [
                *_headers(TYPES[name.rpartition(".")[2]], size, first, last),
                ("Cache-Control", self.kept),
                ("Cross-Origin-Resource-Policy", self.policy),
            ]
            whole = last - first + 1 == size
            start_response("200 OK" if whole else "206 Partial Content", headers)
            if environ["REQUEST_METHOD"] == "HEAD":
                return [b""]
            file.seek(first)
            return [file.read(last - first + 1)]

    def named(self, rest: str, environ: Environ) -> str | None:
        """The file that is asked for, below the folder."""
        found = NAME.fullmatch(rest)
        return rest if found and rest.rpartition("/")[2].partition(".")[0] != "voice" else None


class Voices(Media):
    """``<pass>/<key>/voice.opus``: to who may hear it, in the session of the cookie."""

    kept, policy = "private, max-age=86400", "same-origin"

    def named(self, rest: str, environ: Environ) -> str | None:
        found = VOICE.fullmatch(rest)
        if found is None:
            return None
        given, key, file = found.groups()
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        heard = may_hear(given, key, cookies.get(settings.SESSION_COOKIE_NAME, ""))
        return f"{key[:2]}/{key}/{file}" if heard else None


def _wanted(header: str, size: int) -> tuple[int, int]:
    """First and last byte: players of sound ask for pieces.

    What cannot be understood means the whole file.
    """
    asked = RANGE.fullmatch(header)
    if asked is None or size == 0 or not any(asked.groups()):
        return 0, size - 1
    if not asked[1]:
        return max(0, size - int(asked[2])), size - 1
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    return (first, last) if first <= last else (0, size - 1)


def _headers(kind: str, size: int, first: int, last: int) -> list[tuple[str, str]]:
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(last - first + 1)),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'"),
    ]
    if last - first + 1 != size:
        headers.append(("Content-Range", f"bytes {first}-{last}/{size}"))
    return headers


def _nothing(start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]
