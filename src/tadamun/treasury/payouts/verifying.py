"""What must be true of payouts and the database cannot see in one row."""

from collections.abc import Iterator

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Concat

from tadamun.kernel.scopes import everything
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Claim, Payout, Withdrawal

S = Payout.State


def verify_payouts() -> Iterator[str]:
    """Where a payout is not the sum of what it claims, holds claims it should not, or is not in the book as it ended."""
    with everything("a check of the whole installation"):
        rows = Payout.objects.annotate(
            sum=_claimed(),
            held=Exists(Claim.objects.filter(payout=OuterRef("pk"), released_at=None)),
            posted=_booked("payout", amount_minor=OuterRef("amount_minor")),
            back=_booked("payout_back"),
        )
        for payout in rows.order_by("pk").iterator():
            said = f"payout {payout.code}"
            if payout.sum != payout.amount_minor:
                yield f"{said} is not the sum of what it claims"
            if payout.held == (payout.state == S.FAILED):
                yield f"{said} is {payout.state} and {'holds' if payout.held else 'does not hold'} its claims"
            if (payout.posted and not payout.back) != (payout.state == S.CONFIRMED):
                yield f"{said} is {payout.state}, but the book says otherwise"
        mine = Q(
            payout__organisation=F("organisation"),
            payout__currency=F("currency"),
            payout__batch__market=F("market"),
        )
        for row in Withdrawal.objects.exclude(payout=None).exclude(mine).order_by("pk"):
            yield f"withdrawal {row.code} is answered by a payout of somebody else's money"


def _booked(kind: str, **said: OuterRef) -> Exists:
    """Whether the first entry of each payout's posting of this kind is there."""
    key = Concat(Value(f"{kind}/"), OuterRef("code"), Value("/0"))
    return Exists(Entry.objects.filter(key=key, **said))


def _claimed() -> Sum:
    """Of each payout: entries to its organisation less entries from it."""
    to_her = Q(claims__entry__credit__kind=Account.Kind.PAYABLE)
    sign = Case(When(to_her, then=Value(1)), default=Value(-1), output_field=IntegerField())
    return Sum(F("claims__entry__amount_minor") * sign, default=0)
