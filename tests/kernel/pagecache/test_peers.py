"""Two machines with one database: a change through one is on the pages of the other."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import transaction
from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from tadamun.kernel.pagecache import peers, tags, versions
from tadamun.kernel.pagecache.models import TagBump
from tadamun.kernel.pagecache.peers import LOST, WINDOW, Follower
from tests.kernel.pagecache.site import Shop, cache_for, visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.broad]


class Machine:
    """A folder of its own, a follower whose clock the test moves, and the cache before the shop all share."""

    def __init__(self, folder: Path, shop: Shop, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.time = 1_000.0
        self.cache = cache_for(shop, folder)
        self.restart()

    def restart(self) -> None:
        self.follower = Follower(self.folder, lambda: self.time)

    @contextmanager
    def here(self) -> Iterator[None]:
        """What is done in the block is done on this machine."""
        before = self.settings.PAGE_CACHE
        self.settings.PAGE_CACHE = {"FOLDER": self.folder}
        yield
        self.settings.PAGE_CACHE = before

    def bump(self, *names: str) -> None:
        with self.here():
            tags.bump(*names)

    def sequence(self) -> int:
        look = versions.at(self.folder).look()
        assert look is not None
        return look.sequence


@pytest.fixture
def machines(tmp_path: Path, shop: Shop, settings: Settings) -> Iterator[tuple[Machine, Machine]]:
    peers.join()
    settings.PAGE_CACHE = {"FOLDER": tmp_path / "a"}
    pair = Machine(tmp_path / "a", shop, settings), Machine(tmp_path / "b", shop, settings)
    for machine in pair:
        machine.follower.poll()
    yield pair
    tags.announce_with(None)


Machines = tuple[Machine, Machine]


def test_a_change_through_one_machine_is_on_the_pages_of_the_other(machines: Machines, shop: Shop) -> None:
    here, there = machines
    assert visit(here.cache).body == visit(there.cache).body == shop.body.encode()
    shop.body = "120"
    here.bump("product:42")
    assert visit(here.cache).body == b"120"
    there.follower.poll()
    assert visit(there.cache).body == b"120"
    assert visit(there.cache).verdict == "tadamun; hit"


def test_a_machine_does_not_repeat_its_own_bumps(machines: Machines) -> None:
    here, _ = machines
    here.bump("product:42")
    before = here.sequence()
    here.follower.poll()
    assert here.sequence() == before


def test_each_row_is_applied_once(machines: Machines) -> None:
    here, there = machines
    here.bump("product:42")
    there.follower.poll()
    before = there.sequence()
    for _ in range(3):
        there.time += 30
        assert there.follower.poll() == 0
    assert there.sequence() == before


def test_the_row_belongs_to_the_transaction(machines: Machines) -> None:
    here, _ = machines
    with here.here(), transaction.atomic():
        tags.bump("product:42", "market:1")
        tags.bump("product:42")
        transaction.set_rollback(True)
    assert not TagBump.objects.exists()
    with here.here(), transaction.atomic():
        tags.bump("product:42", "market:1")
        tags.bump("product:42")
    assert [row.tags for row in TagBump.objects.all()] == [["market:1", "product:42"]]


def row_of_another(number: int, tag: str = "product:42") -> None:
    TagBump.objects.create(id=number, tags=[tag], machine="somewhere else")


def test_a_row_that_appears_after_one_with_a_higher_number_is_applied(machines: Machines) -> None:
    _, there = machines
    row_of_another(900)
    assert there.follower.poll() == 1
    there.time += WINDOW / 2
    assert there.follower.poll() == 0
    row_of_another(899)
    assert there.follower.poll() == 1


def test_rows_seen_long_ago_are_not_read_for_ever(machines: Machines) -> None:
    _, there = machines
    row_of_another(900)
    there.follower.poll()
    there.time += WINDOW + 1
    there.follower.poll()
    row_of_another(899)
    assert there.follower.poll() == 0
    row_of_another(901)
    assert there.follower.poll() == 1


def test_a_restart_applies_what_happened_meanwhile_also_its_own(machines: Machines, shop: Shop) -> None:
    """Its own, because a process killed between commit and bump leaves only the row."""
    here, there = machines
    for machine in machines:
        visit(machine.cache)
        machine.follower.poll()
        machine.restart()
    with here.here():
        peers.announce(frozenset({"product:42"}))
    shop.body = "120"
    for machine in (here, there):
        machine.follower.poll()
        assert visit(machine.cache).body == b"120"


def test_a_restart_keeps_the_pages_nothing_happened_to(machines: Machines) -> None:
    _, there = machines
    visit(there.cache)
    there.restart()
    there.follower.poll()
    assert visit(there.cache).verdict == "tadamun; hit"


def forgotten_place(machine: Machine) -> None:
    (machine.folder / "followed").unlink()


def old_place(machine: Machine) -> None:
    os.utime(machine.folder / "followed", (time.time() - LOST - 5,) * 2)


def damaged_place(machine: Machine) -> None:
    (machine.folder / "followed").write_text("{")


def restored_backup(machine: Machine) -> None:
    """The table is behind the place reached."""
    (machine.folder / "followed").write_text('{"floor": 5000}')


@pytest.mark.parametrize("accident", [forgotten_place, old_place, damaged_place, restored_backup])
def test_a_machine_that_lost_its_place_forgets_its_pages(
    machines: Machines, accident: Callable[[Machine], None]
) -> None:
    _, there = machines
    row_of_another(7)
    there.follower.poll()
    visit(there.cache)
    accident(there)
    there.restart()
    there.follower.poll()
    assert visit(there.cache).verdict == "tadamun; fwd=miss"


def test_after_a_long_time_without_the_database_the_pages_are_forgotten(machines: Machines) -> None:
    _, there = machines
    visit(there.cache)
    old_place(there)
    there.time += LOST + 1
    there.follower.poll()
    assert visit(there.cache).verdict == "tadamun; fwd=miss"


def test_following_survives_the_loss_of_the_folder(machines: Machines) -> None:
    here, there = machines
    shutil.rmtree(there.folder)
    here.bump("product:42")
    assert there.follower.poll() == 1
    assert visit(there.cache).status == 200


def test_old_rows_are_removed_except_the_newest(machines: Machines) -> None:
    for number in (1, 2, 3):
        row_of_another(number)
    TagBump.objects.filter(id__in=[1, 3]).update(at=Now() - timedelta(hours=2))
    assert peers.prune() == 1
    assert sorted(TagBump.objects.values_list("id", flat=True)) == [2, 3]


@pytest.mark.concurrent
def test_the_thread_follows_and_one_thread_a_machine_works(machines: Machines, settings: Settings) -> None:
    here, there = machines
    look = versions.at(there.folder).look()
    assert look is not None
    before = there.sequence()
    with there.here():
        followers = [peers.start(), peers.start()]
    here.bump("product:42")
    bumped, patience = Event(), 100
    while there.sequence() == before and patience:
        bumped.wait(0.1)
        patience -= 1
    for follower in followers:
        follower.stopped.set()
    for follower in followers:
        follower.thread.join(20)
    assert there.sequence() == before + 1
    assert sum(follower._looked_at is not None for follower in followers) == 1
