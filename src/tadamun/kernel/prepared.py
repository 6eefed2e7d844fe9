"""Queries whose SQL is written once a process: for the few that every uncached public page asks.

Writing SQL from a queryset costs several times what SQLite needs to answer it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from tadamun.kernel.scopes import no_scope

Value = int | str | tuple[int, ...] | tuple[str, ...]
M = TypeVar("M", bound=models.Model)
_MOST_SHAPES = 200


@dataclass(frozen=True, slots=True)
class _Plan:
    """``holes``: for each parameter the place of the value that fills it, or -1 and the constant."""

    sql: str
    holes: tuple[tuple[int, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


class Prepared:
    """``build(*values)`` gives a ``values_list`` queryset; it is called once for each shape of values, with stand-ins.

    Values are whole numbers, texts and tuples of either (for ``__in``); a tuple of another length is another shape. What
    ``build`` does may depend on them in no other way, nor on the scope it is called in: it opens its own, with the market
    as a value. An empty tuple finds nothing.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows, each a tuple of Python values."""
        connection = connections[DEFAULT_DB_ALIAS]  # found once: ``connection.vendor`` looks for it each time
        shape = (connection.vendor, *(len(value) if isinstance(value, tuple) else -1 for value in values))
        if 0 in shape:
            return []
        plan = self._plans.get(shape)
        if plan is None:
            if len(self._plans) >= _MOST_SHAPES:
                self._plans.clear()
            plan = self._plans[shape] = self._prepare(values, connection)
        flat = _flat(values)
        with connection.cursor() as cursor:
            cursor.execute(
                plan.sql, [constant if place < 0 else flat[place] for place, constant in plan.holes]
            )
            rows = cursor.fetchall()
        return [_converted(row, plan, connection) for row in rows] if plan.converters else rows

    def _prepare(self, values: Sequence[Value], connection: BaseDatabaseWrapper) -> _Plan:
        numbers = count()
        stand_ins: dict[Any, int] = {}

        def stand_in(value: int | str) -> int | str:
            place = next(numbers)
            made: int | str = f"\ue000{place}" if isinstance(value, str) else 7_300_000_000_000 + place
            stand_ins[made] = place
            return made

        given = [
            tuple(stand_in(each) for each in value) if isinstance(value, tuple) else stand_in(value)
            for value in values
        ]
        with no_scope():  # the plan serves every market and seller: nothing of who asks first may stay in it
            compiler = self._build(*given).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        holes = tuple((stand_ins.get(each, -1), each) for each in params)
        missing = set(stand_ins.values()) - {place for place, _ in holes}
        if missing:
            raise ValueError(f"values {sorted(missing)} are not in the query as they were given")
        found = compiler.get_converters([each[0] for each in compiler.select])
        converters = tuple((place, tuple(each), expression) for place, (each, expression) in found.items())
        return _Plan(sql, holes, converters)


def _flat(values: Sequence[Value]) -> list[int | str]:
    flat: list[int | str] = []
    for value in values:
        if isinstance(value, tuple):
            flat.extend(value)
        else:
            flat.append(value)
    return flat


def _converted(row: Sequence[Any], plan: _Plan, connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    cells = list(row)
    for place, converters, expression in plan.converters:
        value = cells[place]
        for convert in converters:
            value = convert(value, expression, connection)
        cells[place] = value
    return tuple(cells)


@cache
def _names(model: type[models.Model], without: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in without)


def columns(model: type[models.Model], prefix: str = "", without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names ``values_list`` wants for all columns of a model, reached by ``prefix``, in the order ``made`` takes."""
    return tuple(prefix + name for name in _names(model, without))


def made(model: type[M], values: Sequence[Any], without: tuple[str, ...] = ()) -> M:
    """The row as a model; columns left out are read when somebody asks for them.

    Built without the model's ``__init__``, which costs five times as much: it must do nothing of its own.
    """
    row = model.__new__(model)
    row.__dict__.update(zip(_names(model, without), values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row
