"""Conversations and what is said in them."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code, new_secret
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation


class Conversation(models.Model):
    """About one ``subject``, between a buyer, known by her link or her account, one organisation, and the market's team.

    ``organisation`` is empty until one takes up a matter that was open to several. Written by ``conversations.operations``.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    subject = models.CharField(max_length=80, unique=True, help_text="a reference: request:K7QM3P")
    secret = models.CharField(max_length=30, unique=True, default=new_secret, help_text="of the buyer's link")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="conversations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="conversations"
    )
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="conversations")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    opened_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Conversation"](market="market", organisation="organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(phone="", email="") | models.Q(name=""),
                name="a_named_buyer_can_be_reached",
            )
        ]

    @property
    def reference(self) -> Reference:
        return Reference("conversation", self.code)

    @property
    def about(self) -> Reference:
        return Reference.parse(self.subject)


class Message(models.Model):
    """What one side said, by voice, pictures or words. Append-only but for ``seen_at``, and words that are erased by law.

    ``author`` held the phone, ``on_behalf_of`` is in whose name: a cooperative for an artisan. ``pictures``: key, width, height
    and widths of stored pictures. ``key``: of the form it was sent with, so that sending twice says it once.
    """

    class Side(models.TextChoices):
        BUYER = "buyer"
        SELLER = "seller"
        MARKET = "market"

    class Canned(models.TextChoices):
        """Answers she gives by touching a picture."""

        YES = "yes"
        NO = "no"
        THANKS = "thanks"
        SOON = "soon"
        CALL = "call"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    author = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=160, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    canned = models.CharField(max_length=8, choices=Canned, blank=True)
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="+")
    pictures = models.JSONField(default=list)
    key = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    objects = ScopedManager["Message"](
        market="conversation__market", organisation="conversation__organisation"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["key"], name="message_key")]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="a_message_is_said_once")]
