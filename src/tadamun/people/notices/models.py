"""Messages, kept before they are sent and after."""

from django.db import models
from django.utils import timezone

from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market


class Message(models.Model):
    """One message to one address in one language. Written by ``notices.operations``; body erased by retention."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"
        WHATSAPP = "whatsapp"
        CALL = "call"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="messages")
    key = models.CharField(max_length=120, unique=True, help_text="What makes sending twice impossible")
    kind = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    to = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    link = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager["Message"](market="market")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_ref"], name="message_subject"),
            models.Index(fields=["market", "created_at"], name="message_created"),
            models.Index(fields=["market", "sent_at"], name="message_sent"),
        ]
