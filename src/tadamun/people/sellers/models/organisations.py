"""Organisations, members, makers, admissions."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField, words
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import FeePlan, Market


class Organisation(models.Model):
    """Who sells. Owner: itself; seen in a market only through its admission. Written by ``sellers.operations``."""

    class Kind(models.TextChoices):
        ARTISAN = "artisan"
        COOPERATIVE = "cooperative"
        UNION = "union"
        ASSOCIATION = "association"
        GIE = "gie"
        COMPANY = "company"
        AGENCY = "agency"
        INSTITUTION = "institution"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    kind = models.CharField(max_length=12, choices=Kind)
    names = TranslatedTextField()
    stories = TranslatedTextField()
    region = models.CharField(max_length=10, help_text="ISO 3166-2 code")
    place = TranslatedTextField()
    crafts = models.JSONField(default=list)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    currency = models.CharField(max_length=3, default="MAD")
    registers = models.JSONField(default=dict, help_text="ICE, RC, IF, cooperative register …")
    founded = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Organisation"](organisation="pk", through="admissions__market")

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> Reference:
        return Reference("organisation", self.code)

    def name(self, language: str) -> str:
        return words(self.names, language)


class Member(models.Model):
    """A person who acts for an organisation, with roles. Written by ``sellers.operations``."""

    class Role(models.TextChoices):
        OWNER = "owner"
        MANAGER = "manager"
        MAKER = "maker"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER)
    since = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Member"](organisation="organisation", through="organisation__admissions__market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="member_once")]


class Maker(models.Model):
    """Who made a piece; may have no account. Name, portrait and voice are shown only with her consent, which has a date."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="maker_of")
    names = TranslatedTextField()
    stories = TranslatedTextField()
    craft = models.CharField(max_length=60, blank=True)
    card = models.CharField(max_length=30, blank=True, help_text="number of her artisan card (RNA)")
    since = models.PositiveSmallIntegerField(null=True)
    name_consent_at = models.DateTimeField(null=True)
    photo_consent_at = models.DateTimeField(null=True)
    voice_consent_at = models.DateTimeField(null=True)
    portrait = models.CharField(max_length=60, blank=True, help_text="key of a stored picture")
    voice = models.CharField(max_length=12, blank=True, help_text="code of a recording: she tells of herself")

    objects = ScopedManager["Maker"](organisation="organisation", through="organisation__admissions__market")

    def public_name(self, language: str) -> str:
        """Her name, when she consents; empty otherwise."""
        return words(self.names, language) if self.name_consent_at else ""


class Admission(models.Model):
    """An organisation's place in one market. Written by ``sellers.operations`` through ``states``."""

    class Status(models.TextChoices):
        APPLIED = "applied"
        ADMITTED = "admitted"
        REFUSED = "refused"
        SUSPENDED = "suspended"

    class SellsAs(models.TextChoices):
        """Whose sale it is: the seller's, for whom the market collects, or the market's own, which buys from her."""

        AGENT = "agent"
        MERCHANT = "merchant"

    # What may follow what; read by the operations alone.
    FOLLOWS: ClassVar[dict[str, tuple[str, ...]]] = {
        Status.APPLIED: (Status.ADMITTED, Status.REFUSED),
        Status.ADMITTED: (Status.SUSPENDED,),
        Status.REFUSED: (Status.APPLIED, Status.ADMITTED),
        Status.SUSPENDED: (Status.ADMITTED,),
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="admissions")
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="admissions")
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    fee_plan = models.ForeignKey(
        FeePlan, on_delete=models.PROTECT, null=True, related_name="admissions",
        help_text="what the market keeps of her goods; none: what its default says",
    )  # fmt: skip
    sells_as = models.CharField(
        max_length=8, choices=SellsAs, default=SellsAs.AGENT, help_text="what the market is in her sales"
    )
    cohort = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    suspends_at = models.DateTimeField(
        null=True, help_text="decided, takes effect then; until then she sells"
    )
    closed_on = models.DateField(null=True, help_text="the day she closed her shop for, of the market")
    away_from = models.DateField(null=True)
    away_to = models.DateField(
        null=True, help_text="the last day of her holiday; she sells again on the next"
    )
    owes_since = models.DateTimeField(
        null=True, help_text="since when she owes of cash sales more than the market lets her"
    )
    applied_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Admission"](market="market", organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "market"], name="one_admission_a_market"),
            models.CheckConstraint(
                condition=models.Q(away_from=None, away_to=None)
                | models.Q(away_from__isnull=False, away_to__gte=models.F("away_from")),
                name="a_holiday_begins_and_ends",
            ),
        ]

    def back_on(self, today: date) -> date | None:
        """The day she sells again, when she is closed ``today``; else ``None``."""
        day = today
        while (closed := self._closed_until(day)) is not None:
            day = closed + timedelta(days=1)
        return day if day != today else None

    def _closed_until(self, day: date) -> date | None:
        if self.away_from and self.away_to and self.away_from <= day <= self.away_to:
            return self.away_to
        return day if self.closed_on == day else None
