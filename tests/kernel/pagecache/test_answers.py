"""What may be kept, and what leaves."""

import pytest

from tadamun.kernel.pagecache.answers import codings, kept_headers, lifetime, unchanged, without_opt_in

YES = ("X-Page-Cache", "yes")


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        ("200 OK", (YES,), 3_600.0),
        ("200 OK", (("x-page-cache", "90"),), 90.0),
        ("200 OK", (("X-Page-Cache", "99999"),), 3_600.0),
        ("301 Moved Permanently", (YES,), 3_600.0),
        ("410 Gone", (YES,), 3_600.0),
        ("200 OK", (), None),
        ("200 OK", (("X-Page-Cache", "0"),), None),
        ("200 OK", (("X-Page-Cache", "-5"),), None),
        ("200 OK", (("X-Page-Cache", "no"),), None),
        ("200 OK", (("X-Page-Cache", "٩٠"),), None),
        ("302 Found", (YES,), None),
        ("304 Not Modified", (YES,), None),
        ("404 Not Found", (YES,), None),
        ("500 Internal Server Error", (YES,), None),
        ("200 OK", (YES, ("Set-Cookie", "basket=3")), None),
        ("200 OK", (YES, ("Cache-Control", "max-age=0, private")), None),
        ("200 OK", (YES, ("Cache-Control", "no-store")), None),
        ("200 OK", (YES, ("Content-Encoding", "gzip")), None),
        ("206 Partial Content", (YES, ("Content-Range", "bytes 0-1/9")), None),
        ("200 OK", (YES, ("Vary", "*")), None),
    ],
)
def test_lifetime(status: str, headers: tuple[tuple[str, str], ...], seconds: float | None) -> None:
    assert lifetime(status, headers) == seconds


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0.0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=x", ""),
        ("identity", ""),
        ("", ""),
        (";;;,,=", ""),
    ],
)
def test_the_best_coding(accept: str, coding: str) -> None:
    assert "".join(codings(accept)[:1]) == coding


def test_the_other_coding_is_known_too() -> None:
    assert codings("gzip, br") == ("br", "gzip")
    assert codings("gzip;q=0, br") == ("br",)


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ('W/"a1"', True),
        ('"a1"', True),
        ('"b", W/"a1"', True),
        ("*", True),
        ('"b"', False),
        ("a1", False),
        ("", False),
    ],
)
def test_unchanged(asked: str, same: bool) -> None:
    assert unchanged(asked, 'W/"a1"') is same


def test_what_belongs_to_one_answer_is_not_kept() -> None:
    headers = (
        ("Content-Type", "text/html"),
        ("X-Request-Id", "abc"),
        ("Date", "Mon"),
        YES,
        ("Content-Length", "5"),
        ("Vary", "Accept-Language, cookie"),
        ("Cache-Control", "max-age=5"),
    )
    assert kept_headers(headers, ()) == (
        ("Content-Type", "text/html"),
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        ("Vary", "Accept-Encoding, Cookie, Accept-Language"),
    )


def test_tags_are_shown_when_asked_for() -> None:
    assert ("Surrogate-Key", "market:1 product:42") in kept_headers((), ("market:1", "product:42"))


def test_a_page_not_from_the_cache_is_the_visitors_alone() -> None:
    assert without_opt_in([YES, ("A", "b")]) == [("A", "b"), ("Cache-Control", "private, no-cache")]
    assert without_opt_in([YES, ("cache-control", "no-store")]) == [("cache-control", "no-store")]
    assert without_opt_in([("A", "b")]) == [("A", "b")]
