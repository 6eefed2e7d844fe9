"""What happens to markets."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class MarketChanged(Event):
    """A market's brand, policies, texts, regions or hosts changed: every page of it may differ."""

    slug: str

    @property
    def subject(self) -> Reference:
        return Reference("market", self.slug)
