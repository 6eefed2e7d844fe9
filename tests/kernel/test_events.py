"""An event is written in the transaction that made it true, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tadamun.kernel.events import Event, Reactions, announce, number_of, reaction, timeline
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import OutboxEvent
from tadamun.kernel.references import Reference

seen: list[str] = []


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    code: str

    @property
    def subject(self) -> Reference:
        return Reference("kettle", self.code)


def at_once(event: KettleBoiled) -> None:
    seen.append(f"now {event.code}")


def afterwards(event: KettleBoiled) -> None:
    seen.append(f"later {event.code}")


@pytest.fixture(autouse=True)
def _listeners() -> Iterator[None]:
    seen.clear()
    reaction(KettleBoiled, when="now")(at_once)
    reaction(KettleBoiled, when="later")(afterwards)
    yield
    Reactions.now.pop(KettleBoiled)
    Reactions.later.pop(KettleBoiled)
    Reactions.kinds.pop("KettleBoiled")


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_now_and_later() -> None:
    with transaction.atomic():
        announce(KettleBoiled(market_id=0, code="K1"))
        assert seen == ["now K1"]
    assert [row.kind for row in timeline(Reference("kettle", "K1"))] == ["KettleBoiled"]
    run_worker(once=True)
    assert seen == ["now K1", "later K1"]


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_two_of_a_kind_are_told_apart_when_they_are_delivered() -> None:
    numbers = list[int]()
    reaction(KettleBoiled, when="later")(lambda event: numbers.append(number_of(event)))
    with transaction.atomic():
        for _twice in range(2):
            announce(KettleBoiled(market_id=0, code="K1"))
    newest = number_of(KettleBoiled(market_id=0, code="K1"))
    run_worker(once=True)
    assert sorted(numbers) == [newest - 1, newest]
    assert number_of(KettleBoiled(market_id=0, code="K9")) == 0


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_announced() -> None:
    with pytest.raises(RuntimeError, match="the kettle leaks"), transaction.atomic():
        announce(KettleBoiled(market_id=0, code="K2"))
        raise RuntimeError("the kettle leaks")
    assert not OutboxEvent.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        announce(KettleBoiled(market_id=0, code="K3"))
