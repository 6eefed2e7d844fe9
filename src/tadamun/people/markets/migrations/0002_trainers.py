from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("markets", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="teammember",
            name="role",
            field=models.CharField(
                choices=[
                    ("operator", "Operator"),
                    ("reviewer", "Reviewer"),
                    ("support", "Support"),
                    ("trainer", "Trainer"),
                ],
                max_length=10,
            ),
        ),
    ]
