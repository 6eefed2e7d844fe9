"""What the bank says happened on the market's account."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Entry


class StatementLine(models.Model):
    """One line of a bank's statement: came in (above zero) or went out. Read once, however often its file is brought.

    ``matched``: explained by ``subject``, a payout, contract, purchase or carrier. ``proposed``: the program thinks so, and
    whoever owns the subject must act. ``waiting``: nobody knows yet. ``explained``: by a person's words, nothing is posted.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        PROPOSED = "proposed"
        MATCHED = "matched"
        EXPLAINED = "explained"

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="statement_lines")
    account = models.CharField(max_length=40, help_text="masked")
    key = models.CharField(
        max_length=64, help_text="the bank's own number of the line, or a hash of what it says"
    )
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    said_reference = models.CharField(max_length=140, blank=True)
    label = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    subject = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    matched_by = models.CharField(max_length=80, blank=True)
    matched_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["StatementLine"](market="market")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["market", "state", "-on"], name="statement_state")]
        constraints = [
            models.UniqueConstraint(fields=["market", "account", "key"], name="a_statement_line_once"),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="a_statement_line_moves_something"),
            models.CheckConstraint(
                condition=~models.Q(state="matched") | ~models.Q(subject=""), name="a_match_has_a_subject"
            ),
        ]  # fmt: skip

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def reference(self) -> Reference:
        return Reference("statement", str(self.pk))


class Coverage(models.Model):
    """A line of the statement brought what this entry of the book says that an acquirer took, or a carrier collected; or
    they took off it what the entry says went back to the buyer. Written when the line is explained, never changed.
    """

    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="coverages")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="coverages")

    objects = ScopedManager["Coverage"](market="line__market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry"], name="an_entry_is_brought_once")]
