"""Who owes her market more than it lets her: what its book says is kept with her admission, for whoever sells asks that."""

from collections.abc import Collection

from django.db import transaction

from tadamun.kernel import clock
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.owing import tag_of


def note_debts(market: Market, owing: Collection[int]) -> None:
    """``owing``: keys of the organisations that owe too much now. Since when stays; of all others it is forgotten. What pages
    say of ways to pay changes with it.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        rows = Admission.objects.filter(market=market)
        noted = rows.filter(organisation__in=owing, owes_since=None).update(owes_since=clock.now())
        over = rows.filter(owes_since__isnull=False).exclude(organisation__in=owing).update(owes_since=None)
        if noted or over:
            tags.bump(tag_of(market.pk))
