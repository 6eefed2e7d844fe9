"""The folder of the index: who may write, how a new one takes the place of the old.

::

    index/                      settings.SEARCH_INDEX, one for each machine, not shared current -> 18f3a…
    what readers open; moved in one step 18f3a…/ version             schema and vocabulary it was made with
    followed.json       how far the outbox was followed, see ``follow`` m1/ m2/ …           one tantivy
    index for each market index.lock                  held by the one writer; beside the folder, so that
    deleting it does not free the lock

Deleting the folder loses nothing: readers keep the files they have open, others answer nothing, and the next
``follow_outbox`` makes it anew.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version as installed
from itertools import chain
from pathlib import Path

import tantivy
from django.conf import settings

from tadamun.showcase.search.schema import VERSION, IndexDocument, compose, schema, stored
from tadamun.showcase.search.thesaurus import TAXONOMY

_SMALL, _LARGE = 15_000_000, 64_000_000  # bytes of memory a writer may use: for a change, for a rebuild


class IndexBusy(Exception):
    """Another process of this machine is writing the index: nothing was done."""


def root() -> Path:
    return Path(settings.SEARCH_INDEX)


@lru_cache(maxsize=1)
def version() -> str:
    """What an index must have been made with to be of use."""
    vocabulary = blake2b(TAXONOMY.read_bytes(), digest_size=8).hexdigest()
    return f"{VERSION}-{installed('tantivy')}-{vocabulary}"


def current() -> Path | None:
    """The folder that readers open, if it is there and was made by this release."""
    folder = root() / "current"
    try:
        return folder.resolve(strict=True) if (folder / "version").read_text() == version() else None
    except OSError:
        return None


@contextmanager
def writing(*, wait: bool) -> Iterator[None]:
    """Be the only writer of this machine. Raises ``IndexBusy`` when there is another and we are not to
    wait.
    """
    base = root()
    base.mkdir(parents=True, exist_ok=True)
    handle = os.open(base.parent / f"{base.name}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise IndexBusy from None
        yield
    finally:
        os.close(handle)


def begin() -> Path:
    """An empty folder for a new index; invisible to readers until ``publish``."""
    folder = root() / secrets.token_hex(6)
    folder.mkdir(parents=True)
    (folder / "version").write_text(version())
    return folder


def publish(folder: Path) -> None:
    """Let readers open this folder from now on, and remove all others. Needs the writer's lock."""
    link = root() / f"current.{secrets.token_hex(4)}"
    link.symlink_to(folder.name)
    link.replace(root() / "current")
    for other in root().iterdir():
        if other.name not in {"current", folder.name}:
            _remove(other)


def _remove(path: Path) -> None:
    # Readers that have these files open keep them: the system frees them when the last one lets go.
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def market_folder(folder: Path, market_id: int) -> Path:
    return folder / f"m{market_id}"


def market_ids(folder: Path) -> list[int]:
    """The markets that have an index."""
    return sorted(int(path.name[1:]) for path in folder.glob("m*") if path.name[1:].isdecimal())


def open_index(folder: Path, market_id: int, *, make: bool = False) -> tantivy.Index | None:
    """The index of one market; None if it has none and none is to be made."""
    place = market_folder(folder, market_id)
    if not (place / "meta.json").exists():
        if not make:
            return None
        place.mkdir(exist_ok=True)
        return tantivy.Index(schema(), str(place))
    return tantivy.Index.open(str(place))


def apply(folder: Path, market_id: int, changes: Mapping[int, IndexDocument | None]) -> int:
    """Put these pieces in, or take them out where None is given; how many really differed from what was
    there.

    Doing it twice is doing it once. All become visible together, at the commit.
    """
    index = open_index(folder, market_id, make=any(changes.values()))
    if index is None:
        return 0
    before = digests(index, changes)
    after = {product: document.digest if document else None for product, document in changes.items()}
    differing = [product for product in changes if before.get(product) != after[product]]
    if differing:
        writer = index.writer(_SMALL, 1)
        for product in differing:
            if product in before:
                writer.delete_documents_by_term("key", str(product))
            if document := changes[product]:
                writer.add_document(compose(document))
        writer.commit()
        writer.wait_merging_threads()
    return len(differing)


def fill(folder: Path, market_id: int, documents: Iterable[IndexDocument]) -> int:
    """Put many pieces into a new index; how many there were. A market without any has no index."""
    each = iter(documents)
    if (first := next(each, None)) is None:
        return 0
    index = open_index(folder, market_id, make=True)
    assert index is not None
    writer = index.writer(_LARGE, 1)
    count = 0
    for document in chain([first], each):
        writer.add_document(compose(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def digests(index: tantivy.Index, products: Iterable[int]) -> dict[int, bytes]:
    """What is in the index about these pieces: the digest of each that is there."""
    searcher = index.searcher()
    found = {}
    for product in products:
        query = tantivy.Query.term_query(schema(), "key", str(product), "basic")
        for _, address in searcher.search(query, 1, count=False).hits:
            found[product] = stored(searcher.doc(address), "digest")
    return found
