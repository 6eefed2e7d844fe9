"""What ``access`` adds to a request of this door."""

from typing import cast

from django.http import HttpRequest

from tadamun.people.accounts.models import Person
from tadamun.web.shared.requests import MarketRequest


class OfficeRequest(MarketRequest):
    """A request of somebody who has a role in the team of the market."""

    person: Person
    role: str


def in_office(request: HttpRequest) -> OfficeRequest:
    """The same request, typed."""
    return cast(OfficeRequest, request)
