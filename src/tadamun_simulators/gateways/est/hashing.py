"""The signature called ver3: every field but ``hash`` and ``encoding``, sorted, escaped, joined, SHA-512, base64.

A plain digest whose last word is the store's key, not an HMAC. Source: the bank's sample for merchants.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

UNSIGNED = {"hash", "encoding"}


def escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\|")


def plain_text(fields: Mapping[str, str], storekey: str) -> str:
    """What is digested: values in the order of their names without regard to case, empty ones too, then the key."""
    names = sorted((name for name in fields if name.lower() not in UNSIGNED), key=str.lower)
    return "|".join([*(escaped(fields[name].strip()) for name in names), escaped(storekey)])


def signature(fields: Mapping[str, str], storekey: str) -> str:
    """The 88 characters of HASH."""
    return base64.b64encode(hashlib.sha512(plain_text(fields, storekey).encode()).digest()).decode()


def is_signed(fields: Mapping[str, str], storekey: str) -> bool:
    """Whether the HASH among these fields is theirs."""
    given = next((value for name, value in fields.items() if name.lower() == "hash"), "")
    return hmac.compare_digest(signature(fields, storekey).encode(), given.strip().encode())
