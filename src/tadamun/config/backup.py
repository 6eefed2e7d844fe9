"""One file that holds a whole installation, taken while it works, and the way back.

A backup is a tar archive: ``manifest.json``, the database (a SQLite file, or one CSV per table of
PostgreSQL), the media, the secret key. Search index and page cache are derived and left out. It contains
everybody's data: it is written for its owner's eyes only.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tadamun.config.prepare import apply_migrations
from tadamun.config.running import alone_in_the_house
from tadamun.kernel import clock

FORMAT = 1
BATCH = 2_000  # rows


class BadBackup(Exception):
    """The file is no backup of Tadamun, is damaged, or is of a kind that cannot be put back here."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``migrations``: the tables' version, as ``app.name``."""

    format: int
    made_at: str
    database: str  # sqlite or postgresql
    migrations: list[str]
    digest: str  # sha256 of the database part
    media_files: int


# -- taking --------------------------------------------------------------------------------------------------


def take(target: Path) -> Manifest:
    """Write a backup to ``target``; the server may go on working.

    The database is one consistent snapshot. Every media file it speaks of is there: files are linked aside
    before the snapshot, in case they are deleted meanwhile, and after it, in case they came meanwhile. The
    file appears under its name only when it is complete, readable by its owner alone. Raises ``OSError`` when
    the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA) as made:
        staging = Path(made)
        _link_media(staging / "media")
        digest = _snapshot(staging)
        files = _link_media(staging / "media")
        shutil.copy2(Path(settings.DATA) / "secret-key", staging) if _has_key() else None
        manifest = Manifest(FORMAT, clock.now().isoformat(), connection.vendor, _applied(), digest, files)
        (staging / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with (
                _owners_only(),
                tarfile.open(beside, "w:gz" if target.suffix in {".gz", ".tgz"} else "w") as archive,
            ):
                for name in (
                    "manifest.json",
                    *sorted({child.name for child in staging.iterdir()} - {"manifest.json"}),
                ):
                    archive.add(staging / name, arcname=name)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    return manifest


@contextlib.contextmanager
def _owners_only() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _has_key() -> bool:
    return (Path(settings.DATA) / "secret-key").exists()


def _link_media(staging: Path) -> int:
    """Link (or copy, on another disk) every media file that is not linked yet.

    Returns how many there are now.
    """
    root = Path(settings.MEDIA_ROOT)
    count = 0
    for folder, _folders, names in os.walk(root):
        place = staging / Path(folder).relative_to(root)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            count += 1
            if not (place / name).exists():
                with contextlib.suppress(FileNotFoundError):  # deleted this moment: no row speaks of it
                    _link(Path(folder) / name, place / name)
    staging.mkdir(parents=True, exist_ok=True)
    return count


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)


def _applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _snapshot(staging: Path) -> str:
    if connection.vendor == "sqlite":
        target = staging / "database.sqlite3"
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), target)
        return _digest([target])
    folder = staging / "tables"
    folder.mkdir()
    _copy_out(folder)
    return _digest(sorted(folder.iterdir()))


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online backup: one read transaction, however long it takes and whoever writes."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20)) as read,
        contextlib.closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(set(connection.introspection.table_names(cursor)) - {"django_migrations"})


def _copy_out(folder: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables():
            with (
                (folder / f"{table}.csv").open("wb") as file,
                cursor.copy(
                    f"COPY {connection.ops.quote_name(table)} TO STDOUT WITH (FORMAT csv, HEADER)"
                ) as rows,
            ):
                for piece in rows:
                    file.write(piece)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


# -- putting back --------------------------------------------------------------------------------------------


def put_back(source: Path) -> Manifest:
    """Replace the present data by those of a backup, and bring them to this version of the software.

    The server must be stopped: raises ``running.StillRunning`` otherwise. What was there before is kept
    beside as ``*.before`` on SQLite. A backup of SQLite can also be put into an empty PostgreSQL. Raises
    ``BadBackup``; then nothing was changed.
    """
    data = Path(settings.DATA)
    with alone_in_the_house(), tempfile.TemporaryDirectory(prefix="restore-", dir=data) as made:
        staging = Path(made)
        manifest = _unpack(source, staging)
        if manifest.database == "sqlite" and connection.vendor == "sqlite":
            _put_sqlite(staging / "database.sqlite3")
        elif manifest.database == "sqlite":
            _put_sqlite_into_postgres(staging / "database.sqlite3", manifest)
        elif connection.vendor == "postgresql":
            _put_tables(staging / "tables", manifest)
        else:
            raise BadBackup("a backup of PostgreSQL can only be put back into PostgreSQL")
        _put_media(staging / "media")
        if (staging / "secret-key").exists():
            (staging / "secret-key").replace(data / "secret-key")
        apply_migrations()
        for derived in (Path(settings.SEARCH_INDEX), Path(settings.PAGE_CACHE["FOLDER"])):
            shutil.rmtree(derived, ignore_errors=True)
    return manifest


def inspect(source: Path) -> Manifest:
    """Read a backup without putting it back. Raises ``BadBackup``."""
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA) as made:
        return _unpack(source, Path(made))


def _unpack(source: Path, staging: Path) -> Manifest:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(staging, filter="data")  # refuses names that leave the folder
        said: dict[str, Any] = json.loads((staging / "manifest.json").read_text())
        manifest = Manifest(**said)
    except (OSError, ValueError, TypeError, tarfile.TarError) as error:
        raise BadBackup(f"{source.name} is no complete backup: {error}") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{source.name} has format {manifest.format}; this version reads {FORMAT}")
    one = staging / "database.sqlite3"
    parts = [one] if manifest.database == "sqlite" else sorted((staging / "tables").glob("*.csv"))
    if not all(part.exists() for part in parts) or _digest(parts) != manifest.digest:
        raise BadBackup(f"the database in {source.name} is damaged")
    unknown = set(manifest.migrations) - _known_migrations()
    if unknown:
        raise BadBackup(f"{source.name} is of a newer version of the software: {min(unknown)}")
    return manifest


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _put_sqlite(saved: Path) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    for suffix in ("-wal", "-shm"):
        _move_aside(Path(f"{target}{suffix}"))
    _move_aside(target)
    saved.replace(target)


def _move_aside(path: Path) -> None:
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before"))


def _put_media(saved: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    if root.exists():
        before = root.with_name(f"{root.name}.before")
        shutil.rmtree(before, ignore_errors=True)
        root.rename(before)
    if saved.exists():
        saved.rename(root)


def _put_tables(folder: Path, manifest: Manifest) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _make_tables_of(manifest)
        for path in sorted(folder.glob("*.csv")):
            with path.open("rb") as file:
                names = file.readline().decode().strip().replace('"', "").split(",")
                columns = ", ".join(map(connection.ops.quote_name, names))
                file.seek(0)
                with cursor.copy(
                    f"COPY {connection.ops.quote_name(path.stem)} ({columns}) FROM STDIN WITH (FORMAT csv, HEADER)"
                ) as rows:
                    while piece := file.read(1 << 20):
                        rows.write(piece)
        _count_on()


def _make_tables_of(manifest: Manifest) -> None:
    """Empty tables as they were when the backup was taken, whatever was there."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    executor = MigrationExecutor(connection)
    executor.migrate(_newest(executor.loader.graph, manifest))
    with connection.cursor() as cursor:
        names = ", ".join(map(connection.ops.quote_name, _tables()))
        cursor.execute(f"TRUNCATE {names} CASCADE")  # what migrations put there is in the backup, too
        # Migrations set constraints to be checked at once; rows come in any order.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _newest(graph: MigrationGraph, manifest: Manifest) -> list[tuple[str, str | None]]:
    """The last migration of each app that the backup knew: naming an earlier one would mean to go back to it."""
    known = {node for node in graph.nodes if ".".join(node) in manifest.migrations}
    return [
        (node[0], node[1])
        for node in sorted(known)
        if not any(child.key in known and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def _put_sqlite_into_postgres(saved: Path, manifest: Manifest) -> None:
    """The move of a market that grows: row by row, through the models of this version."""
    connections.databases["saved"] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(saved),
        "OPTIONS": {},
    }
    try:
        MigrationExecutor(connections["saved"]).migrate(
            MigrationExecutor(connections["saved"]).loader.graph.leaf_nodes()
        )
        with transaction.atomic():
            _make_tables_of(Manifest(**{**asdict(manifest), "migrations": sorted(_known_migrations())}))
            for model in apps.get_models(include_auto_created=True):
                if model._meta.managed and not model._meta.proxy:
                    _copy_rows(model)
            _count_on()
    finally:
        connections["saved"].close()
        del connections["saved"], connections.databases["saved"]


def _copy_rows(model: Any) -> None:
    batch: list[Any] = []
    for row in model._base_manager.using("saved").iterator(BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            model._base_manager.using("default").bulk_create(batch)
            batch = []
    model._base_manager.using("default").bulk_create(batch)


def _count_on() -> None:
    """Let the sequences go on after the highest key."""
    with connection.cursor() as cursor:
        for sequence in connection.introspection.sequence_list():
            table, column = (connection.ops.quote_name(sequence[part]) for part in ("table", "column"))
            cursor.execute(f"SELECT MAX({column}) FROM {table}")  # noqa: S608 (names of our own tables)
            (highest,) = cursor.fetchone()
            if highest is not None:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [sequence["table"], sequence["column"], highest],
                )
