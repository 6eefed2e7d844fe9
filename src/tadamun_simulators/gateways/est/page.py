"""The hosted page of EST: what a merchant's form must hold, what the notice and the browser bring back."""

import secrets
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.est.hashing import is_signed, signature
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import LETTERS, NUMBERS, parse_amount, written
from tadamun_simulators.pages import message
from tadamun_simulators.payments import Payment, digits, new_code, now
from tadamun_simulators.post import Notice, Reply, is_address
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Request, Response, Route, redirect
from tadamun_simulators.words import language

MERCHANT = MERCHANTS["est"]
REQUIRED = (
    "clientid",
    "storetype",
    "trantype",
    "amount",
    "currency",
    "oid",
    "okurl",
    "failurl",
    "shopurl",
    "callbackurl",
    "rnd",
    "lang",
    "hashalgorithm",
    "email",
    "billtoname",
    "hash",
)
MOST_FIELDS = 120


class Est:
    name = "est"
    takes_cards = True

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [Route("POST", MERCHANT["gateway_path"], self.begin)]

    def begin(self, request: Request) -> Response:
        """Take a merchant's form; a wrong one is shown a page that says every mistake."""
        fields = request.form()
        spoken = language(field(fields, "lang"))
        wrong = mistakes(fields)
        if wrong:
            return message("3D-1004", wrong, spoken, 400)
        currency = LETTERS[field(fields, "currency")]
        amount = parse_amount(field(fields, "amount"), currency)
        assert amount
        with self.book.lock:
            if self.book.by_order(self.name, MERCHANT["clientid"], field(fields, "oid")):
                return message(
                    "CORE-2302", ["Order ID is in use: take a new oid for every attempt."], spoken, 400
                )
            payment = Payment(
                gateway=self.name,
                merchant=MERCHANT["clientid"],
                order=field(fields, "oid"),
                amount=amount,
                currency=currency,
                language=spoken,
                sale=field(fields, "trantype").lower() == "auth",
                fields=dict(fields),
            )
            payment.details = _references(request.client)
            self.book.add(payment)
        return redirect(f"/pay/{payment.code}")

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        if field(payment.fields, "callbackresponse").lower() != "true":
            return None
        fields = {**result(payment, verdict), "callbackCall": "true"}
        if flaw.padding:
            fields["padding"] = "x" * flaw.padding
        fields["HASH"] = signature(fields, "not the key" if flaw.forged else MERCHANT["storekey"])
        return Notice(
            field(payment.fields, "callbackurl"),
            "application/x-www-form-urlencoded; charset=utf-8",
            urlencode(fields).encode(),
        )

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        """The body decides, to the byte: ``ACTION=POSTAUTH`` captures, ``APPROVED`` leaves authorised, all else nothing."""
        if not verdict.approved:
            return
        if reply.status == 200 and reply.text == "ACTION=POSTAUTH":
            if payment.state == "authorised":
                payment.capture(payment.amount)
        elif reply.status == 200 and reply.text == "APPROVED":
            payment.note("left authorised", "the merchant captures or voids it later")
        else:
            payment.note("not captured", "the answer was neither ACTION=POSTAUTH nor APPROVED")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        fields = result(payment, verdict)
        fields["HASH"] = signature(fields, MERCHANT["storekey"])
        url = field(payment.fields, "okurl" if verdict.approved else "failurl")
        return Way(url, fields, field(payment.fields, "autoredirect").lower() == "true")

    def give_up(self, payment: Payment) -> Way:
        return Way(field(payment.fields, "shopurl"))


def field(fields: dict[str, Any], name: str) -> str:
    """A field by its name in lower case, however the merchant wrote it; empty where it is missing."""
    return next((str(value).strip() for key, value in fields.items() if key.lower() == name), "")


def mistakes(fields: dict[str, str]) -> list[str]:
    """Sentences on what is wrong with a merchant's form, the signature last."""
    missing = [name for name in REQUIRED if not field(fields, name)]
    if missing:
        return [f"Missing: {', '.join(missing)}."]
    if len(fields) > MOST_FIELDS:
        return ["Too many fields."]
    wrong = []
    if field(fields, "clientid") != MERCHANT["clientid"]:
        wrong.append("clientid: no such merchant.")
    if field(fields, "storetype").lower() != "3d_pay_hosting":
        wrong.append("storetype: only 3D_PAY_HOSTING.")
    if field(fields, "trantype").lower() not in {"preauth", "auth"}:
        wrong.append("TranType: PreAuth or Auth.")
    if field(fields, "hashalgorithm") != "ver3":
        wrong.append("hashAlgorithm: only ver3.")
    if field(fields, "lang") not in {"ar", "fr", "en"}:
        wrong.append("lang: ar, fr or en.")
    oid = field(fields, "oid")
    if len(oid) > 64 or any(letter.isspace() for letter in oid):
        wrong.append("oid: at most 64 letters without white space.")
    currency = LETTERS.get(field(fields, "currency"))
    if currency is None:
        wrong.append("currency: an ISO number that this merchant may use.")
    elif parse_amount(field(fields, "amount"), currency) is None:
        wrong.append("amount: as 149.50, above zero.")
    wrong += [
        f"{name}: not an address."
        for name in ("okurl", "failurl", "shopurl", "callbackurl")
        if not is_address(field(fields, name))
    ]
    if not is_signed(fields, MERCHANT["storekey"]):
        wrong.append("HASH: the signature is not that of these fields.")
    return wrong


def result(payment: Payment, verdict: Verdict) -> dict[str, str]:
    """All that was asked, and what came of it; unsigned. The card was never asked where 3-D Secure failed."""
    asked = {name: _told(name, str(value), payment, verdict) for name, value in payment.fields.items()}
    asked = {name: value for name, value in asked.items() if name.lower() != "hash"}
    given = payment.details
    month, _, year = payment.expiry.partition("/")
    fields = {
        **asked,
        "ReturnOid": payment.order,
        "TRANID": "",
        "merchantID": payment.merchant,
        "MaskedPan": payment.card,
        "maskedCreditCard": f"{payment.card[:4]} {payment.card[4:6]}** **** {payment.card[-4:]}",
        "Ecom_Payment_Card_ExpDate_Month": month,
        "Ecom_Payment_Card_ExpDate_Year": year,
        "ACQBIN": "411111",
        "sID": "2" if payment.brand == "MASTERCARD" else "1",
        "clientIp": given["client_ip"],
        "mdStatus": "1" if verdict.secure else "0",
        "mdErrorMsg": "Authenticated" if verdict.secure else verdict.message,
        "txstatus": "Y" if verdict.secure else "N",
        "md": f"{payment.card[:6]}:{given['md']}:4320:##{payment.merchant}",
        "xid": given["xid"],
        "PAResSyntaxOK": "true",
        "PAResVerified": "true",
        "version": "2.0",
        "dsId": "1",
    }
    if not verdict.secure:
        return fields
    return fields | {
        "eci": "02" if payment.brand == "MASTERCARD" else "05",
        "cavv": given["cavv"],
        "TransId": given["trans_id"],
        "HostRefNum": given["host_ref"],
        "AuthCode": given["auth_code"] if verdict.approved else "",
        "ProcReturnCode": verdict.code,
        "Response": "Approved" if verdict.approved else "Declined",
        "ErrMsg": verdict.message,
        "acqStan": given["stan"],
        "SettleId": "77",
        "EXTRA.TRXDATE": given["at"],
        "EXTRA.CARDBRAND": payment.brand,
    }


def _told(name: str, value: str, payment: Payment, verdict: Verdict) -> str:
    """A field of the request as the notice repeats it: the verdict's amount and currency, where they differ."""
    if name.lower() == "amount" and verdict.amount not in {0, payment.amount}:
        return written(verdict.amount, payment.currency)
    if name.lower() == "currency" and verdict.currency:
        return NUMBERS[verdict.currency]
    return value


def _references(client: str) -> dict[str, str]:
    at = now()
    return {
        "client_ip": client,
        "trans_id": f"{at:%y%j%H}{new_code(7)}",
        "host_ref": f"{at:%y%j}"[-4:] + digits(8),
        "auth_code": digits(6),
        "stan": digits(6),
        "at": f"{at:%Y%m%d %H:%M:%S}",
        "md": secrets.token_hex(32).upper(),
        "xid": b64encode(secrets.token_bytes(20)).decode(),
        "cavv": b64encode(secrets.token_bytes(20)).decode(),
    }
