"""The verbs of inspections."""

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation
from tadamun.trade.inspections.checklists import family_of, questions_of
from tadamun.trade.inspections.models import Checker, Inspection, Look
from tadamun.trade.inspections.rules import is_checker
from tadamun.trade.orders.models import Fact, Line, SellerOrder
from tadamun.trade.orders.operations import WrongState, record_fact

State, Result = Inspection.State, Look.Result
NEXT = {Result.GOOD: State.PASSED, Result.MEND: State.TO_MEND, Result.REFUSE: State.REFUSED}


class NotYours(ValueError):
    """She may not check this piece: not named for it, or it is her own work. Nothing was written."""


class NotSeen(ValueError):
    """A question without an answer, a pass in spite of a no, or a refusal without a word or voice. Nothing was written."""


class NotReady(ValueError):
    """It is not there to be checked, or somebody has checked it meanwhile. Nothing was written."""


def name_checker(market: Market, organisation: Organisation, person: Person) -> Checker:
    """She may check this seller's pieces in this market from now on. Repeating it changes nothing."""
    with transaction.atomic(), scope(market_id=market.pk):
        checker, made = Checker.objects.get_or_create(
            market=market, organisation=organisation, person=person, ended_at=None,
            defaults={"named_by": str(current().actor)},
        )  # fmt: skip
        if made:
            audit.record(
                "name_checker", organisation.reference, market_id=market.pk, person=str(person.reference)
            )
    return checker


def let_checker_go(checker: Checker) -> None:
    """She checks no more; what she saw stays. Repeating does nothing."""
    with transaction.atomic(), scope(market_id=checker.market_id):
        if Checker.objects.filter(pk=checker.pk, ended_at=None).update(ended_at=clock.now()):
            audit.record(
                "let_checker_go", checker.organisation.reference, market_id=checker.market_id,
                person=str(checker.person.reference),
            )  # fmt: skip


def is_chosen(order: SellerOrder, share_bp: int) -> bool:
    """Whether this order is among the share that is checked: the same answer whoever asks, and nobody can foresee it."""
    drawn = hashlib.sha256(f"{order.code}/{order.purchase.secret}".encode()).digest()
    return int.from_bytes(drawn[:4]) % 10_000 < share_bp


def ask_inspection(order: SellerOrder) -> Inspection | None:
    """Asked for when the market's share falls on the order and somebody is named for its seller. Repeating changes nothing."""
    if not is_chosen(order, order.market.policy.inspection_bp):
        return None
    with transaction.atomic(), scope(market_id=order.market_id):
        if not Checker.objects.filter(organisation=order.organisation_id, ended_at=None).exists():
            return None
        line = Line.objects.select_related("variant__product").filter(order=order).first()
        found, made = Inspection.objects.get_or_create(
            order=order,
            defaults={
                "market_id": order.market_id, "organisation_id": order.organisation_id,
                "family": family_of(line.variant.product.craft if line else ""),
            },
        )  # fmt: skip
        if made:
            record_fact(order, Fact.Kind.INSPECTION_ASKED)
    return found


def show_piece(order: SellerOrder) -> bool:
    """She says that it is made, or mended: it can be looked at. ``False`` when she said so before.

    Raises ``orders.WrongState``. An order without inspection only keeps that it is made.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        inspection = Inspection.objects.select_for_update().filter(order=order).first()
        if inspection is None:
            return record_fact(order, Fact.Kind.MADE)
        if inspection.state not in (State.ASKED, State.TO_MEND, State.REFUSED):
            return False
        turn = Look.objects.filter(inspection=inspection).count() + 1
        written = record_fact(order, Fact.Kind.MADE, key=f"made/{turn}" if turn > 1 else "", turn=turn)
        inspection.state, inspection.ready_at = State.READY, clock.now()
        inspection.save(update_fields=["state", "ready_at"])
    return written


def look_over(
    inspection: Inspection, checker: Person, *, result: str, answers: Mapping[str, bool],
    photos: Sequence[str] = (), note: str = "", voice: Recording | None = None, number: int,
) -> Look:  # fmt: skip
    """What she saw. ``number``: of the look her page showed; the same look twice is kept once.

    Raises ``NotYours``, ``NotSeen``, ``NotReady`` and ``orders.WrongState``; then nothing was written.
    """
    asked = {question.code for question in questions_of(inspection.family)}
    said = {code: bool(answers[code]) for code in sorted(asked & set(answers))}
    with transaction.atomic(), scope(market_id=inspection.market_id):
        locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
        if not is_checker(checker, locked):
            raise NotYours(locked.code)
        before = Look.objects.filter(inspection=locked, number=number).first()
        if before and before.checker_id == checker.pk:
            return before
        _judge(locked, result, asked, said, bool(note or voice), number)
        look = Look.objects.create(
            inspection=locked, number=number, checker=checker, result=result, answers=said, photos=list(photos)[:6],
            note=note[:500], voice=voice,
        )  # fmt: skip
        locked.state = NEXT[Result(result)]
        locked.save(update_fields=["state"])
        kind = Fact.Kind.INSPECTION_PASSED if result == Result.GOOD else Fact.Kind.INSPECTION_FAILED
        order = SellerOrder.objects.select_related("market").get(pk=locked.order_id)
        record_fact(order, kind, key=f"{kind}/{number}"[:60], look=number, result=result)
    return look


def _judge(
    inspection: Inspection, result: str, asked: set[str], said: Mapping[str, bool], told: bool, number: int
) -> None:
    if inspection.state != State.READY or number != inspection.looks.count() + 1:
        raise NotReady(inspection.code)
    if result not in NEXT or set(said) != asked:
        raise NotSeen("every question wants an answer")
    if result == Result.GOOD and not all(said.values()):
        raise NotSeen("it does not pass with a no")
    if result != Result.GOOD and not told:
        raise NotSeen("she must hear why")


def excuse_inspection(order: SellerOrder, *, reason: str) -> bool:
    """Somebody of the market lets it leave unchecked. Repeating does nothing. Raises ``orders.WrongState``."""
    with transaction.atomic(), scope(market_id=order.market_id):
        inspection = Inspection.objects.select_for_update().filter(order=order).first()
        if inspection is None or inspection.state in (State.PASSED, State.EXCUSED):
            return False
        record_fact(order, Fact.Kind.INSPECTION_PASSED, key="inspection_excused", excused=True, reason=reason)
        inspection.state = State.EXCUSED
        inspection.save(update_fields=["state"])
    return True


__all__ = [
    "NotReady", "NotSeen", "NotYours", "WrongState", "ask_inspection", "excuse_inspection", "is_chosen",
    "let_checker_go", "look_over", "name_checker", "show_piece",
]  # fmt: skip
