"""What stands for a maker: her face, her hands or her loom, square, re-encoded like every picture that comes in."""

import hashlib
import shutil
import time
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from tadamun.goods.catalogue.operations.pictures import decode, write_files
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Maker

SIDE = 480  # pixels: the largest circle on a screen of three dots to the pixel
FOLDER = "p-"  # no other stored picture's key begins so
KEPT_UNUSED = 24 * 3600  # seconds: far longer than what may be taken back


def store_portrait(data: bytes) -> str:
    """Keep it and return its key, the same for the same bytes; nobody sees it before a maker has it. Raises ``BadPicture``."""
    image = ImageOps.fit(decode(data), (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    key = FOLDER + hashlib.sha256(data).hexdigest()[:24]
    write_files(image, key, ("webp",))
    return key


def forget_portraits() -> int:
    """Remove the files that no maker has had for a day. Returns how many portraits went."""
    old = time.time() - KEPT_UNUSED
    places = [
        place for place in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*") if place.stat().st_mtime < old
    ]
    with everything("portraits of all makers"):
        shown = Maker.objects.filter(portrait__in=[place.name for place in places])
        kept = set(shown.values_list("portrait", flat=True))
    gone = [place for place in places if place.name not in kept]
    for place in gone:
        shutil.rmtree(place, ignore_errors=True)
    return len(gone)
