"""Payzone: a signed form to its pay wall, a signed callback, and the interface of charges.

Source: the pay wall's protocol as OffzoneMA's open integration writes it. The pay wall is signed by a digest with its secret
key, the callback by HMAC with the notification key, calls of the interface by HMAC with the caller's password.
Questions for the acquirer are fields of the contract: ``skin``, the interface's address and over which words its calls are
signed (``signed_words``). A repeated refund refunds again there, so after a lost answer what went back is counted first.
"""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import quote, urlsplit

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.amounts import read_amount, written
from tadamun.treasury.payments.providers.base import (
    Answer,
    Ask,
    Done,
    Field,
    ForgedNotice,
    GatewayAway,
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
from tadamun.treasury.payments.providers.calling import Reply, call

SKIN, WORDS = "vps-1-vue", "{caller}{merchant}{timestamp}{path}{body}"
LOCALES = {"ar": "ar_MA", "fr": "fr_FR", "en": "en_US"}
_OUTCOMES: dict[str, Outcome] = {
    "CHARGED": "captured", "PARTIALLY_REFUNDED": "captured", "REFUNDED": "captured", "AUTHORIZED": "authorised",
    "DECLINED": "failed", "CANCELLED": "voided",
}  # fmt: skip


class Payzone:
    name = "payzone"
    channels: tuple[str, ...] = ("web", "link")
    currencies: tuple[str, ...] = ("MAD", "EUR", "USD")
    fields: tuple[Field, ...] = (
        Field("launch_url", example="https://payment-sandbox.payzone.ma/pwthree/launch"),
        Field("merchant_account", example="Demo_Merchant"),
        Field("skin", required=False, example=SKIN),
        Field("charges_url", required=False, example="https://api-sandbox.payzone.ma/api/v3/charges"),
        Field("caller_name", required=False),
        Field("signed_words", required=False, example=WORDS),
        Field("paywall_secret_key", secret=True),
        Field("notification_key", secret=True),
        Field("caller_password", secret=True, required=False),
    )

    def begin(self, terms: Terms, ask: Ask) -> Start:
        payload = json.dumps(
            {
                "merchantAccount": terms.setting("merchant_account"), "timestamp": int(clock.now().timestamp()),
                "skin": terms.setting("skin") or SKIN, "customerId": ask.reference, "customerCountry": ask.country,
                "customerLocale": LOCALES.get(ask.language, "fr_FR"), "chargeId": ask.reference,
                "orderId": ask.reference, "price": written(ask.amount), "currency": ask.amount.currency,
                "description": ask.description, "mode": "DEEP_LINK", "paymentMethod": "CREDIT_CARD",
                "showPaymentProfiles": "false", "callbackUrl": ask.notice_url, "successUrl": ask.return_url,
                "failureUrl": ask.return_url, "cancelUrl": ask.cancel_url,
            }
        )  # fmt: skip
        signature = hashlib.sha256((terms.secret("paywall_secret_key") + payload).encode()).hexdigest()
        return Start(url=terms.setting("launch_url"), fields={"payload": payload, "signature": signature})

    def named(self, said: Said) -> str:
        told = json_object(said.body)
        reference = text_at(told, "orderId") or text_at(told, "id")
        if not reference:
            raise UnreadableNotice("no orderId")
        return reference[:64]

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        given = said.headers.get("x-callback-signature", "").lower()
        right = hmac.new(terms.secret("notification_key").encode(), said.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode(), right.encode()):
            raise ForgedNotice("the signature is wrong")
        return _heard(self.named(said), json_object(said.body))

    def answer(self, verdict: Verdict) -> Answer:
        status = "KO" if verdict == "refused" else "OK"
        return Answer(json.dumps({"status": status, "message": verdict}), content_type="application/json")

    def status(self, terms: Terms, known: Known) -> Heard:
        reply = self._call(terms, "GET", known.reference)
        if reply.status == 404:
            return Heard(known.reference, "waiting", key="none")
        return _heard(known.reference, _charge(reply))

    def capture(self, terms: Terms, known: Known, amount: Money) -> Done:
        """Repeated, the charge is settled already: its status decides."""
        done = self._change(terms, known, "SETTLE", amount)
        if not done.ok and self.status(terms, known).outcome == "captured":
            return Done(True, known.reference)
        return done

    def void(self, terms: Terms, known: Known) -> Done:
        return self._change(terms, known, "AUTH_REVERSAL", known.amount)

    def refund(self, terms: Terms, known: Known, amount: Money, reference: str) -> Done:
        """One more than we know of went back: that was this one, its answer was lost."""
        if known.refunds is not None:
            charge = _charge(self._call(terms, "GET", known.reference))
            if _refunds(charge) > known.refunds:
                return Done(True, text_at(charge, "internalId"))
        return self._change(terms, known, "REFUND", amount)

    def _change(self, terms: Terms, known: Known, command: str, amount: Money) -> Done:
        body = json.dumps({"command": command, "amount": written(amount)})
        reply = self._call(terms, "POST", known.reference, body)
        told = reply.json()
        if reply.status < 300:
            return Done(True, text_at(told, "internalId"))
        return Done(False, why=f"{reply.status} {text_at(told, 'message')}"[:200])

    def _call(self, terms: Terms, method: str, charge: str, body: str = "") -> Reply:
        base = terms.setting("charges_url").rstrip("/")
        if not base:
            raise GatewayAway("this contract has no interface")
        url, at = f"{base}/{quote(charge)}", str(int(clock.now().timestamp()))
        caller, merchant = terms.setting("caller_name"), terms.setting("merchant_account")
        words = terms.setting("signed_words") or WORDS
        found = {
            "caller": caller,
            "merchant": merchant,
            "timestamp": at,
            "path": urlsplit(url).path,
            "body": body,
        }
        for name, value in found.items():
            words = words.replace(f"{{{name}}}", value)
        signature = hmac.new(terms.secret("caller_password").encode(), words.encode(), hashlib.sha256)
        headers = {
            "X-MerchantAccount": merchant, "X-CallerName": caller, "X-HMAC-Timestamp": at,
            "X-HMAC-Signature": signature.hexdigest(), "Content-Type": "application/json",
        }  # fmt: skip
        return call(method, url, body=body.encode() if body else None, headers=headers)


def _charge(reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        raise GatewayAway(f"answer {reply.status}")
    return reply.json()


def _heard(reference: str, told: dict[str, Any]) -> Heard:
    """What is only authorised must be taken by a call, so such a callback is a hint."""
    outcome = _OUTCOMES.get(text_at(told, "status"), "waiting")
    good = [row for row in rows_at(told, "transactions") if text_at(row, "state") == "APPROVED"]
    first = good[0] if good else {}
    number = text_at(told, "internalId")
    return Heard(
        reference=reference, outcome=outcome, key=f"{number[:60]}/{outcome}", gateway_reference=number,
        amount=read_amount(text_at(first, "amount"), text_at(first, "currency")),
        reason=_reason(outcome, told), hint=outcome == "authorised",
        told={name: text_at(told, name)[:40] for name in ("status", "paymentMethod")},
    )  # fmt: skip


def _reason(outcome: Outcome, told: dict[str, Any]) -> str:
    """A charge that no card was tried for was left."""
    tried = outcome == "failed" and rows_at(told, "transactions")
    return "refused" if tried else "left" if outcome in ("failed", "voided") else ""


def _refunds(charge: dict[str, Any]) -> int:
    kinds = [(text_at(row, "type"), text_at(row, "state")) for row in rows_at(charge, "transactions")]
    return kinds.count(("REFUND", "APPROVED"))
