"""Pages that are made for one person, compressed on the way out. Pages for everybody are kept compressed already."""

import secrets
import zlib
from collections.abc import Iterable
from typing import Any

from tadamun.config.files import Application, Environ, StartResponse
from tadamun.kernel.pagecache.answers import KEPT, accepted
from tadamun.kernel.pagecache.calling import Made

LEAST = 500  # bytes; what is shorter fits in one packet anyway
NOISE = 100  # bytes at most that hide the exact length of what a page says (the BREACH attack measures it)
_LEVEL = 4  # of a page sent once: 3 % longer than at 6 for four fifths of the work
_GZIP_WINDOW = 31  # zlib's number for "with a gzip header"
_HEADER = 10  # bytes of that header; its flags are the fourth
_NAMED = b"\x08"  # the flag "a file name follows" (RFC 1952, 2.3.1)


class Compressed:
    """Sends the HTML that ``app`` answers as gzip to a browser that takes it. Other types pass as they are:
    files to download are streamed, pictures are compressed by themselves.
    """

    def __init__(self, app: Application) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        made = Made()

        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            # As most answers are, a kept page is in its best form already.
            begin = start_response if KEPT in environ else made.start_response
            return begin(status, headers, *exc_info)

        chunks = self.app(environ, start)
        if KEPT in environ:
            return chunks
        made.begin(chunks)
        if "gzip" not in accepted(environ) or not _is_plain_page(made.headers):
            return made.pass_on(environ, start_response)
        made.read()
        body = made.body
        headers = [each for each in made.headers if each[0].lower() != "content-length"]
        if len(body) >= LEAST:
            body = compressed(body)
            headers.append(("Content-Encoding", "gzip"))
        start_response(
            made.status, [*headers, ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
        )
        return [body]


def compressed(body: bytes) -> bytes:
    """As gzip, with a file name of random length in its header."""
    packed = zlib.compress(body, _LEVEL, _GZIP_WINDOW)
    name = b"a" * secrets.randbelow(NOISE) + b"\0"
    return b"".join([packed[:3], _NAMED, packed[4:_HEADER], name, packed[_HEADER:]])


def _is_plain_page(headers: Iterable[tuple[str, str]]) -> bool:
    said = {name.lower(): value for name, value in headers}
    return said.get("content-type", "").startswith("text/html") and not said.keys() & {
        "content-encoding",
        "etag",
    }
