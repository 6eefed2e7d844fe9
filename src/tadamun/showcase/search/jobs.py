"""Work by the clock, to be done on every machine, since each has an index of its own."""

import logging
import threading
from collections.abc import Iterator

import tantivy
from django.db import close_old_connections

from tadamun.kernel.jobs import daily
from tadamun.showcase.search import follow, index
from tadamun.showcase.search.documents import all_documents, shown_markets
from tadamun.showcase.search.operations import prune_outbox
from tadamun.showcase.search.schema import stored

logger = logging.getLogger("tadamun.search")
_BATCH = 500


def follow_outbox() -> int:
    """Bring this machine's index up to date; how many outbox rows were applied. Nothing if another process
    is at it.
    """
    done = 0
    try:
        while count := follow.replay(_BATCH):
            done += count
            if count < _BATCH:
                break
    except index.IndexBusy:
        logger.debug("the index is being written by another process")
    return done


def watch(stop: threading.Event, seconds: float = 0.5) -> None:
    """Follow until told to stop: one thread of each machine's worker. What fails is tried again at the next
    beat.
    """
    while not stop.wait(seconds):
        try:
            follow_outbox()
        except Exception:
            logger.exception("the search index could not be brought up to date")
            close_old_connections()


def rebuild_index() -> int:
    """Make this machine's index anew; how many pieces it has. Questions are answered from the old one
    meanwhile.
    """
    return follow.rebuild()


@daily(hour=4, minute=10)
def forget_followed() -> int:
    """Remove outbox rows that every machine has had a week to follow. Once a day, on any machine."""
    return prune_outbox()


def verify_index() -> list[str]:
    """Where this machine's index differs from the window, one sentence each; empty when it repeats it
    exactly.
    """
    folder = index.current()
    if folder is None:
        return ["there is no usable search index on this machine"]
    found: list[str] = []
    for market in sorted({*shown_markets(), *index.market_ids(folder)}):
        try:
            found += _differences(market, index.open_index(folder, market))
        except ValueError as error:
            found.append(f"market {market}: its search index cannot be read ({error})")
    return found


def _differences(market: int, opened: tantivy.Index | None) -> Iterator[str]:
    held = _held(opened) if opened else {}
    for document in all_documents(market):
        if (digest := held.pop(document.product_id, None)) is None:
            yield f"market {market}: product {document.product_id} is shown but not indexed"
        elif digest != document.digest:
            yield f"market {market}: product {document.product_id} is indexed as it was before"
    for product in sorted(held):
        yield f"market {market}: product {product} is indexed but not shown"


def _held(opened: tantivy.Index) -> dict[int, bytes]:
    """Product number → digest of all that one market's index holds."""
    searcher = opened.searcher()
    held: dict[int, bytes] = {}
    if not searcher.num_docs:
        return held
    for offset in range(0, searcher.num_docs, 10_000):
        hits = searcher.search(tantivy.Query.all_query(), 10_000, offset=offset, count=False).hits
        addresses = [address for _, address in hits]
        products = searcher.fast_field_values("product", addresses)
        for product, address in zip(products, addresses, strict=True):
            held[int(product or 0)] = stored(searcher.doc(address), "digest")
    return held
