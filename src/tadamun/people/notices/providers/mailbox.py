"""Nobody carries it: in a demonstration the message stays readable on the mailbox page."""

from dataclasses import dataclass

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.base import Refused


@dataclass(frozen=True, slots=True)
class Mailbox:
    open: bool

    def send(self, message: Message) -> None:
        """Keeps what is kept already. Outside a demonstration a message that reaches nobody is a failure."""
        if not self.open:
            raise Refused(f"no carrier is configured for {message.channel}")
