"""Papers in: what cannot be read is refused with a word, whatever its bytes say of themselves."""

import io
import struct

import pytest
from PIL import Image

from tadamun.people.sellers.operations.documents import BadDocument, keep_document
from tests.factories import make_market, make_organisation

pytestmark = pytest.mark.django_db


def photograph(exif: bytes) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (120, 120), (150, 60, 40)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_photograph_whose_head_is_damaged_is_refused() -> None:
    """It lies on its side, and says by a word where by a number the next part of its head begins."""
    turned, word = struct.pack(">HHIHH", 0x112, 3, 1, 6, 0), struct.pack(">HHI4s", 0xA005, 2, 1, b"x")
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 2) + turned + word + bytes(4)
    with pytest.raises(BadDocument, match="broken"):
        keep_document(make_organisation(make_market()), photograph(exif))
