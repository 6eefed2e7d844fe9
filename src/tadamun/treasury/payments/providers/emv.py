"""EMVCo merchant-presented QR: a row of two-digit names, two-digit lengths and values, closed by CRC-16/CCITT-FALSE.

Source: EMV QR Code Specification for Payment Systems, merchant-presented mode 1.1. Lengths count characters.
"""

from collections.abc import Iterable

Element = tuple[str, str]
CLOSE = "63"


class NotEmv(ValueError):
    """Cut, mistyped, or no such text at all."""


def crc16(text: str) -> str:
    """Polynomial 0x1021 from 0xFFFF, not reflected, over the UTF-8 bytes: four capital hexadecimal digits."""
    register = 0xFFFF
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ 0x1021 if register & 0x8000 else register << 1
        register &= 0xFFFF
    return f"{register:04X}"


def row(elements: Iterable[Element]) -> str:
    """Empty values are left out. Raises ``NotEmv`` where one is longer than its length can say."""
    text = ""
    for name, value in elements:
        if len(value) > 99 or len(name) != 2:
            raise NotEmv(f"{name} is too long")
        text += f"{name}{len(value):02}{value}" if value else ""
    return text


def closed(elements: Iterable[Element]) -> str:
    """The whole text of the code, the checksum last."""
    text = row(elements) + f"{CLOSE}04"
    return text + crc16(text)


def elements_of(text: str) -> list[Element]:
    """Of a row or a template, in their order. Raises ``NotEmv``."""
    found, at = [], 0
    while at < len(text):
        name, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (
            name.isascii() and name.isdigit() and length.isascii() and length.isdigit() and len(length) == 2
        ):
            raise NotEmv("no name or length")
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) != int(length):
            raise NotEmv(f"{name} is cut")
        found.append((name, value))
        at += 4 + int(length)
    return found


def opened(text: str) -> list[Element]:
    """The elements of a whole code without its checksum, which must be right and last. Raises ``NotEmv``."""
    found = elements_of(text)
    if not found or found[0] != ("00", "01") or found[-1] != (CLOSE, crc16(text[:-4])):
        raise NotEmv("not closed by its checksum")
    return found[:-1]
