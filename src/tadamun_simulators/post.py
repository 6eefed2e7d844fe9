"""Posting to merchants' servers, on this machine alone."""

import http.client
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tadamun_simulators.web import in_ascii

PATIENCE = 10.0  # seconds
LONGEST = 65_536  # bytes of an answer that are read


@dataclass(frozen=True)
class Notice:
    """What is posted to a merchant's server."""

    url: str
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What came back. ``status`` 0: nothing, and ``text`` says why."""

    status: int
    text: str


def send(notice: Notice) -> Reply:
    """Post it and read the answer. Never raises: a merchant that is away is an answer too.

    Names below ``localhost`` are taken to this machine without asking anybody: not every resolver knows them.
    """
    parts = urlsplit(notice.url)
    host = parts.hostname or ""
    if parts.scheme != "http" or not is_near(host):
        return Reply(0, "not sent: this bank posts to http addresses of this machine alone")
    try:
        connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=PATIENCE)
        try:
            connection.request("POST", _target(notice.url), notice.body, _headers(notice, parts.netloc))
            answer = connection.getresponse()
            return Reply(answer.status, answer.read(LONGEST).decode(errors="replace"))
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Reply(0, f"no answer: {error or type(error).__name__}")


def is_near(host: str) -> bool:
    return host in {"127.0.0.1", "localhost", "::1"} or host.endswith(".localhost")


def is_address(url: str) -> bool:
    """Whether a browser can be sent there."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port != 0  # asking for it raises where it is no number
        return (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_good and url.isprintable()
        )
    except ValueError:
        return False


def _target(url: str) -> str:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return in_ascii(target)


def _headers(notice: Notice, host: str) -> dict[str, str]:
    return {"Host": host, "Content-Type": notice.kind, "User-Agent": "tadamun-bank", **notice.headers}
