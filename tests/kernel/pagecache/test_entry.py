"""A page on disk is the page that was kept, or nothing."""

import gzip
from dataclasses import replace

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel.pagecache.entry import BROTLI_BEST, Damaged, Entry, decode, encode, make
from tests.kernel.pagecache.site import BODY


def page(body: bytes = BODY.encode(), kind: str = "text/html; charset=utf-8") -> Entry:
    return make(
        status="200 OK",
        headers=(("Content-Type", kind), ("Content-Language", "ar")),
        body=body,
        pairs=((7, 2**63 + 1), (65_535, 3)),
        made_at=1_000.5,
        fresh_until=2_000.25,
        tags=("market:1", "product:42"),
    )


def test_all_codings_say_the_same() -> None:
    entry = page()
    assert gzip.decompress(entry.gzip) == brotli.decompress(entry.brotli) == entry.identity == BODY.encode()


def test_what_does_not_get_shorter_is_not_compressed() -> None:
    assert page(b"short").body("br") == (b"short", "")
    assert page(b"\x89PNG" * 500, "image/png").body("gzip") == (b"\x89PNG" * 500, "")


def test_a_page_without_brotli_is_given_as_gzip() -> None:
    entry = replace(page(), brotli=b"")
    assert entry.body("br") == (entry.gzip, "gzip")


def test_disk_keeps_everything() -> None:
    assert decode(encode(page(), "name"), "name") == page()


def test_recompressing_changes_the_length_alone() -> None:
    entry = page(
        "".join(f"<li><a href='/p/{n * 7_919 % 10_007}'>زربية {n}</a></li>" for n in range(400)).encode()
    )
    better = entry.recompressed()
    assert better.quality == BROTLI_BEST
    assert len(better.brotli) < len(entry.brotli)
    assert brotli.decompress(better.brotli) == entry.identity
    assert gzip.decompress(better.gzip) == entry.identity
    assert (better.etag, better.pairs, better.tags) == (entry.etag, entry.pairs, entry.tags)


def test_a_file_answers_for_its_own_page_alone() -> None:
    with pytest.raises(Damaged):
        decode(encode(page(), "one"), "other")


@pytest.mark.broad
@given(st.data())
def test_any_damage_is_noticed(data: st.DataObject) -> None:
    whole = encode(page(), "name")
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        broken = whole[:at]
    else:
        broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    with pytest.raises(Damaged):
        decode(broken, "name")


@pytest.mark.parametrize(
    ("now", "expected"), [(1_000.5, True), (2_000.2, True), (2_000.25, False), (990.0, False)]
)
def test_time(now: float, expected: bool) -> None:
    """Before it was made means that the clock was set back: then nobody knows how old it is."""
    assert page().in_time(now) is expected
