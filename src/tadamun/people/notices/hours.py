"""When a phone may ring: not between nine in the evening and eight in the morning of the market."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING = 21, 8


def next_waking(at: datetime, zone: str) -> datetime | None:
    """The end of the quiet hours that ``at`` falls into; ``None`` outside them."""
    local = at.astimezone(ZoneInfo(zone))
    if MORNING <= local.hour < EVENING:
        return None
    day = local + timedelta(days=1) if local.hour >= EVENING else local
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)
