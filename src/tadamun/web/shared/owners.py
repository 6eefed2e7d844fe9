"""Whose it is what waits on a phone: names that say nothing, made with the installation's key.

A *mark* is of a person in a market; the *owner* of a row adds for whom she sits, and begins with the mark, so that whoever
leaves a phone finds everything of hers on it, also of a shop she may no longer act for.
"""

from django.utils.crypto import salted_hmac

from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation

_HALF = 12  # hex digits: 48 bits each


def mark_of(market: Market, person: Person) -> str:
    """The same on every phone, another in every market."""
    return _name("mark", f"{market.pk}:{person.pk}")


def owner_of(market: Market, person: Person, organisation: Organisation) -> str:
    """Of a row that she made while she sat for this organisation."""
    return mark_of(market, person) + _name("owner", f"{market.pk}:{person.pk}:{organisation.pk}")


def _name(kind: str, said: str) -> str:
    return salted_hmac(f"tadamun.workshop.{kind}", said, algorithm="sha256").hexdigest()[:_HALF]
