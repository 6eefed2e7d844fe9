"""Legal texts in three languages."""

from django.utils.translation import gettext_lazy as _

from tadamun.web.backoffice.forms.texts import TextsForm

LONGEST = 60_000


class LegalTextForm(TextsForm):
    """Arabic is demanded: law 31-08 wants an Arabic version of every contract."""

    texts = {"body": (_("Text"), LONGEST, True)}
    needs = {"body": ("ar",)}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["rows"] = 16
        self.fields["body_ar"].error_messages["required"] = _(
            "Please write the Arabic text: the law wants it."
        )
