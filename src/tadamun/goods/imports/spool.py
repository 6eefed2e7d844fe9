"""What must be remembered across a whole file, kept on disk: which keys were seen where, rows that wait for others,
and what was understood before any of it is written."""

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from tempfile import SpooledTemporaryFile
from typing import Any, Self


class _Scratch:
    """A private SQLite database in a temporary file that disappears when closed."""

    _tables: str

    def __init__(self) -> None:
        # An empty name is a temporary file of SQLite's own; small ones never reach the disk.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + self._tables + "BEGIN;"
        )

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Seen(_Scratch):
    """Keys of several kinds and the row where each came first."""

    _tables = "CREATE TABLE seen (kind TEXT, key TEXT, row INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID;"

    def first(self, kind: str, key: str, row: int) -> int:
        """0 when the key is new (it is remembered now), else the row where it came first."""
        cursor = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, key, row))
        if cursor.rowcount:
            return 0
        found = self._database.execute(
            "SELECT row FROM seen WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return int(found[0])

    def unique(self, kind: str, key: str) -> str:
        """The key, or with ``-2``, ``-3`` … when it came before: the same for the same file."""
        count = 1
        candidate = key
        while self.first(kind, candidate, count):
            count += 1
            candidate = f"{key}-{count}"
        return candidate


class Family(_Scratch):
    """Parents and children that may stand anywhere in a file, brought together after the last row."""

    _tables = (
        "CREATE TABLE parent (number INTEGER PRIMARY KEY, row BLOB);"
        "CREATE TABLE name (key TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;"
        "CREATE TABLE child (number INTEGER PRIMARY KEY, key TEXT, row BLOB);"
    )
    _BATCH = 500

    def __init__(self) -> None:
        super().__init__()
        self._children: list[tuple[int, str, bytes]] = []

    def add_parent(self, number: int, keys: list[str], row: Any) -> None:
        self._database.execute("INSERT INTO parent VALUES (?, ?)", (number, _packed(row)))
        for key in keys:
            self._database.execute("INSERT OR IGNORE INTO name VALUES (?, ?)", (key, number))

    def add_child(self, number: int, key: str, row: Any) -> None:
        self._children.append((number, key, _packed(row)))
        if len(self._children) >= self._BATCH:
            self._write()

    def _write(self) -> None:
        self._database.executemany("INSERT INTO child VALUES (?, ?, ?)", self._children)
        self._children.clear()

    def families(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each parent with its children, both in the order of the file."""
        self._write()
        self._database.execute("CREATE INDEX child_key ON child (key, number)")
        self._database.execute("CREATE INDEX name_number ON name (number)")
        query = (
            "SELECT parent.number, parent.row, child.row FROM parent"
            " LEFT JOIN name ON name.number = parent.number LEFT JOIN child ON child.key = name.key"
            " ORDER BY parent.number, child.number"
        )
        with closing(self._database.execute(query)) as rows:
            for _, family in groupby(rows, key=itemgetter(0)):
                members = list(family)
                yield (
                    _unpacked(members[0][1]),
                    [_unpacked(child) for _, _, child in members if child is not None],
                )

    def orphans(self) -> Iterator[tuple[Any, str]]:
        """The children whose parent never came, with the key they gave for it."""
        query = "SELECT row, key FROM child WHERE key NOT IN (SELECT key FROM name) ORDER BY number"
        with closing(self._database.execute(query)) as orphans:
            for row, key in orphans:
                yield _unpacked(row), key


class Chunks:
    """Lists of anything, kept until they are asked for again in their order; small ones never reach the disk."""

    _IN_MEMORY = 8_000_000  # bytes

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=self._IN_MEMORY)  # noqa: SIM115 (closed as itself is)
        self._count = 0

    def add(self, chunk: list[Any]) -> None:
        pickle.dump(chunk, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __iter__(self) -> Iterator[list[Any]]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 (as below)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _packed(row: Any) -> bytes:
    return pickle.dumps(row, protocol=pickle.HIGHEST_PROTOCOL)


def _unpacked(blob: bytes) -> Any:
    return pickle.loads(blob)  # noqa: S301 (written by this process into a database no one else can open)
