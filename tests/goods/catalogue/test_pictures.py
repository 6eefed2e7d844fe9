"""Photographs in: what they decode to decides, and nothing but pixels goes on."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from tadamun.goods.catalogue.models import Picture
from tadamun.goods.catalogue.operations import attach_picture, store_picture
from tadamun.goods.catalogue.operations.pictures import (
    LIGHT,
    MAX_BYTES,
    WIDTHS,
    BadPicture,
    add_avif,
    decode,
    folder,
)
from tadamun.kernel.scopes import everything
from tests.factories import make_market, make_organisation, make_product

MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825
HIDDEN = b"33 degres nord"


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def photograph(size: tuple[int, int], orientation: int = 1, form: str = "JPEG") -> bytes:
    """As a phone takes it: its left half red, its right half blue, with its place, its maker and a note."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = HIDDEN.decode(), orientation
    exif.get_ifd(GPS).update({1: "N", 2: (33.0, 53.0, 42.0), 3: "W", 4: (5.0, 33.0, 17.0)})
    file = io.BytesIO()
    if form == "JPEG":
        image.save(file, form, exif=exif, comment=HIDDEN, quality=95)
    else:
        image.save(file, form, exif=exif)
    return file.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG of 70 bytes that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10)))
        + chunk(b"IEND", b"")
    )


def refused(data: bytes) -> str:
    with pytest.raises(BadPicture) as refusal:
        decode(data)
    return refusal.value.code


def test_a_photograph_is_turned_upright() -> None:
    """6: the phone was held upright, the sensor lies on its side; what was left is up."""
    upright = decode(photograph((120, 80), orientation=6))
    assert upright.size == (80, 120)
    above, beneath = upright.getpixel((40, 10)), upright.getpixel((40, 110))
    assert isinstance(above, tuple) and isinstance(beneath, tuple)
    assert above[0] > 200 > beneath[0]
    assert beneath[2] > 200 > above[2]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_its_place_goes_on(form: str) -> None:
    data = photograph((120, 80), form=form)
    with Image.open(io.BytesIO(data)) as before:
        assert before.getexif().get_ifd(GPS)[2] == (33.0, 53.0, 42.0)
    plain = decode(data)
    assert not plain.getexif() and not plain.info


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (claims(10_000, 6_000), "too_many_pixels"),
        (claims(60_000, 60_000), "too_many_pixels"),
        (claims(400, 300), "not_a_picture"),
        (b"<!doctype html><title>photo</title><script>alert(1)</script>" * 20, "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_picture"),
        (b"%PDF-1.7\n" + bytes(400), "not_a_picture"),
        (b"", "not_a_picture"),
        (photograph((400, 300))[:600], "not_a_picture"),
        (photograph((400, 39)), "too_small"),
        (bytes(MAX_BYTES + 1), "too_large"),
    ],
    ids=["60 megapixels", "a bomb", "cut PNG", "HTML", "SVG", "PDF", "nothing", "cut JPEG", "strip", "heavy"],
)  # fmt: skip
def test_what_is_no_photograph_is_told_why(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_what_can_be_seen_through_lies_on_paper() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(file, "PNG")
    assert decode(file.getvalue()).getpixel((5, 5)) == (251, 248, 243)


@pytest.mark.broad
@pytest.mark.django_db
def test_every_width_in_three_formats_and_no_word_in_any() -> None:
    organisation = make_organisation(make_market())
    data = photograph((2000, 1500), orientation=3)
    picture = store_picture(organisation, data)
    assert (picture.width, picture.height, tuple(picture.widths)) == (2000, 1500, WIDTHS)
    assert picture.formats == ["webp", "jpeg"]
    assert store_picture(organisation, data).pk == picture.pk
    product = make_product(organisation)
    attach_picture(product, picture, alt={"fr": "Un tapis"})
    add_avif(picture)
    with everything("a test's own picture"):
        picture = Picture.objects.get()
    assert picture.formats == ["avif", "webp", "jpeg"]
    files = sorted(path.name for path in folder(picture.key).iterdir())
    assert files == sorted(f"{width}.{form}" for width in WIDTHS for form in picture.formats)
    for path in folder(picture.key).iterdir():
        written = path.read_bytes()
        assert HIDDEN not in written and b"Exif" not in written, path.name
        with Image.open(path) as image:
            width = int(path.stem)
            assert image.format == path.suffix[1:].upper()
            assert image.size == (width, width * 3 // 4)
            assert not image.getexif()
            left = ImageOps.exif_transpose(image).convert("RGB").getpixel((width // 8, width // 3))
        assert isinstance(left, tuple) and left[2] > 150 > left[0], "turned, so that blue is on the left"
        if path.suffix == ".webp" and width in LIGHT:
            assert len(written) <= LIGHT[width]
    before = {path: path.stat().st_mtime_ns for path in folder(picture.key).iterdir()}
    add_avif(picture)
    assert {path: path.stat().st_mtime_ns for path in folder(picture.key).iterdir()} == before


@pytest.mark.django_db
def test_a_small_one_keeps_its_own_width_and_is_never_blown_up() -> None:
    picture = store_picture(make_organisation(make_market()), photograph((300, 50)))
    assert picture.widths == [240, 300]
    assert {path.name for path in folder(picture.key).iterdir()} == {
        "240.webp", "240.jpeg", "300.webp", "300.jpeg",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_was_refused_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadPicture):
        store_picture(make_organisation(make_market()), claims(10_000, 6_000))
    with everything("a test's own pictures"):
        assert not Picture.objects.exists()
    assert not list(tmp_path.rglob("*.*"))
