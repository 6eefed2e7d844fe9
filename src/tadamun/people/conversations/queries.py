"""Questions about conversations, in the scope of their market or seller."""

from tadamun.people.conversations.models import Conversation, Message


def conversation_by_secret(secret: str) -> Conversation | None:
    """Of the buyer's link."""
    return Conversation.objects.select_related("market", "organisation").filter(secret=secret).first()


def messages_of(conversation: Conversation) -> list[Message]:
    """In the order they were said, with their voices: one query."""
    return list(Message.objects.select_related("recording").filter(conversation=conversation))
