from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "tadamun.people.conversations"
    label = "conversations"
