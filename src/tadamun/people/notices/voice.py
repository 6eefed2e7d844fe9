"""How a market speaks to a reader: its words, money and days in one language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from tadamun.kernel import formats
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market


@dataclass(frozen=True, slots=True)
class Said:
    """One message in one language: ``short`` for phones, ``long`` for e-mail, both complete with their link."""

    title: str
    short: str
    link: str
    long: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """``language`` must be one the market speaks: see ``voice_of``."""

    market: Market
    language: str

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Within the block gettext answers in the market's locale of this language."""
        with translation.override(self.market.locale(self.language).lower()):
            yield

    @property
    def locale(self) -> str:
        return self.market.locale(self.language).replace("-", "_")

    @property
    def shop(self) -> str:
        return self.market.name(self.language)

    def money(self, amount: Money) -> str:
        return formats.format_money(amount, self.locale, digits=self.market.digits or None)

    def day(self, value: date | datetime, style: str = "d MMMM") -> str:
        if isinstance(value, datetime):
            value = value.astimezone(ZoneInfo(self.market.time_zone)).date()
        return formats.format_date(value, self.locale, style, self.market.digits or None)


def voice_of(market: Market, language: str) -> Voice:
    """The reader's language where the market speaks it, else the market's first."""
    return Voice(market, language if language in market.languages else market.default_language)
