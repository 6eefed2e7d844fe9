from django.db import migrations, models
from django.db.models import F, Q

MONEY = [
    ("unpaid", "Unpaid"), ("deposit", "Deposit"), ("at_door", "At Door"), ("paid", "Paid"), ("refund_due", "Refund Due"),
    ("refunded", "Refunded"),
]  # fmt: skip
KINDS = [
    "placed", "payment_awaited", "confirmation_awaited", "confirmed", "deposit_paid", "balance_at_door", "paid", "accepted",
    "declined", "packed", "handed_over", "delivered", "refused", "returned", "cancelled", "refund_owed", "refunded",
    "deposit_kept",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0004_a_company_is_billed"),
    ]

    operations = [
        migrations.AddField(
            model_name="sellerorder",
            name="deposit_minor",
            field=models.BigIntegerField(
                default=0, help_text="of goods made to order, paid when ordered; 0: all is paid at once"
            ),
        ),
        migrations.AddField(
            model_name="sellerorder",
            name="balance_minor",
            field=models.BigIntegerField(default=0, help_text="the rest of them, paid before they leave"),
        ),
        migrations.AlterField(
            model_name="sellerorder",
            name="money_state",
            field=models.CharField(choices=MONEY, default="unpaid", max_length=12),
        ),
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(
                choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS], max_length=22
            ),
        ),
        migrations.AddConstraint(
            model_name="sellerorder",
            constraint=models.CheckConstraint(
                condition=Q(deposit_minor=0, balance_minor=0)
                | Q(
                    deposit_minor__gt=0,
                    balance_minor__gt=0,
                    goods_minor__gte=F("deposit_minor") + F("balance_minor"),
                ),
                name="deposit_and_balance_are_within_the_goods",
            ),
        ),
    ]
