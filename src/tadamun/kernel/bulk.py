"""Many rows at once. Django's ``bulk_create`` asks every field of every row how it is written, and sends 999 values at a
time: half the time of an import went there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)
_MOST_VALUES = 30_000  # of one statement: SQLite takes 32,766 since 3.32, PostgreSQL twice as many
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def new_row(model: type[M], **values: Any) -> M:
    """``model(**values)``, an unsaved row, at a third of its price: columns by their names, keys not objects, no signals."""
    row = model.__new__(model)
    row.__dict__.update(
        {name: default() for name, default in _defaults(model)}, **values, _state=ModelState()
    )
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    return tuple((field.attname, field.get_default) for field in model._meta.concrete_fields)


def insert_rows(rows: Iterable[M]) -> list[M]:
    """Write new rows of one table and give them their keys. Raises ``IntegrityError``; then none was written."""
    return _write(list(rows), "", keys=True)


def put_rows(rows: Iterable[M], *, unique: Sequence[str] = (), update: Sequence[str] = ()) -> list[M]:
    """Write rows that may be there: one with the same ``unique`` fields takes the values of ``update``, or stays as it is.

    Rows get no keys. Without ``unique`` any constraint may say that a row is there.
    """
    made = list(rows)
    if not made:
        return made
    names = {field.name: _column(field) for field in made[0]._meta.concrete_fields}
    taken = ", ".join(f"{names[name]} = EXCLUDED.{names[name]}" for name in update)
    where = f" ({', '.join(names[name] for name in unique)})" if unique else ""
    return _write(made, f" ON CONFLICT{where} DO {f'UPDATE SET {taken}' if taken else 'NOTHING'}", keys=False)


def _write(rows: list[M], suffix: str, *, keys: bool) -> list[M]:
    if not rows:
        return rows
    here = connections[DEFAULT_DB_ALIAS]  # itself: the proxy asks for the thread's own at every touch
    table = _table(type(rows[0]), here.vendor)
    if keys:
        suffix += table.returning
    size = _MOST_VALUES // len(table.columns)
    with transaction.atomic(savepoint=False), here.cursor() as cursor:
        for start in range(0, len(rows), size):
            chunk = rows[start : start + size]
            places = ", ".join([table.places] * len(chunk))
            values = chain.from_iterable(zip(*[column(chunk, here) for column in table.columns], strict=True))
            cursor.execute(f"{table.insert}{places}{suffix}", list(values))
            if keys:
                for row, (pk,) in zip(chunk, cursor.fetchall(), strict=True):
                    row.pk, row._state.adding, row._state.db = pk, False, here.alias
    return rows


Column = Callable[[Sequence[models.Model], BaseDatabaseWrapper], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class _Table:
    """What is the same of every row of a model that is written; found once a process."""

    insert: str
    places: str
    returning: str
    columns: tuple[Column, ...]


@cache
def _table(model: type[models.Model], _vendor: str) -> _Table:
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(map(_column, fields))
    return _Table(
        insert=f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES ",  # noqa: S608 (our own names)
        places=f"({', '.join(['%s'] * len(fields))})",
        returning=f" RETURNING {_column(meta.pk)}",
        columns=tuple(map(_values, fields)),
    )


def _column(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _values(field: models.Field[Any, Any]) -> Column:
    """What the database is given of a field of each row. Most values are what they are; JSON, times and amounts ask
    their field."""
    name, plain = field.attname, not isinstance(field, models.JSONField)
    timed = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    # Most JSON is an empty mapping or list.
    empty = {} if plain else {kind: field.get_db_prep_save(kind(), connection) for kind in (dict, list)}

    def value(found: Any, here: BaseDatabaseWrapper) -> Any:
        kind = type(found)
        if plain and kind in _AS_THEY_ARE:
            return found
        if not found and kind in empty:
            return empty[kind]
        return field.get_db_prep_save(found, here)

    def column(rows: Sequence[models.Model], here: BaseDatabaseWrapper) -> Iterable[Any]:
        if timed:
            return [value(field.pre_save(row, add=True), here) for row in rows]
        found = [row.__dict__[name] for row in rows]
        if plain and _AS_THEY_ARE.issuperset(map(type, found)):
            return found
        return [value(each, here) for each in found]

    return column
