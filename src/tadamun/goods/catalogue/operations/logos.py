"""A market's logo, re-encoded like every picture that comes in; its clear parts stay clear."""

import hashlib
import io
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from tadamun.goods.catalogue.operations.pictures import KNOWN, MAX_BYTES, MAX_PIXELS, BadPicture

FOLDER = "logos"
LARGEST = (720, 144)  # pixels: three times what the bar shows


def store_logo(data: bytes) -> str:
    """Keep it as WebP and return its address; the same bytes again give the same. Raises ``BadPicture``."""
    image = _opened(data)
    image.thumbnail(LARGEST)
    name = f"{hashlib.sha256(data).hexdigest()[:24]}.webp"
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}"
    image.save(unfinished, "WEBP", lossless=True)
    unfinished.replace(folder / name)
    return f"{settings.MEDIA_URL}{FOLDER}/{name}"


def _opened(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise BadPicture("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=KNOWN)
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture("too_many_pixels")
            plain = image.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("too_many_pixels") from error
    except BadPicture:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadPicture("not_a_picture") from error
    plain.info.clear()
    return plain
