from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "tadamun.people.conversations"
    label = "conversations"

    def ready(self) -> None:
        from tadamun.people.conversations import reactions  # noqa: F401  registers them
        from tadamun.people.conversations.models import Message
        from tadamun.people.recordings.uses import voices_lie_in

        voices_lie_in(Message, "recording__code")
