"""A payment begins: a row in the transaction that places the order, then, outside it, a word with the gateway."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from tadamun.kernel import clock
from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.codes import new_code
from tadamun.kernel.context import current
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.kernel.sealed import seal
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract, Payment, PaymentEvent, PaymentShare
from tadamun.treasury.payments.operations.writing import K, write_event
from tadamun.treasury.payments.providers.base import Start


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
    contract: Contract | None = None,
    code: str = "",
    part: str = Payment.Part.WHOLE,
) -> Payment:
    """Ask for an amount, claimed by beneficiaries in full. Runs inside the transaction that places the order."""
    if total(list(shares.values()), amount.currency) != amount:
        raise SharesDiffer(f"{subject}: {amount}")
    with scope(market_id=market.pk):
        payment = Payment(
            market=market, subject=subject, provider=provider, amount_minor=amount.minor, currency=amount.currency,
            due_at=due_at, contract=contract, code=code or new_code(), part=part,
        )  # fmt: skip
        insert_rows([payment])
        insert_rows(
            PaymentShare(payment=payment, beneficiary=beneficiary, claimed_minor=part.minor)
            for beneficiary, part in shares.items()
        )
        insert_rows([PaymentEvent(payment=payment, kind=K.STARTED, key="start", actor=str(current().actor))])
    return payment


def claim_beginning(payment: Payment) -> bool:
    """Whether this sending is the first of its try: some gateways count each as another payment, to be paid again.

    Also ``False`` when not all of it is claimed any more: of what came, nobody could say whose it is.
    """
    with transaction.atomic(), scope(market_id=payment.market_id):
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        claimed = PaymentShare.objects.filter(payment=locked).aggregate(sum=Sum("claimed_minor"))["sum"]
        if locked.begun_at or claimed != locked.amount_minor:
            return False
        return bool(Payment.objects.filter(pk=locked.pk).update(begun_at=clock.now()))


def note_begun(payment: Payment, start: Start) -> None:
    """She is sent to the gateway with what it gave us for this try."""
    with transaction.atomic(), scope(market_id=payment.market_id):
        payment.begun_at = clock.now()
        payment.kept = seal(json.dumps({**start.kept, "reference": start.reference}))
        payment.save(update_fields=["begun_at", "kept"])
        write_event(payment, K.BEGUN, "begun", reference=start.reference)
