"""Pictures from the web, from folders, from zips: nothing else than pictures, from nowhere else."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from tadamun.goods.imports.pictures import (
    FolderPictures,
    PictureLimits,
    PictureRefused,
    ZipPictures,
    fetch_picture,
    fetching,
)
from tadamun.goods.imports.pictures.addresses import is_public
from tadamun.goods.imports.problems import UnreadableFile


def picture_bytes(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#0F5E55").save(out, kind)
    return out.getvalue()


JPEG = picture_bytes()
Answer = Callable[[BaseHTTPRequestHandler], None]


def answered(status: int = 200, kind: str = "image/jpeg", body: bytes = JPEG, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@contextmanager
def serving(**answers: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server on loopback whose paths answer as told; yields its address and what was asked of it."""
    asked: list[str] = []

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answers.get(self.path.strip("/").partition("?")[0], answered(404))(self)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def loopback(address: str, port: int) -> bool:
    return address == "127.0.0.1"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(PictureRefused) as refused:
        call()
    return refused.value.code


def test_a_picture_is_fetched() -> None:
    with serving(a=answered(), photo=answered(kind="image/png; charset=x", body=picture_bytes("PNG"))) as (
        url,
        asked,
    ):
        assert fetch_picture(f"{url}/a?v=1", allow=loopback).content == JPEG
        assert fetch_picture(f"{url}/photo", allow=loopback).kind == "image/png"
        assert refusal(lambda: fetch_picture(f"{url}/صورة é.jpg", allow=loopback)) == "picture_not_found"
        assert asked[-1] == "/%D8%B5%D9%88%D8%B1%D8%A9%20%C3%A9.jpg"


def test_redirects_are_followed_three_times_and_judged_each_time() -> None:
    def to(place: str) -> Answer:
        return answered(302, body=b"", Location=place)

    pages = {"a": to("/b"), "b": to("c"), "c": to("/d"), "d": answered(), "e": to("/a")}
    pages |= {"out": to("http://10.0.0.1/x.jpg"), "file": to("file:///etc/passwd")}
    with serving(**pages) as (url, _):
        assert fetch_picture(f"{url}/a", allow=loopback).content == JPEG
        assert refusal(lambda: fetch_picture(f"{url}/e", allow=loopback)) == "picture_redirects"
        assert refusal(lambda: fetch_picture(f"{url}/out", allow=loopback)) == "picture_refused"
        assert refusal(lambda: fetch_picture(f"{url}/file", allow=loopback)) == "picture_refused"


def test_without_leave_loopback_is_not_even_asked() -> None:
    with serving(a=answered()) as (url, asked):
        for address in (url, url.replace("127.0.0.1", "localhost"), url.replace("127.0.0.1", "2130706433")):
            assert refusal(lambda address=address: fetch_picture(f"{address}/a")) in (
                "picture_refused",
                "picture_unreachable",
            )
        assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a.jpg",
        "gopher://example.org/",
        "http://",
        "//example.org/a.jpg",
        "http://user:secret@example.org/a.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/a.jpg",
        "http://[::ffff:10.0.0.1]/a.jpg",
        "http://0x7f.1/a.jpg",
        "http://8.8.8.8:22/a.jpg",
        "http://example.org:99999/a.jpg",
        "http://[broken/a.jpg",
    ],
)
def test_strange_addresses_are_refused(url: str) -> None:
    assert refusal(lambda: fetch_picture(url)) == "picture_refused"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("2002:808:808::", True),
        *((address, False) for address in (
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
            "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
            "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "2002:7f00:1::", "64:ff9b::a00:1",
            "64:ff9b:1::a00:1", "2001:db8::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "nonsense", "",
        )),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_is_asked_once_and_what_it_answered_is_what_is_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers publicly first and privately then never gets its second question."""
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    reached: list[object] = []

    def ask(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    def reach(place: tuple[str, int], **_: object) -> socket.socket:
        reached.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching.socket, "getaddrinfo", ask)
    monkeypatch.setattr(fetching.socket, "create_connection", reach)
    assert refusal(lambda: fetch_picture("http://rebinding.example/a.jpg")) == "picture_unreachable"
    assert reached == [("8.8.8.8", 80)]
    answers[:] = [["8.8.8.8", "127.0.0.1"]]
    assert refusal(lambda: fetch_picture("http://mixed.example/a.jpg")) == "picture_refused"


def test_only_pictures_within_the_limits() -> None:
    small = PictureLimits(megabytes=1, seconds=5)

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "image/jpeg")
        request.end_headers()
        with pytest.raises(OSError):
            while True:
                request.wfile.write(JPEG + b"\0" * 100_000)

    answers = {
        "page": answered(kind="text/html", body=b"<html>"),
        "liar": answered(body=b"<html><script>"),
        "svg": answered(kind="image/svg+xml", body=b"<svg onload='x'/>"),
        "packed": answered(Content_Encoding="gzip"),
        "gone": answered(410),
        "broken": answered(500),
        "large": answered(body=JPEG + b"\0" * 1_100_000),
        "endless": endless,
    }
    codes = {}
    with serving(**answers) as (url, _):
        for name in answers:
            codes[name] = refusal(
                lambda name=name: fetch_picture(f"{url}/{name}", limits=small, allow=loopback)
            )
    assert codes == {
        "page": "picture_not_image",
        "liar": "picture_not_image",
        "svg": "picture_not_image",
        "packed": "picture_not_image",
        "gone": "picture_not_found",
        "broken": "picture_unreachable",
        "large": "picture_too_large",
        "endless": "picture_too_large",
    }


@pytest.mark.broad
@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_slow_sender_is_cut_off_at_the_deadline(part: str) -> None:
    done = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        if part == "body":
            request.send_response(200)
            request.send_header("Content-Type", "image/jpeg")
            request.end_headers()
        try:
            while not done.wait(0.05):
                request.wfile.write(b"\xff" if part == "body" else b"H")
                request.wfile.flush()
        except OSError:
            return

    start = monotonic()
    with serving(slow=drip) as (url, _):
        limits = PictureLimits(seconds=0.4)
        assert (
            refusal(lambda: fetch_picture(f"{url}/slow", limits=limits, allow=loopback)) == "picture_too_slow"
        )
        done.set()
    assert monotonic() - start < 3


def test_a_body_that_breaks_off_is_no_picture() -> None:
    def short(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "image/jpeg")
        request.send_header("Content-Length", "99999")
        request.end_headers()
        request.wfile.write(JPEG)

    with serving(short=short) as (url, _):
        assert refusal(lambda: fetch_picture(f"{url}/short", allow=loopback)) == "picture_unreachable"


def test_folders(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    (root / "été").mkdir(parents=True)
    (root / "IMG_1.JPG").write_bytes(JPEG)
    (root / "été" / "tapis.jpg").write_bytes(JPEG)
    (root / "notes.txt").write_text("no picture")
    (root / "big.jpg").write_bytes(JPEG + b"\0" * 2_000_000)
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    (root / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (root / "loop").symlink_to(root)
    pictures = FolderPictures(root, PictureLimits(megabytes=1))
    for name in (
        "IMG_1.JPG",
        "img_1.jpg",
        "./IMG_1.JPG",
        "été/tapis.jpg",
        "e\u0301te\u0301/Tapis.jpg",
        "tapis.jpg",
        r"Photos\IMG_1.JPG",
    ):
        assert pictures.open(name).content == JPEG
    for name in (
        "../secret.jpg",
        "/etc/passwd",
        "link.jpg",
        "missing.jpg",
        "",
        "a/../../secret.jpg",
        "C:\\x.jpg",
        "x\0.jpg",
    ):
        assert refusal(lambda name=name: pictures.open(name)) == "picture_not_found"
    assert refusal(lambda: pictures.open("notes.txt")) == "picture_not_image"
    assert refusal(lambda: pictures.open("big.jpg")) == "picture_too_large"


def archive(**entries: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out


def test_zips() -> None:
    out = archive(
        **{
            "photos/IMG_1.JPG": JPEG,
            "../evil.jpg": JPEG,
            "صورة.jpg": JPEG,
            "zeros.jpg": b"\xff\xd8\xff" + b"\0" * 9_000_000,
        }
    )
    with zipfile.ZipFile(out, "a") as packed:
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = (0o120777) << 16
        packed.writestr(link, "/etc/passwd")
    with ZipPictures(out) as pictures:
        assert pictures.open("img_1.jpg").content == JPEG
        assert pictures.open("photos/IMG_1.JPG").content == JPEG
        assert pictures.open("صورة.jpg").content == JPEG
        assert refusal(lambda: pictures.open("zeros.jpg")) == "picture_too_large"
        for name in ("evil.jpg", "../evil.jpg", "link.jpg", "/etc/passwd"):
            assert refusal(lambda name=name: pictures.open(name)) == "picture_not_found"


@pytest.mark.broad
def test_a_zip_that_lies_about_its_sizes_is_counted() -> None:
    out = archive(bomb=b"\xff\xd8\xff" + b"\0" * 20_000_000)
    raw = bytearray(out.getvalue())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 1000)  # the central directory now promises one kilobyte
    with ZipPictures(io.BytesIO(bytes(raw))) as pictures:
        assert refusal(lambda: pictures.open("bomb")) in (
            "picture_too_large",
            "picture_not_found",
            "picture_not_image",
        )


def test_what_is_no_zip_or_promises_too_much() -> None:
    with pytest.raises(UnreadableFile) as refused:
        ZipPictures(io.BytesIO(b"not a zip"))
    assert refused.value.problem.code == "archive_unreadable"
    out = archive(a=b"x")
    raw = bytearray(out.getvalue())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 4_100_000_000)
    with pytest.raises(UnreadableFile) as refused:
        ZipPictures(io.BytesIO(bytes(raw)))
    assert refused.value.problem.code == "archive_too_large"
