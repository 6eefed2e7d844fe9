"""Her shop's closing as plain values."""

from datetime import date

from tadamun.people.sellers.models import Admission

Said = list[str]


def said(admission: Admission) -> Said:
    """Closed on, away from, away to; empty where it is not."""
    return [
        day.isoformat() if day else ""
        for day in (admission.closed_on, admission.away_from, admission.away_to)
    ]


def days(words: Said) -> tuple[date | None, tuple[date, date] | None]:
    closed_on, start, end = (date.fromisoformat(text) if text else None for text in words)
    return closed_on, (start, end) if start and end else None
