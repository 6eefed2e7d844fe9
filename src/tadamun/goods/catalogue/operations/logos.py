"""A market's logo, re-encoded like every picture that comes in; its clear parts stay clear."""

import hashlib
from pathlib import Path

from django.conf import settings
from PIL import ImageOps

from tadamun.goods.catalogue.operations.pictures import judged

FOLDER = "logos"
LARGEST = (720, 144)  # pixels: three times what the bar shows


def store_logo(data: bytes) -> str:
    """Keep it as WebP and return its address; the same bytes again give the same. Raises ``BadPicture``."""
    with judged(data) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    image.info.clear()
    image.thumbnail(LARGEST)
    name = f"{hashlib.sha256(data).hexdigest()[:24]}.webp"
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}"
    image.save(unfinished, "WEBP", lossless=True)
    unfinished.replace(folder / name)
    return f"{settings.MEDIA_URL}{FOLDER}/{name}"
