"""What recordings do by the clock: those that no row took are erased."""

from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.jobs import daily
from tadamun.people.recordings.operations import erase_unneeded

DAYS, LOOKED_AT = 7, 90
"""A page or an offline phone may take so long to say what its voice is for; after that nobody does. Younger than
``LOOKED_AT`` days: what was needed for months is not asked about every night."""


@daily(hour=4, zone="Africa/Casablanca")
def voices_that_nobody_took() -> int:
    now = clock.now()
    return erase_unneeded(now - timedelta(days=LOOKED_AT), now - timedelta(days=DAYS))
