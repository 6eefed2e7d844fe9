"""EST / Payten hosted page (3D Pay Hosting), as CMI and the acquirers it processes for use it; CC5 XML API.

Source: the protocol notes and vectors reproduced in ``tests/treasury/payments/test_est.py`` (hash ver3, callback answers),
CMI's own sample of the callback, and the CC5 request types PostAuth, Void, Credit and ORDERSTATUS.
Questions for each acquirer are fields of the contract: ``tran_type`` (PreAuth or Auth), whether its API user may refund.
"""

import base64
import hashlib
import hmac
import html
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape

from defusedxml import ElementTree

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.amounts import read_amount
from tadamun.treasury.payments.providers.base import (
    Answer,
    Ask,
    Done,
    Field,
    ForgedNotice,
    GatewayAway,
    Heard,
    Known,
    NoInterface,
    Outcome,
    Said,
    Start,
    Terms,
    UnreadableNotice,
    Verdict,
)
from tadamun.treasury.payments.providers.bodies import form_pairs
from tadamun.treasury.payments.providers.calling import call

NUMERIC = {"MAD": "504", "EUR": "978", "USD": "840"}
LETTERS = {number: letters for letters, number in NUMERIC.items()}
_MINOR = re.compile(r"[0-9]{1,12}")
_UNSIGNED = frozenset({"hash", "encoding"})
# ISO 8583 codes that tell why; all others are technical. 99 is the gateway's own.
_REFUSED = frozenset({"01", "02", "05", "14", "51", "54", "57", "62", "82"})
_TOLD = (
    "ProcReturnCode", "Response", "ErrMsg", "mdStatus", "TransId", "HostRefNum", "AuthCode", "EXTRA.CARDBRAND",
    "EXTRA.TRXDATE", "MaskedPan", "amount", "currency",
)  # fmt: skip


def ver3(fields: Iterable[tuple[str, str]], storekey: str) -> str:
    """The hash of all fields but ``hash`` and ``encoding``, empty ones too, by name without regard to case.

    Values are trimmed, ``\\`` and ``|`` escaped, joined by ``|``, the key last; SHA-512, base64. A digest, no HMAC.
    """
    kept = sorted(
        ((name.lower(), value) for name, value in fields if name.lower() not in _UNSIGNED), key=_natural
    )
    plain = "".join(f"{_escaped(value.strip())}|" for _, value in kept) + _escaped(storekey)
    return base64.b64encode(hashlib.sha512(plain.encode()).digest()).decode()


def _natural(pair: tuple[str, str]) -> list[tuple[int, int, str]]:
    """PHP's natcasesort, which the manual's sample uses: BillToStreet2 before BillToStreet12.

    Digits by how many they are, then one by one: a name may be all digits, of any length.
    """
    parts = re.split(r"([0-9]+)", pair[0])
    return [_number(part) if part.isdecimal() and part.isascii() else (1, 0, part) for part in parts if part]


def _number(digits: str) -> tuple[int, int, str]:
    plain = digits.lstrip("0")
    return (0, len(plain), plain)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")


def signed_by(fields: list[tuple[str, str]], storekey: str) -> bool:
    """Raw values first; the gateway signs what it shows, so entities may be decoded (CMI's sample does)."""
    given = next((value for name, value in fields if name.lower() == "hash"), "")
    decoded = [(name, html.unescape(value).removesuffix("\n")) for name, value in fields]
    return any(
        hmac.compare_digest(ver3(each, storekey).encode(), given.encode()) for each in (fields, decoded)
    )


def ascii_name(text: str, most: int) -> str:
    """Letters without accents; other scripts are left out, for how they come back signed is not known."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^A-Za-z0-9 .,'-]", " ", plain).replace("'", " ").split())[:most]


class Est:
    name = "est"
    channels: tuple[str, ...] = ("web", "link")
    currencies = tuple(NUMERIC)
    fields: tuple[Field, ...] = (
        Field("page_url", example="https://testpayment.cmi.co.ma/fim/est3Dgate"),
        Field("api_url", required=False, example="https://testpayment.cmi.co.ma/fim/api"),
        Field("client_id", example="600000001"),
        Field("tran_type", choices=("PreAuth", "Auth")),
        Field("storekey", secret=True),
        Field("api_user", required=False),
        Field("api_password", secret=True, required=False),
    )

    def begin(self, terms: Terms, ask: Ask) -> Start:
        seconds = 1800
        fields = {
            "clientid": terms.setting("client_id"), "storetype": "3D_PAY_HOSTING",
            "TranType": terms.setting("tran_type") or "PreAuth", "amount": f"{ask.amount.major:.2f}",
            "currency": NUMERIC[ask.amount.currency], "oid": ask.reference, "okUrl": ask.return_url,
            "failUrl": ask.return_url, "shopurl": ask.cancel_url, "callbackUrl": ask.notice_url,
            "CallbackResponse": "true", "AutoRedirect": "true", "refreshtime": "5", "rnd": secrets.token_hex(10),
            "lang": ask.language if ask.language in {"ar", "fr", "en"} else "fr", "hashAlgorithm": "ver3",
            "encoding": "UTF-8", "email": ask.email, "BillToName": ascii_name(ask.name, 50) or "Client", "tel": ask.phone,
            "BillToCity": ascii_name(ask.city, 40), "BillToStreet1": ascii_name(ask.address, 100),
            "sessiontimeout": str(seconds),
        }  # fmt: skip
        fields["HASH"] = ver3(fields.items(), terms.secret("storekey"))
        return Start(url=terms.setting("page_url"), fields=fields)

    def named(self, said: Said) -> str:
        fields = dict(form_pairs(said.body))
        reference = fields.get("oid") or fields.get("ReturnOid") or ""
        if not reference:
            raise UnreadableNotice("no oid")
        return reference[:64]

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        """The hash covers values in the order of their names, not the names: whoever wrote an address that reads ``00`` could
        rename the fields of our own form, or of a refusal. So an approval also says whose, of what, and in words.
        """
        pairs = form_pairs(said.body)
        if not signed_by(pairs, terms.secret("storekey")):
            raise ForgedNotice("the hash is wrong")
        fields = dict(pairs)
        approved = fields.get("ProcReturnCode") == "00"
        if approved and not (
            fields.get("Response") == "Approved"
            and fields.get("clientid") == terms.setting("client_id")
            and fields.get("oid")
        ):
            raise ForgedNotice("an approval without its words")
        outcome: Outcome = "failed"
        if approved:
            outcome = "captured" if fields.get("TranType") == "Auth" else "authorised"
        return Heard(
            reference=fields.get("oid", ""), outcome=outcome, amount=_amount(fields),
            key=f"{fields.get('TransId') or fields.get('md') or fields.get('HASH', '')[:40]}/{outcome}",
            gateway_reference=fields.get("TransId", ""), reason="" if approved else _reason(fields),
            told={name: fields[name][:120] for name in _TOLD if fields.get(name)},
        )  # fmt: skip

    def answer(self, verdict: Verdict) -> Answer:
        return Answer({"capture": "ACTION=POSTAUTH", "noted": "APPROVED", "refused": "FAILURE"}[verdict])

    def status(self, terms: Terms, known: Known) -> Heard:
        answer = self._ask(terms, known.reference, "<Extra><ORDERSTATUS>QUERY</ORDERSTATUS></Extra>")
        state = answer.get("Extra/TRANS_STAT", "")
        outcome: Outcome = "waiting"
        if state in {"C", "S"}:
            outcome = "captured"
        elif state == "A":
            outcome = "authorised"
        elif state in {"CNCL", "V"}:
            outcome = "voided"
        elif state in {"D", "ERR"}:
            outcome = "failed"
        minor = answer.get("Extra/CAPTURE_AMT" if outcome == "captured" else "Extra/ORIG_TRANS_AMT", "")
        amount = Money(int(minor), known.amount.currency) if _MINOR.fullmatch(minor) else None
        return Heard(
            reference=known.reference, outcome=outcome, amount=amount,
            key=f"{answer.get('TransId') or known.reference}/{outcome}",
            gateway_reference=answer.get("TransId", ""), reason="refused" if outcome == "failed" else "",
            told={"TRANS_STAT": state},
        )  # fmt: skip

    def capture(self, terms: Terms, known: Known, amount: Money) -> Done:
        """Repeated, the gateway says that it was captured already: the status decides."""
        done = self._act(terms, known, "PostAuth", amount)
        if not done.ok and self.status(terms, known).outcome == "captured":
            return Done(True, known.gateway_reference)
        return done

    def void(self, terms: Terms, known: Known) -> Done:
        return self._act(terms, known, "Void", None)

    def refund(self, terms: Terms, known: Known, amount: Money, reference: str) -> Done:
        """CORE-2508, not settled yet: a whole refund is then a void; a part waits for the next day.

        A credit has no number of ours there, so after a lost answer the history is counted first.
        """
        if known.refunds is not None and self._credits(terms, known) > known.refunds:
            return Done(True, known.gateway_reference)
        done = self._act(terms, known, "Credit", amount)
        if done.ok or "CORE-2508" not in done.why:
            return done
        return self._act(terms, known, "Void", None) if amount == known.amount else replace(done, later=True)

    def _credits(self, terms: Terms, known: Known) -> int:
        """How often money went back: lines of credits (C) that were done, or of a sale (S) that was voided."""
        told = self._ask(terms, known.reference, "<Extra><ORDERHISTORY>QUERY</ORDERHISTORY></Extra>")
        lines = [text.split() for name, text in told.items() if re.fullmatch(r"Extra/TRX\d+", name)]
        return sum(line[:2] in (["C", "C"], ["C", "S"], ["S", "V"]) for line in lines)

    def _act(self, terms: Terms, known: Known, verb: str, amount: Money | None) -> Done:
        total = ""
        if amount is not None:
            total = f"<Total>{amount.major:.2f}</Total><Currency>{NUMERIC[amount.currency]}</Currency>"
        answer = self._ask(terms, known.reference, f"<Type>{verb}</Type>{total}")
        if answer.get("ProcReturnCode") == "00":
            return Done(True, answer.get("TransId", ""))
        why = (answer.get("Extra/ERRORCODE", ""), answer.get("ErrMsg", ""), answer.get("ProcReturnCode", ""))
        return Done(False, why=" ".join(part for part in why if part)[:200])

    def _ask(self, terms: Terms, reference: str, what: str) -> Mapping[str, str]:
        if not terms.setting("api_url"):
            raise NoInterface("this contract has no API")
        user, client = escape(terms.setting("api_user")), escape(terms.setting("client_id"))
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f"<CC5Request><Name>{user}</Name><Password>{escape(terms.secret('api_password'))}</Password>"
            f"<ClientId>{client}</ClientId><OrderId>{escape(reference)}</OrderId>{what}</CC5Request>"
        )
        reply = call(
            "POST", terms.setting("api_url"), body=body.encode(), headers={"Content-Type": "text/xml; charset=UTF-8"}
        )  # fmt: skip
        return _leaves(reply.body)


def _amount(fields: Mapping[str, str]) -> Money | None:
    return read_amount(fields.get("amount", ""), LETTERS.get(fields.get("currency", ""), ""))


def _reason(fields: Mapping[str, str]) -> str:
    if fields.get("mdStatus") in {"0", "5", "6", "7", "8"} or fields.get("ProcReturnCode") in _REFUSED:
        return "refused"
    return "technical"


def _leaves(body: bytes) -> dict[str, str]:
    """Path below the root → text."""
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise GatewayAway("the answer is not XML") from error
    found = {}
    for child in root:
        found[child.tag] = (child.text or "").strip()
        for leaf in child:
            found[f"{child.tag}/{leaf.tag}"] = (leaf.text or "").strip()
    return found
