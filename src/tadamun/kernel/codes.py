"""Short public codes without look-alike letters, and secrets for links."""

import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: read aloud and copied by hand without a doubt.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"


def new_code(length: int = 7) -> str:
    """A random public code. 23**7 is 3.4 thousand million: a unique constraint catches the rest."""
    letters, rest = (
        [],
        secrets.randbelow(len(ALPHABET) ** length),
    )  # one question to the system, not one a letter
    for _ in range(length):
        rest, letter = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def new_secret() -> str:
    """A link's secret: 128 bits, URL-safe, 22 characters."""
    return secrets.token_urlsafe(16)


def is_secret(text: str) -> bool:
    """Whether it could be one of ours, or its beginning: what is not need not be looked for."""
    return 0 < len(text) <= 30 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def normal_code(text: str) -> str:
    """What a person typed, as we write it: upper case, without spaces or dashes between groups."""
    return text.strip().upper().replace(" ", "")
