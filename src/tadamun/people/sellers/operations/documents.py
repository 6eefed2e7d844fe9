"""Papers in: judged by what they are, never by their name, and kept where no public address leads."""

import hashlib
import io
import re
import struct
import warnings

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Document, Organisation

MOST_BYTES = 6 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000  # a page of A4 stays readable
LEAST_SIDE = 100
# A paper to look at needs none of these; names in a PDF may be written in hex, so those are undone first.
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")


class BadDocument(ValueError):
    """``code``: empty, large, unknown, broken, small, active, picture. Nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def keep_document(organisation: Organisation, data: bytes, *, pictures_only: bool = False) -> Document:
    """Keep a JPEG, PNG, WebP (written anew as JPEG, without metadata) or PDF; the same again is the one that is kept.

    Raises ``BadDocument``.
    """
    form, body = _judged(data, pictures_only)
    digest = hashlib.sha256(body).hexdigest()
    with transaction.atomic(), everything("a document of one organisation by its digest"):
        row, new = Document.objects.get_or_create(
            organisation=organisation, digest=digest,
            defaults={
                "format": form, "size": len(body), "body": body, "stored_by": str(current().actor), "stored_at": clock.now(),
            },
        )  # fmt: skip
        if new:
            audit.record("keep_document", organisation.reference, document=row.code, bytes=len(body))
    return row


def note_reading(document: Document) -> None:
    """Somebody of a team opened it: that is kept."""
    audit.record("read_document", document.organisation.reference, document=document.code)


def note_account_reading(organisation: Organisation) -> None:
    """Somebody of a team saw the number of its bank account in full: that is kept."""
    audit.record("read_bank_account", organisation.reference)


def _judged(data: bytes, pictures_only: bool) -> tuple[str, bytes]:
    if not data:
        raise BadDocument("empty")
    if len(data) > MOST_BYTES:
        raise BadDocument("large")
    if data.startswith(b"%PDF-"):
        if pictures_only:
            raise BadDocument("picture")
        return Document.Format.PDF, _judged_pdf(data)
    return Document.Format.JPEG, _written_anew(data)


def _judged_pdf(data: bytes) -> bytes:
    if b"%%EOF" not in data[-2048:]:
        raise BadDocument("broken")
    plain = _HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), data)
    if _ACTIVE.search(plain):
        raise BadDocument("active")
    return data


def _written_anew(data: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadDocument("large")
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                ImageOps.exif_transpose(image, in_place=True)
                plain = image.convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadDocument("large") from error
    except UnidentifiedImageError as error:
        raise BadDocument("unknown") from error
    except (OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError, struct.error) as error:
        if isinstance(error, BadDocument):
            raise
        raise BadDocument("broken") from error
    if min(plain.size) < LEAST_SIDE:
        raise BadDocument("small")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.info.clear()
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=82)
    return out.getvalue()
