"""How many days a way to pay gives, as a contract says it."""

from collections.abc import Mapping

MOST = 60


def days_of(settings: Mapping[str, str], otherwise: int) -> int:
    """From 1 to ``MOST``."""
    said = settings.get("days", "")
    return min(max(int(said), 1), MOST) if said and not wrong_days(settings) else otherwise


def wrong_days(settings: Mapping[str, str]) -> list[str]:
    said = settings.get("days", "")
    return ["days"] if said and not (said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= MOST) else []
