from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_every_dirham"),
    ]

    operations = [
        migrations.AddField(
            model_name="sellerorder",
            name="sold_as",
            field=models.CharField(
                choices=[("agent", "Agent"), ("merchant", "Merchant")],
                default="agent",
                help_text="as it was placed",
                max_length=8,
            ),
        ),
    ]
