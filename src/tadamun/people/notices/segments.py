"""What a text costs as an SMS, and how it is made to fit. Source: 3GPP TS 23.038, 6.2.1.

One letter outside the old alphabet, as every Arabic one is, makes the whole message count in 16-bit units.
"""

from collections.abc import Callable

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("^{}\\[~]|€\f")  # written with an escape before them: two places each
_PLAINER = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "’": "'", "…": "..."})
MOST = 2  # segments a text of ours may take


def segments(text: str) -> int:
    """How many SMS a text is sent and paid as."""
    if _is_plain(text):
        size = sum(2 if letter in _DOUBLE else 1 for letter in text)
        return 1 if size <= 160 else -(-size // 153)
    size = len(text.encode("utf-16-be")) // 2
    return 1 if size <= 70 else -(-size // 67)


def _is_plain(text: str) -> bool:
    return all(letter in _PLAIN or letter in _DOUBLE for letter in text)


def economical(text: str) -> str:
    """The same words with plain spaces and apostrophes, where that alone keeps it in the old alphabet."""
    plain = text.translate(_PLAINER)
    return plain if _is_plain(plain) else text


def fitted(compose: Callable[[str], str], part: str, most: int = MOST) -> str:
    """``compose(part)``, with ``part`` cut at a letter and marked with … until the whole takes ``most`` segments."""
    text = economical(compose(part))
    while segments(text) > most and len(part) > 1:
        part = part.removesuffix("…")[:-1].rstrip() + "…"
        text = economical(compose(part))
    return text
