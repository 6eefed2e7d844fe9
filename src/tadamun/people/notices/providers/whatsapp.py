"""WhatsApp Cloud API, messages endpoint. Source: Meta's reference of ``POST /<phone number id>/messages``.

A business may speak first only through a template that Meta approved; free text is taken for 24 hours after the
customer's own message. So with a template's name every message goes as that template with one variable; without, as text.
"""

from dataclasses import dataclass
from typing import Any

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.posting import post_json

LONGEST = 4096  # characters of a text
LONGEST_VARIABLE = 1024


@dataclass(frozen=True, slots=True)
class WhatsApp:
    url: str
    token: str
    template: str

    def send(self, message: Message) -> None:
        body: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.to.removeprefix("+"),
            **(self._template(message) if self.template else self._text(message)),
        }
        post_json(self.url, self.token, body, {})

    def _text(self, message: Message) -> dict[str, Any]:
        return {"type": "text", "text": {"preview_url": False, "body": message.text[:LONGEST]}}

    def _template(self, message: Message) -> dict[str, Any]:
        # A variable may hold no line break.
        words = " ".join(message.text.split())[:LONGEST_VARIABLE]
        return {
            "type": "template",
            "template": {
                "name": self.template,
                "language": {"code": message.language},
                "components": [{"type": "body", "parameters": [{"type": "text", "text": words}]}],
            },
        }
