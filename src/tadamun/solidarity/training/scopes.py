"""Rows of everybody beside a market's own: shipped courses are read in every market, a market's own in it alone."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from tadamun.kernel.scopes import ScopedManager, Unscoped, current_scope

_M = TypeVar("_M", bound=models.Model)


class SharedManager(ScopedManager[_M]):
    """``market`` is a lookup path that is empty where a row is everybody's."""

    def get_queryset(self) -> models.QuerySet[_M]:
        here = current_scope()
        if here is None:
            raise Unscoped(f"{self.model.__name__} is read only inside a scope")
        rows: models.QuerySet[_M] = models.Manager.get_queryset(self)
        if here.reason:
            return rows
        if here.market_id is None:
            raise Unscoped(f"{self.model.__name__} is not read in the scope {here}")
        path = self._path()
        own: dict[str, Any] = {path: here.market_id}
        shared: dict[str, Any] = {f"{path}__isnull": True}
        return rows.filter(Q(**own) | Q(**shared))

    def _path(self) -> str:
        default = self.model._default_manager
        return default.market if isinstance(default, ScopedManager) else self.market
