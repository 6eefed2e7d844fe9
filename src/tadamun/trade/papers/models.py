"""Papers: one table, written once."""

from typing import ClassVar

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation


class Paper(models.Model):
    """A legal paper as it was issued. Append-only; written by ``papers.operations``.

    ``issuer``: the seller; empty, the market itself. ``organisation``: the seller it is about, who may be no reader of it.
    ``about``: the fact it follows, so that nothing is invoiced twice. ``content``: see ``papers.content``.

    A ``PURCHASE`` is the seller's invoice to a market that is merchant, written by it in her name, under her numbers in that
    market; her credit note of it is about ``bought:`` and the refund's code. Neither has a ``purchase``: no buyer reads it.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        CREDIT_NOTE = "credit_note"
        COMMISSION = "commission"
        RECEIPT = "receipt"
        PURCHASE = "purchase"

    LETTERS: ClassVar[dict[str, str]] = {
        Kind.INVOICE: "F",
        Kind.CREDIT_NOTE: "A",
        Kind.COMMISSION: "C",
        Kind.RECEIPT: "R",
        Kind.PURCHASE: "FA",
    }

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="papers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    issuer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="issued_papers"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    series = models.CharField(max_length=80, help_text="of the issuer and kind")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=70, help_text="the number as it is printed")
    about = models.CharField(
        max_length=80, help_text="reference of what it follows: order:…, refund:…, month:…"
    )
    order = models.CharField(max_length=80, blank=True, help_text="reference of the seller order")
    purchase = models.CharField(max_length=80, blank=True, help_text="reference of the purchase")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    issued_on = models.DateField()
    language = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    content = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Paper"](market="market", organisation="organisation")

    class Meta:
        indexes = [
            models.Index(fields=["order"], name="paper_order"),
            models.Index(fields=["purchase"], name="paper_purchase"),
            models.Index(fields=["market", "kind", "-issued_on"], name="paper_market"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(
                fields=["market", "organisation", "kind", "about"], name="one_paper_a_fact_and_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gt=0, total_minor__gt=0, total_minor__lte=10**12),
                name="a_paper_has_a_number_and_a_sum",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="credit_note", corrects__isnull=False)
                | (~models.Q(kind="credit_note") & models.Q(corrects__isnull=True)),
                name="a_credit_note_corrects_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> Reference:
        return Reference("paper", self.code)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)
