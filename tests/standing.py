"""Rows that many tests begin with: made once, kept while the tests that follow ask for the same, then forgotten.

A fixture asks for them with ``standing.given(KIND, make)`` and is named KIND, which is how ``prepare`` knows, before
a test begins, what it asks for. Each test works on copies, within a transaction of its own inside the one of the
rows: what it changes is taken back at its end. A test that asks for nothing finds an empty database.
"""

import copy
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

_makers: dict[str, Callable[[], Any]] = {}


class Standing:
    """What stands now, and how it is made and forgotten."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._kind = ""
        self._made: Any = None
        self._transaction = ExitStack()

    def prepare(self, kind: str) -> None:
        """Make these rows stand and no others; "" for none. Called before the transaction of the next test."""
        if kind == self._kind:
            return
        self.forget()
        if kind in _makers:
            with self._blocker.unblock():
                self._transaction.enter_context(transaction.atomic())
                self._made = _makers[kind]()
                connection.run_on_commit = []  # they are never committed, and a test sees only what it owes itself
            self._kind = kind

    def forget(self) -> None:
        if self._kind:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._transaction.close()
            self._kind, self._made = "", None

    def given(self, kind: str, make: Callable[[], Any]) -> Any:
        """A copy of what stands; the first test that asks makes its own, for nobody knew how."""
        _makers[kind] = make
        return copy.deepcopy(self._made) if self._kind == kind else make()

    @staticmethod
    def known(kind: str) -> bool:
        return kind in _makers
