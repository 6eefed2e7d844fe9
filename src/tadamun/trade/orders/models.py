"""Purchases, seller orders, lines and facts."""

from django.db import models

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.codes import new_code, new_secret
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation

BY_LINK = "link:"  # how ``placed_from`` begins where a seller asked for the money in her shop


class Purchase(models.Model):
    """What the buyer knows, pays and follows. Written by ``checkout.place_order``; her data are erased by retention.

    ``placed_from`` is the basket's reference: placing twice from one basket is impossible.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    secret = models.CharField(
        max_length=30, unique=True, default=new_secret, help_text="of the tracking link"
    )
    placed_from = models.CharField(max_length=80, unique=True)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="purchases")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="purchases")
    language = models.CharField(max_length=5)
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, default="MA")
    city = models.CharField(max_length=80)
    city_name = models.CharField(max_length=120)
    address = models.CharField(max_length=250)
    landmark = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    gift_note = models.CharField(max_length=300, blank=True)
    company = models.CharField(max_length=120, blank=True, help_text="whom the invoice names")
    ice = models.CharField(max_length=15, blank=True, help_text="the company's number")
    method = models.CharField(max_length=30, help_text="provider of the payment")
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    terms_version = models.PositiveIntegerField(default=0, help_text="version of the terms she accepted")
    placed_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    objects = ScopedManager["Purchase"](market="market", organisation="orders__organisation")

    class Meta:
        indexes = [
            models.Index(fields=["market", "-placed_at"], name="purchase_market"),
            models.Index(fields=["phone"], name="purchase_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    goods_minor__gt=0,
                    delivery_minor__gte=0,
                    total_minor=models.F("goods_minor") + models.F("delivery_minor"),
                ),
                name="a_total_is_goods_and_delivery",
            ),
            models.CheckConstraint(
                condition=models.Q(ice="") | ~models.Q(company=""), name="an_ice_is_of_a_company"
            ),
            models.CheckConstraint(
                condition=models.Q(total_minor__lte=10**12), name="a_total_can_be_counted"
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("purchase", self.code)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def goods(self) -> Money:
        return Money(self.goods_minor, self.currency)

    @property
    def delivery(self) -> Money:
        return Money(self.delivery_minor, self.currency)


class SellerOrder(models.Model):
    """One seller's part of a purchase, one parcel. ``money_state`` and ``goods_state``
    are derived from facts."""

    class MoneyState(models.TextChoices):
        UNPAID = "unpaid"
        DEPOSIT = "deposit"
        AT_DOOR = "at_door"
        PAID = "paid"
        REFUND_DUE = "refund_due"
        REFUNDED = "refunded"

    class GoodsState(models.TextChoices):
        TO_PAY = "to_pay"
        TO_CONFIRM = "to_confirm"
        TO_ACCEPT = "to_accept"
        TO_PREPARE = "to_prepare"
        TO_HAND_OVER = "to_hand_over"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        RETURNED = "returned"
        CANCELLED = "cancelled"

    code = models.CharField(max_length=14, unique=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="orders")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="orders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    seller_currency = models.CharField(max_length=3)
    seller_minor = models.BigIntegerField(help_text="the goods in the currency the seller named")
    fee_minor = models.BigIntegerField(help_text="the market's fee on them, same currency, VAT included")
    fee_vat_minor = models.BigIntegerField(default=0)
    rate = models.DecimalField(
        max_digits=18, decimal_places=8, default=1, help_text="currency for one seller_currency"
    )
    rate_on = models.DateField(null=True, help_text="the day of that rate; none where both are the same")
    rate_source = models.CharField(max_length=60, blank=True, help_text="who named it")
    deposit_minor = models.BigIntegerField(
        default=0, help_text="of goods made to order, paid when ordered; 0: all is paid at once"
    )
    balance_minor = models.BigIntegerField(default=0, help_text="the rest of them, paid before they leave")
    sold_as = models.CharField(
        max_length=8, choices=Admission.SellsAs, default=Admission.SellsAs.AGENT, help_text="as it was placed"
    )
    prepare_by = models.DateField()
    arrives_from = models.DateField()
    arrives_to = models.DateField()
    money_state = models.CharField(max_length=12, choices=MoneyState, default=MoneyState.UNPAID)
    goods_state = models.CharField(max_length=14, choices=GoodsState, default=GoodsState.TO_ACCEPT)
    placed_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["SellerOrder"](market="market", organisation="organisation")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "goods_state", "-placed_at"], name="order_organisation"),
            models.Index(fields=["market", "goods_state", "-placed_at"], name="order_market"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase", "organisation"], name="one_order_a_seller_and_purchase"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    goods_minor__gt=0, delivery_minor__gte=0, seller_minor__gt=0, fee_minor__gte=0
                ),
                name="an_order_has_goods",
            ),
            models.CheckConstraint(
                condition=models.Q(fee_minor__lte=models.F("seller_minor")), name="a_fee_is_within_the_goods"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    goods_minor__lte=10**12, delivery_minor__lte=10**12, seller_minor__lte=10**12
                ),
                name="an_order_can_be_counted",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    fee_vat_minor__gte=0, fee_vat_minor__lte=models.F("fee_minor"), rate__gt=0
                ),
                name="an_order_has_a_rate_and_its_tax_is_within_the_fee",
            ),
            models.CheckConstraint(
                condition=models.Q(deposit_minor=0, balance_minor=0)
                | models.Q(
                    deposit_minor__gt=0,
                    balance_minor__gt=0,
                    goods_minor__gte=models.F("deposit_minor") + models.F("balance_minor"),
                ),
                name="deposit_and_balance_are_within_the_goods",
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("order", self.code)

    @property
    def total(self) -> Money:
        return Money(self.goods_minor + self.delivery_minor, self.currency)

    @property
    def balance(self) -> Money:
        return Money(self.balance_minor, self.currency)

    @property
    def first_part(self) -> Money:
        """What is paid when it is ordered: all of it but the balance."""
        return self.total - self.balance

    @property
    def earning(self) -> Money:
        """What the seller receives for the goods, in the currency she named."""
        return Money(self.seller_minor - self.fee_minor, self.seller_currency)


class Line(models.Model):
    """A snapshot of what was bought; nothing that changes later changes it."""

    order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    seller_unit_minor = models.BigIntegerField()
    titles = TranslatedTextField()
    options = models.JSONField(default=dict)
    sku = models.CharField(max_length=80)
    mode = models.CharField(max_length=14)
    picture = models.CharField(max_length=60, blank=True, help_text="key of the stored picture")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager["Line"](market="order__market", organisation="order__organisation")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="a_variant_once_per_order"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_minor__gt=0), name="a_line_has_goods"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    unit_minor__lte=10**12, seller_unit_minor__gt=0, seller_unit_minor__lte=10**12
                ),
                name="a_line_can_be_counted",
            ),
        ]


class Fact(models.Model):
    """Something that happened to a seller order. Append-only; ``key`` makes the same fact twice impossible."""

    class Kind(models.TextChoices):
        PLACED = "placed"
        PAYMENT_AWAITED = "payment_awaited"
        CONFIRMATION_AWAITED = "confirmation_awaited"
        CONFIRMED = "confirmed"
        DEPOSIT_PAID = "deposit_paid"
        BALANCE_AT_DOOR = "balance_at_door"
        PAID = "paid"
        ACCEPTED = "accepted"
        ESCALATED = "escalated"
        MORE_DAYS = "more_days"
        MADE = "made"
        INSPECTION_ASKED = "inspection_asked"
        INSPECTION_PASSED = "inspection_passed"
        INSPECTION_FAILED = "inspection_failed"
        DECLINED = "declined"
        PACKED = "packed"
        HANDED_OVER = "handed_over"
        DELIVERED = "delivered"
        REFUSED = "refused"
        RETURNED = "returned"
        PART_RETURNED = "part_returned"
        CANCELLED = "cancelled"
        REFUND_OWED = "refund_owed"
        REFUNDED = "refunded"
        DEPOSIT_KEPT = "deposit_kept"
        NO_REFUND = "no_refund"
        RETURN_ASKED = "return_asked"

    order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=22, choices=Kind)
    key = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Fact"](market="order__market", organisation="order__organisation")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="a_fact_once_per_order")]
