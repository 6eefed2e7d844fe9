"""Photographs in: judged, turned, stripped and re-encoded to the sizes the pages use.

A file is judged by what it decodes to, never by its name. What leaves here was written by us: EXIF, GPS and anything
hidden behind the pixels stay outside.
"""

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps

from tadamun.goods.catalogue.models import Picture, Product, ProductPicture
from tadamun.goods.catalogue.operations.announcing import product_changed
from tadamun.kernel.codes import new_code
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Organisation

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a 50-megapixel phone; a bomb claims more
MIN_SIDE = 40
WIDTHS = (240, 360, 480, 640, 960, 1600)
LIGHT = {240: 6 * 1024, 360: 12 * 1024}
"""Bytes of a WebP that is shown in numbers, on phones with two dots to the pixel: beside words, and on a card."""
KNOWN = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")  # a phone's MPO opens as JPEG


class BadPicture(ValueError):
    """``code``: too_large, not_a_picture, too_many_pixels, too_small. Nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decode(data: bytes) -> Image.Image:
    """The picture upright in RGB without metadata. Raises ``BadPicture``."""
    with judged(data) as image:
        image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        ImageOps.exif_transpose(image, in_place=True)  # each copy of 50 megapixels is 200 megabytes
        seen_through = "A" in image.getbands() or "transparency" in image.info
        plain = _on_paper(image) if seen_through else image.convert("RGB")
    if min(plain.size) < MIN_SIDE:
        raise BadPicture("too_small")
    plain.info.clear()
    return plain


def _on_paper(image: Image.Image) -> Image.Image:
    """What can be seen through it is the colour of our pages."""
    ground = Image.new("RGB", image.size, (251, 248, 243))
    layer = image if image.mode == "RGBA" else image.convert("RGBA")
    ground.paste(layer, mask=layer)
    return ground


@contextmanager
def judged(data: bytes) -> Iterator[Image.Image]:
    """The picture in these bytes, opened but not yet read. What Pillow says of lies and bombs, now or while it is read, is
    ``BadPicture``.
    """
    if len(data) > MAX_BYTES:
        raise BadPicture("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=KNOWN)
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture("too_many_pixels")
            yield image
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("too_many_pixels") from error
    except (
        OSError,
        EOFError,
        ValueError,
        SyntaxError,
        LookupError,
        TypeError,
        struct.error,
    ) as error:  # broken EXIF too
        raise BadPicture("not_a_picture") from error


def store_picture(organisation: Organisation, data: bytes) -> Picture:
    """Keep a photograph in WebP and JPEG now; a job adds AVIF. The same bytes again return the picture that is there.

    Raises ``BadPicture``. Encoding happens outside any transaction.
    """
    digest = hashlib.sha256(data).hexdigest()
    with scope(organisation_id=organisation.pk):
        if known := Picture.objects.filter(digest=digest).first():
            return known
    image = decode(data)
    key = new_code(12).lower()
    widths = write_files(image, key, ("webp", "jpeg"))
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        picture, _ = Picture.objects.get_or_create(
            organisation=organisation,
            digest=digest,
            defaults={
                "key": key, "width": image.width, "height": image.height, "widths": widths,
                "formats": ["webp", "jpeg"],
            },
        )  # fmt: skip
    return picture


def folder(key: str) -> Path:
    """Where a picture's files lie: fanned out, so that no folder holds a hundred thousand."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def write_files(image: Image.Image, key: str, formats: tuple[str, ...]) -> list[int]:
    """Write the sizes not larger than the picture, and its own width when it is smaller than all."""
    place = folder(key)
    place.mkdir(parents=True, exist_ok=True)
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    widths = sorted(set(widths))
    for width in widths:
        small = image.resize(_size(image, width), Image.Resampling.LANCZOS)
        for name in formats:
            _write(small, place / f"{width}.{name}")
    return widths


def _size(image: Image.Image, width: int) -> tuple[int, int]:
    """At this width; a strip a thousand times as wide as high keeps a line at least."""
    return width, max(1, round(image.height * width / image.width))


def _write(image: Image.Image, path: Path) -> None:
    options: dict[str, int | bool] = {
        ".webp": {"quality": 72, "method": 2},
        ".jpeg": {"quality": 74, "progressive": True, "optimize": True},
        ".avif": {"quality": 55, "speed": 8},
    }[path.suffix]
    unfinished = path.with_suffix(path.suffix + ".part")
    most = LIGHT.get(image.width) if path.suffix == ".webp" else None
    for quality in (options["quality"], 60, 48, 36, 26, 16, 8):
        image.save(unfinished, format=path.suffix[1:].upper(), **{**options, "quality": quality})
        if most is None or unfinished.stat().st_size <= most:
            break
    unfinished.replace(path)  # a reader sees a whole file or none


def add_avif(picture: Picture) -> None:
    """Encode AVIF beside what is there; cards and pages offer it afterwards. Repeating it does nothing."""
    if "avif" in picture.formats:
        return
    largest = folder(picture.key) / f"{max(picture.widths)}.webp"
    image = decode(largest.read_bytes())
    for width in picture.widths:
        small = image.resize(_size(image, width), Image.Resampling.LANCZOS)
        _write(small, folder(picture.key) / f"{width}.avif")
    with transaction.atomic(), scope(organisation_id=picture.organisation_id):
        picture.formats = ["avif", *picture.formats]
        picture.save(update_fields=["formats"])
        for used in ProductPicture.objects.select_related("product__organisation").filter(picture=picture):
            product_changed(used.product)


def attach_picture(product: Product, picture: Picture, *, alt: Mapping[str, str], position: int = 0) -> None:
    """Show a stored picture with a product; the same one again only changes its words and place."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        ProductPicture.objects.update_or_create(
            product=product, picture=picture, defaults={"alt": dict(alt), "position": position}
        )
        product_changed(product)
