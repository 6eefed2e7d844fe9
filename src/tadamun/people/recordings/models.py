"""Voices of people, and those of them that speak the workshop's own sentences."""

from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.people.recordings.hearing import voice_url

MOST_SECONDS = 120
"""No recording of any kind is longer."""


class Recording(models.Model):
    """A stored voice, re-encoded, mono, without metadata: files are ``voice.opus`` and ``voice.m4a`` in its folder.

    Owner: whom ``owner`` names; ``market`` is where it was made, if anywhere. Who may hear is decided by the room whose row
    points here; see ``hearing``. ``key`` names the folder. Written by ``recordings.operations``.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    key = models.CharField(max_length=60, unique=True)
    owner = models.CharField(
        max_length=120, help_text="a reference: organisation:K7QM, person:18, market:dlala"
    )
    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="recordings")
    language = models.CharField(max_length=5, blank=True, help_text="what is spoken, where somebody said so")
    seconds = models.PositiveSmallIntegerField()
    digest = models.CharField(
        max_length=64, help_text="sha256 of the upload: an owner's same file is kept once"
    )
    made_by = models.CharField(max_length=120, help_text="a reference: who spoke or held the phone")
    stored_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Recording"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], name="a_voice_is_kept_once_an_owner"),
            models.CheckConstraint(
                condition=models.Q(seconds__gte=1, seconds__lte=MOST_SECONDS),
                name="a_voice_lasts_a_moment_and_no_longer_than_two_minutes",
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("recording", self.code)

    @property
    def url(self) -> str:
        """Of no use without a pass, which pages give."""
        return voice_url(self.key)

    @property
    def length(self) -> str:
        """As players write it: 0:42."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


class Prompt(models.Model):
    """A sentence of the workshop as somebody spoke it, in place of the synthetic one.

    Owner: the market; without one it speaks in every market that has none of its own. ``key`` is one of
    ``ui.data.spoken``. Written by ``recordings.operations``.
    """

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=5, help_text="the language spoken: ar, ary, zgh …")
    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="prompts")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="prompts")
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Prompt"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "language", "key"], name="a_market_says_a_sentence_in_one_voice"
            ),
            models.UniqueConstraint(
                fields=["language", "key"],
                condition=models.Q(market__isnull=True),
                name="a_sentence_has_one_voice_for_all_markets",
            ),
        ]
