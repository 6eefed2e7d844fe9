"""An act with a key is done once; a file in pieces arrives whole or not at all."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tadamun.kernel import clock, uploads
from tadamun.kernel.models import KeptAnswer
from tadamun.kernel.once import PATIENCE, OtherAct, Underway, once, once_after
from tadamun.kernel.uploads import BadUpload, WrongOffset, arrived, forget, receive_piece

WHOLE = bytes(range(256)) * 8
DIGEST = hashlib.sha256(WHOLE).hexdigest()


Once = Callable[..., Mapping[str, Any] | None]
both = pytest.mark.parametrize("do_once", [once, once_after])


@both
@pytest.mark.django_db
def test_done_once_and_answered_again(do_once: Once) -> None:
    done: list[int] = []

    def do() -> dict[str, Any]:
        done.append(1)
        return {"to": "/here/"}

    for _ in range(2):
        assert do_once("person:1", "k1", b"price=5", do) == {"to": "/here/"}
    assert do_once("person:2", "k1", b"price=5", do) == {"to": "/here/"}
    assert len(done) == 2
    with pytest.raises(OtherAct):
        do_once("person:1", "k1", b"price=6", do)


@both
@pytest.mark.django_db
def test_what_was_not_done_may_be_tried_again(do_once: Once) -> None:
    assert do_once("person:1", "k2", b"", lambda: None) is None
    with pytest.raises(RuntimeError):
        do_once("person:1", "k2", b"", _fail)
    assert not KeptAnswer.objects.exists()
    assert do_once("person:1", "k2", b"", lambda: {"done": True}) == {"done": True}


@pytest.mark.django_db
def test_two_at_once_do_it_once_and_a_death_in_between_does_not_stop_it() -> None:
    done: list[str] = []

    def do(who: str, meanwhile: Callable[[], object] = lambda: None) -> Mapping[str, Any] | None:
        def act() -> dict[str, Any]:
            meanwhile()
            done.append(who)
            return {"by": who}

        return once_after("person:1", "k3", b"", act)

    def second() -> None:
        with pytest.raises(Underway):
            do("second")

    def died() -> None:
        """Its row stays as it is, and its place is taken while it seems to be dead."""
        second()
        with clock.shifted(PATIENCE * 2):
            assert do("third", meanwhile=late) == {"by": "third"}

    def late() -> None:
        with pytest.raises(Underway):
            do("fourth")

    assert do("first", meanwhile=died) == {"by": "first"}
    assert done == ["third", "first"]
    assert KeptAnswer.objects.count() == 1 and do("fifth")


def _fail() -> None:
    raise RuntimeError("the machine died")


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_pieces_make_the_whole_whatever_was_sent_twice(here: Path) -> None:
    def send(start: int, end: int) -> bytes | None:
        return receive_piece("org", DIGEST, WHOLE[start:end], offset=start, length=2048)

    assert send(0, 1000) is None
    assert send(0, 1000) is None  # the answer was lost
    with pytest.raises(WrongOffset) as gap:
        send(1500, 2048)
    assert gap.value.offset == arrived("org", DIGEST) == 1000
    assert send(900, 2048) == WHOLE
    assert send(2048, 2048) == WHOLE, "whoever stores it may have died before"
    forget("org", DIGEST)
    assert arrived("org", DIGEST) == 0
    assert arrived("other", DIGEST) == 0


@pytest.mark.parametrize(
    ("owner", "digest", "piece", "length", "code"),
    [
        ("org", DIGEST, b"x" * 2048, 2048, "not_the_file"),
        ("org", DIGEST, b"", 0, "too_large"),
        ("org", DIGEST, b"", uploads.MOST_BYTES + 1, "too_large"),
        ("org", DIGEST, b"x" * (uploads.MOST_PIECE + 1), uploads.MOST_BYTES, "too_large"),
        ("../x", DIGEST, b"x", 1, "damaged"),
        ("org", "../../etc/passwd", b"x", 1, "damaged"),
    ],
)
def test_lies_are_refused(here: Path, owner: str, digest: str, piece: bytes, length: int, code: str) -> None:
    with pytest.raises(BadUpload) as refused:
        receive_piece(owner, digest, piece, offset=0, length=length)
    assert refused.value.code == code
    assert not list(here.rglob("uploads/*/*"))


def test_a_file_that_is_said_to_be_longer_later_finds_no_more_room(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_UNFINISHED_BYTES", 10)
    for name in "ab":
        receive_piece("org", name * 64, b"x", offset=0, length=5)
    with pytest.raises(BadUpload, match="too_many"):
        receive_piece("org", "a" * 64, b"x" * 15, offset=1, length=20)
    assert receive_piece("org", "b" * 64, b"x", offset=1, length=5) is None


def test_unfinished_files_have_an_end(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNFINISHED", 1)
    receive_piece("org", "a" * 64, b"x", offset=0, length=9)
    with pytest.raises(BadUpload):
        receive_piece("org", "b" * 64, b"x", offset=0, length=9)
    receive_piece("other", "b" * 64, b"x", offset=0, length=9)
    monkeypatch.setattr(uploads, "KEPT_SECONDS", -1)
    assert uploads.forget_old() == 2


def test_a_file_that_another_takes_away_meanwhile_stops_nobody(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = here / "uploads" / "org" / "gone"
    monkeypatch.setattr("os.scandir", lambda _: [gone])
    monkeypatch.setattr(Path, "glob", lambda *_: [gone])
    assert receive_piece("org", "a" * 64, b"x", offset=0, length=9) is None
    assert uploads.forget_old() == 0
