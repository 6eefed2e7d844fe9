"""What the bank decides, and what goes wrong while the merchant is told."""

from dataclasses import dataclass, replace
from decimal import Decimal
from threading import Timer

from tadamun_simulators.book import Book
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.money import written
from tadamun_simulators.payments import Payment
from tadamun_simulators.post import send
from tadamun_simulators.speech import APPROVED, DECLINED, UNRECOGNISED, Flaw, Verdict

MEGABYTE = 1_048_576
AGAIN = 0.5  # seconds before a notice is sent a second time
SOUND = Flaw()


@dataclass(frozen=True)
class Step:
    """One notice: what it says, how it is spoilt, and whether it waits for the payment's seconds."""

    verdict: Verdict
    late: bool = False
    times: int = 1
    flaw: Flaw = SOUND
    dearer: bool = False
    foreign: bool = False
    unheard: bool = False


PLANS: dict[str, list[Step]] = {
    "decline": [Step(DECLINED)],
    "secure-failed": [Step(UNRECOGNISED)],
    "retry": [Step(DECLINED), Step(APPROVED)],
    "repeat": [Step(APPROVED, times=3)],
    "delay": [Step(APPROVED, late=True)],
    "drop": [Step(APPROVED, times=0)],
    "forge": [Step(APPROVED, flaw=Flaw(forged=True))],
    "reorder": [Step(APPROVED), Step(DECLINED, late=True)],
    "amount": [Step(APPROVED, dearer=True)],
    "currency": [Step(APPROVED, foreign=True)],
    "truncate": [Step(APPROVED, flaw=Flaw(cut=True))],
    "oversize": [Step(APPROVED, flaw=Flaw(padding=MEGABYTE))],
    "answer-lost": [Step(APPROVED, unheard=True)],
}


def decide(book: Book, gateway: Gateway, payment: Payment) -> Verdict:
    """Do what the payment's fault says and tell the merchant. Returns what the browser is told.

    Repeating it on a payment that is answered changes and tells nothing.
    """
    plan = PLANS.get(payment.fault, [Step(APPROVED)])
    said = next((step.verdict for step in plan if step.verdict.approved), plan[-1].verdict)
    with book.changing(payment):
        if payment.state != "open":
            return said
        if said.approved:
            payment.authorise()
        else:
            payment.state = "failed"
            payment.note("declined" if said.secure else "not recognised", f"{said.code} {said.message}")
    for step in plan:
        if step.late:
            later(payment.seconds, book, gateway, payment, step)
        else:
            tell(book, gateway, payment, step)
    return said


def later(
    seconds: float, book: Book, gateway: Gateway, payment: Payment, step: Step, attempt: int = 1
) -> None:
    timer = Timer(seconds, tell, (book, gateway, payment, step, attempt))
    timer.daemon = True
    timer.start()


def tell(book: Book, gateway: Gateway, payment: Payment, step: Step, attempt: int = 1) -> None:
    """Send the notice of this step as often as it says, and let the gateway hear the answers."""
    verdict = replace(step.verdict, amount=payment.amount, currency=payment.currency)
    if step.dearer:
        verdict = replace(verdict, amount=payment.amount + Decimal(1))
    if step.foreign:
        verdict = replace(verdict, currency="EUR" if payment.currency != "EUR" else "USD")
    if not step.times:
        with book.changing(payment):
            payment.note("notice dropped")
    for _ in range(step.times):
        _post(book, gateway, payment, verdict, step, attempt)


def _post(book: Book, gateway: Gateway, payment: Payment, verdict: Verdict, step: Step, attempt: int) -> None:
    with book.changing(payment):
        payment.notices += 1
        notice = gateway.notice(payment, verdict, step.flaw)
        if notice is None:
            payment.note("no notice", "the merchant asked for none")
            return
        word = "approved" if verdict.approved else "refused"
        payment.note("notice", f"{word} {written(verdict.amount, verdict.currency)} to {notice.url}")
    if step.flaw.cut:
        notice = replace(notice, body=notice.body[: len(notice.body) * 2 // 3])
    reply = send(notice)
    with book.changing(payment):
        payment.note("answer", f"{reply.status} {reply.text[:200]}")
        if step.unheard:
            payment.note("answer lost", "the bank did not hear it")
        else:
            gateway.heard(payment, verdict, reply)
    if attempt < gateway.attempts and not 200 <= reply.status < 300:
        later(AGAIN * attempt, book, gateway, payment, replace(step, times=1), attempt + 1)
