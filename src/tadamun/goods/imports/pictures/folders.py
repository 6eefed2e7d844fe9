"""Pictures in a folder of the server, for the command line and for files unpacked by an operator."""

import unicodedata
from itertools import islice
from pathlib import Path

from tadamun.goods.imports.pictures.kinds import Picture, PictureLimits, PictureRefused, picture_from

_MOST_FILES = 100_000


def plain_name(name: str) -> str:
    """The relative name with slashes; raises ``PictureRefused`` for one that leads anywhere else."""
    name = name.strip().replace("\\", "/").removeprefix("./")
    parts = name.split("/")
    if not name or "\0" in name or name.startswith("/") or ".." in parts or ":" in parts[0]:
        raise PictureRefused("picture_not_found")
    return name


def folded(name: str) -> str:
    """Names as compared: cameras write IMG_1.JPG, spreadsheets img_1.jpg, and some systems take accents apart."""
    return unicodedata.normalize("NFC", name).casefold()


class FolderPictures:
    """The pictures below one folder. A name is tried as it stands, then without regard to case and subfolder."""

    def __init__(self, folder: Path, limits: PictureLimits | None = None) -> None:
        self._root = folder.resolve(strict=True)
        self._limits = limits or PictureLimits()
        self._by_name: dict[str, Path] | None = None

    def open(self, name: str) -> Picture:
        """Raises ``PictureRefused`` for what is not there, leads outside, weighs too much or is no picture."""
        name = plain_name(name)
        path = self._root / name
        if not path.is_file():
            path = self._found(name)
        path = path.resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            raise PictureRefused("picture_not_found")
        with path.open("rb") as file:
            content = file.read(self._limits.bytes + 1)
        if len(content) > self._limits.bytes:
            raise PictureRefused("picture_too_large", limit=self._limits.megabytes)
        return picture_from(name, content)

    def _found(self, name: str) -> Path:
        if self._by_name is None:
            self._by_name = {}
            for path in islice(self._root.rglob("*"), _MOST_FILES):
                self._by_name.setdefault(folded(path.relative_to(self._root).as_posix()), path)
                self._by_name.setdefault(folded(path.name), path)
        found = self._by_name.get(folded(name)) or self._by_name.get(folded(name.rpartition("/")[2]))
        if found is None:
            raise PictureRefused("picture_not_found")
        return found
