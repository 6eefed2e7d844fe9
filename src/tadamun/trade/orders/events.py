"""What happens to orders."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class PurchasePlaced(Event):
    """A buyer ordered. ``code`` is the purchase's."""

    code: str

    @property
    def subject(self) -> Reference:
        return Reference("purchase", self.code)


@dataclass(frozen=True, kw_only=True)
class OrderMoved(Event):
    """A fact was written: ``fact`` is its kind, ``goods`` and ``money`` the states that follow."""

    code: str
    organisation_id: int
    fact: str
    goods: str
    money: str

    @property
    def subject(self) -> Reference:
        return Reference("order", self.code)
