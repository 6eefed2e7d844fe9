import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_balances_by_index"),
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="rate",
            name="market",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rates",
                to="markets.market",
            ),
        ),
        migrations.RemoveConstraint(model_name="rate", name="one_rate_a_day"),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.UniqueConstraint(
                fields=["base", "quote", "on"],
                condition=models.Q(("market", None)),
                name="one_rate_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.UniqueConstraint(
                fields=["market", "base", "quote", "on"], name="one_rate_a_market_and_day"
            ),
        ),
    ]
