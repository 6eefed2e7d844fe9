"""A charge as Payzone's JSON shows it."""

from typing import Any

from tadamun_simulators.money import number
from tadamun_simulators.payments import Payment


def status(payment: Payment) -> str:
    if payment.state == "captured" and payment.refunded:
        return "REFUNDED" if payment.refunded == payment.captured else "PARTIALLY_REFUNDED"
    names = {"open": "PENDING", "authorised": "AUTHORIZED", "captured": "CHARGED", "voided": "CANCELLED"}
    return names.get(payment.state, "DECLINED")


def sale(payment: Payment) -> dict[str, Any]:
    """The payment itself, first of a charge's transactions."""
    good = payment.state in {"authorised", "captured", "voided"}
    return {
        "type": "SALE" if payment.sale else "AUTHORIZATION",
        "state": "APPROVED" if good else "DECLINED",
        "resultCode": 0 if good else 51,
        "responseText": "Approved" if good else "Declined",
        "amount": number(payment.amount, payment.currency),
        "currency": payment.currency,
        "timestamp": payment.opened_at,
    }


def charge(payment: Payment) -> dict[str, Any]:
    """With its transactions: the payment, where a card was tried, then captures, refunds and reversals."""
    tried = payment.state not in {"open", "cancelled"}
    return {
        "id": payment.order,
        "internalId": payment.details["internal"],
        "orderId": str(payment.fields["orderId"]),
        "status": status(payment),
        "paymentType": "CREDIT_CARD",
        "paymentMethod": payment.brand,
        "price": number(payment.amount, payment.currency),
        "currency": payment.currency,
        "transactions": [sale(payment), *payment.operations.values()] if tried else [],
    }
