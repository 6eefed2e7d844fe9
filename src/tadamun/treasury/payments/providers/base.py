"""The port every way to pay implements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market


@dataclass(frozen=True, slots=True)
class Start:
    """What a buyer must do now. ``instructions`` are facts for the page to word; ``due_at`` when it ends unpaid."""

    instructions: dict[str, str]
    due_at: datetime | None = None


class Provider(Protocol):
    """``name`` is kept on payments. ``paid_before_dispatch``: goods wait until the money is here."""

    name: str
    paid_before_dispatch: bool

    def offered(self, market: Market, total: Money, country: str) -> bool:
        """Whether this market offers it for this total to that country."""

    def start(self, market: Market, amount: Money, reference: str) -> Start:
        """Translate the wish to pay; asks nobody who could fail in between."""
