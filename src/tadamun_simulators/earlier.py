"""Card payments from before the bank was opened: a shop that begins with some says them in a file beside the bank's own."""

import csv
from pathlib import Path

from tadamun_simulators.book import Book
from tadamun_simulators.cards import CARDS
from tadamun_simulators.gateways.est.results import references
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import parse_amount
from tadamun_simulators.payments import Payment

NAME = "earlier.csv"
MERCHANT = MERCHANTS["est"]["clientid"]


def take_earlier(book: Book, folder: Path) -> None:
    """Each row (order, amount, currency, transaction) is a payment over EST, captured and settled, unless its order is known."""
    file = folder / NAME
    if not file.exists():
        return
    with file.open(encoding="utf-8", newline="") as rows, book.lock:
        for row in csv.DictReader(rows):
            amount = parse_amount(row["amount"], row["currency"])
            if amount and not book.by_order("est", MERCHANT, row["order"]):
                payment = Payment(
                    gateway="est", merchant=MERCHANT, order=row["order"], amount=amount, currency=row["currency"],
                    language="ar", sale=True, fields={},
                    details=references("127.0.0.1") | {"trans_id": row["transaction"]},
                )  # fmt: skip
                _pay(book, payment)


def _pay(book: Book, payment: Payment) -> None:
    book.add(payment)
    with book.changing(payment):
        payment.use(next(card for card in CARDS.values() if card.fault == "approve"), "12/30")
        payment.authorise()
        payment.settled = True
