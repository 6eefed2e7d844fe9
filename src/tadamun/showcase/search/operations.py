"""The only writers of the outbox."""

from collections.abc import Iterable
from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.bulk import insert_rows
from tadamun.showcase.search.models import SearchOutbox

KEPT = timedelta(days=7)


def note_changes(pairs: Iterable[tuple[int, int]]) -> None:
    """These (market, product) pairs changed, appeared or went. Call it in the transaction that changes
    their rows.

    Each pair is noted once a call; noting it again later costs a look and changes nothing.
    """
    insert_rows(
        SearchOutbox(market_id=market, product_id=product) for market, product in dict.fromkeys(pairs)
    )


def prune_outbox() -> int:
    """Remove what is older than a week, except the newest row. A machine that slept longer makes its index
    anew.
    """
    newest = SearchOutbox.objects.order_by("-seq").values_list("seq", flat=True).first()
    if newest is None:
        return 0
    return SearchOutbox.objects.filter(at__lt=clock.now() - KEPT, seq__lt=newest).delete()[0]
