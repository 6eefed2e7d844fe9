"""Writes pairs of rows, one transaction a pair, or counts them: ``… write FILE`` or ``… count``."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from tadamun.kernel import audit  # noqa: E402
from tadamun.kernel.events import Event, announce  # noqa: E402
from tadamun.kernel.models import AuditEntry, OutboxEvent  # noqa: E402
from tadamun.kernel.references import Reference  # noqa: E402


@dataclass(frozen=True, kw_only=True)
class PairWritten(Event):
    number: int

    @property
    def subject(self) -> Reference:
        return Reference("pair", str(self.number))


def write(progress: Path) -> None:
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            announce(PairWritten(market_id=0, number=number))
            audit.record("write_pair", Reference("pair", str(number)))
        with progress.open("a") as file:
            file.write("x")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    print(json.dumps({"events": OutboxEvent.objects.count(), "audits": AuditEntry.objects.count()}))
