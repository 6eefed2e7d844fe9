"""One line of a bank's statement, whatever file it came in."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tadamun.kernel.money import Money


class BadStatement(ValueError):
    """``code``: ``empty``, ``too_large``, ``unreadable``, ``columns``, ``date``, ``amount`` or ``currency``; ``row`` where."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(f"{code} in row {row}")
        self.code, self.row = code, row


@dataclass(frozen=True, slots=True)
class Line:
    """``amount`` above zero came in. ``key``: the bank's own number, empty when it gives none. ``account``: as in the file."""

    on: date
    amount: Money
    reference: str = ""
    label: str = ""
    key: str = ""
    account: str = ""


def keyed(lines: Iterable[Line]) -> Iterator[Line]:
    """Each with a key: what it says and which of several that say the same it is, where the bank gave none."""
    seen: Counter[str] = Counter()
    for line in lines:
        said = line.key or f"{line.on}|{line.amount}|{line.reference}|{line.label}"
        seen[said] += 1
        yield replace(line, key=hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:40])
