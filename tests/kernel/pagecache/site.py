"""A shop of one page in front of which the tests put the cache, and a visitor."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tadamun.kernel.pagecache import tags
from tadamun.kernel.pagecache.answers import Environ, StartResponse
from tadamun.kernel.pagecache.keys import Key, key_of
from tadamun.kernel.pagecache.wsgi import PageCache

ALLOWED = frozenset({"page", "craft"})
BODY = "<!doctype html><title>زرابي</title>" + "<p>زربية من تازناخت، منسوجة يدويا</p>" * 40


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def verdict(self) -> str:
        return self.headers.get("cache-status", "")


class Shop:
    """Answers with ``body`` and remembers what it was asked; ``reads`` is done while a page is made."""

    def __init__(self, body: str = BODY) -> None:
        self.body = body
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Page-Cache", "yes")]
        self.reads: Callable[[], None] = lambda: tags.collect("product:42")
        self.asked: list[Environ] = []

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        body = self.body.encode()
        self.reads()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]


def key(environ: Environ) -> Key | None:
    """As the web room would: the market by configuration, never by what the visitor says."""
    if environ["PATH_INFO"].startswith("/basket"):
        return None
    return key_of(environ, allowed=ALLOWED, parts=("dlala", "ar", "MAD", "latn", ""))


def cache_for(app: Any, folder: Path, **options: Any) -> PageCache:
    return PageCache(app, key_of=key, folder=folder, session_cookie="tadamun_session", **options)


def visit(app: Any, path: str = "/", query: str = "", method: str = "GET", **environ: Any) -> Reply:
    """Ask, read the whole answer and close it, as a server does."""
    begun: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        begun[:] = [int(status[:3]), {name.lower(): value for name, value in headers}]
        return lambda _data: None

    chunks = app(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "dlala.example",
            **environ,
        },
        start_response,
    )
    body = b"".join(chunks)
    getattr(chunks, "close", lambda: None)()
    return Reply(begun[0], begun[1], body)
