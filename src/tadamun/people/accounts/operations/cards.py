"""Printed cards."""

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_secret
from tadamun.people.accounts.models import Card, Person
from tadamun.people.accounts.secrets import fingerprint


def print_card(person: Person, by: Person) -> tuple[Card, str]:
    """A card and the secret to print on it, which is known only now. A card she has opens nothing from now on."""
    secret = new_secret()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two who print at once come one after the other
        _revoke(person)
        card = Card.objects.create(person=person, token_hash=fingerprint(secret), printed_by=by)
        audit.record("print_card", person.reference, card=card.code, by=str(by.reference))
    return card, secret


def revoke_card(person: Person) -> None:
    """Repeating it does nothing."""
    with transaction.atomic():
        if _revoke(person):
            audit.record("revoke_card", person.reference)


def _revoke(person: Person) -> int:
    return Card.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now())


def note_card_use(card: Card) -> None:
    """She came in with it, by her PIN or a code: what guesses closed is open again."""
    Card.objects.filter(pk=card.pk).update(used_at=clock.now(), wrong=0, closed_at=None)
