"""The faults this bank can show, and the card that shows each.

Card numbers follow the check digit of ISO/IEC 7812. The first three are the published test cards of CMI. Any name, any
CVC of three digits and any expiry to come will do; the code of the 3-D Secure page is ``123``.
"""

from dataclasses import dataclass

SECURE_CODE = "123"

FAULTS = {
    "approve": "The payment succeeds and one notice is sent before the browser returns.",
    "decline": "Refused for want of funds (51): one notice of failure.",
    "secure-failed": "The bank of the card does not recognise its holder: 3-D Secure fails (mdStatus 0).",
    "retry": "Declined, then approved: two notices for one order, the failure first.",
    "repeat": "Approved, and the same notice three times.",
    "delay": "Approved; the notice comes some seconds after the browser.",
    "drop": "Approved; no notice is ever sent.",
    "forge": "Approved; the notice has a wrong signature.",
    "reorder": "Approved; a late notice of failure follows the success.",
    "amount": "Approved; the notice, rightly signed, names an amount higher by one.",
    "currency": "Approved; the notice, rightly signed, names another currency.",
    "truncate": "Approved; the last third of the notice is missing.",
    "oversize": "Approved; the notice, rightly signed, is longer than a megabyte.",
    "slow": "Approved; later calls of the interface about this order take some seconds.",
    "down": "Approved; later calls of the interface about this order are answered 503 until it is healed.",
    "capture-lost": "Approved; the next capture, refund or void is done, but its answer never arrives.",
    "answer-lost": "Approved; what the merchant answers to the notice is lost, so nothing is captured by it.",
}


@dataclass(frozen=True)
class Card:
    number: str
    brand: str
    fault: str
    seconds: float = 0.0  # of a delay or a slowness

    @property
    def masked(self) -> str:
        return f"{self.number[:6]}***{self.number[-4:]}"


def _card(body: str, brand: str, fault: str, seconds: float = 0.0) -> Card:
    return Card(body + check_digit(body), brand, fault, seconds)


def check_digit(body: str) -> str:
    """The last digit of a card number that begins so (Luhn)."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def grouped(number: str) -> str:
    """As it stands on a card: by fours."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


_ALL = [
    Card("4000000000000010", "VISA", "approve"),
    Card("5453010000066100", "MASTERCARD", "approve"),
    Card("5191630100004896", "MASTERCARD", "approve"),
    _card("400000000000051", "VISA", "decline"),
    _card("400000000000030", "VISA", "secure-failed"),
    _card("400000000000002", "VISA", "retry"),
    _card("400000000000003", "VISA", "repeat"),
    _card("400000000000004", "VISA", "delay", 2.0),
    _card("400000000000005", "VISA", "drop"),
    _card("400000000000006", "VISA", "forge"),
    _card("400000000000007", "VISA", "reorder", 0.2),
    _card("400000000000008", "VISA", "amount"),
    _card("400000000000009", "VISA", "currency"),
    _card("400000000000011", "VISA", "truncate"),
    _card("400000000000012", "VISA", "oversize"),
    _card("400000000000013", "VISA", "slow", 3.0),
    _card("400000000000014", "VISA", "down"),
    _card("400000000000015", "VISA", "capture-lost"),
    _card("400000000000016", "VISA", "answer-lost"),
]

CARDS = {card.number: card for card in _ALL}


def card_for(fault: str) -> Card:
    """The first card that shows this fault."""
    return next(card for card in _ALL if card.fault == fault)
