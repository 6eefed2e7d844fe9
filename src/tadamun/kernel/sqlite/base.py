"""``ENGINE = "tadamun.kernel.sqlite"``."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base as stock
from django.db.utils import OperationalError

from tadamun.kernel.sqlite.lock import FileLock, MemoryLock, WriteLock


@lru_cache(maxsize=256)  # texts of a few KB
def _with_question_marks(query: str) -> str:
    return stock.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(stock.SQLiteCursorWrapper):
    """The stock cursor, which remembers what it made of a query: a page asks the same few each time."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_question_marks(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted


class DatabaseWrapper(stock.DatabaseWrapper):
    """Stock SQLite whose transactions queue for the right to write.

    The lock is taken before ``BEGIN IMMEDIATE`` and given back at commit, rollback or close. Savepoints lie
    inside the outer transaction and never touch it. After ``timeout`` seconds (OPTIONS, 20 by default)
    ``atomic()`` raises ``OperationalError("database is locked")``, as SQLite itself would, and nothing was
    written.
    """

    transaction_mode: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock_of: tuple[str, WriteLock] | None = None

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    @property
    def write_lock(self) -> WriteLock:
        # Test databases change the name of a living connection, so the lock follows the name.
        name = str(self.settings_dict["NAME"])
        if self._lock_of is None or self._lock_of[0] != name:
            self._release()
            lock = MemoryLock(name) if self.is_in_memory_db() else FileLock(Path(f"{name}.lock"))
            self._lock_of = (name, lock)
        return self._lock_of[1]

    def _start_transaction_under_autocommit(self) -> None:
        self.ensure_connection()
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 20))
        if self.transaction_mode in {"IMMEDIATE", "EXCLUSIVE"} and not self.write_lock.acquire(timeout):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open: the rollback that follows gives the lock back.
        super()._commit()  # type: ignore[misc]
        self._release()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._lock_of is not None:
                self._lock_of[1].close()

    def _release(self) -> None:
        if self._lock_of is not None:
            self._lock_of[1].release()
