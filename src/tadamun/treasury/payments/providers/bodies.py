"""What is in the notices and answers of gateways, taken apart without trusting it."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from tadamun.treasury.payments.providers.base import UnreadableNotice


def form_pairs(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form in their order, empty ones too. Raises ``UnreadableNotice``, also when one comes twice."""
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=200, strict_parsing=True, errors="strict"
        )
    except ValueError as error:
        raise UnreadableNotice("not a form") from error
    if len({name for name, _ in pairs}) != len(pairs):
        raise UnreadableNotice("a field comes twice")
    return pairs


def json_object(body: bytes) -> dict[str, Any]:
    """Amounts as decimals. Raises ``UnreadableNotice``."""
    try:
        value = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise UnreadableNotice("not JSON") from error
    if not isinstance(value, dict):
        raise UnreadableNotice("not an object")
    return value


def text_at(value: Any, path: str) -> str:
    """A value deep in an answer, as text: ``order.amount``. Empty where there is none."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)


def rows_at(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects in a list of an answer; none where there is no list."""
    found = value.get(name) if isinstance(value, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
