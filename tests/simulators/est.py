"""A merchant's form of EST, signed by the test's own hand."""

import base64
import hashlib

KEY = "TEST1234"


def hashed(fields: dict[str, str], key: str = KEY) -> str:
    """HASH ver3, written a third time, so that neither side is tried by itself."""
    escape = str.maketrans({"\\": "\\\\", "|": "\\|"})
    names = sorted((name for name in fields if name.lower() not in ("hash", "encoding")), key=str.lower)
    words = [fields[name].strip().translate(escape) for name in names]
    return base64.b64encode(
        hashlib.sha512("|".join([*words, key.translate(escape)]).encode()).digest()
    ).decode()


def signed(fields: dict[str, str], key: str = KEY) -> dict[str, str]:
    return {**fields, "HASH": hashed(fields, key)}


def form(order: str, shop: str, **other: str) -> dict[str, str]:
    """A whole request, not signed yet."""
    return {
        "clientid": "600000001",
        "storetype": "3D_PAY_HOSTING",
        "TranType": "PreAuth",
        "amount": "149.50",
        "currency": "504",
        "oid": order,
        "okUrl": f"{shop}/ok/",
        "failUrl": f"{shop}/fail/",
        "shopurl": f"{shop}/basket/",
        "callbackUrl": f"{shop}/hook/",
        "CallbackResponse": "true",
        "AutoRedirect": "true",
        "rnd": "0.5 1700000000",
        "lang": "fr",
        "hashAlgorithm": "ver3",
        "encoding": "UTF-8",
        "email": "fz@example.org",
        "BillToName": "Fatima Zahra",
        "BillToCompany": "A|B\\C & co",
        **other,
    }
