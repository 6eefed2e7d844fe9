"""What visitors get."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import brotli
import pytest

from tadamun.kernel import clock
from tadamun.kernel.pagecache import counters, tags
from tadamun.kernel.pagecache.store import recompress
from tadamun.kernel.pagecache.wsgi import HIT, MISS, PageCache
from tests.kernel.pagecache.site import BODY, Shop, cache_for, visit


def test_the_second_visitor_gets_the_kept_page(cache: PageCache, shop: Shop) -> None:
    first, second = visit(cache), visit(cache)
    assert first.body == second.body == BODY.encode()
    assert (first.verdict, second.verdict) == (MISS, HIT)
    assert len(shop.asked) == 1
    assert second.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert second.headers["content-length"] == str(len(second.body))
    assert {word.strip() for word in second.headers["vary"].split(",")} == {"Accept-Encoding", "Cookie"}


def test_the_mark_never_leaves(cache: PageCache, shop: Shop) -> None:
    shop.status = "404 Not Found"
    replies = [visit(cache, "/gone"), visit(cache, "/basket"), visit(cache, method="POST")]
    shop.status = "200 OK"
    replies += [visit(cache), visit(cache), visit(cache, HTTP_COOKIE="tadamun_session=x")]
    assert all("x-page-cache" not in reply.headers for reply in replies)


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_codings(cache: PageCache, shop: Shop, coding: str) -> None:
    undo: Callable[[bytes], bytes] = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]
    for reply in (visit(cache, HTTP_ACCEPT_ENCODING=coding), visit(cache, HTTP_ACCEPT_ENCODING=coding)):
        assert reply.headers["content-encoding"] == coding
        assert reply.headers["content-length"] == str(len(reply.body))
        assert undo(reply.body) == BODY.encode()
    assert len(shop.asked) == 1


def test_a_browser_that_has_the_page_hears_so(cache: PageCache) -> None:
    etag = visit(cache).headers["etag"]
    for method in ("GET", "HEAD"):
        reply = visit(cache, method=method, HTTP_IF_NONE_MATCH=f'"x", {etag}')
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["etag"] == etag
        assert "vary" in reply.headers
        assert not any(name.startswith("content-") for name in reply.headers)


def test_a_browser_with_an_older_page_gets_the_new_one(cache: PageCache, shop: Shop) -> None:
    etag = visit(cache).headers["etag"]
    shop.body = "another"
    tags_bumped(cache, "product:42")
    reply = visit(cache, HTTP_IF_NONE_MATCH=etag)
    assert (reply.status, reply.body) == (200, b"another")


def test_a_page_made_for_a_head_serves_a_get(cache: PageCache, shop: Shop) -> None:
    head, get = visit(cache, method="HEAD"), visit(cache)
    assert (head.body, head.headers["content-length"]) == (b"", str(len(BODY.encode())))
    assert get.body == BODY.encode()
    assert len(shop.asked) == 1


def test_a_page_not_kept_has_no_body_for_a_head(cache: PageCache, shop: Shop) -> None:
    shop.headers = []
    reply = visit(cache, method="HEAD")
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "tadamun_session=x"},
        {"HTTP_COOKIE": "basket=3;  tadamun_session = x"},
        {"HTTP_AUTHORIZATION": "Basic eA=="},
        {"method": "POST"},
        {"path": "/basket"},
    ],
)
def test_what_is_personal_is_never_kept_nor_given(
    cache: PageCache, shop: Shop, environ: dict[str, Any]
) -> None:
    visit(cache)
    shop.body = "for you alone"
    assert visit(cache, **environ).body == b"for you alone"
    assert visit(cache, **environ).headers["cache-control"] == "private, no-cache"
    assert visit(cache).body == BODY.encode()
    assert len(shop.asked) == 3


def test_another_cookie_is_no_session(cache: PageCache, shop: Shop) -> None:
    visit(cache, HTTP_COOKIE="not_tadamun_session=1; zone=rabat")
    assert visit(cache, HTTP_COOKIE="basket=3").verdict == HIT


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "302 Found", "503 Service Unavailable"]
)
def test_errors_are_not_kept(cache: PageCache, shop: Shop, status: str) -> None:
    shop.status = status
    assert visit(cache).status == visit(cache).status == int(status[:3])
    assert len(shop.asked) == 2


@pytest.mark.parametrize("status", ["301 Moved Permanently", "410 Gone"])
def test_what_moved_or_went_for_good_is_kept(cache: PageCache, shop: Shop, status: str) -> None:
    shop.status = status
    shop.headers.append(("Location", "/new/"))
    assert visit(cache).status == visit(cache).status == int(status[:3])
    assert visit(cache).headers["location"] == "/new/"
    assert len(shop.asked) == 1


def test_a_page_with_a_cookie_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.headers.append(("Set-Cookie", "basket=3"))
    assert visit(cache).headers["set-cookie"] == "basket=3"
    visit(cache)
    assert len(shop.asked) == 2


def test_a_page_that_does_not_ask_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.headers = [("Content-Type", "text/html"), ("Cache-Control", "max-age=9")]
    assert visit(cache).headers["cache-control"] == "max-age=9"
    visit(cache)
    assert len(shop.asked) == 2


def test_the_page_is_made_from_its_key_alone(cache: PageCache, shop: Shop) -> None:
    """Neither a foreign parameter nor what the visitor already has can be in a page for everybody."""
    visit(
        cache,
        query="utm_source=x&page=2&craft=wool",
        HTTP_IF_NONE_MATCH='"a"',
        HTTP_RANGE="bytes=0-1",
        HTTP_ACCEPT_ENCODING="gzip",
        REQUEST_URI="/?utm_source=x",
    )
    (asked,) = shop.asked
    assert asked["QUERY_STRING"] == "craft=wool&page=2"
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING", "REQUEST_URI"} & set(asked)
    assert visit(cache, query="craft=wool&page=2&fbclid=1").verdict == HIT
    assert visit(cache, query="craft=wool&page=3").verdict == MISS


def test_the_host_header_finds_no_other_page(cache: PageCache, shop: Shop) -> None:
    visit(cache, HTTP_HOST="dlala.example")
    assert visit(cache, HTTP_HOST="evil.example").verdict == HIT


def tags_bumped(cache: PageCache, *names: str) -> None:
    cache.versions.bump(names)


def test_a_change_is_on_the_next_answer(cache: PageCache, shop: Shop) -> None:
    visit(cache)
    shop.body = "120 درهما"
    tags_bumped(cache, "product:43")
    assert visit(cache).body == BODY.encode()
    tags_bumped(cache, "product:42")
    assert visit(cache).body == "120 درهما".encode()


def test_a_page_that_changed_while_it_was_made_is_not_kept(cache: PageCache, shop: Shop) -> None:
    """The maker read the old price, then the new one was committed and bumped, then the tag was collected."""

    def reads() -> None:
        tags_bumped(cache, "product:42")
        tags.collect("product:42")

    shop.reads = reads
    assert visit(cache).body == BODY.encode()
    shop.body, shop.reads = "new", lambda: tags.collect("product:42")
    assert visit(cache).body == b"new"
    assert visit(cache).verdict == HIT


def test_the_clock_ends_a_page(cache: PageCache, shop: Shop) -> None:
    """A hold ends in two minutes: until then the page is kept, from then on it is made anew."""
    shop.reads = lambda: tags.fresh_until(clock.now() + timedelta(minutes=2))
    visit(cache)
    with clock.shifted(timedelta(seconds=119)):
        assert visit(cache).verdict == HIT
    with clock.shifted(timedelta(seconds=121)):
        assert visit(cache).verdict == MISS


def test_a_page_whose_time_is_already_over_is_not_kept(cache: PageCache, shop: Shop) -> None:
    shop.reads = lambda: tags.fresh_until(clock.now() - timedelta(seconds=1))
    assert [visit(cache).verdict, visit(cache).verdict] == [MISS, MISS]


def test_a_page_is_kept_as_long_as_it_asks(cache: PageCache, shop: Shop) -> None:
    shop.headers = [("X-Page-Cache", "60")]
    visit(cache)
    with clock.shifted(timedelta(seconds=59)):
        assert visit(cache).verdict == HIT
    with clock.shifted(timedelta(seconds=61)):
        assert visit(cache).verdict == MISS


def test_a_clock_set_back_makes_pages_old(cache: PageCache) -> None:
    visit(cache)
    with clock.shifted(timedelta(hours=-2)):
        assert visit(cache).verdict == MISS


def test_another_release_does_not_show_the_pages_of_this(shop: Shop, folder: Path) -> None:
    visit(cache_for(shop, folder, release="1"))
    assert visit(cache_for(shop, folder, release="1")).verdict == HIT
    assert visit(cache_for(shop, folder, release="2")).verdict == MISS


def test_a_worker_takes_up_what_the_job_compressed_better(cache: PageCache, shop: Shop) -> None:
    shop.body = "".join(f"<li><a href='/p/{n * 7_919 % 10_007}'>زربية {n}</a></li>" for n in range(400))
    visit(cache)
    before = len(visit(cache, HTTP_ACCEPT_ENCODING="br").body)
    assert recompress(1, cache.store) == 1
    assert len(min((visit(cache, HTTP_ACCEPT_ENCODING="br").body for _ in range(300)), key=len)) < before
    assert len(shop.asked) == 1


def test_switched_off_only_the_mark_is_taken_away(shop: Shop, folder: Path) -> None:
    cache = cache_for(shop, folder, enabled=False)
    assert [visit(cache).verdict, visit(cache).verdict] == ["", ""]
    assert "x-page-cache" not in visit(cache).headers
    assert len(shop.asked) == 3


def test_what_happened_is_counted(cache: PageCache) -> None:
    for _ in range(3):
        visit(cache)
    visit(cache, method="POST")
    counted = counters.metrics()
    assert {name: counted[name] for name in ("hit", "miss", "stored", "stale", "bypass")} == {
        "hit": 2,
        "miss": 1,
        "stored": 1,
        "stale": 0,
        "bypass": 1,
    }
    assert counted["bytes"] > 0


class TestTrouble:
    def test_the_folder_removed_while_running(self, cache: PageCache, shop: Shop, folder: Path) -> None:
        visit(cache)
        visit(cache)
        shutil.rmtree(folder)
        sleep(0.03)  # Versions.patience: by whose hand it went we cannot know
        shop.body = "new"
        assert visit(cache).body == b"new"
        assert visit(cache).verdict == HIT

    def test_a_full_disk_from_the_start(
        self,
        cache: PageCache,
        shop: Shop,
        folder: Path,
        full_disk: Callable[[], AbstractContextManager[None]],
    ) -> None:
        shutil.rmtree(folder)
        with full_disk():
            assert [visit(cache).status for _ in range(3)] == [200] * 3
            assert visit(cache).body == BODY.encode()
        visit(cache)
        assert visit(cache).verdict == HIT

    def test_a_disk_that_fills_up(
        self, cache: PageCache, shop: Shop, full_disk: Callable[[], AbstractContextManager[None]]
    ) -> None:
        visit(cache)
        with full_disk():
            assert visit(cache, "/other").status == 200
            assert visit(cache, "/other").verdict == HIT
            shop.body = "new"
            tags_bumped(cache, "product:42")
            assert visit(cache, "/other").body == visit(cache).body == b"new"
        assert visit(cache).body == b"new"

    def test_no_place_for_a_folder(self, shop: Shop, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        cache = cache_for(shop, tmp_path / "file" / "pages")
        assert [visit(cache).status for _ in range(3)] == [200] * 3

    def test_a_key_that_cannot_be_found(self, shop: Shop, folder: Path) -> None:
        def key(environ: dict[str, Any]) -> None:
            raise LookupError("no such market")

        cache = PageCache(shop, key_of=key, folder=folder, session_cookie="s")
        assert visit(cache).body == BODY.encode()

    def test_an_application_that_fails_gives_its_turn_back(self, cache: PageCache, shop: Shop) -> None:
        def reads() -> None:
            raise RuntimeError("broken")

        shop.reads = reads
        with pytest.raises(RuntimeError):
            visit(cache)
        shop.reads = lambda: None
        assert visit(cache).verdict == MISS
        assert visit(cache).verdict == HIT


class Stream:
    """A body that is given in pieces and wants to be closed."""

    def __init__(self) -> None:
        self.closed = self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in (b"one ", b"two"):
            self.given += 1
            yield piece

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("mark", ["yes", "no"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_streams_are_read_and_closed_once(folder: Path, mark: str, method: str) -> None:
    stream = Stream()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Stream:
        start_response("200 OK", [("X-Page-Cache", mark)])
        return stream

    reply = visit(cache_for(app, folder), method=method)
    assert reply.body == (b"one two" if method == "GET" else b"")
    assert stream.closed == 1


def test_a_page_not_kept_is_not_read_ahead(folder: Path) -> None:
    stream = Stream()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Stream:
        start_response("200 OK", [("Content-Type", "text/csv")])
        return stream

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/export", "QUERY_STRING": ""}
    chunks = iter(cache_for(app, folder)(environ, lambda *_: None))  # type: ignore[arg-type]
    assert stream.given == 0
    assert next(chunks) == b"one "
    assert stream.given == 1


@pytest.mark.parametrize("mark", ["yes", "no"])
def test_an_application_may_begin_with_its_first_piece(folder: Path, mark: str) -> None:
    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        write = start_response("200 OK", [("X-Page-Cache", mark)])
        write(b"zero ")
        yield b"one "
        yield b"two"

    assert visit(cache_for(app, folder)).body == b"zero one two"
