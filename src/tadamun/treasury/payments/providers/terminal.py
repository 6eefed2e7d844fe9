"""A card terminal in a seller's shop: the card is read there, its receipt has a number, the acquirer settles with the market.

Nothing is spoken to: the seller names the receipt, and a person refunds at the terminal or by transfer. ``sellers`` are the
codes of those who hold one of this contract's terminals; nobody else is offered it.
"""

import re
from collections.abc import Mapping

from tadamun.treasury.payments.providers.base import Ask, Field, GatewayRefused, Start, Terms

_BETWEEN = re.compile(r"[\s,;،؛]+")


class Terminal:
    name = "terminal"
    channels: tuple[str, ...] = ("terminal",)
    currencies: tuple[str, ...] = ("MAD", "EUR", "USD", "ILS", "JOD")
    fields: tuple[Field, ...] = (
        Field("merchant", example="600000001"),
        Field("sellers", example="K7QM3PA, C4XPTHY"),
    )

    def begin(self, terms: Terms, ask: Ask) -> Start:
        raise GatewayRefused("it is paid at the terminal, in the shop")


def stands_with(settings: Mapping[str, str], organisation_code: str) -> bool:
    """Whether this seller holds a terminal of the contract."""
    return organisation_code.upper() in _BETWEEN.split(settings.get("sellers", "").upper())
