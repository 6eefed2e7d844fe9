"""One request for money and all that happened to it."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tadamun_simulators.cards import Card
from tadamun_simulators.money import written

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Impossible(Exception):
    """The payment does not allow this; then nothing was changed. ``reason`` is one word for gateways to translate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Event:
    """A line of the history: when, one word, and what a reader wants to know of it."""

    at: str
    what: str
    detail: str


@dataclass
class Payment:
    """Written by gateways under the lock of the book.

    ``state`` is open, authorised, captured, voided, failed or cancelled. ``fields`` is what the merchant asked with,
    ``details`` what the gateway gave it (references, indicators), ``operations`` the later calls by the merchant's own
    identifier, so that a repeated one is answered as the first.
    """

    gateway: str
    merchant: str
    order: str
    amount: Decimal
    currency: str  # ISO 4217 letters
    language: str
    sale: bool  # captured at once, without a second word from the merchant
    fields: dict[str, Any]
    code: str = ""
    state: str = "open"
    captured: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    settled: bool = False
    captured_on: str = ""
    fault: str = ""
    seconds: float = 0.0
    card: str = ""
    brand: str = ""
    expiry: str = ""
    notices: int = 0
    opened_at: str = ""
    details: dict[str, str] = field(default_factory=dict)
    operations: dict[str, dict[str, Any]] = field(default_factory=dict)
    history: list[Event] = field(default_factory=list)

    def note(self, what: str, detail: str = "") -> None:
        self.history.append(Event(now().isoformat(timespec="milliseconds"), what, detail[:500]))

    def use(self, card: Card, expiry: str) -> None:
        """Remember the card without its number; what it makes go wrong, unless the control page chose before."""
        self.card, self.brand, self.expiry = card.masked, card.brand, expiry
        if not self.fault:
            self.fault, self.seconds = card.fault, card.seconds

    def authorise(self) -> None:
        """The bank of the card said yes. A sale is captured with it. Raises Impossible('answered')."""
        if self.state != "open":
            raise Impossible("answered")
        self.state = "authorised"
        self.note("authorised", written(self.amount, self.currency))
        if self.sale:
            self.capture(self.amount)

    def capture(self, amount: Decimal) -> None:
        """Debit the buyer. Raises Impossible: ``state`` (nothing authorised), ``above``."""
        if self.state != "authorised":
            raise Impossible("state")
        if amount > self.amount:
            raise Impossible("above")
        self.state, self.captured = "captured", amount
        self.captured_on = now().date().isoformat()
        self.note("captured", written(amount, self.currency))

    def void(self) -> None:
        """Undo what is not settled yet. Raises Impossible: ``state``, ``settled``, ``refunded``."""
        if self.state not in {"authorised", "captured"}:
            raise Impossible("state")
        if self.is_settled:
            raise Impossible("settled")
        if self.refunded:
            raise Impossible("refunded")
        self.state = "voided"
        self.note("voided")

    def refund(self, amount: Decimal, *, needs_settlement: bool = False) -> None:
        """Give money back. Raises Impossible: ``state``, ``unsettled``, ``above`` (more than captured less refunded)."""
        if self.state != "captured":
            raise Impossible("state")
        if needs_settlement and not self.is_settled:
            raise Impossible("unsettled")
        if amount > self.captured - self.refunded:
            raise Impossible("above")
        self.refunded += amount
        self.note("refunded", written(amount, self.currency))

    @property
    def is_settled(self) -> bool:
        """By hand on the control page, or because a night has passed."""
        return self.settled or bool(self.captured_on and self.captured_on < now().date().isoformat())

    def as_row(self) -> dict[str, Any]:
        """For JSON, to be written at once: amounts as decimal strings, the rest is shared with the payment."""
        row = {**vars(self), "history": [vars(event) for event in self.history]}
        for name in ("amount", "captured", "refunded"):
            row[name] = written(getattr(self, name), self.currency)
        return row

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Payment":
        for name in ("amount", "captured", "refunded"):
            row[name] = Decimal(row[name])
        row["history"] = [Event(**event) for event in row["history"]]
        return cls(**row)


def now() -> datetime:
    return datetime.now(UTC)


def new_code(length: int = 12) -> str:
    """Not to be guessed, without letters that look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def digits(length: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(length))


def new_transaction() -> str:
    """As banks number them: year, day of the year, hour, then a code."""
    return f"{now():%y%j%H}{new_code(7)}"
