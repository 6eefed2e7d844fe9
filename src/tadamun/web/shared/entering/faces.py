"""The faces a trusted device shows: in the scope of the market."""

from collections.abc import Sequence
from dataclasses import dataclass

from tadamun.kernel.text import words
from tadamun.people.accounts.models import Person, TrustedDevice
from tadamun.people.accounts.secrets import fingerprint
from tadamun.people.sellers.models import Maker
from tadamun.showcase.window.pictures import picture_url

WIDTH = 240  # pixels of a portrait


@dataclass(frozen=True, slots=True)
class Face:
    """Who it is for those who live with her. ``portrait`` is an address, empty unless she lets it be shown; then the tile
    of ``seed`` stands for her.
    """

    number: int
    name: str
    portrait: str
    seed: str


def faces_of(devices: Sequence[TrustedDevice], language: str) -> list[Face]:
    """One query however many."""
    makers = _makers([device.person for device in devices])
    return [_face(device.pk, device.person, makers.get(device.person_id), language) for device in devices]


def faces_of_persons(persons: Sequence[Person], language: str) -> dict[int, Face]:
    """Person → her face, for lists of who looks after them."""
    makers = _makers(persons)
    return {person.pk: _face(person.pk, person, makers.get(person.pk), language) for person in persons}


def _makers(persons: Sequence[Person]) -> dict[int, Maker]:
    return {maker.person_id: maker for maker in Maker.objects.filter(person__in=persons) if maker.person_id}


def _face(number: int, person: Person, maker: Maker | None, language: str) -> Face:
    portrait = (
        picture_url(maker.portrait, WIDTH, "webp")
        if maker and maker.portrait and maker.photo_consent_at
        else ""
    )
    name = (
        person.display_name or (words(maker.names, language) if maker else "") or hidden(person.phone or "")
    )
    return Face(
        number, name, portrait, maker.code.lower() if maker else fingerprint(f"face {person.pk}")[:12]
    )


def hidden(phone: str) -> str:
    """A phone number as much as its owner needs to know it again."""
    return f"…{phone[-2:]}" if phone else ""
