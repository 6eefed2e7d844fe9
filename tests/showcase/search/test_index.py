"""The folder of the index: writing, reading, replacing, losing it."""

import multiprocessing
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from django.conf import settings

from tadamun.showcase.search import index
from tadamun.showcase.search.questions import Question, ask
from tadamun.showcase.search.schema import IndexDocument
from tests.showcase.search.conftest import Filling
from tests.showcase.search.pieces import CARPET, MARKET, PIECES, VASE, many


def ids(text: str = "") -> list[int]:
    return sorted(ask(Question(market_id=MARKET, text=text, page_size=100)).product_ids)


def apply(*documents: IndexDocument, gone: tuple[int, ...] = ()) -> int:
    folder = index.current()
    assert folder is not None
    changes = {document.product_id: document for document in documents} | dict.fromkeys(gone)
    with index.writing(wait=True):
        return index.apply(folder, MARKET, changes)


@pytest.mark.broad
def test_a_change_is_seen_by_the_next_question(fill: Filling) -> None:
    fill([CARPET])
    assert ids() == [1]
    assert apply(VASE) == 1
    assert ids() == [1, 2]
    apply(replace(VASE, titles={"fr": "Lampe"}), gone=(1,))
    assert ids() == [2]
    assert ids("lampe") == [2]


@pytest.mark.broad
def test_doing_it_twice_is_doing_it_once(fill: Filling) -> None:
    fill([CARPET])
    assert apply(VASE, gone=(1,)) == 2
    before = meta().stat()
    assert apply(VASE, gone=(1, 77)) == 0
    assert meta().stat() == before
    assert ids() == [2]


@pytest.mark.broad
def test_what_was_remembered_is_forgotten_with_the_change(fill: Filling) -> None:
    fill([CARPET])
    question = Question(market_id=MARKET)
    assert ask(question).facets["material"][0].value == "wool"
    apply(replace(CARPET, materials=("silk",)))
    assert [each.value for each in ask(question).facets["material"]] == ["silk"]


def test_a_market_gets_its_index_with_its_first_piece(fill: Filling) -> None:
    fill([CARPET])
    folder = index.current()
    assert folder is not None
    assert index.apply(folder, 2, {5: None}) == 0
    assert index.market_ids(folder) == [1]
    index.apply(folder, 2, {2: replace(VASE, market_id=2)})
    assert index.market_ids(folder) == [1, 2]
    assert ask(Question(market_id=2)).product_ids == [2]


@pytest.mark.broad
def test_many_small_changes_stay_few_files(fill: Filling) -> None:
    fill(many(20))
    for number in range(40):
        apply(replace(CARPET, price_minor=number))
    opened = index.open_index(index.current() or Path(), MARKET)
    assert opened is not None
    assert opened.searcher().num_docs == 21
    assert opened.searcher().num_segments <= 8


def test_no_folder_no_answer_and_no_error(index_folder: Path) -> None:
    answer = ask(Question(market_id=MARKET, text="tapis"))
    assert (answer.product_ids, answer.facets, answer.ready) == ([], {}, False)
    assert not index_folder.exists()


def test_a_deleted_folder_is_answered_from_while_it_is_open(fill: Filling, index_folder: Path) -> None:
    fill(PIECES)
    assert len(ids()) == 5
    shutil.rmtree(index_folder)
    assert ids("poterie") == [2]
    fill([CARPET])
    assert ids() == [1]


def test_an_index_of_another_release_is_not_current(fill: Filling) -> None:
    fill([CARPET])
    folder = index.current()
    assert folder is not None
    (folder / "version").write_text("0-older")
    assert index.current() is None


def test_an_index_of_another_release_is_not_read(fill: Filling) -> None:
    fill([CARPET])
    folder = index.current()
    assert folder is not None
    (folder / "version").write_text("0-older")
    answer = ask(Question(market_id=MARKET))
    assert (answer.product_ids, answer.ready) == ([], False)


@pytest.mark.parametrize("damage", [b"", b"{}", b"nonsense"])
def test_a_damaged_index_gives_no_answer_and_no_error(fill: Filling, damage: bytes) -> None:
    fill([CARPET])
    meta().write_bytes(damage)
    answer = ask(Question(market_id=MARKET))
    assert (answer.product_ids, answer.ready) == ([], False)


def test_publishing_removes_what_was_before(fill: Filling, index_folder: Path) -> None:
    fill([CARPET])
    (index_folder / "left-by-a-crash").mkdir()
    fill([VASE])
    current = index.current()
    assert current is not None
    assert {path.name for path in index_folder.iterdir()} == {"current", current.name}
    assert ids() == [2]


def test_one_writer_at_a_time(index_folder: Path) -> None:
    with other_process_writes(index_folder):
        with pytest.raises(index.IndexBusy), index.writing(wait=False):
            pass
        shutil.rmtree(index_folder)
        with pytest.raises(index.IndexBusy), index.writing(wait=False):
            pass
    with index.writing(wait=False):
        assert index_folder.is_dir()


@contextmanager
def other_process_writes(folder: Path) -> Iterator[None]:
    context = multiprocessing.get_context("fork")
    holding, release = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(folder, holding, release))
    process.start()
    try:
        assert holding.wait(20)
        yield
    finally:
        release.set()
        process.join(20)
    assert process.exitcode == 0


def _hold(folder: Path, holding: Event, release: Event) -> None:
    settings.SEARCH_INDEX = folder
    with index.writing(wait=True):
        holding.set()
        release.wait(20)


@pytest.mark.concurrent
@pytest.mark.broad
def test_readers_are_never_broken_by_a_rebuild(fill: Filling) -> None:
    """While the index is replaced again and again, every answer is whole: all of one making, none of two."""
    fill(many(10))
    stop = threading.Event()
    seen: list[tuple[int, int]] = []
    broken: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                answer = ask(Question(market_id=MARKET, text="tapis", page_size=100))
                seen.append((answer.total, len(answer.product_ids)))
            except BaseException as error:
                broken.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    sizes = [10, *range(11, 23)]
    for size in sizes[1:]:
        fill(many(size))
    stop.set()
    for reader in readers:
        reader.join(20)
    assert broken == []
    assert {total for total, _ in seen} <= set(sizes)
    assert all(total == count for total, count in seen)
    assert ask(Question(market_id=MARKET)).total == sizes[-1]


@pytest.mark.broad
@pytest.mark.concurrent
def test_another_process_sees_the_commit(fill: Filling, index_folder: Path) -> None:
    fill([CARPET])
    context = multiprocessing.get_context("fork")
    ready, changed = context.Event(), context.Event()
    answers = context.Queue()
    process = context.Process(target=_read_twice, args=(index_folder, ready, changed, answers))
    process.start()
    assert ready.wait(20)
    apply(VASE)
    changed.set()
    before, after = answers.get(timeout=20), answers.get(timeout=20)
    process.join(20)
    assert (before, after) == ([1], [1, 2])


def _read_twice(
    folder: Path, ready: Event, changed: Event, answers: "multiprocessing.Queue[list[int]]"
) -> None:
    settings.SEARCH_INDEX = folder
    answers.put(ids())
    ready.set()
    changed.wait(20)
    answers.put(ids())


def meta() -> Path:
    folder = index.current()
    assert folder is not None
    return index.market_folder(folder, MARKET) / "meta.json"
