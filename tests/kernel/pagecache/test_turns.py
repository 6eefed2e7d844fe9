"""One maker per page; nobody waits for ever."""

import time
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from tadamun.kernel import clock
from tadamun.kernel.pagecache import tags, wsgi
from tadamun.kernel.pagecache.turns import Turns
from tadamun.kernel.pagecache.wsgi import HIT, STALE, PageCache
from tests.kernel.pagecache.site import Reply, Shop, visit

NAME = "0123456789abcdef0123456789abcdef"


def hold(folder: Path, pipe: Connection) -> None:
    """Take the turn, say so, and keep it until told to let go."""
    with Turns(folder).taken(NAME) as mine:
        pipe.send(mine)
        pipe.recv()


class Slow:
    """A page whose making waits for ``go``."""

    def __init__(self, shop: Shop) -> None:
        self.begun, self.go = Event(), Event()
        shop.reads = self.read

    def read(self) -> None:
        tags.collect("product:42")
        self.begun.set()
        assert self.go.wait(20)


def visiting(cache: PageCache, replies: list[Reply]) -> Thread:
    thread = Thread(target=lambda: replies.append(visit(cache)))
    thread.start()
    return thread


def test_a_turn_is_given_once(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    with turns.taken(NAME) as first, turns.taken(NAME) as second, turns.taken(NAME[::-1]) as other:
        assert (first, second, other) == (True, False, True)
    with turns.taken(NAME) as again:
        assert again


@pytest.mark.broad
@pytest.mark.concurrent
def test_a_turn_is_given_to_one_process_and_ends_with_it(tmp_path: Path) -> None:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=hold, args=(tmp_path, there))
    process.start()
    assert here.recv() is True
    with Turns(tmp_path).taken(NAME) as mine:
        assert not mine
    process.kill()
    process.join(20)
    with Turns(tmp_path).taken(NAME) as mine:
        assert mine


def test_turns_survive_the_loss_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Turns(tmp_path / "file").taken(NAME) as mine:
        assert mine


@pytest.mark.concurrent
def test_twenty_visitors_at_once_have_the_page_made_once(cache: PageCache, shop: Shop) -> None:
    slow, together = Slow(shop), Barrier(21)
    replies: list[Reply] = []

    def come() -> None:
        together.wait(20)
        replies.append(visit(cache))

    threads = [Thread(target=come) for _ in range(20)]
    for thread in threads:
        thread.start()
    together.wait(20)
    assert slow.begun.wait(20)
    slow.go.set()
    for thread in threads:
        thread.join(20)
    assert [reply.body for reply in replies] == [shop.body.encode()] * 20
    assert len(shop.asked) == 1


@pytest.mark.broad
@pytest.mark.concurrent
def test_who_waits_too_long_makes_the_page_herself(
    cache: PageCache, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wsgi, "PATIENCE", 0.2)
    slow = Slow(shop)
    replies: list[Reply] = []
    first = visiting(cache, replies)
    assert slow.begun.wait(20)
    shop.reads = lambda: None
    began = time.monotonic()
    assert visit(cache).status == 200
    assert 0.18 < time.monotonic() - began < 10
    slow.go.set()
    first.join(20)
    assert len(shop.asked) == 2


@pytest.mark.concurrent
def test_nobody_waits_for_a_page_that_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.headers = []
    visit(cache)
    slow = Slow(shop)
    replies: list[Reply] = []
    first = visiting(cache, replies)
    assert slow.begun.wait(20)
    shop.reads = lambda: None
    began = time.monotonic()
    visit(cache)
    assert time.monotonic() - began < 0.9
    slow.go.set()
    first.join(20)


@pytest.mark.broad
@pytest.mark.concurrent
def test_a_page_just_out_of_time_is_given_while_it_is_made_anew(
    cache: PageCache, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wsgi, "PATIENCE", 0.2)
    shop.headers = [("X-Page-Cache", "60")]
    instant = clock.now()
    visit(cache)
    slow = Slow(shop)
    replies: list[Reply] = []

    def later(seconds: float) -> Reply:
        with clock.shifted(instant - clock.now() + timedelta(seconds=seconds)):
            return visit(cache)

    maker = Thread(target=lambda: replies.append(later(60.4)))
    maker.start()
    assert slow.begun.wait(20)
    assert later(60.5).verdict == STALE
    shop.body, shop.reads = "new", lambda: tags.collect("product:42")
    assert later(62).body == b"new"
    slow.go.set()
    maker.join(20)


@pytest.mark.concurrent
def test_a_changed_page_is_never_given_while_it_is_made_anew(cache: PageCache, shop: Shop) -> None:
    visit(cache)
    cache.versions.bump(["product:42"])
    shop.body = "new price"
    slow = Slow(shop)
    replies: list[Reply] = []
    visitors = [visiting(cache, replies), visiting(cache, replies)]
    assert slow.begun.wait(20)
    slow.go.set()
    for visitor in visitors:
        visitor.join(20)
    assert {reply.body for reply in replies} == {b"new price"}
    assert visit(cache).verdict == HIT
