"""Mastercard Gateway, hosted checkout, as its API of version 100 describes it (and how it is used by the acquirers' hosts).

She pays on the gateway's page of a session; a webhook is only a hint, the order as the gateway shows it decides, so nothing that
her browser brings back is compared with the session's indicator. Numbers of transactions are ours: a repeated capture or refund
is the same one.
Questions for each acquirer are fields of the contract: its ``host``, whether money is taken at once (``operation``), whether
a browser without scripts may go to ``page_path``, the newest ``version`` it speaks.
"""

import hmac
import json
from typing import Any
from urllib.parse import quote

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.amounts import read_amount, written
from tadamun.treasury.payments.providers.base import (
    Answer,
    Ask,
    Done,
    Field,
    ForgedNotice,
    GatewayAway,
    GatewayRefused,
    Heard,
    Known,
    Outcome,
    Said,
    Start,
    Terms,
    UnreadableNotice,
    Verdict,
)
from tadamun.treasury.payments.providers.bodies import json_object, rows_at, text_at
from tadamun.treasury.payments.providers.calling import Reply, basic, call

PAGE, SCRIPT, VERSION = "/checkout/pay/{session}", "/static/checkout/checkout.min.js", "100"
LOCALES = {"ar": "ar_MA", "fr": "fr_FR", "en": "en_US"}
_TAKEN = frozenset({"CAPTURED", "PARTIALLY_CAPTURED", "PARTIALLY_REFUNDED", "REFUNDED", "DISPUTED"})
_FAILED = frozenset({"FAILED", "AUTHENTICATION_UNSUCCESSFUL"})
_REFUSED = ("DECLINED", "INSUFFICIENT", "EXPIRED", "AUTHENTICATION", "BLOCKED", "REFERRED", "INVALID_CSC")


class Mastercard:
    name = "mastercard"
    channels: tuple[str, ...] = ("web", "link")
    currencies: tuple[str, ...] = ("MAD", "EUR", "USD", "ILS", "JOD")
    fields: tuple[Field, ...] = (
        Field("host", example="https://test-gateway.mastercard.com"),
        Field("merchant_id", example="TEST600000001"),
        Field("merchant_name", example="Dlala"),
        Field("operation", choices=("PURCHASE", "AUTHORIZE")),
        Field("version", required=False, example=VERSION),
        Field("page_path", required=False, example=PAGE),
        Field("script_path", required=False, example=SCRIPT),
        Field("api_password", secret=True),
        Field("notification_secret", secret=True, required=False),
    )

    def begin(self, terms: Terms, ask: Ask) -> Start:
        order = {
            "id": ask.reference, "amount": written(ask.amount), "currency": ask.amount.currency,
            "description": ask.description, "reference": ask.reference, "notificationUrl": ask.notice_url,
        }  # fmt: skip
        interaction = {
            "operation": terms.setting("operation"), "merchant": {"name": terms.setting("merchant_name")},
            "returnUrl": ask.return_url, "cancelUrl": ask.cancel_url, "locale": LOCALES.get(ask.language, "fr_FR"),
        }  # fmt: skip
        asked = {
            "apiOperation": "INITIATE_CHECKOUT",
            "interaction": interaction,
            "order": order,
            "customer": {"email": ask.email},
        }
        reply = self._call(terms, "POST", "session", asked)
        told = reply.json()
        session = text_at(told, "session.id")
        if text_at(told, "result") != "SUCCESS" or not session:
            raise GatewayRefused(_why(told))
        page = terms.setting("page_path") or PAGE
        return Start(
            url=_at(terms, page.replace("{session}", quote(session))), session=session,
            script=_at(terms, terms.setting("script_path") or SCRIPT), reference=session,
        )  # fmt: skip

    def named(self, said: Said) -> str:
        reference = text_at(json_object(said.body), "order.id")
        if not reference:
            raise UnreadableNotice("no order.id")
        return reference[:64]

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        """Without a secret in the contract a webhook proves nothing, and the gateway is asked all the same."""
        given, secret = said.headers.get("x-notification-secret", ""), terms.secret("notification_secret")
        if secret and not hmac.compare_digest(given.encode(), secret.encode()):
            raise ForgedNotice("the secret is wrong")
        key = said.headers.get("x-notification-id", "")[:80]
        return Heard(self.named(said), "waiting", key=key, hint=True)

    def answer(self, verdict: Verdict) -> Answer:
        """What is not taken comes again."""
        return Answer(verdict, status=400 if verdict == "refused" else 200)

    def status(self, terms: Terms, known: Known) -> Heard:
        reply = self._call(terms, "GET", f"order/{quote(known.reference)}")
        order = reply.json()
        if reply.status in {400, 404} and text_at(order, "error.cause") == "INVALID_REQUEST":
            return Heard(known.reference, "waiting", key="none")  # an order begins with its first transaction
        if reply.status != 200 or text_at(order, "id") != known.reference:
            raise GatewayAway(_why(order))
        outcome = _outcome(order)
        total = {"captured": "totalCapturedAmount", "authorised": "totalAuthorizedAmount"}.get(
            outcome, "amount"
        )
        return Heard(
            reference=known.reference, outcome=outcome, key=f"order/{outcome}",
            amount=read_amount(text_at(order, total), text_at(order, "currency")),
            gateway_reference=_receipt(order), reason=_reason(order) if outcome == "failed" else "",
            told={"status": text_at(order, "status")[:40], "gatewayCode": _code(order)[:40]},
        )  # fmt: skip

    def capture(self, terms: Terms, known: Known, amount: Money) -> Done:
        return self._change(terms, known, f"{known.reference}-C", "CAPTURE", _money(amount))

    def void(self, terms: Terms, known: Known) -> Done:
        """Of the authorisation, which the order names."""
        order = self._call(terms, "GET", f"order/{quote(known.reference)}").json()
        target = next((text_at(row, "transaction.id") for row in _successes(order, "AUTHORIZATION")), "")
        return self._change(terms, known, f"{known.reference}-V", "VOID", {"targetTransactionId": target})

    def refund(self, terms: Terms, known: Known, amount: Money, reference: str) -> Done:
        return self._change(terms, known, reference, "REFUND", _money(amount))

    def _change(
        self, terms: Terms, known: Known, name: str, operation: str, transaction: dict[str, str]
    ) -> Done:
        asked = {"apiOperation": operation, "transaction": transaction}
        reply = self._call(terms, "PUT", f"order/{quote(known.reference)}/transaction/{quote(name)}", asked)
        told = reply.json()
        result = text_at(told, "result")
        if result == "SUCCESS":
            return Done(True, text_at(told, "transaction.receipt") or text_at(told, "transaction.id"))
        if result not in {"FAILURE", "ERROR"} or reply.status == 401:
            raise GatewayAway(_why(told))
        return Done(False, why=_why(told))

    def _call(self, terms: Terms, method: str, path: str, value: dict[str, Any] | None = None) -> Reply:
        merchant = terms.setting("merchant_id")
        version = terms.setting("version") or VERSION
        headers = {
            "Authorization": basic(f"merchant.{merchant}", terms.secret("api_password")),
            "Content-Type": "application/json",
        }
        url = _at(terms, f"/api/rest/version/{quote(version)}/merchant/{quote(merchant)}/{path}")
        body = None if value is None else json.dumps(value, ensure_ascii=False).encode()
        return call(method, url, body=body, headers=headers)


def _money(amount: Money) -> dict[str, str]:
    return {"amount": written(amount), "currency": amount.currency}


def _at(terms: Terms, path: str) -> str:
    return terms.setting("host").rstrip("/") + path


def _outcome(order: dict[str, Any]) -> Outcome:
    status = text_at(order, "status")
    if status in _TAKEN:
        return "captured" if _successes(order, "PAYMENT", "CAPTURE") else "waiting"
    if status == "AUTHORIZED":
        return "authorised" if _successes(order, "AUTHORIZATION") else "waiting"
    return "voided" if status == "CANCELLED" else "failed" if status in _FAILED else "waiting"


def _successes(order: dict[str, Any], *types: str) -> list[dict[str, Any]]:
    return [
        row
        for row in rows_at(order, "transaction")
        if text_at(row, "result") == "SUCCESS" and text_at(row, "transaction.type") in types
    ]


def _receipt(order: dict[str, Any]) -> str:
    for row in _successes(order, "PAYMENT", "CAPTURE", "AUTHORIZATION"):
        return text_at(row, "transaction.receipt") or text_at(row, "transaction.id")
    return ""


def _code(order: dict[str, Any]) -> str:
    rows = rows_at(order, "transaction")
    return text_at(rows[-1], "response.gatewayCode") if rows else ""


def _reason(order: dict[str, Any]) -> str:
    code = _code(order)
    if code == "TIMED_OUT":
        return "late"
    return "refused" if any(word in code for word in _REFUSED) else "technical"


def _why(told: dict[str, Any]) -> str:
    words = (
        "error.cause",
        "error.explanation",
        "error.field",
        "response.gatewayCode",
        "result",
    )
    return " ".join(filter(None, (text_at(told, word) for word in words)))[:200]
