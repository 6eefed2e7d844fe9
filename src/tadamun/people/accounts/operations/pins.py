"""Choosing a PIN."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.formats import latin_digits
from tadamun.kernel.sealed import seal
from tadamun.people.accounts.models import LetIn, Person, Pin
from tadamun.people.accounts.operations.letting_in import MONEY_WAITS

DIGITS = 6
_ROWS = ("01234567890", "09876543210")


class WeakPin(ValueError):
    """``code``: ``length``, ``same`` (one digit only), ``row`` (123456), ``phone`` (of her own number)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def digits_of(typed: str) -> str:
    """What was typed in any of three digit families, with spaces or dashes between them."""
    return "".join(latin_digits(typed[:40]).replace("-", "").split())


def set_pin(person: Person, typed: str) -> Pin:
    """From now on she is known by it. However often she chooses another: it sends no money in the day after a trustee let her
    in. Raises ``WeakPin``; then nothing was written.

    The caller knows that it is she: by a code, her old PIN, or a trustee.
    """
    digits = check_pin(person, typed)
    now = clock.now()
    let_in = LetIn.objects.filter(person=person, used_at__gt=now - MONEY_WAITS).order_by("used_at").last()
    holds_from = let_in.used_at + MONEY_WAITS if let_in and let_in.used_at else now
    with transaction.atomic():
        pin, _made = Pin.objects.update_or_create(
            person=person,
            defaults={
                "sealed": seal(make_password(digits)), "set_at": now, "holds_from": holds_from, "wrong": 0,
                "closed_at": None,
            },
        )  # fmt: skip
        audit.record("set_pin", person.reference)
    return pin


def check_pin(person: Person, typed: str) -> str:
    """The digits, if they are hard enough to guess. Raises ``WeakPin``."""
    digits = digits_of(typed)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise WeakPin("length")
    if len(set(digits)) == 1:
        raise WeakPin("same")
    if any(digits in row for row in _ROWS):
        raise WeakPin("row")
    if digits in (person.phone or ""):
        raise WeakPin("phone")
    return digits
