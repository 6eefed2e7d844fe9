from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="admission",
            name="sells_as",
            field=models.CharField(
                choices=[("agent", "Agent"), ("merchant", "Merchant")],
                default="agent",
                help_text="what the market is in her sales",
                max_length=8,
            ),
        ),
    ]
