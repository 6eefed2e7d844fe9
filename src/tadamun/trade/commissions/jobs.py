"""Requests' work by the clock."""

from tadamun.kernel.jobs import daily, every
from tadamun.trade.commissions.operations import (
    end_old_requests,
    pending,  # noqa: F401  its jobs
)
from tadamun.trade.commissions.operations.asking import forget_old_requests


@every(seconds=3600)
def end_requests() -> None:
    end_old_requests()


@daily(hour=3, minute=55)
def forget_requests() -> None:
    forget_old_requests()
