"""When a phone may ring."""

from datetime import UTC, datetime

import pytest

from tadamun.people.notices.hours import next_waking

# Casablanca is an hour ahead of UTC in November.
NOVEMBER = {
    "2026-11-22 06:59": "2026-11-22 07:00",
    "2026-11-22 07:00": None,
    "2026-11-22 19:59": None,
    "2026-11-22 20:00": "2026-11-23 07:00",
    "2026-11-22 23:30": "2026-11-23 07:00",
    "2026-12-31 22:00": "2027-01-01 07:00",
}


@pytest.mark.parametrize(("at", "until"), NOVEMBER.items())
def test_it_is_quiet_from_nine_to_eight_on_the_markets_clock(at, until):
    found = next_waking(datetime.fromisoformat(at).replace(tzinfo=UTC), "Africa/Casablanca")
    assert (found and found.astimezone(UTC).strftime("%Y-%m-%d %H:%M")) == until


def test_the_night_in_which_clocks_change_ends_at_eight_too():
    # Jerusalem puts its clocks back on 25 October 2026 at two in the morning.
    found = next_waking(datetime(2026, 10, 24, 20, 0, tzinfo=UTC), "Asia/Jerusalem")
    assert found and found.astimezone(UTC) == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
