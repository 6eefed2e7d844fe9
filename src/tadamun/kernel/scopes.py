"""Who may be read: market and organisation rows are read only inside a scope.

A query outside any scope raises ``Unscoped``; a query that names another market or organisation than the scope's
raises ``CrossScope`` and says which; every other query is silently narrowed to the scope. Jobs and cross-market
reports open ``everything("why")``: a law of ``tests/architecture`` wants the reason, and at the doors allows only what it names.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model)


class Unscoped(RuntimeError):
    """A market's or an organisation's rows were asked for without saying whose."""


class CrossScope(RuntimeError):
    """Rows of another market or organisation than the scope's were asked for by name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The market and the organisation whose rows may be read; ``reason`` when it is everybody's."""

    market_id: int | None = None
    organisation_id: int | None = None
    reason: str = ""


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope | None:
    return _scope.get()


def market_of_scope() -> int:
    """The market whose rows may be read. Raises ``Unscoped`` where none is."""
    here = _scope.get()
    if here is None or here.market_id is None:
        raise Unscoped("this is read only in the scope of one market")
    return here.market_id


@contextmanager
def scope(*, market_id: int | None = None, organisation_id: int | None = None) -> Iterator[Scope]:
    """Narrow what is read. Inside another scope the parts not given are kept; parts given replace them."""
    before = _scope.get() or Scope()
    after = Scope(
        before.market_id if market_id is None else market_id,
        before.organisation_id if organisation_id is None else organisation_id,
    )
    token = _scope.set(after)
    try:
        yield after
    finally:
        _scope.reset(token)


@contextmanager
def everything(reason: str) -> Iterator[Scope]:
    """Read across markets and organisations: jobs, checks and the read model, never a visitor's request."""
    token = _scope.set(Scope(reason=reason))
    try:
        yield Scope(reason=reason)
    finally:
        _scope.reset(token)


@contextmanager
def no_scope() -> Iterator[None]:
    """Forget the scope around: what is made here for everybody may depend on nobody's, and must name its own."""
    token = _scope.set(None)
    try:
        yield
    finally:
        _scope.reset(token)


class ScopedQuerySet(models.QuerySet[_M]):
    """Refuses filters that name another owner than the scope's."""

    def _filter_or_exclude_inplace(self, negate: bool, args: Any, kwargs: Any) -> None:
        here = _scope.get()
        if here is not None and not here.reason and not negate:
            for field, allowed in (("market", here.market_id), ("organisation", here.organisation_id)):
                asked = kwargs.get(field, kwargs.get(f"{field}_id"))
                asked = getattr(asked, "pk", asked)
                if asked is not None and allowed is not None and asked != allowed:
                    raise CrossScope(
                        f"{self.model.__name__}: {field} {asked} asked for in the scope of {allowed}"
                    )
        super()._filter_or_exclude_inplace(negate, args, kwargs)  # type: ignore[misc]


if TYPE_CHECKING:
    _Base = models.Manager
else:
    _Base = models.Manager.from_queryset(ScopedQuerySet)


class ScopedManager(_Base[_M]):
    """A manager that needs a scope.

    ``market`` and ``organisation`` are lookup paths from the model to the owner. A model with both is narrowed by
    every part the scope has; a model with one needs that part, or, for an organisation's rows read in a market,
    ``through``: the path that leads to the market by admission.
    """

    use_in_migrations = False

    def __init__(self, *, market: str = "", organisation: str = "", through: str = "") -> None:
        super().__init__()
        self.market, self.organisation, self.through = market, organisation, through

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        kind: Any = type(self)  # django-stubs' plugin fails on a manager made through its own class
        made: Self = kind(market=self.market, organisation=self.organisation, through=self.through)
        return made

    def get_queryset(self) -> models.QuerySet[_M]:
        here = _scope.get()
        rows: models.QuerySet[_M] = super().get_queryset()
        if here is None:
            raise Unscoped(f"{self.model.__name__} is read only inside a scope")
        if here.reason:
            return rows
        narrowed = False
        lookups: dict[str, int] = {}
        paths = self._paths()
        for path, owner in ((paths.market, here.market_id), (paths.organisation, here.organisation_id)):
            if path and owner is not None:
                lookups[path] = owner
                narrowed = True
        if not narrowed and paths.through and here.market_id is not None:
            lookups[paths.through] = here.market_id
            narrowed = True
        if not narrowed:
            raise Unscoped(f"{self.model.__name__} is not read in the scope {here}")
        return rows.filter(**lookups)

    def _paths(self) -> "ScopedManager[Any]":
        """Django makes the manager of ``order.lines`` from our class without our arguments: the model's own has them."""
        default = self.model._default_manager
        return default if isinstance(default, ScopedManager) else self
