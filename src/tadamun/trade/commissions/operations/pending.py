"""Her price and her refusal wait some seconds before the buyer hears of them, as acts on an order do.

See ``checkout.operations.pending`` and docs/decisions/2026-11-22-undo.md.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import acting, current
from tadamun.kernel.jobs import enqueue, every, job
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.recordings.models import Recording
from tadamun.trade.checkout.operations.pending import WAIT
from tadamun.trade.commissions.models import CustomRequest, PendingAnswer
from tadamun.trade.commissions.operations.asking import NotOpen, locked
from tadamun.trade.commissions.operations.quoting import check_quote, decline_request, quote_request
from tadamun.trade.commissions.queries import answer_given

log = logging.getLogger(__name__)
AT_ONCE = 200
What, State = PendingAnswer.What, PendingAnswer.State
ONE_REQUEST = "an answer to a request of whatever market, by its key"


def begin_quote(
    request: CustomRequest, *, price: Money, days: int, deposit_bp: int, words: str = "",
    recording: Recording | None = None, key: str = "",
) -> PendingAnswer:  # fmt: skip
    """As ``quote_request``, some seconds later. Repeating with the same ``key`` returns what was answered, whatever became
    of it since. Raises ``NotOpen``, ``BadQuote``; then nothing was written.
    """
    if given := answer_given(request, key):
        return given
    check_quote(request, price, days, deposit_bp)
    said = {"price_minor": price.minor, "days": days, "deposit_bp": deposit_bp, "words": words.strip()[:500]}
    return _begin(request, What.QUOTE, said, recording, key)


def begin_decline(request: CustomRequest, *, reason: str = "") -> PendingAnswer:
    """As ``decline_request``, some seconds later. Raises ``NotOpen``; then nothing was written."""
    return _begin(request, What.DECLINE, {"reason": reason})


def _begin(
    request: CustomRequest, what: str, said: dict[str, Any], voice: Recording | None = None, key: str = ""
) -> PendingAnswer:
    """The same answer twice is one. Another one takes the place of what waits: only the last is told."""
    here, now = current(), clock.now()
    with transaction.atomic(), scope(market_id=request.market_id):
        row = locked(request)
        # Whoever held the lock before may have been the same, sent twice at the same moment.
        if given := answer_given(row, key):
            return given
        if row.organisation_id is None:
            raise NotOpen(row.code)
        if waiting := PendingAnswer.objects.filter(request=row, state=State.WAITING).first():
            if (waiting.what, waiting.detail) == (what, said) and voice is None:
                return waiting
            _end(waiting, State.TAKEN_BACK)
        answer = PendingAnswer.objects.create(
            request=row, what=what, detail=said, recording=voice, key=key, actor=str(here.actor),
            on_behalf_of=str(here.on_behalf_of or ""), under=str(here.under or ""), at=now, due_at=now + WAIT,
        )  # fmt: skip
        enqueue(give_pending_answer, answer.pk, after=answer.due_at)
    return answer


def take_back_answer(answer: PendingAnswer) -> bool:
    """As if she had not pressed. ``False`` when the buyer heard of it; repeating it says the same as the first time."""
    with transaction.atomic(), scope(market_id=answer.request.market_id):
        row = _lock(answer)
        if row.state == State.WAITING:
            _end(row, State.TAKEN_BACK)
            reference = answer.request.reference
            audit.record(f"took_back_{row.what}", reference, market_id=answer.request.market_id)
    return row.state == State.TAKEN_BACK


@job(priority=50)
def give_pending_answer(pk: int) -> None:
    """Its seconds are over. Twice gives it once."""
    with everything(ONE_REQUEST), transaction.atomic():
        answer = _lock(PendingAnswer.objects.get(pk=pk))
        if answer.state == State.WAITING and answer.due_at <= clock.now():
            _give(answer)


@every(seconds=60)
def give_overdue_answers() -> None:
    """Those whose own job was lost."""
    with everything(ONE_REQUEST):
        late = clock.now() - timedelta(seconds=60)
        due = PendingAnswer.objects.filter(state=State.WAITING, due_at__lte=late).order_by("due_at", "pk")
        for pk in due.values_list("pk", flat=True)[:AT_ONCE]:
            try:
                give_pending_answer(pk)
            except Exception:  # what cannot be given to one buyer may not stop the others'
                log.exception("answer %s cannot be given", pk)


def _lock(answer: PendingAnswer) -> PendingAnswer:
    """Its request is locked before it, everywhere."""
    CustomRequest.objects.select_for_update().only("pk").get(pk=answer.request_id)
    return PendingAnswer.objects.select_related("request", "recording").get(pk=answer.pk)


def _give(answer: PendingAnswer) -> None:
    """In the name of who pressed. The caller holds the request's lock."""
    said, request = answer.detail, answer.request
    try:
        with (
            transaction.atomic(),
            acting(
                actor=Reference.parse(answer.actor),
                on_behalf_of=Reference.parse(answer.on_behalf_of) if answer.on_behalf_of else None,
                under=Reference.parse(answer.under) if answer.under else None,
            ),
        ):
            if answer.what == What.DECLINE:
                decline_request(request, reason=said["reason"])
            else:
                price = Money(said["price_minor"], request.currency)
                quote_request(
                    request, price=price, days=said["days"], deposit_bp=said["deposit_bp"], words=said["words"],
                    recording=answer.recording,
                )  # fmt: skip
        _end(answer, State.DONE)
    except NotOpen:
        _end(answer, State.VOID)


def _end(answer: PendingAnswer, state: str) -> None:
    answer.state = state
    answer.save(update_fields=["state"])
