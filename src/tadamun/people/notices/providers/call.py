"""Calls by any company that reads a text aloud, over HTTP: ``{"to", "language", "text", "repeat"}``."""

from dataclasses import dataclass

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.posting import post_json

REPEAT = 2  # who looks for a pen hears it again


@dataclass(frozen=True, slots=True)
class Call:
    url: str
    token: str

    def send(self, message: Message) -> None:
        """The key goes along, so that a phone does not ring twice for one message."""
        body = {"to": message.to, "language": message.language, "text": message.text, "repeat": REPEAT}
        post_json(self.url, self.token, body, {"Idempotency-Key": message.key})
