"""Questions about persons."""

from collections.abc import Collection
from typing import Any

from tadamun.kernel import clock
from tadamun.kernel.codes import is_secret
from tadamun.people.accounts.models import Address, Card, LetIn, Passkey, Person, Pin, TrustedDevice, Trustee
from tadamun.people.accounts.secrets import fingerprint


def person_by_phone(phone: str) -> Person | None:
    """Who can sign in with this phone (E.164)."""
    return Person.objects.filter(phone=phone).first() if phone else None


def addresses_of(person: Person) -> list[Address]:
    """Those she keeps, the one used last first."""
    return list(Address.objects.filter(person=person))


def own_data(person: Person) -> dict[str, Any]:
    """What this app knows of her, for her to take away (law 09-08 art. 7, GDPR art. 15 and 20)."""
    return {
        "phone": person.phone or "",
        "email": person.email or "",
        "name": person.display_name,
        "language": person.language,
        "spoken_language": person.spoken_language,
        "phones": [
            {"name": row.name, "trusted_at": row.trusted_at.isoformat(), "used_at": row.used_at.isoformat()}
            for row in person.devices.all()
        ],
        "passkeys": [{"host": row.host, "name": row.name, "made_at": row.made_at.isoformat()} for row in passkeys_of(person)],
        "joined_at": person.joined_at.isoformat(),
        "addresses": [
            {
                "name": row.full_name, "phone": row.phone, "address": row.address, "landmark": row.landmark,
                "city": row.city, "country": row.country,
            }
            for row in addresses_of(person)
        ],
    }  # fmt: skip


def has_pin(person: Person) -> bool:
    return Pin.objects.filter(person=person).exists()


def devices_known(token: str) -> list[TrustedDevice]:
    """Whom the device with this secret knows, who used it last first; with ``person``, in one query."""
    if not 20 <= len(token) <= 60:
        return []
    rows = TrustedDevice.objects.filter(token_hash=fingerprint(token), until__gt=clock.now())
    return list(rows.select_related("person").filter(person__is_active=True))


def card_of_secret(secret: str) -> Card | None:
    """The card that carries it, if it opens anything."""
    if not is_secret(secret):
        return None
    rows = Card.objects.select_related("person").filter(revoked_at=None, person__is_active=True)
    return rows.filter(token_hash=fingerprint(secret)).first()


def open_card(pk: object) -> Card | None:
    """By its key, if it still opens anything."""
    rows = Card.objects.select_related("person").filter(revoked_at=None, person__is_active=True)
    return rows.filter(pk=pk).first() if isinstance(pk, int) else None


def cards_of(persons: Collection[Person]) -> dict[int, Card]:
    """Person → the card she has, in one query."""
    return {card.person_id: card for card in Card.objects.filter(person__in=persons, revoked_at=None)}


def trusting(persons: Collection[Person], organisation_ref: str) -> set[int]:
    """Which of them allow this organisation to let them in again."""
    rows = Trustee.objects.filter(person__in=persons, organisation_ref=organisation_ref)
    return set(rows.values_list("person_id", flat=True))


def let_in_opens(code: str) -> bool:
    """Whether a code still opens; using it is an operation."""
    rows = LetIn.objects.filter(code_hash=fingerprint(code), used_at=None, until__gt=clock.now())
    return rows.filter(person__is_active=True).exists()


def passkeys_of(person: Person) -> list[Passkey]:
    return list(Passkey.objects.filter(person=person))


def passkey_named(credential_id: str, host: str) -> Passkey | None:
    """The key with this name that was made for this host."""
    rows = Passkey.objects.select_related("person").filter(host=host, person__is_active=True)
    return rows.filter(credential_id=credential_id).first() if 0 < len(credential_id) <= 1400 else None
