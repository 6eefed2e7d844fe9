"""Secrets at rest: sealed with keys that are not in the database, so that a copy of it opens nothing.

Fernet (AES-128-CBC and HMAC-SHA256, as the cryptography library specifies it) with ``settings.SEALING_KEYS``: the first
seals, all open.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(ValueError):
    """Sealed with a key this installation does not have, or changed since."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    derived = (hashlib.sha256(b"tadamun sealing\0" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def _keys() -> tuple[str, ...]:
    return tuple(settings.SEALING_KEYS)


def seal(text: str) -> str:
    """ASCII; another one each time."""
    return _box(_keys()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises ``CannotOpen``."""
    try:
        return _box(_keys()).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen("sealed with another key") from error
