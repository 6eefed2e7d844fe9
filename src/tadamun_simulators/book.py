"""All payments, in memory and, where a folder is given, in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from tadamun_simulators.payments import Payment, new_code, now

_SAVE = "INSERT INTO payment VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET row = excluded.row"


@dataclass
class Choice:
    """A fault that the control page chose for payments to come, whatever the card."""

    fault: str
    seconds: float = 0.0
    times: int = 1


@dataclass
class Line:
    """How a gateway's interface answers: ``up``, ``slow`` by ``seconds``, or ``down``."""

    state: str = "up"
    seconds: float = 0.0


class Book:
    """The bank's memory. Read and write payments within ``changing(payment)`` or ``with book.lock``."""

    def __init__(self, folder: Path | None = None) -> None:
        self.lock = RLock()
        self.payments: dict[str, Payment] = {}
        self.choices: dict[str, Choice] = {}
        self.lines: dict[str, Line] = {}
        self.webhooks: dict[str, str] = {}
        self._orders: dict[tuple[str, str, str], str] = {}
        self._named: dict[str, str] = {}
        self._references: dict[tuple[str, str, str], str] = {}
        self._file: sqlite3.Connection | None = None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(
                folder / "bank.sqlite3", check_same_thread=False, isolation_level=None
            )
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS payment (code TEXT PRIMARY KEY, row TEXT NOT NULL)"
            )
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS webhook (gateway TEXT PRIMARY KEY, url TEXT NOT NULL)"
            )
            self._read()

    def _read(self) -> None:
        assert self._file
        for (row,) in self._file.execute("SELECT row FROM payment ORDER BY rowid"):
            self._keep(Payment.from_row(json.loads(row)))
        self.webhooks.update(self._file.execute("SELECT gateway, url FROM webhook"))

    def _keep(self, payment: Payment) -> None:
        self.payments[payment.code] = payment
        self._orders[payment.gateway, payment.merchant, payment.order] = payment.code
        self._named[payment.order] = payment.code
        for name, value in payment.details.items():
            self._references[payment.gateway, name, value] = payment.code

    def add(self, payment: Payment) -> Payment:
        """Take a new payment. One order of a merchant is one payment at most: ask ``by_order`` before, under the lock."""
        with self.lock:
            payment.code, payment.opened_at = new_code(), now().isoformat(timespec="seconds")
            self._choose_for(payment)
            payment.note("opened", f"order {payment.order}")
            self._keep(payment)
            self.save(payment)
        return payment

    def reopen(self, payment: Payment) -> None:
        """Let an order that was not paid be tried again. Call it within ``changing``."""
        payment.state, payment.fault, payment.card = "open", "", ""
        payment.details.pop("tries", None)
        self._choose_for(payment)
        payment.note("opened again")

    def _choose_for(self, payment: Payment) -> None:
        choice = self.choices.get(payment.gateway)
        if choice:
            payment.fault, payment.seconds = choice.fault, choice.seconds
            choice.times -= 1
            if choice.times <= 0:
                del self.choices[payment.gateway]

    def named(self, name: str) -> Payment | None:
        """By our code, or the latest by the merchant's order, of whichever gateway."""
        with self.lock:
            return self.payments.get(name) or self.payments.get(self._named.get(name, ""))

    def by_order(self, gateway: str, merchant: str, order: str) -> Payment | None:
        with self.lock:
            return self.payments.get(self._orders.get((gateway, merchant, order), ""))

    def refer(self, payment: Payment, name: str, value: str) -> str:
        """Give the payment a reference by which ``by_reference`` finds it."""
        with self.lock:
            payment.details[name] = value
            self._references[payment.gateway, name, value] = payment.code
        return value

    def by_reference(self, gateway: str, name: str, value: str) -> Payment | None:
        with self.lock:
            return self.payments.get(self._references.get((gateway, name, value), ""))

    @contextmanager
    def changing(self, payment: Payment) -> Iterator[Payment]:
        """The lock while a payment is changed; it is saved at the end, also after an error."""
        with self.lock:
            try:
                yield payment
            finally:
                self.save(payment)

    def save(self, payment: Payment) -> None:
        if self._file:
            with self.lock:
                row = json.dumps(payment.as_row(), ensure_ascii=False)
                self._file.execute(_SAVE, (payment.code, row))

    def subscribe(self, gateway: str, url: str) -> None:
        """Send that gateway's notices there: what a merchant enters once on her account page."""
        with self.lock:
            self.webhooks[gateway] = url
            if self._file:
                self._file.execute("INSERT OR REPLACE INTO webhook VALUES (?, ?)", (gateway, url))

    def forget(self) -> None:
        """Begin anew: no payments, no choices, every line up."""
        with self.lock:
            for memory in (
                self.payments,
                self._orders,
                self._named,
                self._references,
                self.choices,
                self.lines,
            ):
                memory.clear()
            if self._file:
                self._file.execute("DELETE FROM payment")
