from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_every_dirham"),
    ]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="sent_at",
            field=models.DateTimeField(
                help_text="since when its gateway is being asked; empty: no longer", null=True
            ),
        ),
    ]
