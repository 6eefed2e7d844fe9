"""Months and weeks that an address names, however odd."""

from datetime import timedelta

import pytest

from tadamun.kernel import clock
from tadamun.people.sellers.helping import week_named, week_of
from tadamun.web.shared.months import month_of

ODD = ("", "x", "0001-01", "0001-W01", "9999-12", "9999-W52", "-1-W1", "2026-W99", "٢٠٢٦-W01")


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Amman", "America/Lima"])
def test_what_is_no_month_or_week_is_the_present_one(zone: str) -> None:
    today = clock.day_in(zone)
    for asked in ODD:
        first, since, until = month_of(asked, zone)
        assert first == today.replace(day=1) and since.astimezone() < until.astimezone()
        week = week_named(asked, zone)
        assert week == week_of(today, zone) or week.name == "2026-W01"
        assert week_of(week.first - timedelta(days=7), zone).until == week.since


def test_one_of_before_is_named() -> None:
    assert str(month_of("2025-02", "Africa/Casablanca")[0]) == "2025-02-01"
    assert str(week_named("2025-W07", "Africa/Casablanca").first) == "2025-02-10"
