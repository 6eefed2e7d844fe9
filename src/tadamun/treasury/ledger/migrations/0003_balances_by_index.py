from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_every_dirham"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["credit", "amount_minor"], name="entry_owed"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["debit", "amount_minor"], name="entry_had"),
        ),
    ]
