"""The week in her name: which weeks there are, and that she is told once of each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tadamun.kernel import clock


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Monday in a market's own time. ``name`` is its ISO name, ``2026-W47``."""

    first: date
    since: datetime
    until: datetime

    @property
    def name(self) -> str:
        year, number, _day = self.first.isocalendar()
        return f"{year}-W{number:02}"


def week_of(day: date, zone: str) -> Week:
    first = day - timedelta(days=day.weekday())
    return Week(first, _midnight(first, zone), _midnight(first + timedelta(days=7), zone))


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def week_named(text: str, zone: str) -> Week:
    """The week of an ISO name; the present one for anything else."""
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    try:
        year, number = text.split("-W")
        asked = date.fromisocalendar(int(year), int(number), 1)
    except (ValueError, OverflowError):
        return week_of(today, zone)
    # At the ends of the calendar there is no week before or after.
    return week_of(asked if abs(asked.year - today.year) < 1000 else today, zone)


def last_week(zone: str) -> Week:
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    return week_of(today - timedelta(days=7), zone)
