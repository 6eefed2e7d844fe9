"""Papers that tests give: pictures as a phone makes them, PDFs good and bad."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def jpeg(side: int = 300) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def picture(name: str = "card.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data)


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj<<" + inside + b">>endobj\ntrailer<<>>\n%%EOF\n"
