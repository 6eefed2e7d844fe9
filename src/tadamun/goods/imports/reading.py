"""A CSV file as a stream of rows: its encoding, separator and quotation marks judged, never the whole of it in memory."""

import csv
import io
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Self

from tadamun.goods.imports.cells import unguarded
from tadamun.goods.imports.encodings import first_offence, likely_encoding, refuse_other_kinds
from tadamun.goods.imports.problems import RowProblem, UnreadableFile

SEPARATORS = (",", ";", "\t")
_START = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may weigh. The length of a cell is that of Python's reader: 131,072 characters."""

    megabytes: int = 200
    rows: int = 1_000_000
    columns: int = 1_000


State = tuple[int, Sequence[str], RowProblem | None]


class Row:
    """One record. ``number`` counts as a spreadsheet does: the header is 1, a cell with line breaks is one row."""

    __slots__ = ("_index", "cells", "number", "problem")

    def __init__(self, number: int, cells: Sequence[str], index: Mapping[str, int]) -> None:
        self.number = number
        self.cells = cells
        self._index = index
        self.problem: RowProblem | None = (
            None  # the record itself is broken; its first cells may still be right
        )

    def exact(self, key: str) -> str:
        """The cell of the column that the dialect calls ``key``, as written; empty where there is no such column."""
        at = self._index.get(key)
        return unguarded(self.cells[at]) if at is not None else ""

    def get(self, key: str) -> str:
        """As ``exact``, without surrounding blanks."""
        at = self._index.get(key)
        # Most cells are empty: this is the innermost step of a long file.
        if at is None or not (cell := self.cells[at]):
            return ""
        cell = cell.strip()
        return unguarded(cell) if cell[:1] == "'" else cell

    def state(self) -> State:
        """What is the row's own, to be kept elsewhere for a while."""
        return self.number, self.cells, self.problem

    @classmethod
    def restored(cls, state: State, index: Mapping[str, int]) -> Self:
        row = cls(state[0], state[1], index)
        row.problem = state[2]
        return row

    def has(self, key: str) -> bool:
        return key in self._index


class Table:
    """The header and rows of one file. Read it as often as needed; the file must be seekable and opened in binary.

    Raises ``UnreadableFile`` for what cannot be read as UTF-8 CSV, at opening or at the row where it breaks.
    """

    def __init__(self, file: BinaryIO, limits: Limits | None = None) -> None:
        self._file = file
        self.limits = limits or Limits()
        self._refuse_size()
        file.seek(0)
        start = file.read(_START)
        if not start.strip(b"\xef\xbb\xbf \t\r\n"):
            raise UnreadableFile(RowProblem(0, "", "file_empty"))
        refuse_other_kinds(start)
        self.separator, self._named_separator = _separator(start)
        self._refuse_bytes()
        self._header_row = 0
        self.header = self._read_header()

    def _refuse_size(self) -> None:
        self._file.seek(0, io.SEEK_END)
        if self._file.tell() > self.limits.megabytes * 1_000_000:
            raise UnreadableFile(RowProblem(0, "", "file_too_large", params={"limit": self.limits.megabytes}))

    def _refuse_bytes(self) -> None:
        """Before anything is parsed: a wrong byte in the last row refuses the file, not the tail of it."""
        offence = first_offence(self._file)
        if offence is None:
            return
        kind, at = offence
        row, column, value = self._place_of(at)
        if kind == "null":
            raise UnreadableFile(RowProblem(row, column, "null_character"))
        self._file.seek(max(0, at - 2000))
        found = likely_encoding(self._file.read(4000))
        raise UnreadableFile(RowProblem(row, column, "encoding_wrong", value, {"found": found}))

    def _place_of(self, at: int) -> tuple[int, str, str]:
        """Row, column and readable part of the cell that holds the byte at this offset."""
        self._file.seek(0)
        before = _Upto(self._file, at)
        text = io.TextIOWrapper(io.BufferedReader(before), encoding="utf-8-sig", errors="replace", newline="")
        number, header, cells = 0, [""], [""]
        try:
            for record in csv.reader(text, delimiter=self.separator):
                number += 1
                header, cells = header if any(header) else record, record or [""]
        except csv.Error:
            return number + 1, "", ""
        column = header[len(cells) - 1] if number > 1 and len(cells) <= len(header) else ""
        return max(number, 1), column.strip(), cells[-1][-40:]

    def _records(self) -> Generator[list[str], None, None]:
        self._file.seek(0)
        text = io.TextIOWrapper(_Kept(self._file), encoding="utf-8-sig", newline="")
        reader = csv.reader(text, delimiter=self.separator, strict=True)
        number = 0
        try:
            for record in reader:
                number += 1
                yield record
        except csv.Error as error:
            raise UnreadableFile(_broken(number + 1, str(error))) from error
        finally:
            text.detach()

    def _read_header(self) -> list[str]:
        header: list[str] = []
        with closing(self._records()) as records:
            for number, record in enumerate(records, start=1):
                if any(map(str.strip, record)) and not (number == 1 and self._named_separator):
                    self._header_row = number
                    header = [" ".join(name.replace("\u00a0", " ").split()) for name in record]
                    break
        while header and not header[-1]:
            header.pop()
        if len(header) > self.limits.columns:
            params = {"limit": self.limits.columns}
            raise UnreadableFile(RowProblem(self._header_row, "", "too_many_columns", params=params))
        return header

    def rows(self, index: Mapping[str, int]) -> Iterator[Row]:
        """The rows below the header that hold anything. One with more cells than the header carries a problem."""
        width = len(self.header)
        for number, record in enumerate(self._records(), start=1):
            if number <= self._header_row:
                continue
            if number > self.limits.rows:
                raise UnreadableFile(
                    RowProblem(number, "", "too_many_rows", params={"limit": self.limits.rows})
                )
            if not any(record):
                continue
            row = Row(number, record, index)
            if len(record) < width:
                record.extend([""] * (width - len(record)))
            elif any(map(str.strip, record[width:])):
                params = {"count": len(record), "expected": width}
                row.problem = RowProblem(number, "", "too_many_cells", record[width][:80], params)
            yield row


class _Kept(io.BufferedReader):
    """The caller's file under a text layer that must not close it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(_Raw(file), buffer_size=256 * 1024)


class _Raw(io.RawIOBase):
    """Any binary file-like object as the raw layer of Python's text stack; closing it leaves the file open."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Upto(_Raw):
    """The file up to one byte."""

    def __init__(self, file: BinaryIO, end: int) -> None:
        super().__init__(file)
        self._left = end

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(min(len(buffer), self._left))
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _broken(row: int, reason: str) -> RowProblem:
    if "field larger" in reason:
        return RowProblem(row, "", "cell_too_long", params={"limit": csv.field_size_limit()})
    if "unexpected end" in reason:
        return RowProblem(row, "", "quote_unclosed")
    return RowProblem(row, "", "quote_misplaced")


def _separator(start: bytes) -> tuple[str, bool]:
    """The separator by the header line, or as a line before it names it, as Excel writes (``sep=;``)."""
    text = start.decode("utf-8-sig", errors="replace").lstrip("\ufeff")
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS and text[5:6] in ("\r", "\n"):
        return text[4], True
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted:
            if character in "\r\n":
                break
            if character in counts:
                counts[character] += 1
    return max(SEPARATORS, key=lambda separator: counts[separator]), False
