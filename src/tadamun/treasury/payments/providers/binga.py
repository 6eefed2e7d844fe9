"""Binga: a code by our server, paid in cash at an agency within days; its notice is a hint where orders can be looked up.

Source: the interface of version 1.1 as moudarir/binga writes it. Its checksum is MD5 over order and key, the manual's
choice; it does not cover the state, so the order as Binga shows it decides.
Questions for the operator are fields of the contract: ``orders_url`` (real money needs it; a trial may do without, then the
checksum alone is believed and a lost notice is not found), ``kind`` (PAY or PRE-PAY), and how many ``days`` a code is
good. Refunds are sent by hand.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from tadamun.kernel import clock
from tadamun.treasury.payments.providers.amounts import read_amount, written
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
from tadamun.treasury.payments.providers.bodies import form_pairs, text_at
from tadamun.treasury.payments.providers.calling import basic, call
from tadamun.treasury.payments.providers.days import days_of, wrong_days

CURRENCY, VERSION, DAYS = "MAD", "1.1", 7
_OUTCOMES: dict[str, Outcome] = {
    "PAID": "captured",
    "EXPIRED": "failed",
    "REFUSED": "failed",
    "CANCELLED": "failed",
}
_REASONS = {"EXPIRED": "late", "REFUSED": "technical", "CANCELLED": "left"}


def checksum(kind: str, fields: Mapping[str, str], key: str) -> str:
    names = ("amount", "storeId", "externalId", "buyerEmail")
    words = kind + "".join(fields.get(name, "") for name in names) + key
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


class Binga:
    name = "binga"
    channels: tuple[str, ...] = ("web", "link", "bill")
    currencies: tuple[str, ...] = (CURRENCY,)
    fields: tuple[Field, ...] = (
        Field("pay_url", example="https://preprod.binga.ma/bingaApi/api/orders/json/pay"),
        Field(
            "orders_url",
            required=False,
            for_money=True,
            example="https://preprod.binga.ma/bingaApi/api/orders/",
        ),
        Field("store_id", example="4010"),
        Field("kind", required=False, choices=("PAY", "PRE-PAY")),
        Field("days", required=False, example=str(DAYS)),
        Field("user"),
        Field("password", secret=True),
        Field("private_key", secret=True),
    )

    def days(self, settings: Mapping[str, str]) -> int:
        return days_of(settings, DAYS)

    def wrong(self, settings: Mapping[str, str]) -> list[str]:
        return wrong_days(settings)

    def begin(self, terms: Terms, ask: Ask) -> Start:
        # The order ends with its payment, so the code does too; an hour is the least that a way to an agency takes.
        until = max(ask.due_at, clock.now() + timedelta(hours=1)).astimezone(UTC)
        first, _, last = ask.name.partition(" ")
        fields = {
            "apiVersion": VERSION, "storeId": terms.setting("store_id"), "externalId": ask.reference,
            "amount": written(ask.amount), "expirationDate": f"{until:%Y-%m-%dT%H:%M:%S}GMT",
            "buyerFirstName": first, "buyerLastName": last or first, "buyerEmail": ask.email, "buyerPhone": ask.phone,
            "buyerAddress": ask.city, "payUrl": ask.notice_url, "bookUrl": ask.return_url,
            "successUrl": ask.return_url, "failureUrl": ask.return_url,
        }  # fmt: skip
        kind = terms.setting("kind") or "PAY"
        fields["orderCheckSum"] = checksum(kind, fields, terms.secret("private_key"))
        reply = call(
            "POST",
            terms.setting("pay_url"),
            body=urlencode(fields).encode(),
            headers=_login(terms, form=True),
        )
        told = reply.json()
        code = text_at(told, "orders.order.code")
        if reply.status >= 300 or not code:
            raise GatewayRefused(f"{reply.status} {text_at(told, 'error.message')}"[:200])
        kept = {"code": code, "total": text_at(told, "orders.order.totalAmount")}
        return Start(instructions=kept, due_at=until, kept=kept, reference=code)

    def shown(self, known: Known) -> Start:
        """``total`` where the agency takes another amount than ours, its fee included."""
        code, total = known.kept.get("code", ""), read_amount(known.kept.get("total", ""), CURRENCY)
        facts = {"code": code}
        if total and total != known.amount:
            facts["total"] = written(total)
        return Start(instructions=facts, reference=code)

    def named(self, said: Said) -> str:
        reference = dict(form_pairs(said.body)).get("externalId", "")
        if not reference:
            raise UnreadableNotice("no externalId")
        return reference[:64]

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        fields, key = dict(form_pairs(said.body)), terms.secret("private_key")
        given = fields.get("orderCheckSum", "").lower().encode()
        right = [checksum(kind, fields, key).encode() for kind in ("PAY", "PRE-PAY")]
        if fields.get("storeId") != terms.setting("store_id") or not any(
            hmac.compare_digest(given, each) for each in right
        ):
            raise ForgedNotice("the checksum is wrong")
        believed = terms.test and not terms.setting("orders_url")
        return _heard(fields["externalId"], fields, fields.get("amount", ""), hint=not believed)

    def answer(self, verdict: Verdict) -> Answer:
        return Answer(verdict, status=400 if verdict == "refused" else 200)

    def status(self, terms: Terms, known: Known) -> Heard:
        url, code = terms.setting("orders_url"), known.kept.get("code", "")
        if not url or not code:
            raise GatewayAway("orders cannot be looked up")
        reply = call("GET", url.rstrip("/") + "/" + quote(code), headers=_login(terms))
        told = reply.json()
        if reply.status != 200 or text_at(told, "orders.order.externalId") != known.reference:
            raise GatewayAway(f"{reply.status} {text_at(told, 'error.message')}"[:200])
        return _heard(known.reference, told["orders"]["order"], text_at(told, "orders.order.amount"))


def _login(terms: Terms, *, form: bool = False) -> dict[str, str]:
    login = {
        "Authorization": basic(terms.setting("user"), terms.secret("password")),
        "Accept": "application/json",
    }
    return {**login, "Content-Type": "application/x-www-form-urlencoded"} if form else login


def _heard(reference: str, told: Mapping[str, Any], amount: str, *, hint: bool = False) -> Heard:
    state, code = text_at(told, "status") or "PAID", text_at(told, "code")
    outcome = _OUTCOMES.get(state, "waiting")
    return Heard(
        reference=reference, outcome=outcome, key=f"{code[:60]}/{outcome}", gateway_reference=code,
        amount=read_amount(amount, text_at(told, "currency") or CURRENCY), reason=_REASONS.get(state, ""),
        told={"status": state[:20]}, hint=hint,
    )  # fmt: skip
