"""Trying a PIN: a guess is counted before it is judged, so that a thousand at once are five."""

from enum import StrEnum

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.sealed import CannotOpen, unseal
from tadamun.people.accounts.events import PinClosed
from tadamun.people.accounts.models import GUESSES, Guessed, Person, Pin
from tadamun.people.accounts.operations.pins import digits_of


class Guess(StrEnum):
    """``NONE``: there is no PIN to guess. ``CLOSED``: not judged, whatever was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    CLOSED = "closed"
    NONE = "none"


def try_pin(where: Guessed, typed: str) -> Guess:
    """Whether somebody knows the PIN of the owner of a device, a card, or of the PIN itself.

    The update that counts is one conditional statement: SQLite lets one writer in at a time, and PostgreSQL asks its
    condition anew after it waited for the row (READ COMMITTED), so no more than five are ever judged in a row. It must
    not run in a transaction that may be rolled back.
    """
    person, row = where.owner(), type(where)._base_manager.filter(pk=where.pk)
    pin = Pin.objects.filter(person=person).first()
    if pin is None:
        return Guess.NONE
    counted = row.filter(closed_at=None, wrong__lt=GUESSES).update(wrong=F("wrong") + 1)
    if not counted:
        return Guess.CLOSED
    if _is(pin, typed):
        row.filter(closed_at=None).update(wrong=0)
        return Guess.RIGHT
    with transaction.atomic():
        if not row.filter(closed_at=None, wrong__gte=GUESSES).update(closed_at=clock.now()):
            return Guess.WRONG
        _tell_of_closing(person, where)
    return Guess.CLOSED


def _is(pin: Pin, typed: str) -> bool:
    """The hasher compares in constant time. What cannot be unsealed any more is nobody's PIN."""
    try:
        return check_password(digits_of(typed), unseal(pin.sealed))
    except CannotOpen:
        return False


def _tell_of_closing(person: Person, where: Guessed) -> None:
    audit.record("close_pin", person.reference, where=type(where).__name__.lower(), key=where.pk)
    announce(PinClosed(market_id=current().market_id or 0, person_id=person.pk))
