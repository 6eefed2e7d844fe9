"""What a picture is, what it may weigh, and why one is refused."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureLimits:
    megabytes: int = 15
    seconds: float = 15.0
    redirects: int = 3

    @property
    def bytes(self) -> int:
        return self.megabytes * 1_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes as they came, not yet opened by any decoder. ``kind`` is what they begin like, whatever was claimed."""

    name: str
    kind: str
    content: bytes


class PictureRefused(Exception):
    """``code`` and ``params`` are those of a ``RowProblem``; nothing was kept."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


# SVG is missing on purpose: it is a document that may carry scripts, and no photograph.
_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"....ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL), "image/heic"),
    (re.compile(rb"II\*\0|MM\0\*"), "image/tiff"),
    (re.compile(rb"BM.{8}\0\0", re.DOTALL), "image/bmp"),
)


def picture_from(name: str, content: bytes) -> Picture:
    """Raises ``PictureRefused`` when the bytes do not begin like a picture."""
    for signature, kind in _SIGNATURES:
        if signature.match(content):
            return Picture(name, kind, content)
    raise PictureRefused("picture_not_image")
