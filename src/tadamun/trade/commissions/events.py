"""What happens to requests."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class RequestMoved(Event):
    """It was asked, quoted, declined or withdrawn. ``what`` is its state then; ``number`` of the quote."""

    code: str
    what: str
    number: int = 0

    @property
    def subject(self) -> Reference:
        return Reference("request", self.code)


@dataclass(frozen=True, kw_only=True)
class StageTold(Event):
    """A photograph, a voice or a word of the making of an order."""

    code: str
    stage: int

    @property
    def subject(self) -> Reference:
        return Reference("order", self.code)
