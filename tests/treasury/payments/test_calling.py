"""How gateways are spoken to: whatever answers, or does not, the caller learns that nobody knows."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from tadamun.treasury.payments.providers import calling
from tadamun.treasury.payments.providers.base import GatewayAway
from tadamun.treasury.payments.providers.calling import call


@contextmanager
def answering(*parts: bytes, forever: bytes = b"") -> Iterator[str]:
    """One connection's answer; ``forever`` is said again and again until the other hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            try:
                for part in parts:
                    connection.sendall(part)
                while forever:
                    connection.sendall(forever)
            except OSError:
                return  # the caller has had enough

    thread = Thread(target=answer)
    thread.start()
    with listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread.join(10)
        assert not thread.is_alive()


def test_an_answer_is_read_whole() -> None:
    with answering(b"HTTP/1.0 200 OK\r\n\r\n", b'{"a":', b" 1}") as url:
        assert call("GET", url).json() == {"a": 1}


def test_nobody_is_followed_elsewhere() -> None:
    with answering(b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n") as url:
        assert call("GET", url).status == 302


@pytest.mark.parametrize(
    "said",
    [
        b"no protocol at all\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n" + b"a: b\r\n" * 200,
        b"HTTP/1.0 503 Away\r\n\r\n",
        b"",
    ],
)
def test_what_is_no_answer(said: bytes) -> None:
    with answering(said) as url, pytest.raises(GatewayAway):
        call("GET", url)


@pytest.mark.broad
def test_an_answer_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.1)
    monkeypatch.setattr(calling, "MOST", 10**12)
    with (
        answering(b"HTTP/1.0 200 OK\r\n\r\n", forever=b"x" * 10) as url,
        pytest.raises(GatewayAway, match="too long"),
    ):
        call("GET", url)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://[fe80::1]/", "http://0/",
        "http://[::ffff:169.254.169.254]/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "file:///etc/passwd",
        "http://[bad/", "http://a b/", "gopher://127.0.0.1/", "",
    ],
)  # fmt: skip
def test_no_gateway_is_there(url: str) -> None:
    with pytest.raises(GatewayAway, match=r"^no address"):
        call("GET", url)
