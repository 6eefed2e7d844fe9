"""How gateways are spoken to: by HTTPS, with limits of time and size, following nobody elsewhere."""

import base64
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPException
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from tadamun.treasury.payments.providers.base import GatewayAway

SECONDS = 15
MOST = 512 * 1024
_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200", "0.0.0.0"})  # noqa: S104 - refused, not bound


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """Amounts as decimals. Raises ``GatewayAway`` for what is no object: a proxy's page tells nothing of a payment."""
        try:
            value = json.loads(self.body, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise GatewayAway("the answer is not JSON") from error
        if not isinstance(value, dict):
            raise GatewayAway("the answer is not an object")
        return value


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """A gateway's API does not send us elsewhere; whoever does would get our key."""
        return


_opener = urllib.request.build_opener(_Stay)


def basic(user: str, password: str) -> str:
    """The header of HTTP Basic authentication."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def call(
    method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """The answer, whatever its status. Raises ``GatewayAway`` when there is none, or a 5xx."""
    _refuse_neighbours(url)
    request = urllib.request.Request(url, data=body, method=method, headers=dict(headers or {}))  # noqa: S310
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            reply = Reply(answer.status, _whole(answer))
    except urllib.error.HTTPError as error:
        reply = Reply(error.code, _whole(error))
    except (OSError, ValueError, HTTPException) as error:
        raise GatewayAway(type(error).__name__) from error
    if reply.status >= 500 or len(reply.body) > MOST:
        raise GatewayAway(f"answer {reply.status}")
    return reply


def _whole(answer: Any) -> bytes:
    """Until its end, ``MOST`` or twice ``SECONDS``: an answer that drips would hold us for days."""
    body, end = b"", monotonic() + 2 * SECONDS
    while len(body) <= MOST and (part := answer.read1(64 * 1024)):
        body += part
        if monotonic() > end:
            raise GatewayAway("the answer takes too long")
    return body


def _refuse_neighbours(url: str) -> None:
    """No gateway is at an address of the machine's own link: there a cloud tells whoever asks its keys."""
    try:
        parts = urlsplit(url)
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise GatewayAway("no address") from error
    if parts.scheme not in {"http", "https"}:
        raise GatewayAway("no address")
    for *_ignored, place in found:
        address = ip_address(str(place[0]).partition("%")[0])
        if (getattr(address, "ipv4_mapped", None) or address).is_link_local or str(address) in _METADATA:
            raise GatewayAway("no address of a gateway")
