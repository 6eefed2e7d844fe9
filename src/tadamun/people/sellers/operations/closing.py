"""Holiday, and shops that are closed for a day."""

from datetime import date, timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.events import OrganisationChanged
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations.announcing import announce_change

A_YEAR = timedelta(days=366)


class TooLong(ValueError):
    """More days than the market lets a shop be closed, days that are over or beyond a year, or an end before its beginning.
    Nothing was written."""


def close_shop(
    admission: Admission, *, closed_on: date | None = None, away: tuple[date, date] | None = None
) -> Admission:
    """Exactly this from now on: closed on one day, away from a day to another, both or neither. Days are the market's.

    Nobody can order from her in these days; open orders go on. Repeating changes nothing. Raises ``TooLong``.
    """
    today, most = clock.day_in(admission.market.time_zone), admission.market.policy.away_most_days
    if closed_on and closed_on < today:
        raise TooLong(admission.organisation.code)
    if away and not (today <= away[1] <= today + A_YEAR and 0 <= (away[1] - away[0]).days < most):
        raise TooLong(admission.organisation.code)
    admission.closed_on = closed_on
    admission.away_from, admission.away_to = away or (None, None)
    with transaction.atomic(), everything("an admission is written by its key"):
        admission.save(update_fields=["closed_on", "away_from", "away_to"])
        announce_change(admission.organisation, OrganisationChanged, admission.market_id)
        audit.record(
            "close_shop", admission.organisation.reference, market_id=admission.market_id,
            closed_on=closed_on.isoformat() if closed_on else "", away=[day.isoformat() for day in away or ()],
        )  # fmt: skip
    return admission
