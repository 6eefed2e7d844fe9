"""What a request for a voucher must hold, and how an order is shown."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import parse_amount, written
from tadamun_simulators.payments import Payment, now
from tadamun_simulators.post import is_address

MERCHANT = MERCHANTS["binga"]
STAMP = Decimal("0.0025")  # duty on cash receipts
NEEDED = (
    "apiVersion",
    "storeId",
    "externalId",
    "amount",
    "expirationDate",
    "buyerEmail",
    "payUrl",
    "orderCheckSum",
)


def checksum(kind: str, amount: str, fields: dict[str, Any], key: str) -> str:
    words = f"{kind}{amount}{fields['storeId']}{fields['externalId']}{fields['buyerEmail']}{key}"
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


def expiry(text: str) -> datetime | None:
    """``2026-11-29T10:00:00GMT``; None for anything else and for what is past."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dGMT", text):
        return None
    try:
        at = datetime.fromisoformat(text.removesuffix("GMT")).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if now() < at < now() + timedelta(days=366) else None


def mistake(fields: dict[str, str]) -> str:
    missing = [name for name in NEEDED if not fields.get(name)]
    if missing:
        return f"Missing: {', '.join(missing)}."
    if fields["storeId"] != MERCHANT["store_id"] or fields["apiVersion"] != "1.1":
        return "storeId or apiVersion is not known."
    if not re.fullmatch(r"\d{1,10}\.\d\d", fields["amount"]) or parse_amount(fields["amount"], "MAD") is None:
        return "amount: as 149.50, above zero."
    if expiry(fields["expirationDate"]) is None:
        return "expirationDate: as 2026-11-29T10:00:00GMT, to come."
    if any(
        fields.get(name) and not is_address(fields[name])
        for name in ("payUrl", "bookUrl", "successUrl", "failureUrl")
    ):
        return "payUrl, bookUrl, successUrl and failureUrl are addresses."
    good = [checksum(kind, fields["amount"], fields, MERCHANT["private_key"]) for kind in ("PAY", "PRE-PAY")]
    return "" if fields["orderCheckSum"].lower() in good else "orderCheckSum is wrong."


def status(payment: Payment) -> str:
    if payment.state == "open":
        return "PENDING" if payment.details["expires"] > now().isoformat() else "EXPIRED"
    return {"captured": "PAID", "cancelled": "EXPIRED"}.get(payment.state, "REFUSED")


def view(payment: Payment) -> dict[str, str]:
    duty = (payment.amount * STAMP).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return {
        "code": payment.details["voucher"],
        "externalId": payment.order,
        "storeId": payment.merchant,
        "status": status(payment),
        "amount": written(payment.amount, "MAD"),
        "totalAmount": written(payment.amount, "MAD"),
        "stampDuty": written(duty, "MAD"),
        "clientStampDuty": "0.00",
        "serviceCharge": "0.00",
        "expirationDate": payment.fields["expirationDate"],
        "creationDate": payment.opened_at,
    }
