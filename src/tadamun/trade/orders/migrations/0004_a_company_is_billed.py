from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_sold_as"),
    ]

    operations = [
        migrations.AddField(
            model_name="purchase",
            name="company",
            field=models.CharField(
                blank=True, default="", help_text="whom the invoice names", max_length=120
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="purchase",
            name="ice",
            field=models.CharField(blank=True, default="", help_text="the company's number", max_length=15),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="purchase",
            constraint=models.CheckConstraint(
                condition=models.Q(("ice", ""), models.Q(("company", ""), _negated=True), _connector="OR"),
                name="an_ice_is_of_a_company",
            ),
        ),
    ]
