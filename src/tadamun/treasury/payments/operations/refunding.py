"""A refund is decided, then executed: two things, by two calls, maybe on two days."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.treasury.payments.models import BY_HAND, Payment, PaymentShare, Refund
from tadamun.treasury.payments.operations.writing import K, write_event
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import Done, GatewayAway, Refunds

# Longer than a gateway's answer is waited for; whoever asked may have been killed.
ASKING = timedelta(minutes=5)
# Acquirers settle at night: asked again some hours later. One that does not in a week is looked at by a person.
LATER, AT_LAST = timedelta(hours=3), timedelta(days=7)


class AboveCaptured(ValueError):
    """More than what was paid and not yet given back; nothing was written."""


def decide_refund(
    payment: Payment, beneficiary: str, *, amount: Money, goods: Money, reason: str, note: str = ""
) -> Refund:
    """Write that she gets ``amount`` back, ``goods`` of it for goods. Raises ``AboveCaptured``.

    The caller posts it to the ledger in the same transaction.
    """
    with transaction.atomic(), scope(market_id=payment.market_id):
        taken = PaymentShare.objects.filter(
            payment=payment, beneficiary=beneficiary, captured_minor__gte=F("refunded_minor") + amount.minor
        ).update(refunded_minor=F("refunded_minor") + amount.minor)
        if not taken or amount.currency != payment.currency:
            raise AboveCaptured(f"{payment.code}: {amount}")
        by_gateway = payment.contract_id and isinstance(GATEWAYS.get(payment.provider), Refunds)
        refund = Refund.objects.create(
            payment=payment, beneficiary=beneficiary, amount_minor=amount.minor, goods_minor=goods.minor,
            currency=amount.currency, reason=reason[:20], note=note[:300], decided_by=str(current().actor),
            provider=payment.provider if by_gateway else BY_HAND,
        )  # fmt: skip
        audit.record(
            "decide_refund", Reference.parse(beneficiary), market_id=payment.market_id, amount=str(amount),
            reason=reason,
        )  # fmt: skip
    return refund


def note_sent(refund: Refund, *, by_gateway: bool) -> bool:
    """The gateway is being asked, or a person sends it herself. ``False`` when it is done already.

    Raises ``GatewayAway`` while the gateway is asked about it already, for both would give it back; also while another refund
    of the payment is under way: a gateway that knows them by their sum alone could take one for the other.
    """
    with transaction.atomic(), scope(market_id=refund.payment.market_id):
        lock_refund(refund)
        S, fresh = Refund.State, clock.now() - ASKING
        if refund.state == S.DONE:
            return False
        others = Refund.objects.filter(payment=refund.payment_id, state=S.SENT).exclude(pk=refund.pk)
        if by_gateway and others.exclude(provider=BY_HAND).exists():
            raise GatewayAway("another refund is under way")
        asked = refund.state == S.SENT and refund.provider != BY_HAND
        if asked and refund.sent_at and refund.sent_at > fresh:
            raise GatewayAway("it is under way")
        if by_gateway and refund.provider == BY_HAND:
            raise GatewayAway("a person sends it")
        refund.state, refund.sent_at = S.SENT, clock.now()
        refund.provider = refund.provider if by_gateway else BY_HAND
        refund.save(update_fields=["state", "sent_at", "provider"])
    return True


def lock_refund(refund: Refund) -> None:
    """Behind the lock of its payment, as it is now."""
    Payment.objects.select_for_update().only("pk").get(pk=refund.payment_id)
    refund.refresh_from_db(fields=["state", "provider", "sent_at"])


def note_unanswered(refund: Refund) -> None:
    """Nobody knows what its gateway did; it may be asked again at once, and says then what it did before."""
    with transaction.atomic(), scope(market_id=refund.payment.market_id):
        Refund.objects.filter(pk=refund.pk, state=Refund.State.SENT).update(sent_at=None)


def note_refunded(refund: Refund, done: Done, *, by_acquirer: bool = False) -> bool:
    """How it ended. ``True`` when the money went back just now; repeating a success does nothing.

    What its gateway cannot do yet is only decided again, until ``later_at``. ``by_acquirer``: as on ``Refund``.
    """
    with transaction.atomic(), scope(market_id=refund.payment.market_id):
        locked = Refund.objects.select_for_update().select_related("payment").get(pk=refund.pk)
        if locked.state == Refund.State.DONE:
            return False
        if done.later and clock.now() < locked.made_at + AT_LAST:
            locked.state, locked.sent_at, locked.later_at = Refund.State.DECIDED, None, clock.now() + LATER
            locked.save(update_fields=["state", "sent_at", "later_at"])
            return False
        if not done.ok:
            locked.state = Refund.State.FAILED
            locked.note = done.why[:300] or locked.note
            locked.save(update_fields=["state", "note"])
            tries = locked.payment.events.filter(key__startswith=f"refund/{locked.code}/").count()
            write_event(
                locked.payment,
                K.REFUND_FAILED,
                f"refund/{locked.code}/{tries + 1}",
                detail={"why": done.why[:200]},
            )
            return False
        locked.state, locked.reference, locked.done_at = Refund.State.DONE, done.reference[:120], clock.now()
        locked.by_acquirer = by_acquirer
        locked.save(update_fields=["state", "reference", "done_at", "by_acquirer"])
        write_event(
            locked.payment, K.REFUNDED, f"refund/{locked.code}", amount_minor=locked.amount_minor,
            reference=done.reference,
        )  # fmt: skip
        audit.record(
            "execute_refund", Reference.parse(locked.beneficiary), market_id=locked.payment.market_id,
            reference=done.reference,
        )  # fmt: skip
    return True
