"""What a helper may only propose: a port. The room that knows a kind of change says how it is made true.

An *enactor* is called inside the transaction of the artisan's yes, in the organisation's scope; it makes the change through
its own operation, or raises ``Stale`` when the thing is no longer what the helper saw.
"""

from collections.abc import Callable
from datetime import timedelta

from tadamun.people.sellers.models import Proposal

TAKEN_BACK_WITHIN = timedelta(seconds=20)
"""A helper may take back what she sent for ten seconds that begin with the page; before nobody is told of it."""
Enactor = Callable[[Proposal], None]
_enactors: dict[str, Enactor] = {}


class Stale(ValueError):
    """What was proposed does not fit any more: the thing changed or is gone."""


def register_enactor(kind: str, enactor: Enactor) -> None:
    """Called in ``AppConfig.ready``: ``register_enactor("price", set_price)``."""
    _enactors[kind] = enactor


def enact(proposal: Proposal) -> None:
    """Raises ``Stale``, also for a kind nobody knows any more."""
    enactor = _enactors.get(proposal.kind)
    if enactor is None:
        raise Stale(proposal.kind)
    enactor(proposal)
