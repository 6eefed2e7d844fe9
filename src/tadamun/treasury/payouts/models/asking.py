"""A seller asks for her money."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.payouts.models.paying import Destination, Payout


def new_withdrawal_code() -> str:
    """A letter, then eight of our code letters."""
    return f"W{new_code(8)}"


class Withdrawal(models.Model):
    """She asks for money that is ready: an amount, or all of it where ``amount_minor`` is empty.

    Open until a payout claims it; then it is as far as that payout. ``key``: the phone's, so that what is sent twice is
    asked once. ``destination``: where she was told it would go. ``why`` it ended without money that stayed with her.
    """

    class Why(models.TextChoices):
        TAKEN_BACK = "taken_back"
        FAILED = "failed"
        ASKED_AGAIN = "asked_again"

    code = models.CharField(max_length=12, unique=True, default=new_withdrawal_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="withdrawals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="withdrawals")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(null=True)
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="withdrawals")
    key = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withdrawals_asked")
    asked_at = models.DateTimeField(default=clock.now)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, related_name="withdrawals")
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=11, choices=Why, blank=True)

    objects = ScopedManager["Withdrawal"](market="market", organisation="organisation")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-asked_at"], name="withdrawal_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["market", "organisation", "currency"], condition=models.Q(payout=None, ended_at=None),
                name="one_open_withdrawal_at_a_time",
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="a_withdrawal_is_asked_once"),
            models.UniqueConstraint(fields=["payout"], name="a_payout_answers_one_withdrawal"),
            models.CheckConstraint(
                condition=models.Q(amount_minor=None) | models.Q(amount_minor__gt=0, amount_minor__lte=10**12),
                name="a_withdrawal_is_above_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, why="") | (models.Q(ended_at__isnull=False) & ~models.Q(why="")),
                name="a_withdrawal_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(why="taken_back") | models.Q(payout=None),
                name="what_is_under_way_is_not_taken_back",
            ),
        ]  # fmt: skip

    @property
    def reference(self) -> Reference:
        return Reference("withdrawal", self.code)

    @property
    def amount(self) -> Money | None:
        """``None``: all that is ready."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)

    @property
    def open(self) -> bool:
        """Nobody began to pay it and it stands."""
        return self.payout_id is None and self.ended_at is None
