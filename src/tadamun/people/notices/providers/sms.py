"""SMS through any gateway that takes JSON over HTTP: ``{"to", "text"}``."""

from dataclasses import dataclass

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.posting import post_json
from tadamun.people.notices.segments import segments


@dataclass(frozen=True, slots=True)
class Sms:
    url: str
    token: str

    def send(self, message: Message) -> None:
        """With the number of segments, so that the gateway's bill can be checked."""
        body = {"to": message.to, "text": message.text, "segments": segments(message.text)}
        post_json(self.url, self.token, body, {"Idempotency-Key": message.key})
