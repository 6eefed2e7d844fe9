from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="kind",
            field=models.CharField(
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
                    ("refund_owed", "Refund Owed"),
                    ("refunded", "Refunded"),
                ],
                max_length=22,
            ),
        ),
        migrations.AlterField(
            model_name="sellerorder",
            name="money_state",
            field=models.CharField(
                choices=[
                    ("unpaid", "Unpaid"),
                    ("paid", "Paid"),
                    ("refund_due", "Refund Due"),
                    ("refunded", "Refunded"),
                ],
                default="unpaid",
                max_length=12,
            ),
        ),
    ]
