"""What a market asks of those who want to sell, what they answered, and their way there."""

from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField, words
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models.organisations import Organisation

BY_ADMISSION = "organisation__admissions__market"


class Requirement(models.Model):
    """One thing a market asks of sellers. Owner: the market. Written by ``sellers.operations.requirements``.

    It binds at two points only: when she sends her application, and when the market admits her. ``region`` and ``cohort``
    narrow whom it is asked of; empty means everybody. ``config`` is checked by the kind: see ``sellers.kinds``.
    """

    class Kind(models.TextChoices):
        TERMS = "terms"
        CARD = "card"
        ICE = "ice"
        COOPERATIVE = "cooperative"
        RIB = "rib"
        PHOTO = "photo"
        PRODUCTS = "products"
        VISIT = "visit"
        LABEL = "label"
        TRAINING = "training"
        DOCUMENT = "document"
        GUARDIAN = "guardian"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=12, choices=Kind)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    config = models.JSONField(default=dict)
    titles = TranslatedTextField(help_text="in the market's own words; empty: the kind's")
    region = models.CharField(max_length=10, blank=True)
    cohort = models.CharField(max_length=40, blank=True)
    retired_at = models.DateTimeField(null=True)

    objects = ScopedManager["Requirement"](market="market")

    class Meta:
        ordering = ["position", "pk"]

    def title(self, language: str) -> str:
        return words(self.titles, language)


class Document(models.Model):
    """A paper of an organisation, kept where no public address leads: its bytes lie in the database.

    Owner: the organisation. Read by herself and by the team of a market she asked; every opening by the team is in the log.
    Pictures were written anew without their metadata; a PDF is as it was sent, and is always sent back as a download.
    """

    class Format(models.TextChoices):
        JPEG = "image/jpeg"
        PDF = "application/pdf"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="documents")
    format = models.CharField(max_length=20, choices=Format)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="sha256 of what is kept")
    body = models.BinaryField()
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Document"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="a_document_is_kept_once"),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("document", self.code)


class Submission(models.Model):
    """What an organisation answered to one requirement, and what the team said to it. Owner: the organisation.

    ``sealed`` holds a bank account; ``value`` then shows its first and last characters only.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        WAIVED = "waived"

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="submissions")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="submissions")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    value = models.CharField(max_length=200, blank=True)
    sealed = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="submissions")
    recording = models.CharField(max_length=12, blank=True, help_text="code of a recording: her voice")
    note = models.CharField(max_length=500, blank=True, help_text="the reviewer's reason, told to her")
    voice = models.CharField(
        max_length=12, blank=True, help_text="code of a recording: the reviewer's reason spoken"
    )
    reviewer = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager["Submission"](market="requirement__market", organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "organisation"], name="one_submission_a_requirement"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["rejected", "waived"]) | ~models.Q(note=""),
                name="a_refused_or_waived_paper_says_why",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="submission_expires")]


class CohortRegion(models.Model):
    """A region that a market opened for one cohort before it opens for everybody. Owner: the market."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="cohort_regions")
    region = models.CharField(max_length=10)
    cohort = models.CharField(max_length=40)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["CohortRegion"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "region", "cohort"], name="a_region_opens_once_a_cohort"
            )
        ]


class Application(models.Model):
    """The way of one organisation to one market, from the first question to what she sent. Owner: the person who fills it.

    ``answers`` are kept question by question; ``organisation`` exists from the last answer on. ``for_another``: a helper
    fills it, and the phone among the answers belongs to the artisan, not to her.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    for_another = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    answers = models.JSONField(default=dict)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="applications"
    )
    started_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedManager["Application"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "person"],
                condition=models.Q(state="draft"),
                name="one_open_application_a_person_and_market",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(organisation__isnull=False),
                name="what_was_sent_names_an_organisation",
            ),
        ]
