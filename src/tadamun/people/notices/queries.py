"""Questions about messages."""

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers import mailbox_channels


def mailbox(limit: int = 30) -> list[Message]:
    """What the demonstration's mailbox shows of the scope's market, newest first.

    Only of channels that reach nobody here: what is really delivered is never shown to others.
    """
    return list(
        Message.objects.filter(channel__in=mailbox_channels()).exclude(text="").order_by("-pk")[:limit]
    )


def messages_about(subject_ref: str) -> list[Message]:
    """What was said about a subject in the scope's market, oldest first."""
    return list(Message.objects.filter(subject_ref=subject_ref).order_by("pk"))
