"""Orders and errors as the gateway's JSON shows them."""

from typing import Any

from tadamun_simulators.money import number
from tadamun_simulators.payments import Payment
from tadamun_simulators.web import Response, as_json


class Invalid(Exception):
    """The request is refused; ``field`` is the one that is wrong, or empty."""

    def __init__(self, explanation: str, field: str = "", status: int = 400) -> None:
        super().__init__(explanation)
        self.explanation = explanation
        self.field = field
        self.status = status


def refused(error: Invalid) -> Response:
    cause = "INVALID_REQUEST" if error.status != 503 else "SERVER_BUSY"
    told: dict[str, str] = {"cause": cause, "explanation": error.explanation}
    if error.field:
        told |= {"field": error.field, "validationType": "INVALID"}
    return as_json({"error": told, "result": "ERROR"}, error.status)


def exists(payment: Payment) -> bool:
    """An order begins with its first transaction, not with the session."""
    return payment.state in {"authorised", "captured", "voided", "failed"}


def status(payment: Payment) -> str:
    if payment.state == "captured":
        if payment.refunded:
            return "REFUNDED" if payment.refunded == payment.captured else "PARTIALLY_REFUNDED"
        return "CAPTURED" if payment.captured == payment.amount else "PARTIALLY_CAPTURED"
    return {"authorised": "AUTHORIZED", "voided": "CANCELLED"}.get(payment.state, "FAILED")


def order(payment: Payment) -> dict[str, Any]:
    """The order as RETRIEVE_ORDER shows it, its transactions in their order."""
    return {
        **totals(payment),
        "result": "FAILURE" if payment.state == "failed" else "SUCCESS",
        "merchant": payment.merchant,
        "transaction": [transaction(payment, name) for name in ("1", *payment.operations)],
    }


def totals(payment: Payment) -> dict[str, Any]:
    paid = payment.state in {"authorised", "captured"}
    return {
        "id": payment.order,
        "amount": number(payment.amount, payment.currency),
        "currency": payment.currency,
        "status": status(payment),
        "creationTime": payment.opened_at,
        "lastUpdatedTime": payment.history[-1].at,
        "totalAuthorizedAmount": number(payment.amount if paid else 0 * payment.amount, payment.currency),
        "totalCapturedAmount": number(payment.captured, payment.currency),
        "totalRefundedAmount": number(payment.refunded, payment.currency),
        "sourceOfFunds": {
            "type": "CARD",
            "provided": {"card": {"brand": payment.brand, "number": payment.card.replace("***", "xxxxxx")}},
        },
    }


def transaction(payment: Payment, name: str) -> dict[str, Any]:
    """One transaction with the order around it: ``1`` is the payment itself, others are the merchant's."""
    done = payment.operations.get(name)
    if done:
        kind, amount, time, good = done["type"], done["amount"], done["time"], True
    else:
        kind, amount = (
            ("PAYMENT" if payment.sale else "AUTHORIZATION"),
            number(payment.amount, payment.currency),
        )
        time, good = payment.history[-1].at, payment.state != "failed"
    return {
        "result": "SUCCESS" if good else "FAILURE",
        "response": {"gatewayCode": "APPROVED" if good else refusal(payment)},
        "gatewayEntryPoint": "WEB_SERVICES_API" if done else "CHECKOUT",
        "merchant": payment.merchant,
        "timeOfRecord": time,
        "version": "100",
        "order": totals(payment),
        "transaction": {"id": name, "type": kind, "amount": amount, "currency": payment.currency},
    }


def refusal(payment: Payment) -> str:
    unknown = any(event.what == "not recognised" for event in payment.history)
    return "AUTHENTICATION_FAILED" if unknown else "INSUFFICIENT_FUNDS"
