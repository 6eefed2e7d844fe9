"""Pages that are made for one person, compressed on the way out. Pages for everybody are kept compressed already."""

from collections.abc import Iterable

from django.utils.text import compress_string

from tadamun.config.files import Application, Environ, StartResponse
from tadamun.kernel.pagecache.answers import KEPT, accepted
from tadamun.kernel.pagecache.calling import call

LEAST = 500  # bytes; what is shorter fits in one packet anyway
NOISE = 100  # bytes at most that hide the exact length of what a page says (the BREACH attack measures it)


class Compressed:
    """Sends the HTML that ``app`` answers as gzip to a browser that takes it. Other types pass as they are:
    files to download are streamed, pictures are compressed by themselves.
    """

    def __init__(self, app: Application) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if "gzip" not in accepted(environ):
            return self.app(environ, start_response)
        made = call(self.app, environ)
        if KEPT in environ:  # as most answers are: already in its best form
            start_response(made.status, list(made.headers))
            return made.chunks
        if not _is_plain_page(made.headers):
            return made.pass_on(environ, start_response)
        made.read()
        body = made.body
        headers = [each for each in made.headers if each[0].lower() != "content-length"]
        if len(body) >= LEAST:
            body = compress_string(body, max_random_bytes=NOISE)
            headers.append(("Content-Encoding", "gzip"))
        start_response(
            made.status, [*headers, ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
        )
        return [body]


def _is_plain_page(headers: Iterable[tuple[str, str]]) -> bool:
    said = {name.lower(): value for name, value in headers}
    return said.get("content-type", "").startswith("text/html") and not said.keys() & {
        "content-encoding",
        "etag",
    }
