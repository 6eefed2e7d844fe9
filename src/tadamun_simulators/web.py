"""Requests, responses and the table of addresses: as much of HTTP as a bank needs."""

import hmac
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self' http: https:; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Refused(Exception):
    """A request that is answered with an error: ``status`` and a sentence for whoever wrote it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Lost(Exception):
    """The work is done and the answer never arrives: the connection is closed without a byte."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes
    client: str  # address of the other end

    @property
    def base(self) -> str:
        """Scheme and host as the caller wrote them."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"

    @property
    def is_json(self) -> bool:
        return self.headers.get("content-type", "").startswith("application/json")

    def login(self) -> tuple[str, str]:
        """User and password of HTTP Basic; both empty where there is none that can be read."""
        kind, _, given = self.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return (user, password) if kind.lower() == "basic" else ("", "")

    def text(self) -> str:
        """The body as text. Raises Refused where it is not UTF-8."""
        try:
            return self.body.decode()
        except UnicodeDecodeError as error:
            raise Refused(400, "The body is not UTF-8.") from error

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty one. Raises Refused."""
        return parse_object(self.text() or "{}")

    def form(self) -> dict[str, str]:
        """Fields of a form, URL-encoded, multipart or JSON; of a repeated field the last. Raises Refused."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/json"):
            return {
                name: value if isinstance(value, str) else str(value) for name, value in self.json().items()
            }
        if kind.startswith("multipart/form-data"):
            return self._multipart(kind)
        try:
            return dict(parse_qsl(self.text(), keep_blank_values=True, errors="strict", max_num_fields=300))
        except ValueError as error:
            raise Refused(400, "The form cannot be read.") from error

    def _multipart(self, kind: str) -> dict[str, str]:
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
        fields = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            if isinstance(name, str):
                content = part.get_payload(decode=True)
                fields[name] = content.decode(errors="replace") if isinstance(content, bytes) else ""
        return fields


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def parse_object(text: str) -> dict[str, Any]:
    """A JSON object whose text can be written again. Raises Refused."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is JSON, but no text
    except (ValueError, RecursionError) as error:
        raise Refused(400, "This is not JSON.") from error
    if not isinstance(value, dict):
        raise Refused(400, "This is not a JSON object.")
    return value


def same(given: str, secret: str) -> bool:
    """Whether a secret is right, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), secret.encode())


def with_query(url: str, **values: str) -> str:
    """The address with these fields after those it has."""
    address, _, fragment = url.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(values)}{f'#{fragment}' if fragment else ''}"


def in_ascii(address: str) -> str:
    """The address with other letters than ASCII escaped, as browsers send it."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~-._")


def html(markup: str, status: int = 200) -> Response:
    return Response(status, markup.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": POLICY})


def as_json(value: object, status: int = 200) -> Response:
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")


def redirect(address: str) -> Response:
    """See other: the browser asks with GET."""
    return Response(303, headers={"Location": in_ascii(address)})


Answer = Callable[..., Response]


@dataclass(frozen=True)
class Route:
    """One address: ``<name>`` in its path becomes a keyword argument of the function."""

    method: str
    path: str
    answer: Answer

    def match(self, path: str) -> dict[str, str] | None:
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]{1,200})", re.escape(self.path))
        found = re.fullmatch(pattern, path)
        return found.groupdict() if found else None


def find(routes: Iterable[Route], request: Request) -> tuple[Answer, dict[str, str]]:
    """The function that answers and its arguments. Raises Refused with 404 or 405."""
    known = False
    for route in routes:
        arguments = route.match(request.path)
        if arguments is not None:
            known = True
            if route.method == request.method:
                return route.answer, arguments
    raise Refused(405, "This address does not take that method.") if known else Refused(404, "No such page.")
