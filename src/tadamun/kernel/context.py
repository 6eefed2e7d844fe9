"""Who is acting, for whom, in which request: set once at the door, read by events, audit and logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tadamun.kernel.references import SYSTEM, Reference


@dataclass(frozen=True, slots=True)
class Context:
    """``actor`` did it, ``on_behalf_of`` is whom a helper acts for and ``under`` which mandate, ``market_id`` where,
    ``request_id`` in which request.
    """

    actor: Reference = SYSTEM
    on_behalf_of: Reference | None = None
    market_id: int | None = None
    request_id: str = ""
    under: Reference | None = None

    @property
    def for_whom(self) -> str:
        """As it is kept beside the actor: ``organisation:ABC under grant:XYZ``; empty when she acts for herself."""
        if self.on_behalf_of is None:
            return ""
        return f"{self.on_behalf_of} under {self.under}" if self.under else str(self.on_behalf_of)


_NOBODY = Context()
_current: ContextVar[Context] = ContextVar("context", default=_NOBODY)


def current() -> Context:
    return _current.get()


@contextmanager
def acting(
    *,
    actor: Reference | None = None,
    on_behalf_of: Reference | None = None,
    market_id: int | None = None,
    request_id: str | None = None,
    under: Reference | None = None,
) -> Iterator[Context]:
    """Within the block the given parts replace those of the context around it."""
    before = _current.get()
    after = Context(
        actor or before.actor,
        on_behalf_of or before.on_behalf_of,
        before.market_id if market_id is None else market_id,
        before.request_id if request_id is None else request_id,
        under or before.under,
    )
    token = _current.set(after)
    try:
        yield after
    finally:
        _current.reset(token)
