"""Accounts, entries and dated rates of exchange."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation


class Account(models.Model):
    """A pot of one currency in one market. Its balance is what entries say, never a column.

    ``holder``: with whom, of cash with carriers: each is asked for what it has itself; empty, nobody said which.

    ``buyers``: what buyers brought. ``cash_with_carrier``: collected and not yet remitted. ``cash_with_seller``:
    collected by the seller herself. ``held_for_seller``: hers once the return period ends. ``payable``: hers now.
    ``gateway``: taken by an acquirer and not yet on our bank account, ``gateway_fees``: what it keeps. ``refunds``: owed to
    buyers until it is sent. ``fees``, ``fee_vat``: the market's own. ``margin``: what it keeps of what it sells as merchant,
    without tax. ``sale_vat``: the tax of those sales that it owes, less that of what it bought for them.
    ``fund``: what donors gave for sellers' fees. ``exchange``: differences of rates. ``delivery``: for carriers.
    """

    class Kind(models.TextChoices):
        BUYERS = "buyers"
        CASH_WITH_CARRIER = "cash_with_carrier"
        CASH_WITH_SELLER = "cash_with_seller"
        BANK = "bank"
        GATEWAY = "gateway"
        GATEWAY_FEES = "gateway_fees"
        REFUNDS = "refunds"
        HELD_FOR_SELLER = "held_for_seller"
        PAYABLE = "payable"
        FEES = "fees"
        FEE_VAT = "fee_vat"
        MARGIN = "margin"
        SALE_VAT = "sale_vat"
        FUND = "fund"
        EXCHANGE = "exchange"
        DELIVERY = "delivery"

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="accounts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="accounts"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    currency = models.CharField(max_length=3)
    holder = models.CharField(max_length=60, blank=True)

    objects = ScopedManager["Account"](market="market", organisation="organisation")

    class Meta:
        constraints = [
            # Two, for a database that does not hold nulls to be equal.
            models.UniqueConstraint(
                fields=["market", "kind", "currency", "holder"],
                condition=models.Q(organisation=None),
                name="one_account_a_kind_and_currency",
            ),
            models.UniqueConstraint(
                fields=["market", "organisation", "kind", "currency", "holder"],
                name="one_account_a_seller_kind_and_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(holder="") | models.Q(kind="cash_with_carrier"),
                name="only_carriers_are_apart",
            ),
        ]


class Entry(models.Model):
    """An amount above zero moved from ``credit`` to ``debit``: what is credited is owed, what is debited is had.

    Append-only. ``key`` makes posting the same fact twice impossible.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=30)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    subject = models.CharField(max_length=80, help_text="reference of the seller order, refund, payout …")
    available_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Entry"](market="debit__market")

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="entry_subject"),
            # A balance is read from these alone, however many entries there are.
            models.Index(fields=["credit", "amount_minor"], name="entry_owed"),
            models.Index(fields=["debit", "amount_minor"], name="entry_had"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, amount_minor__lte=10**12),
                name="an_entry_moves_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")), name="an_entry_has_two_accounts"
            ),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Rate(models.Model):
    """Units of ``quote`` for one unit of ``base`` on a day, by whom. Append-only in practice.

    ``market``: whose team brought it, and which alone it counts for; empty, brought on the server for everybody.
    """

    market = models.ForeignKey(Market, on_delete=models.PROTECT, null=True, related_name="rates")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=60)

    class Meta:
        constraints = [
            # Two, for a database that does not hold nulls to be equal.
            models.UniqueConstraint(
                fields=["base", "quote", "on"], condition=models.Q(market=None), name="one_rate_a_day"
            ),
            models.UniqueConstraint(
                fields=["market", "base", "quote", "on"], name="one_rate_a_market_and_day"
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="a_rate_is_above_zero"),
        ]
