"""Posting JSON to a company, without following it elsewhere."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from tadamun.people.notices.providers.base import Refused, Unreachable

TIMEOUT = 15  # seconds
LATER = {408, 425, 429}  # answers that ask to come back


def post_json(url: str, token: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
    """Raises ``Unreachable`` for no answer, a fault of the server or a wish to wait, ``Refused`` for any other no."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT)
    sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path or "/", json.dumps(body, ensure_ascii=False).encode(), sent)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{parts.hostname}: {type(error).__name__}") from error
    finally:
        connection.close()
    if status >= 500 or status in LATER:
        raise Unreachable(f"{parts.hostname} answered {status}")
    if status >= 300:
        raise Refused(f"{parts.hostname} answered {status}")
