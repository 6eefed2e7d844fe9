"""What kind of file it is, by its first bytes and never by its name.

A decoder that chooses by itself would also open playlists, which name other files and addresses.
"""

from collections.abc import Iterator

_BEGINNINGS = (
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (4, b"ftyp", "mov"),
    (8, b"WAVE", "wav"),
    (0, b"ID3", "mp3"),
    (0, b"#!AMR", "amr"),
    (0, b"fLaC", "flac"),
    (0, b"caff", "caf"),
)
_COUNTED = ((b"stsz", 8), (b"trun", 4))  # boxes of MP4 and where they say how many samples follow


def container(data: bytes) -> str:
    """The name of its format for the decoder; empty for what no phone records."""
    for offset, mark, name in _BEGINNINGS:
        if data[offset : offset + len(mark)] == mark:
            return name
    if len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "aac" if data[1] & 0xF6 == 0xF0 else "mp3"
    return ""


def boasts(data: bytes) -> bool:
    """Whether an MP4 counts more samples than it has bytes: the table alone would fill the memory."""
    return any(count > len(data) for count in _counts(data))


def _counts(data: bytes) -> Iterator[int]:
    for mark, offset in _COUNTED:
        at = data.find(mark)
        while at >= 0:
            place = at + len(mark) + offset
            yield int.from_bytes(data[place : place + 4], "big")
            at = data.find(mark, at + 1)
