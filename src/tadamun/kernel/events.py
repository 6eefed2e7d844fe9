"""Events go up: past-tense facts written in the transaction that made them true, and what reacts to them.

A reaction declares ``now`` (same transaction, database writes only) or ``later`` (worker, at least once, so it must
be idempotent). The outbox is also the timeline people read.
"""

from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, TypeVar

from django.db import transaction

from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.context import current
from tadamun.kernel.jobs import enqueue, job
from tadamun.kernel.models import OutboxEvent
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in identifiers and plain values only. ``market_id`` is 0 where no market is meant."""

    market_id: int

    @property
    def subject(self) -> Reference:
        """What the event is about: its timeline shows it."""
        raise TypeError(f"{type(self).__name__} has no subject")


_delivered: ContextVar[int | None] = ContextVar("delivered_event", default=None)
E_ = TypeVar("E_", bound=Event)
Reaction = Callable[[Any], None]


class Reactions:
    """Who reacts to what: filled when apps are ready, never during a request."""

    now: ClassVar[dict[type[Event], list[Reaction]]] = defaultdict(list)
    later: ClassVar[dict[type[Event], dict[str, Reaction]]] = defaultdict(dict)
    long: ClassVar[set[str]] = set()
    kinds: ClassVar[dict[str, type[Event]]] = {}


def reaction(
    *kinds: type[Event], when: Literal["now", "later"], long: bool = False
) -> Callable[[Reaction], Reaction]:
    """Register a function for these events. A ``later`` reaction is known by its module and name.

    ``long``: it may take minutes, so it waits in the queue of its like and nobody's message waits behind it.
    """

    def register(function: Reaction) -> Reaction:
        if long:
            Reactions.long.add(_name(function))
        for kind in kinds:
            Reactions.kinds[kind.__name__] = kind
            if when == "now":
                if function not in Reactions.now[kind]:
                    Reactions.now[kind].append(function)
            else:
                Reactions.later[kind][_name(function)] = function
        return function

    return register


def _name(function: Reaction) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def announce(event: Event) -> None:
    """Write the event, let ``now`` reactions write, hand the others to the worker: all in the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} announced outside a transaction")
    here = current()
    row = OutboxEvent(
        kind=type(event).__name__,
        subject=str(event.subject),
        market_id=event.market_id or None,
        actor=str(here.actor),
        on_behalf_of=here.for_whom,
        request_id=here.request_id,
        payload=asdict(event),
    )
    insert_rows([row])
    for react in Reactions.now[type(event)]:
        react(event)
    for name in Reactions.later[type(event)]:
        enqueue(deliver_long if name in Reactions.long else deliver, row.pk, name)


@job(queue="default")
def deliver(event_id: int, name: str) -> None:
    """Run one ``later`` reaction of one event."""
    row = OutboxEvent.objects.get(pk=event_id)
    kind = Reactions.kinds[row.kind]
    token = _delivered.set(row.pk)
    try:
        Reactions.later[kind][name](kind(**row.payload))
    finally:
        _delivered.reset(token)


def number_of(event: Event) -> int:
    """What tells this happening from others of its kind and subject: the one being delivered, else the newest, else 0."""
    if (known := _delivered.get()) is not None:
        return known
    rows = OutboxEvent.objects.filter(kind=type(event).__name__, subject=str(event.subject))
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


@job(queue="long", lease=3600)
def deliver_long(event_id: int, name: str) -> None:
    """The same for a reaction that may take minutes."""
    deliver(event_id, name)


def timeline(subject: Reference) -> list[OutboxEvent]:
    """What happened to it, oldest first."""
    return list(OutboxEvent.objects.filter(subject=str(subject)).order_by("pk"))
