"""What happened to the book that others hear of."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class RateNamed(Event):
    """From now on one ``base`` costs something else in ``quote``."""

    base: str
    quote: str

    @property
    def subject(self) -> Reference:
        return Reference("rate", f"{self.base}-{self.quote}")
