"""Each machine follows the outbox into its own index.

``followed.json`` in the index says how far: every row up to ``through`` has been applied, except the
*gaps*. A gap is a range of numbers that was missing when a later number was seen: on PostgreSQL numbers are
given before the commit, so a slower transaction may still fill it. Gaps are looked into each time and
forgotten after a quarter of an hour, which no transaction lasts.

The file is written after the commit of the index. A crash between the two applies the same rows again,
which changes nothing.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from django.db.models import Max, Min, Q, QuerySet

from tadamun.kernel import clock
from tadamun.kernel.pagecache.tags import bump
from tadamun.showcase.search import index
from tadamun.showcase.search.documents import Pair, all_documents, documents_for, shown_markets
from tadamun.showcase.search.models import SearchOutbox
from tadamun.showcase.search.schema import IndexDocument

Source = Callable[[Iterable[Pair]], dict[Pair, IndexDocument | None]]
logger = logging.getLogger("tadamun.search")
_PATIENCE: Final = 900  # seconds a gap may still be filled
_MOST_GAPS: Final = 300  # watched at a time, the newest
_LOOKED_BACK: Final = 10_000  # numbers before the newest among which a new index looks for gaps


@dataclass(slots=True)
class Followed:
    """How far this index is. ``gaps``: first and last missing number, and the second it was first missed."""

    through: int = 0
    at: str = ""
    gaps: list[tuple[int, int, float]] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Followed | None":
        try:
            said = json.loads((folder / "followed.json").read_text())
            return cls(
                int(said["through"]),
                str(said["at"]),
                [(int(a), int(b), float(t)) for a, b, t in said["gaps"]],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        new = folder / "followed.json.new"
        new.write_text(json.dumps(asdict(self)))
        new.replace(folder / "followed.json")

    def passed(self, seqs: Iterable[int], now: float) -> None:
        """These rows are applied: fill gaps, open new ones for numbers left out, forget the old."""
        for seq in sorted(seqs):
            if seq > self.through:
                if seq > self.through + 1:
                    self.gaps.append((self.through + 1, seq - 1, now))
                self.through = seq
            else:
                self.gaps = [part for gap in self.gaps for part in _without(gap, seq)]
        self.gaps = [gap for gap in self.gaps if now - gap[2] < _PATIENCE][-_MOST_GAPS:]


def replay(limit: int = 500, source: Source = documents_for) -> int:
    """Apply the next outbox rows, at most ``limit``; how many there were. Makes the index if it is missing
    or useless.

    Raises ``IndexBusy`` when another process of this machine is doing so.
    """
    with index.writing(wait=False):
        folder = index.current()
        followed = Followed.read(folder) if folder else None
        if folder is None or followed is None or not _continues(followed):
            return _rebuild()
        rows = list(_waiting(followed)[:limit].values_list("seq", "market_id", "product_id"))
        if not rows:
            return 0
        documents = source((market, product) for _, market, product in rows)
        try:
            _apply(folder, documents)
        except ValueError:  # what tantivy raises for damaged files
            logger.exception("the search index is damaged and made anew")
            return _rebuild()
        followed.passed((seq for seq, _, _ in rows), clock.now().timestamp())
        followed.at = _instant(followed.through)
        followed.write(folder)
    return len(rows)


def rebuild() -> int:
    """Make the index anew beside the old one, then let it take its place; how many pieces it has. Waits for
    its turn.
    """
    with index.writing(wait=True):
        return _rebuild()


def _rebuild() -> int:
    folder = index.begin()
    # Where we stand is read before the window: what changes meanwhile is applied again, never missed.
    followed = _standing()
    count = 0
    markets = shown_markets()
    for market in markets:
        count += index.fill(folder, market, all_documents(market))
    followed.write(folder)
    before = index.current()
    gone = index.market_ids(before) if before else []
    index.publish(folder)
    bump(*(f"search:{market}" for market in {*markets, *gone}))
    return count


def _apply(folder: Path, documents: dict[Pair, IndexDocument | None]) -> None:
    by_market: dict[int, dict[int, IndexDocument | None]] = defaultdict(dict)
    for (market, product), document in documents.items():
        by_market[market][product] = document
    for market, changes in by_market.items():
        if index.apply(folder, market, changes):
            bump(f"search:{market}")


def _waiting(followed: Followed) -> QuerySet[SearchOutbox]:
    wanted = Q(seq__gt=followed.through)
    for first, last, _ in followed.gaps:
        wanted |= Q(seq__range=(first, last))
    return SearchOutbox.objects.filter(wanted).order_by("seq")


def _continues(followed: Followed) -> bool:
    """Whether the outbox still begins where we stopped: not restored from a backup, not pruned beyond us."""
    ends = SearchOutbox.objects.aggregate(first=Min("seq"), last=Max("seq"))
    if ends["last"] is None:
        return followed.through == 0
    if followed.through == 0:
        return bool(ends["first"] == 1)
    return bool(ends["first"] <= followed.through) and _instant(followed.through) == followed.at


def _instant(seq: int) -> str:
    at = SearchOutbox.objects.filter(seq=seq).values_list("at", flat=True).first()
    return at.isoformat() if at else ""


def _standing() -> Followed:
    """Through the newest row, with the gaps among the last numbers before it."""
    newest = SearchOutbox.objects.aggregate(last=Max("seq"))["last"] or 0
    followed = Followed(through=max(0, newest - _LOOKED_BACK))
    rows = SearchOutbox.objects.filter(seq__gt=followed.through, seq__lte=newest)
    followed.passed(rows.values_list("seq", flat=True), clock.now().timestamp())
    followed.at = _instant(followed.through)
    return followed


def _without(gap: tuple[int, int, float], seq: int) -> list[tuple[int, int, float]]:
    first, last, since = gap
    if not first <= seq <= last:
        return [gap]
    return [part for part in ((first, seq - 1, since), (seq + 1, last, since)) if part[0] <= part[1]]
