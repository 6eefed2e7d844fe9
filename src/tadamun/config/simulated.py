"""The simulated bank as a program: known by its name alone, and told where to listen, what to keep and what was before it."""

import csv
import sys
from pathlib import Path


def bank_command(port: int, data: Path) -> list[str]:
    """Keeps its payments in the data folder. Port 0 takes a free one."""
    return [sys.executable, "-m", "tadamun_simulators", "--port", str(port), "--data", str(data / "bank")]


def tell_of_payment(data: Path, order: str, amount: str, currency: str, transaction: str) -> None:
    """That it took this by card before it was opened: it answers for the payment, and gives back of it, as of its own."""
    file = data / "bank" / "earlier.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8", newline="") as rows:
        if not rows.tell():
            csv.writer(rows).writerow(("order", "amount", "currency", "transaction"))
        csv.writer(rows).writerow((order, amount, currency, transaction))
