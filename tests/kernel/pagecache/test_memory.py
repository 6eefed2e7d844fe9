"""A worker's memory is bounded in bytes and keeps what is used."""

from dataclasses import replace

from tadamun.kernel.pagecache.keys import Key
from tadamun.kernel.pagecache.memory import Memory
from tests.kernel.pagecache.test_entry import page


def key(number: int) -> Key:
    return Key(f"/{number}", "", ())


def test_the_longest_unused_goes_first() -> None:
    entry = page()
    memory = Memory(entry.size * 5)
    for number in range(5):
        memory.put(key(number), entry)
    assert memory.get(key(0)) is entry
    memory.put(key(5), entry)
    assert memory.get(key(1)) is None
    assert memory.get(key(0)) is entry
    assert memory.size == entry.size * len(memory) == entry.size * 5


def test_replacing_does_not_count_twice() -> None:
    entry = page()
    memory = Memory(entry.size * 5)
    for _ in range(3):
        memory.put(key(1), entry)
    assert (len(memory), memory.size) == (1, entry.size)


def test_one_large_page_does_not_drive_out_all_others() -> None:
    small, large = page(), page(b"x" * 100_000)
    memory = Memory(large.size * 2)
    memory.put(key(1), small)
    memory.put(key(2), large)
    assert memory.get(key(1)) is small
    assert memory.get(key(2)) is None


def test_a_page_grown_too_large_is_not_shown_in_its_old_state() -> None:
    old, new = page(), replace(page(), identity=b"x" * 1_000_000)
    memory = Memory(100_000)
    memory.put(key(1), old)
    memory.put(key(1), replace(new))
    assert memory.get(key(1)) is None
    assert memory.size == 0
