from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

SPOKEN = [
    ("ar", "العربية"),
    ("ary", "الدارجة"),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    ("mey", "الحسانية"),
    ("apc", "الشامية"),
    ("fr", "Français"),
    ("en", "English"),
]


def hear_what_is_read(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    persons = apps.get_model("accounts", "Person").objects.filter(language__in=["fr", "en"])
    persons.update(spoken_language=F("language"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="spoken_language",
            field=models.CharField(
                choices=SPOKEN, default="ar", help_text="of the voice she understands", max_length=3
            ),
        ),
        migrations.RunPython(hear_what_is_read, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("spoken_language__in", [code for code, _name in SPOKEN])),
                name="a_voice_speaks_a_known_language",
            ),
        ),
    ]
