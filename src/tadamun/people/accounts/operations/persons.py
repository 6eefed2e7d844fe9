"""The verbs of persons and their addresses."""

import phonenumbers
from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.models import Address, Card, Passkey, Person, Pin, Spoken, TrustedDevice, Trustee


class BadPhone(ValueError):
    """Not a phone number that can be called."""


def normal_phone(text: str, country: str = "MA") -> str:
    """E.164 of what a person typed: 06…, +212 6…, ٠٦…, with spaces. Raises ``BadPhone``."""
    try:
        number = phonenumbers.parse(latin_digits(text), country)
    except phonenumbers.NumberParseException as error:
        raise BadPhone(text) from error
    if not phonenumbers.is_possible_number(number):
        raise BadPhone(text)
    # A digit too few leaves the zero of the trunk in the number, which only Italy and a few others keep.
    if number.italian_leading_zero and not phonenumbers.is_valid_number(number):
        raise BadPhone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def register_person(phone: str, *, name: str = "", language: str = "ar", verified: bool = False) -> Person:
    """The person with this phone (E.164), made when nobody has it. Repeating it returns the same person."""
    with transaction.atomic():
        person, made = Person.objects.get_or_create(
            phone=phone,
            defaults={
                "display_name": name, "language": language, "password": "!",
                "spoken_language": language if language in Spoken.values else Spoken.AR,
            },
        )  # fmt: skip
        if made:
            audit.record("register_person", person.reference)
        if verified:
            verify_phone(person)
    return person


def verify_phone(person: Person) -> None:
    """She proved that the phone is hers. Repeating it does nothing."""
    if person.phone_verified_at is None:
        person.phone_verified_at = clock.now()
        person.save(update_fields=["phone_verified_at"])


def change_person(person: Person, *, display_name: str | None = None, language: str | None = None) -> Person:
    """Write the given parts."""
    if display_name is not None:
        person.display_name = display_name
    if language is not None:
        person.language = language
    person.save(update_fields=["display_name", "language"])
    return person


def choose_voice(person: Person, spoken: Spoken) -> None:
    """The language of the voices she hears from now on; what she reads stays."""
    person.spoken_language = spoken
    person.save(update_fields=["spoken_language"])


def keep_address(
    person: Person,
    *,
    full_name: str,
    phone: str,
    city: str,
    address: str,
    landmark: str = "",
    country: str = "MA",
) -> Address:
    """Remember an address for next time; the same one again only becomes the newest."""
    kept, _ = Address.objects.update_or_create(
        person=person,
        city=city,
        address=address,
        defaults={
            "full_name": full_name, "phone": phone, "landmark": landmark, "country": country, "used_at": clock.now(),
        },
    )  # fmt: skip
    return kept


def forget_address(person: Person, address_id: int) -> None:
    """Repeating it does nothing; another person's address stays."""
    Address.objects.filter(person=person, pk=address_id).delete()


def erase_person(person: Person) -> None:
    """Remove who she was (law 09-08, GDPR art. 17). Rows that others rely on keep a person without data."""
    with transaction.atomic():
        for kept in (Address, Pin, TrustedDevice, Card, Passkey, Trustee):
            kept._base_manager.filter(person=person).delete()
        person.phone = person.email = None
        person.display_name = ""
        person.is_active = False
        person.phone_verified_at = None
        person.erased_at = clock.now()
        person.save()
        audit.record("erase_person", person.reference)
