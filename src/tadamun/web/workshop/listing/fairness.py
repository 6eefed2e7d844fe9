"""What a fair price would be: hours at her rate, material, and something on top."""

from collections.abc import Mapping
from dataclasses import dataclass

from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import Money, exponent

MOST_HOURS, MOST_UNITS = 9_999, 1_000_000
NAMES = ("hours", "rate", "material", "margin")


@dataclass(frozen=True, slots=True)
class Fair:
    """Whole units as she typed them; ``margin`` in percent. Nothing of it is kept."""

    hours: int = 0
    rate: int = 0
    material: int = 0
    margin: int = 10

    def price(self, currency: str) -> Money:
        """Half a unit is rounded up: a price is told in whole ones. docs/algorithms/offline.md has the same for phones."""
        cost = self.hours * self.rate + self.material
        return Money((cost * (100 + self.margin) + 50) // 100 * 10 ** exponent(currency), currency)


def fair(data: Mapping[str, str]) -> Fair:
    """What cannot be read counts as the default."""
    most = {"hours": MOST_HOURS, "rate": MOST_UNITS, "material": MOST_UNITS, "margin": 500}
    read = {}
    for name in NAMES:
        typed = latin_digits(data.get(name, "")).strip()
        if typed.isdecimal() and typed.isascii() and len(typed) < 9:
            read[name] = min(int(typed), most[name])
    return Fair(**read)
