"""A month of a market's own calendar, as an address names it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tadamun.kernel import clock

MONTHS = 12


def month_of(asked: str, zone: str) -> tuple[date, datetime, datetime]:
    """The first day of the month asked for (``2026-11``, else this one), and the instants between which it lies."""
    here = ZoneInfo(zone)
    present = clock.now().astimezone(here).date().replace(day=1)
    try:
        first = date.fromisoformat(f"{asked[:7]}-01")
    except ValueError:
        first = present
    if abs(first.year - present.year) > 1000:  # at the ends of the calendar not every zone has an hour
        first = present
    following = (first + timedelta(days=32)).replace(day=1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=here) for day in (first, following))
    return first, since, until


def months(zone: str) -> list[date]:
    """This month and those before it."""
    found = [clock.now().astimezone(ZoneInfo(zone)).date().replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
