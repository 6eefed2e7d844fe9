"""What is made for one person comes compressed too, where the browser takes that."""

import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from tadamun.config.compressed import LEAST, Compressed

PAGE = b"<!doctype html><p>" + b"Basket of one person. " * 200


class Answer:
    def __init__(self, body: bytes, accept: str, *headers: tuple[str, str], status: str = "200 OK") -> None:
        def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            start(status, [("Content-Type", "text/html; charset=utf-8"), *headers])
            return [body[:10], body[10:]]

        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ar/basket/", "HTTP_ACCEPT_ENCODING": accept}
        self.body = b"".join(Compressed(app)(environ, self.start))

    def start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status, self.headers = status, dict(headers)


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "422 Unprocessable Content"])
def test_a_page_is_sent_as_gzip(status: str) -> None:
    answer = Answer(PAGE, "gzip, deflate, br", ("Content-Length", str(len(PAGE))), status=status)
    assert gzip.decompress(answer.body) == PAGE
    assert answer.status == status
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_its_length_does_not_tell_what_it_says() -> None:
    assert len({len(Answer(PAGE, "gzip").body) for _ in range(30)}) > 1


@pytest.mark.parametrize("accept", ["", "identity", "gzip;q=0, br", "br"])
def test_who_takes_no_compression_gets_none(accept: str) -> None:
    assert Answer(PAGE, accept).body == PAGE


@pytest.mark.parametrize(
    "header", [("Content-Encoding", "br"), ("ETag", '"kept"'), ("Content-Type", "text/csv")]
)
def test_kept_pages_and_files_pass_as_they_are(header: tuple[str, str]) -> None:
    answer = Answer(PAGE, "gzip, br", header)
    assert answer.body == PAGE
    assert answer.headers.get("Content-Encoding") in {None, "br"}


def test_short_answers_stay_short() -> None:
    answer = Answer(b"x" * (LEAST - 1), "gzip")
    assert (answer.body, answer.headers["Content-Length"]) == (b"x" * (LEAST - 1), str(LEAST - 1))
