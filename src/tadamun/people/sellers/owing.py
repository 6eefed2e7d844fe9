"""Who owes her market more than it lets her, as its pages ask it: a table a process keeps until that changes."""

from collections.abc import Mapping
from datetime import datetime

from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Admission


def _load(market_id: int) -> dict[int, datetime]:
    with everything("who owes one market too much"):
        rows = Admission.objects.filter(market=market_id, owes_since__isnull=False)
        found = rows.values_list("organisation_id", "owes_since")
        return {organisation: since for organisation, since in found if since}


def tag_of(market_id: int) -> str:
    return f"debts:{market_id}"


_owing = Kept(_load, tags=lambda market_id: (tag_of(market_id),))


def owing_since(market_id: int) -> Mapping[int, datetime]:
    """Organisation → since when. The page that asks goes stale with the answer."""
    return _owing(market_id)
