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
    """``amount`` above zero came in. ``key``: the bank's own number, empty when it gives none. ``account``: as in the file.
    ``part_of``: the number of the entry that books it together with others.
    """

    on: date
    amount: Money
    reference: str = ""
    label: str = ""
    key: str = ""
    account: str = ""
    part_of: str = ""


def keyed(lines: Iterable[Line]) -> Iterator[Line]:
    """Each with a key: what it says and which of several that say the same it is, where the bank gave none."""
    seen: Counter[str] = Counter()
    for line in lines:
        said = line.key or f"{line.on}|{line.amount}|{line.reference}|{line.label}"
        seen[said] += 1
        whole = line.part_of and _hashed(line.part_of, 1)
        yield replace(line, key=_hashed(said, seen[said]), part_of=whole)


def _hashed(said: str, count: int) -> str:
    return hashlib.sha256(f"{said}|{count}".encode()).hexdigest()[:40]
