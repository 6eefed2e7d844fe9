"""The verbs of payments. State follows from events; an event is written once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from tadamun.kernel.context import current
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Payment, PaymentEvent, PaymentShare


class SharesDiffer(ValueError):
    """The claims of a payment do not sum to its amount."""


def start_payment(
    market: Market,
    *,
    subject: str,
    provider: str,
    amount: Money,
    shares: Mapping[str, Money],
    due_at: datetime | None = None,
) -> Payment:
    """Ask for an amount, claimed by beneficiaries in full. Runs inside the transaction that places the order."""
    if total(list(shares.values()), amount.currency) != amount:
        raise SharesDiffer(f"{subject}: {amount}")
    with scope(market_id=market.pk):
        payment = Payment.objects.create(
            market=market, subject=subject, provider=provider, amount_minor=amount.minor, currency=amount.currency,
            due_at=due_at,
        )  # fmt: skip
        PaymentShare.objects.bulk_create(
            PaymentShare(payment=payment, beneficiary=beneficiary, claimed_minor=part.minor)
            for beneficiary, part in shares.items()
        )
        PaymentEvent.objects.create(
            payment=payment, kind=PaymentEvent.Kind.STARTED, key="start", actor=str(current().actor)
        )
    return payment


def _write(payment: Payment, kind: str, key: str, *, amount_minor: int = 0, reference: str = "") -> bool:
    """Whether the event is new."""
    _, made = PaymentEvent.objects.get_or_create(
        payment=payment,
        key=key,
        defaults={
            "kind": kind, "amount_minor": amount_minor, "reference": reference, "actor": str(current().actor),
        },
    )  # fmt: skip
    return made


def capture_share(payment: Payment, beneficiary: str, *, key: str, reference: str = "") -> bool:
    """The money of one beneficiary's share is here. ``False`` when it was already: nothing is written twice."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        share = PaymentShare.objects.select_for_update().get(payment=payment, beneficiary=beneficiary)
        left = share.claimed_minor - share.captured_minor
        if not left or not _write(
            payment, PaymentEvent.Kind.CAPTURED, key, amount_minor=left, reference=reference
        ):
            return False
        PaymentShare.objects.filter(pk=share.pk).update(captured_minor=F("claimed_minor"))
        _derive(payment)
    return True


def release_share(payment: Payment, beneficiary: str, *, key: str) -> None:
    """A beneficiary no longer claims its part: its order was cancelled before money came. Repeating does nothing."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        share = PaymentShare.objects.select_for_update().get(payment=payment, beneficiary=beneficiary)
        if share.captured_minor or not share.claimed_minor:
            return
        if _write(payment, PaymentEvent.Kind.CANCELLED, key, amount_minor=share.claimed_minor):
            PaymentShare.objects.filter(pk=share.pk).update(claimed_minor=0)
            _derive(payment)


def _derive(payment: Payment) -> None:
    claims = list(PaymentShare.objects.filter(payment=payment).values_list("claimed_minor", "captured_minor"))
    if not any(claimed for claimed, _ in claims):
        payment.state = Payment.State.CANCELLED
    elif all(claimed == captured for claimed, captured in claims):
        payment.state = Payment.State.CAPTURED
    else:
        payment.state = Payment.State.WAITING
    payment.save(update_fields=["state"])
