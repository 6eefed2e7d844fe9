"""Which part of an organisation's earning is which maker's."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Organisation


class ShareRule(models.Model):
    """From a day on, so many hundredths of a percent of what the organisation earns are this maker's. Append-only: a
    change is a new row, zero ends it. Of one organisation and day they are at most the whole.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="share_rules")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="share_rules")
    basis_points = models.PositiveIntegerField()
    starts = models.DateField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="share_rules_set")
    set_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["ShareRule"](
        organisation="organisation", through="organisation__admissions__market"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis_points__lte=10_000), name="a_share_is_at_most_the_whole"
            )
        ]


class MemoEntry(models.Model):
    """A maker's part of one earning (above zero) or of what was taken back (below): a note beside the book, no money of
    its own. Append-only; ``key`` makes it once.
    """

    key = models.CharField(max_length=140, unique=True)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="memo_entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memo_entries")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="memo_entries")
    subject = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["MemoEntry"](market="market", organisation="organisation")

    class Meta:
        indexes = [models.Index(fields=["organisation", "maker", "-at"], name="memo_of_maker")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="a_memo_moves_something")
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def number(self) -> str:
        """Of the order it is about."""
        return self.subject.partition(":")[2]
