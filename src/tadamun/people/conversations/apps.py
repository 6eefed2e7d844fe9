from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "tadamun.people.conversations"
    label = "conversations"

    def ready(self) -> None:
        from tadamun.people.conversations import reactions  # noqa: F401  registers them
