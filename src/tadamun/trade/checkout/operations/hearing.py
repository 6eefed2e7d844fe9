"""What a gateway tells us, and what we ask it: both end in the same few decisions."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations.paying import is_wanted, settle_payment
from tadamun.trade.checkout.strays import tell_of_difference, tell_of_stranger, tell_of_untaken
from tadamun.treasury.payments.models import Contract, Notice, Payment
from tadamun.treasury.payments.operations import (
    fail_payment,
    judge_notice,
    keep_notice,
    note_authorised,
    note_confirmed,
)
from tadamun.treasury.payments.operations.noticing import MOST
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import (
    Answer,
    Captures,
    Done,
    ForgedNotice,
    GatewayAway,
    Heard,
    Hears,
    NoInterface,
    NotTaken,
    Said,
    Tells,
    UnreadableNotice,
    Verdict,
    Voids,
)
from tadamun.treasury.payments.queries import known_of, terms_of, was_sent_back

log = logging.getLogger(__name__)
V = Notice.Verdict
MONEY = ("captured", "authorised")  # outcomes that say there is some


class UnknownDoor(LookupError):
    """No contract of that protocol listens there."""


@dataclass(frozen=True, slots=True)
class _Judged:
    verdict: str
    answer: Verdict
    why: str = ""
    payment: Payment | None = None


def hear_notice(provider: str, code: str, said: Said) -> Answer:
    """Keep it, judge it, act, and answer as the gateway's manual wants. Raises ``UnknownDoor``.

    Repeated, late or out of order it moves nothing twice; forged, cut or about another amount it moves nothing.
    """
    with everything("a notice names its contract by its address"):
        contract = Contract.objects.select_related("market").filter(provider=provider, code=code).first()
    gateway = GATEWAYS.get(provider)
    if contract is None or not isinstance(gateway, Hears):
        raise UnknownDoor(code)
    notice = keep_notice(contract, said.body, len(said.body))
    try:
        judged = _judge(contract, gateway, said)
    except Exception as error:
        # It stays unsettled and is answered as refused; the gateway is asked by the clock.
        log.exception("payment notice %s failed", notice.pk)
        judged = _Judged(V.FAILED, "refused", type(error).__name__)
    answer = gateway.answer(judged.answer)
    judge_notice(notice, judged.verdict, why=judged.why, answer=answer.body, payment=judged.payment)
    return answer


def _judge(contract: Contract, gateway: Hears, said: Said) -> _Judged:
    if len(said.body) > MOST:
        return _Judged(V.TOO_LARGE, "refused")
    with scope(market_id=contract.market_id):
        try:
            payment = _named(contract, gateway.named(said))
            known = known_of(payment) if payment else None
            heard = gateway.hear(terms_of(contract), said, known)
        except ForgedNotice as error:
            return _Judged(V.FORGED, "refused", str(error))
        except UnreadableNotice as error:
            return _Judged(V.UNREADABLE, "refused", str(error))
        if payment is None:
            if heard.outcome in MONEY:
                tell_of_stranger(contract, heard)
            return _Judged(V.UNKNOWN, "refused", heard.reference)
        if heard.hint and isinstance(gateway, Tells):
            try:
                heard = _stands(contract, gateway, payment)
            except GatewayAway as error:
                log.error("payment %s: a notice that nobody confirms: %s", payment.code, error)
                return _Judged(V.FAILED, "refused", str(error), payment)
        return _act(payment, heard)


def _named(contract: Contract, reference: str) -> Payment | None:
    rows = Payment.objects.select_related("market", "contract")
    return rows.filter(contract=contract, code=reference).first()


def _act(payment: Payment, heard: Heard) -> _Judged:
    """One decision for what was posted to us and for what we asked."""
    if heard.outcome in MONEY:
        if heard.amount is None or heard.amount != payment.amount:
            why = f"{heard.amount} instead of {payment.amount}"
            log.error("payment %s: %s", payment.code, why)
            tell_of_difference(payment, heard.amount)
            return _Judged(V.DIFFERENT, "refused", why, payment)
        news = settle_payment(payment, key=f"gateway/{heard.key}", reference=heard.gateway_reference)
        return _Judged(V.SETTLED if news else V.REPEATED, "capture", payment=payment)
    if heard.outcome in ("failed", "voided"):
        reason = heard.reason or "technical"
        news = fail_payment(payment, key=f"gateway/{heard.key}", reason=reason, told=heard.told)
        return _Judged(V.NOTED if news else V.REPEATED, "noted", reason, payment)
    return _Judged(V.NOTED, "noted", heard.outcome, payment)


def _stands(contract: Contract, gateway: Tells, payment: Payment) -> Heard:
    """How the gateway itself shows it, once what was only authorised is taken, or let go. Raises ``GatewayAway``."""
    terms, known = terms_of(contract), known_of(payment)
    heard = gateway.status(terms, known)
    if heard.outcome != "authorised" or heard.amount != payment.amount:
        return heard
    with scope(market_id=payment.market_id):
        note_authorised(payment, key="authorised", reference=heard.gateway_reference)
        wanted = is_wanted(payment)
    if not wanted and isinstance(gateway, Voids):
        _must(gateway.void(terms, known))
        return replace(heard, outcome="voided", key="voided", reason="late")
    if isinstance(gateway, Captures):
        _must(gateway.capture(terms, known, payment.amount))
    return heard


def _must(done: Done) -> None:
    if not done.ok:
        raise NotTaken(done.why or "not done")


def check_payment(payment: Payment) -> str:
    """Ask the gateway how it stands and act on it; what is only authorised is captured. Returns the payment's state.

    Finds what a lost notice would have told, and what we wrote but the gateway did not take: then it takes it, or the
    market's team is told. Raises ``GatewayAway``.
    """
    contract, gateway = payment.contract, GATEWAYS.get(payment.provider)
    if contract is None or not isinstance(gateway, Tells):
        return payment.state
    try:
        heard = _stands(contract, gateway, payment)
    except NotTaken as error:
        if payment.state == Payment.State.CAPTURED:
            _is_untaken(payment, f"untaken/{error}"[:120], {"capture": str(error)})
        raise
    except NoInterface:
        if payment.state == Payment.State.CAPTURED:
            note_confirmed(payment)  # as far as it can be: the acquirer's settlement must tell
        raise
    finally:
        _note_asked(payment)
    with scope(market_id=payment.market_id):
        if heard.outcome != "waiting":
            _act(payment, heard)
        if payment.state == Payment.State.CAPTURED:
            _compare(payment, heard)
    return payment.state


def _compare(payment: Payment, heard: Heard) -> None:
    """What our book says was taken, beside what the gateway says of it."""
    if heard.outcome in MONEY:
        if heard.amount == payment.amount:
            note_confirmed(payment)
    elif was_sent_back(payment):
        note_confirmed(payment)  # we had it undone ourselves
    else:
        _is_untaken(payment, f"gateway/{heard.key}", heard.told)


def _is_untaken(payment: Payment, key: str, told: Mapping[str, str]) -> None:
    """It is asked again; meanwhile people know, for goods may leave for money that nobody took."""
    log.error("payment %s: in our book, not taken by the gateway (%s)", payment.code, key)
    fail_payment(payment, key=key, reason="technical", told=told)
    tell_of_untaken(payment)


def _note_asked(payment: Payment) -> None:
    with transaction.atomic(), scope(market_id=payment.market_id):
        payment.asked_at = clock.now()
        Payment.objects.filter(pk=payment.pk).update(asked_at=payment.asked_at)
