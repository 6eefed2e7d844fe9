"""Keys and signatures of credentials: RS256, which every reader of Open Badges 3.0 must understand (section 8.2.1)."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

ALGORITHM = "RS256"


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(value: int) -> str:
    return _b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def new_pair() -> tuple[str, dict[str, str]]:
    """A private key as PEM, to be sealed, and its public half as a JWK (RFC 7517)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    numbers = key.public_key().public_numbers()
    public = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e), "alg": ALGORITHM, "use": "sig"}
    return pem.decode(), public


def sign(payload: Mapping[str, Any], *, private: str, kid: str) -> str:
    """A compact JWS (RFC 7515) whose payload is the JSON given; ``kid`` is the address of the public key."""
    key = serialization.load_pem_private_key(private.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    parts = ({"alg": ALGORITHM, "typ": "JWT", "kid": kid}, payload)
    signed = ".".join(_b64(json.dumps(part, ensure_ascii=False).encode()) for part in parts)
    return f"{signed}.{_b64(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def opened(token: str, public: Mapping[str, str]) -> dict[str, Any] | None:
    """The payload, when this key signed it with this algorithm and nothing was changed; else ``None``."""
    try:
        head, body, signature = token.split(".")
        if json.loads(_bytes(head)).get("alg") != ALGORITHM:
            return None
        n, e = (int.from_bytes(_bytes(public[part]), "big") for part in ("n", "e"))
        rsa.RSAPublicNumbers(e, n).public_key().verify(
            _bytes(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        payload: dict[str, Any] = json.loads(_bytes(body))
    except (ValueError, KeyError, InvalidSignature):
        return None
    return payload
