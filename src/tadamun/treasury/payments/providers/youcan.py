"""YouCan Pay: a token by our server, its payment form, a webhook signed with the private key.

Source: developer.youcan.shop. Amounts are minor units everywhere. Each request for a token is another payment there, so a
try of ours asks once. No refund is described: they are sent by hand.
Questions for the operator are fields of the contract: the address where a transaction is looked up (without it a lost
webhook is not found), and whether the key goes there as bearer or in the query (``lookup``).
"""

import hashlib
import hmac
from typing import Any
from urllib.parse import quote, urlencode

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import (
    Answer,
    Ask,
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
from tadamun.treasury.payments.providers.bodies import json_object, text_at
from tadamun.treasury.payments.providers.calling import call

_OUTCOMES: dict[str, Outcome] = {"1": "captured", "-1": "failed"}
_EVENTS: dict[str, Outcome] = {"transaction.paid": "captured", "transaction.failed": "failed"}


class YouCan:
    name = "youcan"
    channels: tuple[str, ...] = ("web", "link")
    currencies: tuple[str, ...] = ("MAD", "EUR", "USD")
    fields: tuple[Field, ...] = (
        Field("tokenize_url", example="https://youcanpay.com/sandbox/api/tokenize"),
        Field("form_url", example="https://youcanpay.com/sandbox/payment-form/"),
        Field("transactions_url", required=False, example="https://youcanpay.com/sandbox/api/transactions/"),
        Field("lookup", required=False, choices=("bearer", "query")),
        Field("pri_key", secret=True),
    )

    def begin(self, terms: Terms, ask: Ask) -> Start:
        fields = {
            "pri_key": terms.secret("pri_key"), "order_id": ask.reference, "amount": str(ask.amount.minor),
            "currency": ask.amount.currency, "customer_ip": ask.client or "0.0.0.0",  # noqa: S104 - unknown, not bound
            "success_url": ask.return_url, "error_url": ask.cancel_url, "customer[name]": ask.name,
            "customer[email]": ask.email, "customer[phone]": ask.phone, "customer[city]": ask.city,
            "customer[country_code]": ask.country,
        }  # fmt: skip
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = call("POST", terms.setting("tokenize_url"), body=urlencode(fields).encode(), headers=kind)
        told = reply.json()
        token, transaction = text_at(told, "token.id"), text_at(told, "transaction_id")
        if reply.status >= 300 or not token:
            raise GatewayRefused(f"{reply.status} {text_at(told, 'message')}"[:200])
        url = f"{terms.setting('form_url')}{quote(token)}?lang={ask.language}"
        return Start(
            url=url, reference=transaction or token, kept={"token": token, "transaction": transaction}
        )

    def named(self, said: Said) -> str:
        reference = text_at(json_object(said.body), "payload.transaction.order_id")
        if not reference:
            raise UnreadableNotice("no order_id")
        return reference[:64]

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        given = said.headers.get("x-youcanpay-signature", "").lower()
        right = hmac.new(terms.secret("pri_key").encode(), said.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode(), right.encode()):
            raise ForgedNotice("the signature is wrong")
        event = json_object(said.body)
        outcome = _EVENTS.get(text_at(event, "event_name"), "waiting")
        return _heard(event.get("payload"), "transaction.", outcome)

    def answer(self, verdict: Verdict) -> Answer:
        return Answer(verdict, status=400 if verdict == "refused" else 200)

    def status(self, terms: Terms, known: Known) -> Heard:
        transaction, url = known.kept.get("transaction", ""), terms.setting("transactions_url")
        if not url or not transaction:
            raise GatewayAway("transactions cannot be looked up")
        url, key, headers = url + quote(transaction), terms.secret("pri_key"), {"Accept": "application/json"}
        if terms.setting("lookup") == "query":
            url += "?" + urlencode({"pri_key": key})
        else:
            headers["Authorization"] = f"Bearer {key}"
        reply = call("GET", url, headers=headers)
        told = reply.json()
        if reply.status != 200 or text_at(told, "order_id") != known.reference:
            raise GatewayAway(f"{reply.status} {text_at(told, 'message')}"[:200])
        # A card that is refused is told by an event, with its reason; what failed without one was left.
        return _heard(told, "", _OUTCOMES.get(text_at(told, "status"), "waiting"), failed="left")


def _heard(told: Any, where: str, outcome: Outcome, *, failed: str = "refused") -> Heard:
    transaction = text_at(told, f"{where}id")
    return Heard(
        reference=text_at(told, f"{where}order_id"), outcome=outcome, key=f"{transaction[:60]}/{outcome}",
        amount=_amount(text_at(told, f"{where}amount"), text_at(told, f"{where}currency")),
        gateway_reference=transaction, reason=failed if outcome == "failed" else "",
        told={"status": text_at(told, f"{where}status")[:20], "card": text_at(told, "payment_method.card.brand")[:20]},
    )  # fmt: skip


def _amount(minor: str, currency: str) -> Money | None:
    try:
        return (
            Money(int(minor), currency) if minor.isascii() and minor.isdigit() and len(minor) < 13 else None
        )
    except ValueError:
        return None
