"""Pictures in a zip that came with the file. Nothing is unpacked to disk; what is read is counted, not believed."""

import stat
import zipfile
import zlib
from typing import BinaryIO, Self

from tadamun.goods.imports.pictures.folders import folded, plain_name
from tadamun.goods.imports.pictures.kinds import Picture, PictureLimits, PictureRefused, picture_from
from tadamun.goods.imports.problems import RowProblem, UnreadableFile

MAX_ENTRIES = 20_000
MAX_TOTAL = 4_000_000_000
# Photographs hardly shrink; text and zeros shrink a thousandfold.
MAX_RATIO = 100


class ZipPictures:
    """The pictures of one archive by name. Raises ``UnreadableFile`` for what is no zip or promises too much."""

    def __init__(self, file: BinaryIO, limits: PictureLimits | None = None) -> None:
        self._limits = limits or PictureLimits()
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableFile(RowProblem(0, "", "archive_unreadable")) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise UnreadableFile(RowProblem(0, "", "archive_too_large"))
        self._by_name: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._add(entry)

    def _add(self, entry: zipfile.ZipInfo) -> None:
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if entry.is_dir() or is_link or entry.flag_bits & 0x1:
            return
        for stored in (entry.filename, _as_utf8(entry.filename)):
            try:
                name = plain_name(stored)
            except PictureRefused:
                continue
            self._by_name.setdefault(folded(name), entry)
            self._by_name.setdefault(folded(name.rpartition("/")[2]), entry)

    def open(self, name: str) -> Picture:
        """Raises ``PictureRefused`` for what is not there, weighs too much, is a bomb or no picture."""
        name = plain_name(name)
        entry = self._by_name.get(folded(name)) or self._by_name.get(folded(name.rpartition("/")[2]))
        if entry is None:
            raise PictureRefused("picture_not_found")
        content = self._content(entry)
        self._read += len(content)
        if self._read > MAX_TOTAL:
            raise PictureRefused("picture_too_large", limit=MAX_TOTAL // 1_000_000)
        return picture_from(name, content)

    def _content(self, entry: zipfile.ZipInfo) -> bytes:
        most = min(self._limits.bytes, max(entry.compress_size, 1_000) * MAX_RATIO)
        try:
            with self._zip.open(entry) as file:
                content = file.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise PictureRefused("picture_not_found") from error
        if len(content) > most:
            raise PictureRefused("picture_too_large", limit=self._limits.megabytes)
        return content

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _as_utf8(name: str) -> str:
    """Windows packs Arabic names as UTF-8 without saying so, and zipfile then reads them as code page 437."""
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
