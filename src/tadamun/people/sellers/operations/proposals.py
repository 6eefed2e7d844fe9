"""Changes that a helper wants and the artisan makes true or refuses."""

from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.events import ChangeProposed
from tadamun.people.sellers.models import Grant, Organisation, Proposal
from tadamun.people.sellers.proposing import Stale, enact
from tadamun.people.sellers.states import WrongState

State = Proposal.State


def propose_change(grant: Grant, *, kind: str, subject: Reference, by_name: str, **change: Any) -> Proposal:
    """Ask the artisan. What waited for the same thing is replaced by it. She is told.

    ``first=True`` among the ``change``: the price of a thing that the helper made, told once it cannot be taken back any more.
    """
    organisation, by = grant.organisation, str(current().actor)
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        waiting = Proposal.objects.filter(kind=kind, subject=str(subject), state=State.WAITING)
        waiting.update(state=State.STALE, decided_at=clock.now(), decided_by="")
        row = Proposal.objects.create(
            organisation=organisation, grant=grant, by=by, by_name=by_name, kind=kind, subject=str(subject), change=change,
            at=clock.now(),
        )  # fmt: skip
        announce(
            ChangeProposed(
                market_id=current().market_id or 0, organisation_id=organisation.pk, code=organisation.code,
                proposal_code=row.code,
            )
        )  # fmt: skip
        audit.record(f"propose_{kind}", subject, grant=grant.code, **change)
    return row


def put_away_proposals(organisation: Organisation, subject: Reference) -> int:
    """What waits about this thing waits no more: the thing was taken back. Repeating it does nothing."""
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        waiting = Proposal.objects.filter(subject=str(subject), state=State.WAITING)
        return waiting.update(state=State.STALE, decided_at=clock.now(), decided_by="")


def confirm_proposal(proposal: Proposal) -> Proposal:
    """She says yes: the change is made now. Raises ``Stale`` when the thing changed meanwhile (then the proposal is put away)
    and ``WrongState`` for a helper, or when it was decided.
    """
    with transaction.atomic():
        row = _decided(proposal, State.CONFIRMED)
        try:
            with transaction.atomic(), scope(organisation_id=row.organisation_id):
                enact(row)
        except Stale:
            row.state = State.STALE
        with everything("a proposal is decided by its key"):
            row.save(update_fields=["state", "decided_at", "decided_by"])
        audit.record(f"proposal_{row.state}", row.organisation.reference, proposal=row.code, kind=row.kind)
    if row.state == State.STALE:
        raise Stale(row.kind)
    return row


def refuse_proposal(proposal: Proposal) -> Proposal:
    """She says no: nothing changes. Raises ``WrongState``."""
    with transaction.atomic(), everything("a proposal is decided by its key"):
        row = _decided(proposal, State.REFUSED)
        row.save(update_fields=["state", "decided_at", "decided_by"])
        audit.record("proposal_refused", row.organisation.reference, proposal=row.code, kind=row.kind)
    return row


def _decided(proposal: Proposal, state: str) -> Proposal:
    here = current()
    if here.under is not None or str(here.actor) == proposal.by:
        raise WrongState("a helper does not decide what she proposed")
    with everything("a proposal is locked by its key"):
        rows = Proposal.objects.select_for_update(of=("self",)).select_related("organisation", "grant")
        row = rows.get(pk=proposal.pk)
    if row.state != State.WAITING:
        raise WrongState("it was decided")
    row.state, row.decided_at, row.decided_by = state, clock.now(), str(here.actor)
    return row
