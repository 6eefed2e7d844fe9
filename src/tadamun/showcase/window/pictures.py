"""Stored pictures as pages show them."""

from collections.abc import Sequence

from django.conf import settings

from tadamun.goods.catalogue.models import Picture
from tadamun.ui.cards import Picture as ShownPicture
from tadamun.ui.cards import Source

MIMES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


def picture_url(key: str, width: int, form: str) -> str:
    return f"{settings.MEDIA_URL}{key[:2]}/{key}/{width}.{form}"


def shown_picture(picture: Picture, alt: str, widths: Sequence[int] = ()) -> ShownPicture:
    """For ``<picture>``: best format first; ``widths`` limits the sizes offered, where the picture has them."""
    kept = [width for width in picture.widths if not widths or width in widths] or list(picture.widths)[:1]
    sources = tuple(
        Source(picture_url(picture.key, width, form), width, MIMES[form])
        for form in ("avif", "webp", "jpeg")
        if form in picture.formats
        for width in (kept if form != "jpeg" else kept[-1:])
    )
    return ShownPicture(alt, picture.width, picture.height, sources)
