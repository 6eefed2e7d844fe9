"""Who changed what, when, why, in whose name: one append-only row an act, written by the operation that acts."""

from typing import Any

from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.context import current
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.references import Reference


def record(
    action: str, subject: Reference, *, market_id: int | None = None, reason: str = "", **changes: Any
) -> None:
    """Keep the act of the current actor. ``changes`` are plain values; never a secret, a code or a whole address."""
    here = current()
    entry = AuditEntry(
        action=action,
        subject=str(subject),
        market_id=market_id if market_id is not None else here.market_id,
        actor=str(here.actor),
        on_behalf_of=here.for_whom,
        request_id=here.request_id,
        reason=reason,
        changes=changes,
    )
    insert_rows([entry])


def record_helped(action: str, subject: Reference, *, market_id: int | None = None, **changes: Any) -> None:
    """The same, only where a helper acts under a mandate: for acts whose own rows say already who did them. She for whom it
    was done hears of it at the end of the week.
    """
    if current().under is not None:
        record(action, subject, market_id=market_id, **changes)
