"""The upkeep of the folder, by the clock."""

from tadamun.kernel.jobs import every, job
from tadamun.kernel.pagecache import peers, store

_A_BATCH = 25  # pages; about two seconds of one processor


@every(seconds=300)
@job(retries=0)
def sweep_pages() -> None:
    """Remove what may not be shown any more and what is too much."""
    store.sweep()


@every(seconds=60)
@job(retries=0)
def recompress_pages() -> None:
    """Make fresh pages smaller."""
    store.recompress(_A_BATCH)


@every(seconds=900)
@job(retries=0)
def prune_bumps() -> None:
    """Forget old tidings between machines."""
    peers.prune()
