"""What happens in conversations."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class MessageSaid(Event):
    """One side said something. ``code`` is the conversation's."""

    code: str
    side: str

    @property
    def subject(self) -> Reference:
        return Reference("conversation", self.code)
