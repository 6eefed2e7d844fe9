"""Money came, did not come, or is no longer asked for."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.treasury.payments.models import Payment, PaymentShare
from tadamun.treasury.payments.operations.writing import K, derive_state, write_event


def capture_share(payment: Payment, beneficiary: str, *, key: str, reference: str = "") -> bool:
    """The money of one beneficiary's share is here. ``False`` when it was already: nothing is written twice."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        share = PaymentShare.objects.select_for_update().get(payment=payment, beneficiary=beneficiary)
        left = share.claimed_minor - share.captured_minor
        if not left or not write_event(payment, K.CAPTURED, key, amount_minor=left, reference=reference):
            return False
        PaymentShare.objects.filter(pk=share.pk).update(captured_minor=F("claimed_minor"))
        derive_state(payment)
    return True


def release_share(payment: Payment, beneficiary: str, *, key: str) -> None:
    """A beneficiary no longer claims its part: its order was cancelled before money came. Repeating does nothing.

    What was begun at a gateway is still claimed: the money may be on its way, and must be known when it comes.
    """
    with transaction.atomic(), scope(market_id=payment.market_id):
        # Behind the lock of ``claim_beginning``: she may be on her way to the gateway since it was read.
        begun_at = Payment.objects.select_for_update().only("begun_at").get(pk=payment.pk).begun_at
        share = (
            PaymentShare.objects.select_for_update().filter(payment=payment, beneficiary=beneficiary).first()
        )
        if share is None or share.captured_minor or not share.claimed_minor or begun_at:
            return
        if write_event(payment, K.CANCELLED, key, amount_minor=share.claimed_minor):
            PaymentShare.objects.filter(pk=share.pk).update(claimed_minor=0)
            derive_state(payment)


def note_authorised(payment: Payment, *, key: str, reference: str = "") -> bool:
    """Her bank agreed; the money is not taken yet. Whether this is news."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        made = write_event(payment, K.AUTHORISED, key, amount_minor=payment.amount_minor, reference=reference)
        derive_state(payment)
    return made


def note_confirmed(payment: Payment) -> None:
    """The gateway was asked whether it took what our book says: it need not be asked again."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        Payment.objects.filter(pk=payment.pk).update(confirmed_at=clock.now())


def fail_payment(payment: Payment, *, key: str, reason: str, told: Mapping[str, str] | None = None) -> bool:
    """A try came to nothing. Whether this is news; money that came before stays."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        made = write_event(locked, K.FAILED, key, detail=told)
        if made and locked.state in (Payment.State.WAITING, Payment.State.FAILED):
            locked.reason = reason[:20] or "technical"
            locked.save(update_fields=["reason"])
        derive_state(locked)
        payment.state, payment.reason = locked.state, locked.reason
    return made
