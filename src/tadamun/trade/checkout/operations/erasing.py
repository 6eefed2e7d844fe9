"""Forgetting who bought, when she asks or when its time is over. What was sold, and for how much, stays (law 9-88)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import erase_person
from tadamun.people.conversations.models import Conversation
from tadamun.people.conversations.operations import forget_caller
from tadamun.people.markets.models import Market, TeamMember
from tadamun.people.notices.operations import forget_reader
from tadamun.people.recordings.operations import erase_recordings_of
from tadamun.people.sellers.models import Member
from tadamun.people.sellers.operations import forget_maker
from tadamun.people.sellers.operations.applications import forget_applicant
from tadamun.trade.checkout.operations.claiming import claim_purchases
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.states import OPEN

AT_ONCE = 500
_BLANK = {
    "full_name": "", "phone": "", "email": "", "address": "", "landmark": "", "postcode": "", "gift_note": "",
    "company": "", "ice": "",
}  # fmt: skip


class HasDuties(ValueError):
    """She acts for an organisation or in a market's team: that ends first, or others lose what she looks after."""


@dataclass(frozen=True, slots=True)
class Erased:
    """``kept``: codes of purchases still under way; their data go when they are finished."""

    finished: int
    kept: tuple[str, ...]


def erase_buyer(person: Person) -> Erased:
    """Remove who she was, everywhere (law 09-08 art. 8, GDPR art. 17). Raises ``HasDuties``; then nothing was written."""
    phone, email = person.phone or "", person.email or ""
    with transaction.atomic(), everything("a person's own data in all markets"):
        if Member.objects.filter(person=person).exists() or TeamMember.objects.filter(person=person).exists():
            raise HasDuties(str(person.reference))
        claim_purchases(person)
        mine = Purchase.objects.filter(person=person, erased_at=None)
        kept = tuple(
            mine.filter(orders__goods_state__in=OPEN).distinct().order_by("pk").values_list("code", flat=True)
        )
        finished = _erase(mine.exclude(code__in=kept))
        forget_reader(phone, email)
        asked = Q(person=person) | (Q(phone=phone) if phone else Q())
        forget_caller(Conversation.objects.filter(asked))
        forget_applicant(person)
        forget_maker(person)
        erase_recordings_of(person.reference)
        erase_person(person)
    return Erased(finished, kept)


def erase_old_purchases() -> int:
    """Of every market, those finished for longer than it keeps them, and finished ones of persons who were erased."""
    count = 0
    with everything("purchases of all markets age by the clock"):
        for market in Market.objects.all():
            finished = Purchase.objects.filter(market=market, erased_at=None).exclude(
                orders__goods_state__in=OPEN
            )
            before = clock.now() - timedelta(days=market.policy.retention_days)
            due = finished.annotate(last=Max("orders__facts__at")).filter(
                Q(last__lt=before) | Q(person__erased_at__isnull=False)
            )
            count += _erase(due)
    return count


def _erase(purchases: QuerySet[Purchase]) -> int:
    """All of these that are not erased yet, so many at once."""
    count = 0
    kept = purchases.filter(erased_at=None).order_by("pk").values_list("pk", "code", "market_id")
    while rows := list(kept[:AT_ONCE]):
        with transaction.atomic():
            Purchase.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(**_BLANK, erased_at=clock.now())
            for _, code, market_id in rows:
                audit.record("erase_buyer", Purchase(code=code).reference, market_id=market_id)
        count += len(rows)
    return count
