"""What was held for a seller becomes hers when the return period ends."""

from django.db import transaction
from django.db.models import Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post


def ripen(limit: int = 500, seller: int | None = None) -> int:
    """Post *held → payable* for each order whose time has come, once, of one seller or of all. Returns how many."""
    count = 0
    with everything("orders of all markets ripen by the clock"):
        due = Entry.objects.filter(
            kind="sale", credit__kind=Account.Kind.HELD_FOR_SELLER, available_at__lte=clock.now()
        )
        if seller is not None:
            due = due.filter(credit__organisation=seller)
        done = Entry.objects.filter(kind="ripe").values("subject")
        for entry in due.exclude(subject__in=done).select_related("credit__market").order_by("pk"):
            count += _ripen_one(entry)
            if count >= limit:
                break
    return count


def _ripen_one(entry: Entry) -> int:
    held = entry.credit
    with transaction.atomic(), everything("one order of one market"):
        here = Entry.objects.filter(subject=entry.subject)
        came = here.filter(credit=held).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        taken = here.filter(debit=held).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        left = Money(came - taken, entry.currency)
        if left.minor <= 0:
            return 0  # all of it went back to the buyer
        seller = held.organisation_id
        posting = Posting("ripe", held.kind, Account.Kind.PAYABLE, left, debit_of=seller, credit_of=seller)
        return post(held.market, key=f"ripe/{entry.key}", subject=entry.subject, postings=[posting])
