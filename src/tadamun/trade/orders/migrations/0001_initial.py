import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.text
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("catalogue", "0001_initial"),
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Purchase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "secret",
                    models.CharField(
                        default=tadamun.kernel.codes.new_secret,
                        help_text="of the tracking link",
                        max_length=30,
                        unique=True,
                    ),
                ),
                ("placed_from", models.CharField(max_length=80, unique=True)),
                ("language", models.CharField(max_length=5)),
                ("full_name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("country", models.CharField(default="MA", max_length=2)),
                ("city", models.CharField(max_length=80)),
                ("city_name", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=250)),
                ("landmark", models.CharField(blank=True, max_length=160)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("gift_note", models.CharField(blank=True, max_length=300)),
                ("method", models.CharField(help_text="provider of the payment", max_length=30)),
                ("currency", models.CharField(max_length=3)),
                ("goods_minor", models.BigIntegerField()),
                ("delivery_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                (
                    "terms_version",
                    models.PositiveIntegerField(default=0, help_text="version of the terms she accepted"),
                ),
                ("placed_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchases",
                        to="markets.market",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="purchases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["market", "-placed_at"], name="purchase_market"),
                    models.Index(fields=["phone"], name="purchase_phone"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivery_minor__gte", 0),
                            ("goods_minor__gt", 0),
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("goods_minor"), "+", models.F("delivery_minor")
                                ),
                            ),
                        ),
                        name="a_total_is_goods_and_delivery",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SellerOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=14, unique=True)),
                ("currency", models.CharField(max_length=3)),
                ("goods_minor", models.BigIntegerField()),
                ("delivery_minor", models.BigIntegerField()),
                ("seller_currency", models.CharField(max_length=3)),
                (
                    "seller_minor",
                    models.BigIntegerField(help_text="the goods in the currency the seller named"),
                ),
                (
                    "fee_minor",
                    models.BigIntegerField(help_text="the market's fee on them, same currency, VAT included"),
                ),
                ("fee_vat_minor", models.BigIntegerField(default=0)),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=8,
                        default=1,
                        help_text="currency for one seller_currency",
                        max_digits=18,
                    ),
                ),
                ("prepare_by", models.DateField()),
                ("arrives_from", models.DateField()),
                ("arrives_to", models.DateField()),
                (
                    "money_state",
                    models.CharField(
                        choices=[("unpaid", "Unpaid"), ("paid", "Paid"), ("refund_due", "Refund Due")],
                        default="unpaid",
                        max_length=12,
                    ),
                ),
                (
                    "goods_state",
                    models.CharField(
                        choices=[
                            ("to_pay", "To Pay"),
                            ("to_confirm", "To Confirm"),
                            ("to_accept", "To Accept"),
                            ("to_prepare", "To Prepare"),
                            ("to_hand_over", "To Hand Over"),
                            ("shipped", "Shipped"),
                            ("delivered", "Delivered"),
                            ("returned", "Returned"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="to_accept",
                        max_length=14,
                    ),
                ),
                ("placed_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="orders.purchase",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "goods_state", "-placed_at"], name="order_organisation"
                    ),
                    models.Index(fields=["market", "goods_state", "-placed_at"], name="order_market"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purchase", "organisation"), name="one_order_a_seller_and_purchase"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivery_minor__gte", 0),
                            ("fee_minor__gte", 0),
                            ("goods_minor__gt", 0),
                            ("seller_minor__gt", 0),
                        ),
                        name="an_order_has_goods",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee_minor__lte", models.F("seller_minor"))),
                        name="a_fee_is_within_the_goods",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("unit_minor", models.BigIntegerField()),
                ("seller_unit_minor", models.BigIntegerField()),
                ("titles", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("options", models.JSONField(default=dict)),
                ("sku", models.CharField(max_length=80)),
                ("mode", models.CharField(max_length=14)),
                (
                    "picture",
                    models.CharField(blank=True, help_text="key of the stored picture", max_length=60),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="catalogue.variant",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.sellerorder",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "variant"), name="a_variant_once_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("unit_minor__gt", 0)),
                        name="a_line_has_goods",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "Placed"),
                            ("payment_awaited", "Payment Awaited"),
                            ("confirmation_awaited", "Confirmation Awaited"),
                            ("confirmed", "Confirmed"),
                            ("paid", "Paid"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("packed", "Packed"),
                            ("handed_over", "Handed Over"),
                            ("delivered", "Delivered"),
                            ("refused", "Refused"),
                            ("returned", "Returned"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=22,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("actor", models.CharField(max_length=80)),
                ("on_behalf_of", models.CharField(blank=True, max_length=80)),
                ("detail", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="orders.sellerorder",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "key"), name="a_fact_once_per_order")
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="orders_fact",
            columns=(),
        ),
    ]
