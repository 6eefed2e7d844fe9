"""Money is whole minor units and an ISO 4217 currency with its own exponent. No floats, ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

# Minor-unit exponents, ISO 4217: the dinar of Jordan has three decimals.
EXPONENTS = {
    "MAD": 2,
    "EUR": 2,
    "USD": 2,
    "ILS": 2,
    "JOD": 3,
    "GBP": 2,
    "CAD": 2,
    "AED": 2,
    "SAR": 2,
    "XOF": 0,
}
# Fits a signed 64-bit column with room for sums of a million rows.
MAX_MINOR = 10**12


class UnknownCurrency(ValueError):
    """A currency that ISO 4217 or this installation does not know."""


class CurrencyMismatch(ValueError):
    """Two currencies met where one was promised."""


class AmountTooLarge(ValueError):
    """An amount beyond what any column here keeps."""


def exponent(currency: str) -> int:
    try:
        return EXPONENTS[currency]
    except KeyError as error:
        raise UnknownCurrency(currency) from error


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``minor`` whole minor units of ``currency``; may be negative in a ledger, never in a price."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError(f"minor units are whole: {self.minor!r}")
        if abs(self.minor) > MAX_MINOR:
            raise AmountTooLarge(f"{self.minor} {self.currency}")

    @classmethod
    def of(cls, major: str | int | Decimal, currency: str) -> Self:
        """From a written amount; refuses more decimals than the currency has."""
        scaled = Decimal(major).scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{major} has more decimals than {currency}")
        return cls(int(scaled), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.minor * count, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.major} {self.currency}"

    def share(self, basis_points: int) -> "Money":
        """That many hundredths of a percent, rounded half up to a whole minor unit."""
        part = (Decimal(self.minor) * basis_points / 10_000).to_integral_value(ROUND_HALF_UP)
        return Money(int(part), self.currency)

    def converted(self, rate: Decimal, currency: str) -> "Money":
        """At ``rate`` units of ``currency`` for one unit of ours, rounded half up."""
        amount = (self.major * rate).scaleb(exponent(currency)).to_integral_value(ROUND_HALF_UP)
        return Money(int(amount), currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """In parts by ``weights`` that sum to the whole exactly: largest remainder, ties to the first.

        Weights that are all zero share equally. See docs/algorithms/splitting.md.
        """
        if not weights or min(weights) < 0:
            raise ValueError("splitting needs weights of zero or more")
        if not any(weights):
            weights = [1] * len(weights)
        total, sign, whole = sum(weights), (-1 if self.minor < 0 else 1), abs(self.minor)
        parts = [whole * weight // total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(whole * weights[i] % total), i))
        for index in by_remainder[: whole - sum(parts)]:
            parts[index] += 1
        return [Money(sign * part, self.currency) for part in parts]


def total(amounts: Sequence[Money], currency: str) -> Money:
    """Their sum; zero of ``currency`` when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result
