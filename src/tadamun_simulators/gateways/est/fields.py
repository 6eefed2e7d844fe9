"""The fields of a merchant's form: by name in any case, and what is wrong with them."""

from typing import Any

from tadamun_simulators.gateways.est.hashing import is_signed
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import LETTERS, parse_amount
from tadamun_simulators.post import is_address

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
