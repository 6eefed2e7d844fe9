from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("buyers", "Buyers"),
                    ("cash_with_carrier", "Cash With Carrier"),
                    ("cash_with_seller", "Cash With Seller"),
                    ("bank", "Bank"),
                    ("gateway", "Gateway"),
                    ("gateway_fees", "Gateway Fees"),
                    ("refunds", "Refunds"),
                    ("held_for_seller", "Held For Seller"),
                    ("payable", "Payable"),
                    ("fees", "Fees"),
                    ("fee_vat", "Fee Vat"),
                    ("margin", "Margin"),
                    ("fund", "Fund"),
                    ("exchange", "Exchange"),
                    ("delivery", "Delivery"),
                ],
                max_length=20,
            ),
        ),
    ]
