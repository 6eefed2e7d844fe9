"""Telling UTF-8 from what it is not, and saying what it probably is."""

import codecs
from typing import BinaryIO

from django.utils.translation import gettext_noop as _

from tadamun.goods.imports.problems import RowProblem, UnreadableFile

_CHUNK = 1 << 20
_SIGNATURES = (
    (b"PK\x03\x04", _("an Excel workbook or a zip archive")),
    (b"\xd0\xcf\x11\xe0", _("an old Excel workbook")),
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"<!DO", _("a web page")),
    (b"<htm", _("a web page")),
)


def refuse_other_kinds(start: bytes) -> None:
    """Raises ``UnreadableFile`` for workbooks, documents, pictures and the Unicode encodings that are not UTF-8."""
    for signature, found in _SIGNATURES:
        if start.startswith(signature):
            raise UnreadableFile(RowProblem(0, "", "file_not_text", params={"found": found}))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(RowProblem(0, "", "encoding_wrong", params={"found": "UTF-16"}))
    # Excel's "Unicode text" without its mark: every second byte of Latin text is null.
    sample = start[:200]
    if len(sample) > 8 and sample.count(0) * 3 > len(sample):
        raise UnreadableFile(RowProblem(0, "", "encoding_wrong", params={"found": "UTF-16"}))


def first_offence(file: BinaryIO) -> tuple[str, int] | None:
    """``("null", at)`` or ``("encoding", at)`` for the first byte that UTF-8 text cannot hold; ``None`` when all is well."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        if (null := chunk.find(0)) >= 0:
            return "null", offset + null
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return "encoding", max(0, offset + error.start)
        offset += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "encoding", max(0, offset - 1)
    return None


def likely_encoding(sample: bytes) -> str:
    """Windows-1256 writes Arabic as runs of high bytes; in Windows-1252, accents stand alone between letters."""
    alone = together = 0
    for index, byte in enumerate(sample):
        if byte >= 0x80:
            neighbours = sample[max(0, index - 1) : index] + sample[index + 1 : index + 2]
            if any(neighbour >= 0x80 for neighbour in neighbours):
                together += 1
            else:
                alone += 1
    return "Windows-1256" if together > alone else "Windows-1252"
