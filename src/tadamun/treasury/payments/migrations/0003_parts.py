from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_every_dirham"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="part",
            field=models.CharField(
                choices=[("whole", "Whole"), ("deposit", "Deposit"), ("balance", "Balance")],
                default="whole",
                max_length=8,
            ),
        ),
    ]
