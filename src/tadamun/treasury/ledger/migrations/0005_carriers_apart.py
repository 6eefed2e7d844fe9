from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_rates_of_a_market"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="holder",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="account", name="one_account_a_kind_and_currency"),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=["market", "kind", "currency", "holder"],
                condition=models.Q(("organisation", None)),
                name="one_account_a_kind_and_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=["market", "organisation", "kind", "currency", "holder"],
                name="one_account_a_seller_kind_and_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("holder", ""), ("kind", "cash_with_carrier"), _connector="OR"),
                name="only_carriers_are_apart",
            ),
        ),
    ]
