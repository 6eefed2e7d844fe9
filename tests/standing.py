"""Rows that many tests begin with: made once, kept while the tests that follow ask for them, then forgotten.

``@standing`` makes a fixture of a function that makes rows, as ``@pytest.fixture`` does. Before each test its rows,
in the order of their definition, are compared with those that stand: what the test does not ask for is taken back,
what is missing is made, each in a transaction inside the one before. The test works on copies in a transaction of
its own inside them all, so it changes nothing for the next, and a test that asks for no rows finds none. One with real
transactions makes its rows for itself.
"""

import copy
import inspect
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Make = Callable[..., Any]
_numbers = count()


@dataclass(frozen=True)
class Layer:
    """Rows of one fixture, made from those of others."""

    number: int
    name: str
    make: Make

    def needs(self) -> list[str]:
        return list(inspect.signature(self.make).parameters)


class Standing:
    """The layers that stand now, lowest first."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._layers: list[tuple[Layer, ExitStack]] = []
        self._made: dict[str, Any] = {}
        self._copies: dict[str, Any] = {}

    def prepare(self, wanted: list[Layer]) -> None:
        """Let these stand and no others. Called before the transaction of the next test begins."""
        with self._blocker.unblock():
            while not self._begins(wanted):
                self._take_back()
            for layer in wanted[len(self._layers) :]:
                self._add(layer)
        self._copies = copy.deepcopy(self._made)

    def given(self, layer: Layer, needed: dict[str, Any]) -> Any:
        """What stands, as this test may change it; or made for it alone, when nothing was prepared yet."""
        return self._copies[layer.name] if layer.name in self._copies else layer.make(**needed)

    def _begins(self, wanted: list[Layer]) -> bool:
        return [layer for layer, _ in self._layers] == wanted[: len(self._layers)]

    def _add(self, layer: Layer) -> None:
        inside = ExitStack()
        inside.enter_context(transaction.atomic())
        self._layers.append((layer, inside))
        try:
            self._made[layer.name] = layer.make(**{name: self._made[name] for name in layer.needs()})
        except BaseException:
            self._take_back()
            raise
        connection.run_on_commit = []  # never to come: a test sees only what it owes itself

    def _take_back(self) -> None:
        layer, inside = self._layers.pop()
        self._made.pop(layer.name, None)
        transaction.set_rollback(True)
        inside.close()


STANDING = pytest.StashKey[Standing]()


def standing(make: Make) -> Any:
    """The fixture of these rows. What ``make`` asks for must be standing, too."""
    layer = Layer(next(_numbers), make.__name__, make)

    def fixture(request: pytest.FixtureRequest, db: None, standing_rows: Standing, **needed: Any) -> Any:
        return standing_rows.given(layer, needed)

    own = [
        each for each in inspect.signature(fixture).parameters.values() if each.kind is not each.VAR_KEYWORD
    ]
    fixture.__signature__ = inspect.Signature([*own, *inspect.signature(make).parameters.values()])  # type: ignore[attr-defined]
    fixture.__name__, fixture.__doc__, fixture.layer = make.__name__, make.__doc__, layer  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def asked(item: pytest.Item) -> list[Layer]:
    """The layers that a test's fixtures are, lowest first; none if it needs commits, for these rows see none."""
    if any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
        return []
    known = getattr(item, "_fixtureinfo", None)
    found = (known.name2fixturedefs.get(name, [None])[-1] for name in known.names_closure) if known else ()
    layers = (getattr(each.func, "layer", None) for each in found if each)
    return sorted((each for each in layers if each), key=lambda layer: layer.number)
