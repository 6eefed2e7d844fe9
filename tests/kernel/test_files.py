"""A file is there whole or not at all, however many write it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tadamun.kernel.files import write_whole


def test_several_write_the_same_file_at_once(tmp_path: Path) -> None:
    place = tmp_path / "new" / "one.jpg"
    whole = {bytes([number]) * 100_000 for number in range(8)}
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda data: write_whole(place, data), [*whole] * 10))
    assert place.read_bytes() in whole
    assert list(tmp_path.rglob("*.*")) == [place]
