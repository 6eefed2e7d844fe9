"""The readable cookie from which the page shell draws what is personal on pages that are the same for everybody."""

import json
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HINT = "tadamun_hint"
DAYS = 30


def read_hint(request: HttpRequest) -> dict[str, Any]:
    """What it says; nothing when somebody else wrote it. Only for showing, never for deciding."""
    try:
        said = json.loads(unquote(request.COOKIES.get(HINT, "")))
        json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair can be read, but never written
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def write_hint(
    request: HttpRequest, response: HttpResponse, *, count: int | None = None, name: str | None = None
) -> None:
    """Set the parts given; a hint that says nothing is taken away, and never made."""
    before = read_hint(request)
    said = {
        "b": before.get("b", 0) if count is None else count,
        "n": before.get("n", "") if name is None else name,
    }
    if not any(said.values()):
        if HINT in request.COOKIES:
            response.delete_cookie(HINT, samesite="Lax")
        return
    text = quote(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    response.set_cookie(HINT, text, max_age=DAYS * 86400, secure=settings.SECURE, samesite="Lax")
