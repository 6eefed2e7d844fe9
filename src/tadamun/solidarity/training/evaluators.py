"""Results that show a skill, in the real market or in practice: what *this* person did, never what her cooperative did."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.models import OutboxEvent
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Member
from tadamun.solidarity.training.models import Learner
from tadamun.trade.orders.models import Fact

Evaluator = Callable[[Learner, datetime | None], bool]
_evaluators: dict[str, Evaluator] = {}
NEWEST = 300
WHY = "what one person did, in her organisations and in practice"


def evaluator(name: str) -> Callable[[Evaluator], Evaluator]:
    """Register what finds a result. ``since``: only results after that count, ``None`` for any."""

    def register(function: Evaluator) -> Evaluator:
        _evaluators[name] = function
        return function

    return register


def is_evaluator(name: str) -> bool:
    return name in _evaluators


def shows(name: str, learner: Learner, since: datetime | None = None) -> bool:
    """Whether the result is there. Raises ``KeyError`` for a name nobody registered."""
    with everything(WHY):
        return _evaluators[name](learner, since)


def _actor(learner: Learner) -> str:
    return str(Reference("person", str(learner.person_id)))


def _organisations(learner: Learner) -> list[int]:
    return list(Member.objects.filter(person=learner.person_id).values_list("organisation_id", flat=True))


def _listed(learner: Learner, since: datetime | None) -> list[str]:
    """Codes of the products she herself sent in."""
    codes = (
        Product.objects.filter(organisation__in=_organisations(learner))
        .order_by("-pk")
        .values_list("code", flat=True)
    )
    subjects = [str(Reference("product", code)) for code in codes[:NEWEST]]
    rows = OutboxEvent.objects.filter(subject__in=subjects, kind="ProductSubmitted", actor=_actor(learner))
    if since:
        rows = rows.filter(at__gt=since)
    return [Reference.parse(subject).code for subject in rows.values_list("subject", flat=True)]


@evaluator("piece_listed")
def piece_listed(learner: Learner, since: datetime | None) -> bool:
    return bool(_listed(learner, since))


@evaluator("three_photographs")
def three_photographs(learner: Learner, since: datetime | None) -> bool:
    pictured = Product.objects.filter(code__in=_listed(learner, since)).annotate(shots=Count("pictures"))
    return pictured.filter(shots__gte=3).exists()


def _did(learner: Learner, kind: str, since: datetime | None) -> bool:
    rows = Fact.objects.filter(
        kind=kind, actor=_actor(learner), order__organisation__in=_organisations(learner)
    )
    return (rows.filter(at__gt=since) if since else rows).exists()


@evaluator("parcel_packed")
def parcel_packed(learner: Learner, since: datetime | None) -> bool:
    return _did(learner, Fact.Kind.PACKED, since)


@evaluator("parcel_handed_over")
def parcel_handed_over(learner: Learner, since: datetime | None) -> bool:
    return _did(learner, Fact.Kind.HANDED_OVER, since)
