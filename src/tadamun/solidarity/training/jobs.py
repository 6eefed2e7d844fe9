"""Training's work by the clock."""

from tadamun.kernel.jobs import daily
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.operations.rights import notice_late_parcels


@daily(hour=2, minute=50)
def notice_what_fades() -> None:
    """Skills whose results went bad are asked for again."""
    for market in Market.objects.filter(status=Market.Status.OPEN):
        notice_late_parcels(market)
