"""The outermost layer: counts every answer, whoever gave it."""

from collections.abc import Iterable
from time import perf_counter
from typing import Any

from tadamun.config.files import Application, Environ, StartResponse
from tadamun.kernel.metrics import count_request

BY_FIRST = {"static": "files", "media": "files", "voices": "files", "api": "api", "hooks": "api"}
BY_SECOND = {
    "basket": "checkout",
    "checkout": "checkout",
    "orders": "checkout",
    "workshop": "workshop",
    "office": "backoffice",
    "counter": "counter",
}


def door_of(path: str) -> str:
    """The door behind a path: machines by its first part, people by the part after the language."""
    first, _, rest = path[1:].partition("/")
    return BY_FIRST.get(first) or BY_SECOND.get(rest.partition("/")[0], "storefront")


class Measured:
    """Counts what ``app`` answers, by door, status and seconds until it began to answer."""

    def __init__(self, app: Application) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        status = 500  # what the server says when the application raises

        def start(line: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, headers, *exc_info)

        try:
            return self.app(environ, start)
        finally:
            count_request(door_of(environ["PATH_INFO"]), status, perf_counter() - began)
