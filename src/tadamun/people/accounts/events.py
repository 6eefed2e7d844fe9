"""What happens to the doors of persons."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class PersonEvent(Event):
    person_id: int

    @property
    def subject(self) -> Reference:
        return Reference("person", str(self.person_id))


@dataclass(frozen=True, kw_only=True)
class PinClosed(PersonEvent):
    """Somebody typed five wrong PINs where hers would have opened."""


@dataclass(frozen=True, kw_only=True)
class LetInGiven(PersonEvent):
    """A trustee gave a code that lets her in again: she is told, wherever she is."""

    given_by_id: int
    organisation_ref: str
