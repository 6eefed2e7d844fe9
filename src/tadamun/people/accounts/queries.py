"""Questions about persons."""

from typing import Any

from tadamun.people.accounts.models import Address, Person


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
        "joined_at": person.joined_at.isoformat(),
        "addresses": [
            {
                "name": row.full_name, "phone": row.phone, "address": row.address, "landmark": row.landmark,
                "city": row.city, "country": row.country,
            }
            for row in addresses_of(person)
        ],
    }  # fmt: skip
