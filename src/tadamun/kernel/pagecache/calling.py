"""One call of the application, its answer held back until it is known whether it will be kept."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from tadamun.kernel.pagecache.answers import Application, Environ, StartResponse, without_opt_in
from tadamun.kernel.pagecache.entry import Headers


class Made:
    """What the application answered. Either ``read`` or ``pass_on`` is called, once."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = ()
        self.exc_info: tuple[Any, ...] = ()
        self.chunks: Iterable[bytes] = ()
        self.written: list[bytes] = []
        self.body = b""

    def start_response(
        self, status: str, headers: Iterable[tuple[str, str]], *exc_info: Any
    ) -> Callable[[bytes], object]:
        self.status = status
        self.headers = tuple(headers)
        self.exc_info = exc_info
        return self.written.append

    def begin(self, chunks: Iterable[bytes]) -> None:
        """Take the body until status and headers are known, no further."""
        self.chunks = chunks
        if not self.status:  # an application may begin only when its first chunk is asked for
            rest = iter(chunks)
            first = next(rest, b"")
            self.chunks = _Closing([first], rest, chunks)

    def read(self) -> None:
        """Take the whole body."""
        try:
            rest = b"".join(self.chunks)
            self.body = b"".join([*self.written, rest])
        finally:
            _close(self.chunks)

    def pass_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The answer as the application gave it, chunk by chunk; to a HEAD without the body."""
        start_response(self.status, without_opt_in(self.headers), *self.exc_info)
        if environ["REQUEST_METHOD"] == "HEAD":
            _close(self.chunks)
            return []
        return _Joined(self.written, self.chunks) if self.written else self.chunks


class _Joined:
    """Chunks already taken, then the rest; closes what it was made of."""

    def __init__(self, first: list[bytes], rest: Iterable[bytes]) -> None:
        self.first, self.rest = first, rest

    def __iter__(self) -> Iterator[bytes]:
        return chain(self.first, self.rest)

    def close(self) -> None:
        _close(self.rest)


def call(app: Application, environ: Environ) -> Made:
    """Call ``app`` until its status and headers are known, no further."""
    made = Made()
    made.begin(app(environ, made.start_response))
    return made


class _Closing(_Joined):
    """As ``_Joined``, where closing goes to the iterable the rest came from."""

    def __init__(self, first: list[bytes], rest: Iterable[bytes], origin: Iterable[bytes]) -> None:
        super().__init__(first, rest)
        self.origin = origin

    def close(self) -> None:
        _close(self.origin)


def _close(chunks: Iterable[bytes]) -> None:
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
