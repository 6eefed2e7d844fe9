"""Pictures that a market took for its own lessons: re-encoded to one size and named by what they show."""

import hashlib
import io
import re
from pathlib import Path

from django.conf import settings
from PIL import ImageOps

from tadamun.goods.catalogue.operations.pictures import decode
from tadamun.kernel.files import write_whole
from tadamun.people.markets.models import Market

FOLDER = "lessons"
SIZE = (640, 360)  # the shape of the drawn ones; a photograph that stands upright gets a margin
GROUND = (246, 239, 226)
_NAME = re.compile(r"own-[0-9a-f]{24}")


def is_own(name: str) -> bool:
    """Whether it is the name of a photograph, not of a drawing."""
    return bool(_NAME.fullmatch(name))


def picture_file(market_id: int, name: str) -> Path:
    """Where it lies: below the one market that may show it. Raises ``KeyError`` for a name that is none."""
    if not is_own(name):
        raise KeyError(name)
    return Path(settings.MEDIA_ROOT) / FOLDER / str(market_id) / f"{name}.webp"


def store_lesson_picture(market: Market, data: bytes) -> str:
    """Keep it as WebP and return its name; the same bytes again give the same. Raises ``BadPicture``.

    Do not call it inside a transaction: encoding takes its time.
    """
    name = f"own-{hashlib.sha256(data).hexdigest()[:24]}"
    place = picture_file(market.pk, name)
    if place.exists():
        return name
    image = ImageOps.pad(decode(data), SIZE, color=GROUND)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=72)
    write_whole(place, out.getvalue())
    return name


def picture_path(name: str) -> str:
    """The address of a lesson's picture, drawn or photographed."""
    return f"/lessons/{name}.{'webp' if is_own(name) else 'svg'}"
