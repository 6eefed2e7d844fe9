"""What was held for a seller becomes hers when the return period ends."""

import logging
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.queries import undecided_returns
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post

log = logging.getLogger(__name__)


def ripen(limit: int = 500, seller: int | None = None) -> int:
    """Post *held → payable* for each order whose time has come, once, of one seller or of all, so many at once. Returns how many.
    What cannot ripen is told to the log and keeps nobody else's money waiting.
    """
    ripe, last = 0, 0
    while True:
        with everything("orders of all markets ripen by the clock"):
            due = _due() if seller is None else _due().filter(credit__organisation=seller)
            rows = due.select_related("credit__market").filter(pk__gt=last).order_by("pk")
            found = list(rows[:limit])
        for entry in found:
            try:
                ripe += _ripen_one(entry)
            except Exception:
                log.exception("%s cannot ripen", entry.subject)
        if len(found) < limit:
            return ripe
        last = found[-1].pk


def _due() -> QuerySet[Any]:
    """Sales of which something is held: not ripe yet, and not all of it gone back to the buyer. ``left``: how much. What came
    back waits until somebody says how much of it her buyer gets.
    """
    here = Entry.objects.filter(subject=OuterRef("subject"))
    rows = Entry.objects.filter(
        kind="sale", credit__kind=Account.Kind.HELD_FOR_SELLER, available_at__lte=clock.now()
    )
    return (
        rows.exclude(Exists(here.filter(kind="ripe")))
        .exclude(
            Exists(undecided_returns().filter(order__code=Substr(OuterRef("subject"), len("order:") + 1)))
        )
        .annotate(
            left=_sum(here.filter(credit=OuterRef("credit"))) - _sum(here.filter(debit=OuterRef("credit")))
        )
        .filter(left__gt=0)
    )


def _sum(entries: QuerySet[Entry]) -> Coalesce:
    sums = entries.order_by().values("subject").values_list(Sum("amount_minor"))
    return Coalesce(Subquery(sums), 0)


def _ripen_one(entry: Entry) -> int:
    held = entry.credit
    with transaction.atomic(), everything("one order of one market"):
        # A refund takes from where the money lies: one of the two waits for the other.
        list(
            SellerOrder.objects.select_for_update()
            .only("pk")
            .filter(code=Reference.parse(entry.subject).code)
        )
        left = _due().filter(pk=entry.pk).values_list("left", flat=True).first()
        if left is None:
            return 0
        seller = held.organisation_id
        posting = Posting(
            "ripe",
            held.kind,
            Account.Kind.PAYABLE,
            Money(left, entry.currency),
            debit_of=seller,
            credit_of=seller,
        )
        return post(held.market, key=f"ripe/{entry.key}", subject=entry.subject, postings=[posting])
