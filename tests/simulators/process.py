"""The bank as its own process, and a shop's server that hears its notices."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

PATIENCE = 10.0  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the page."""
        reader = _Fields()
        reader.feed(self.text)
        return reader.fields


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"] or ""] = found["value"] or ""


@dataclass
class SimulatedBank:
    """A running bank. ``url`` without a slash at the end."""

    url: str
    process: "subprocess.Popen[str] | None" = None  # of a bank that is somebody else's

    @classmethod
    def start(cls, *arguments: str) -> "SimulatedBank":
        process = subprocess.Popen(
            [sys.executable, "-m", "tadamun_simulators", "--port", "0", *arguments],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("bank: http://127.0.0.1:"), line
        return cls(line.removeprefix("bank: ").strip(), process)

    def stop(self) -> int:
        assert self.process and self.process.stdout
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Raises an error of ``http.client`` where the answer is lost."""
        connection = HTTPConnection("127.0.0.1", urlsplit(self.url).port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def post_json(self, path: str, value: object, **headers: str) -> Answer:
        kind = {"Content-Type": "application/json", **headers}
        return self.ask("POST", path, json.dumps(value).encode(), kind)

    def control(self, path: str, **values: object) -> Any:
        """Post to the control page; returns its JSON."""
        answer = self.post_json(f"/control/{path}", values)
        assert answer.status == 200, answer.text
        return answer.json

    def pay(self, order: str, **values: object) -> Any:
        """Be the buyer of this order: ``card=…`` or ``fault=…``, ``code=…``, ``cancel=True``."""
        return self.control(f"transactions/{order}/payment", **values)

    def payment(self, order: str) -> Any:
        answer = self.get(f"/control/transactions/{order}.json")
        assert answer.status == 200, answer.text
        return answer.json


@dataclass
class Post:
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Shop:
    """A merchant's server: keeps what is posted to it and answers ``says`` with ``status``; shows ``page`` to who looks."""

    url: str = ""
    says: str = "ACTION=POSTAUTH"
    status: int = 200
    page: str = ""
    posts: list[Post] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, post: Post) -> tuple[int, str]:
        with self._changed:
            self.posts.append(post)
            self._changed.notify_all()
            return self.status, self.says

    def wait(self, count: int) -> list[Post]:
        """What was posted, when at least so many have come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.posts) >= count, PATIENCE), self.posts
            return list(self.posts)


def _serve(shop: Shop) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, says = shop.hear(Post(self.path, headers, body))
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(says.encode())

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(shop.page.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Quiet."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture(scope="session")
def simulated_bank() -> Iterator[SimulatedBank]:
    """``python -m tadamun_simulators`` on a free port, for the whole session; give every test orders of its own."""
    bank = SimulatedBank.start()
    yield bank
    assert bank.stop() == 0


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A merchant's server for one test."""
    shop = Shop()
    server = _serve(shop)
    shop.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield shop
    server.shutdown()
    server.server_close()
