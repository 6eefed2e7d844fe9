"""Requests' work by the clock."""

from tadamun.kernel.jobs import every
from tadamun.trade.commissions.operations import end_old_requests


@every(seconds=3600)
def end_requests() -> None:
    end_old_requests()
