"""Pictures and sounds are sent whole or in part; nothing else, and from nowhere else."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tadamun.config.files import Application, ByPrefix, Media, Voices
from tadamun.kernel import clock
from tadamun.people.recordings.hearing import heard_at, open_url, voice_url


class Answer:
    def __init__(self, app: Application, path: str, method: str = "GET", **extra: str) -> None:
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **extra}
        self.body = b"".join(app(environ, self.start))

    def start(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status = int(status[:3])
        self.headers = dict(headers)


def passed_on(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [])
    return [b"application"]


@pytest.fixture
def media(tmp_path: Path) -> Media:
    (tmp_path / "secret-key").write_text("secret")
    folder = tmp_path / "media"
    (folder / "ab" / "abcd").mkdir(parents=True)
    (folder / "ab" / "abcd" / "480.webp").write_bytes(b"0123456789")
    (folder / "ab" / "abcd" / "notes.txt").write_text("not for the public")
    (folder / "ab" / "abcd" / "out.webp").symlink_to(tmp_path / "secret-key")
    (folder / "ab" / "abcd" / "voice.opus").write_bytes(b"her voice")
    return Media(passed_on, prefix="/media/", folder=folder)


def test_a_picture_may_be_kept_for_ever(media: Media) -> None:
    answer = Answer(media, "/media/ab/abcd/480.webp")
    assert (answer.status, answer.body) == (200, b"0123456789")
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_head_has_no_body(media: Media) -> None:
    answer = Answer(media, "/media/ab/abcd/480.webp", "HEAD")
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "10")


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=0-99", 200, b"0123456789"),
        ("bytes=5-2", 200, b"0123456789"),
        ("bytes=99-", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=0-1,3-4", 200, b"0123456789"),
        ("nonsense", 200, b"0123456789"),
    ],
)
def test_pieces(media: Media, asked: str, status: int, body: bytes) -> None:
    answer = Answer(media, "/media/ab/abcd/480.webp", HTTP_RANGE=asked)
    assert (answer.status, answer.body) == (status, body)


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/../secret-key",
        "/media/ab/../../secret-key",
        "/media/ab/abcd/notes.txt",
        "/media/ab/abcd/out.webp",
        "/media/ab/abcd/481.webp",
        "/media/ab/abcd",
        "/media/ab/abcd/480.webp/",
        "/media/ab/abcd/480.webp\n",
        "/media//etc/passwd.webp",
    ],
)
def test_nothing_else_is_sent(media: Media, path: str) -> None:
    answer = Answer(media, path)
    assert (answer.status, answer.body) == (404, b"")


def test_nothing_is_taken(media: Media) -> None:
    assert Answer(media, "/media/ab/abcd/480.webp", "POST").status == 404


def test_other_addresses_are_passed_on(media: Media) -> None:
    assert Answer(media, "/ar/").body == b"application"


def test_a_range_of_thousands_of_digits_is_no_error(media: Media) -> None:
    answer = Answer(media, "/media/ab/abcd/480.webp", HTTP_RANGE=f"bytes={'9' * 5000}-")
    assert (answer.status, answer.body) == (200, b"0123456789")


def test_what_begins_with_a_prefix_goes_its_own_way(media: Media) -> None:
    def pages(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("404 Not Found", [])
        return [b"page"]

    app = ByPrefix(pages, {"/static/": passed_on, "/media/": media})
    assert Answer(app, "/static/app.js").body == b"application"
    assert Answer(app, "/media/ab/abcd/480.webp").body == b"0123456789"
    assert Answer(app, "/ar/media/").body == Answer(app, "/").body == Answer(app, "/static").body == b"page"


@pytest.fixture
def voices(media: Media) -> Voices:
    return Voices(passed_on, prefix="/voices/", folder=media.folder)


def heard(app: Media, url: str, session: str = "", **more: str) -> Answer:
    cookie = {"HTTP_COOKIE": f"a=b; tadamun_session={session}"} if session else {}
    return Answer(app, url.replace("m4a", "opus"), **cookie, **more)


def test_a_voice_is_heard_in_the_session_its_page_was_drawn_for(voices: Voices) -> None:
    hers = heard_at(voice_url("abcd"), "hers")
    answer = heard(voices, hers, "hers")
    assert (answer.status, answer.body) == (200, b"her voice")
    assert answer.headers["Cache-Control"].startswith("private")
    assert heard(voices, hers, "hers", HTTP_RANGE="bytes=0-2").body == b"her"
    assert [heard(voices, hers, who).status for who in ("", "another's")] == [404, 404]
    assert heard(voices, hers.replace("abcd", "abce"), "hers").status == 404
    assert heard(voices, hers.replace("/s", "/l"), "hers").status == 404


def test_a_pass_ends(voices: Voices, monkeypatch: pytest.MonkeyPatch) -> None:
    linked, hers = heard_at(voice_url("abcd")), heard_at(voice_url("abcd"), "hers")
    assert heard(voices, linked).status == heard(voices, linked, "any").status == 200
    later = clock.now()
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(days=3))
    assert heard(voices, linked).status == 404 and heard(voices, hers, "hers").status == 200
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(days=9))
    assert heard(voices, hers, "hers").status == 404
    assert heard(voices, open_url("abcd")).status == 200, "a sentence of the workshop is for everybody"


def test_what_is_erased_is_heard_by_nobody(voices: Voices) -> None:
    hers = heard_at(voice_url("abcd"), "hers")
    (voices.folder / "ab" / "abcd" / "voice.opus").unlink()
    assert heard(voices, hers, "hers").status == 404


@pytest.mark.parametrize(
    "url", ["/media/ab/abcd/voice.m4a", voice_url("abcd"), "/voices/s0-/abcd/voice.m4a", "/voices/open-/abcd/voice.m4a",
            f"/voices/open-{'0' * 24}/abcd/voice.m4a", f"/voices/s{'f' * 8}-{'0' * 24}/abcd/voice.m4a",
            "/voices/../media/ab/abcd/voice.m4a", "/voices/s%00/abcd/voice.m4a"],
)  # fmt: skip
def test_without_a_pass_nobody_hears_anything(media: Media, voices: Voices, url: str) -> None:
    assert heard(media if url.startswith("/media/") else voices, url, "hers").status == 404


def test_only_the_address_of_a_voice_gets_a_pass() -> None:
    for url in (
        "",
        "/static/ui/spoken/ar/a.mp3",
        "/voices/",
        open_url("abcd"),
        "/voices/a/b/voice.m4a",
        "https://x/voices/a",
    ):
        assert heard_at(url, "hers") == url
