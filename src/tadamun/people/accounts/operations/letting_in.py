"""Letting a person in again who lost her phone: by an organisation that she allowed to."""

from datetime import timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code, normal_code
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.people.accounts.events import LetInGiven
from tadamun.people.accounts.models import LetIn, Passkey, Person, Pin, Trustee
from tadamun.people.accounts.operations.cards import revoke_card
from tadamun.people.accounts.operations.devices import forget_devices
from tadamun.people.accounts.operations.entries import end_sessions
from tadamun.people.accounts.secrets import fingerprint

HOURS = 24
LENGTH = 12  # of 23 letters: 54 bits, for a day
MONEY_WAITS = timedelta(hours=24)


class MayNotLetIn(ValueError):
    """She did not allow it, or it would be herself."""


def allow_trustee(person: Person, organisation_ref: str) -> None:
    """From now on this organisation may let her in again. Repeating it does nothing."""
    with transaction.atomic():
        _row, made = Trustee.objects.get_or_create(person=person, organisation_ref=organisation_ref)
        if made:
            audit.record("allow_trustee", person.reference, organisation=organisation_ref)


def withdraw_trustee(person: Person, organisation_ref: str) -> None:
    """It may no longer; a code it gave opens nothing. Repeating it does nothing."""
    with transaction.atomic():
        if Trustee.objects.filter(person=person, organisation_ref=organisation_ref).delete()[0]:
            _end_open_ones(person)
            audit.record("withdraw_trustee", person.reference, organisation=organisation_ref)


def give_let_in(person: Person, *, by: Person, organisation_ref: str) -> tuple[LetIn, str]:
    """A code for her, good once and for a day; those given before end. She is told. Raises ``MayNotLetIn``.

    The caller knows that ``by`` is who she says and may do it for this organisation.
    """
    allowed = Trustee.objects.filter(person=person, organisation_ref=organisation_ref).exists()
    if person.pk == by.pk or not allowed or not person.is_active:
        raise MayNotLetIn(str(person.reference))
    code, now = new_code(LENGTH), clock.now()
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _end_open_ones(person)
        row = LetIn.objects.create(
            person=person, given_by=by, organisation_ref=organisation_ref, code_hash=fingerprint(code),
            until=now + timedelta(hours=HOURS),
        )  # fmt: skip
        audit.record("give_let_in", person.reference, by=str(by.reference), organisation=organisation_ref)
        announce(
            LetInGiven(
                market_id=current().market_id or 0, person_id=person.pk, given_by_id=by.pk,
                organisation_ref=organisation_ref,
            )
        )  # fmt: skip
    return row, code


def _end_open_ones(person: Person) -> None:
    now = clock.now()
    LetIn.objects.filter(person=person, used_at=None, until__gt=now).update(until=now)


def use_let_in(code: str) -> Person | None:
    """Who is let in by it, once; everything that opened before opens no more: sessions, phones, their keys, card and PIN.

    ``None`` for a code that is unknown, used, over, or of somebody shut out: they look the same.
    """
    now = clock.now()
    with transaction.atomic():
        row = LetIn.objects.filter(code_hash=fingerprint(normal_code(code)), person__is_active=True)
        found = row.select_related("person").first()
        if found is None or not row.filter(used_at=None, until__gt=now).update(used_at=now):
            return None
        person = found.person
        forget_devices(person)
        revoke_card(person)
        Pin.objects.filter(person=person).delete()
        Passkey.objects.filter(person=person).delete()
        end_sessions(person)
        audit.record(
            "use_let_in",
            person.reference,
            by=str(found.given_by.reference),
            organisation=found.organisation_ref,
        )
    return person
