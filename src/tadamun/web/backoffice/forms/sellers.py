"""Organisations, their people, and what the market decides about them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.crafts import trees
from tadamun.kernel.formats import latin_digits
from tadamun.people.markets.models import FeePlan, TeamMember
from tadamun.people.markets.regions import regions
from tadamun.people.sellers.models import Member, Organisation
from tadamun.trade.papers.wording import STATUSES
from tadamun.web.backoffice.forms.texts import TextsForm, offer, text_initial
from tadamun.web.backoffice.wording import (
    CONSENTS,
    MEMBERS,
    ORGANISATIONS,
    SALES,
    TEAM,
    choices,
    currency_choices,
)
from tadamun.web.shared.phones import PhoneField

REGISTERS = {
    "ice": _("ICE"),
    "rc": _("Trade register"),
    "tax_id": _("Tax ID"),
    "tp": _("Business tax (TP)"),
    "cooperative": _("Register of cooperatives (ODCO)"),
}
PHONE_MISSING = {"required": _("Please write a phone number.")}


class LatinNumber(forms.DecimalField):
    """A number typed with any digits, point or comma."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = (
                latin_digits(value)
                .replace("\u066b", ".")
                .replace(",", ".")
                .replace(" ", "")
                .replace("\u202f", "")
                .replace("\u00a0", "")
            )
        return super().to_python(value)


class DecisionForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The seller reads it as you write it."),
        error_messages={"required": _("Please say why: the seller is told.")},
    )  # fmt: skip


class SpokenDecisionForm(DecisionForm):
    """Also said by voice, for one who does not read."""

    voice = forms.FileField(required=False)


class SuspensionForm(SpokenDecisionForm):
    """At once, or from a day that she is told before."""

    from_day = forms.DateField(
        label=_("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: at once. Until then her shop stays open; open orders are finished in any case."),
    )  # fmt: skip


class FeeForm(forms.Form):
    """Under which plan she sells. ``plans``: those of the market, with the name of each."""

    use_required_attribute = False
    plan = forms.ChoiceField(label=_("Fee plan"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is kept with your name."),
        error_messages={"required": _("Please say why: it is kept with your name.")},
    )  # fmt: skip

    def __init__(self, *args: Any, plans: Sequence[tuple[FeePlan, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {plan.code: plan for plan, _name in plans}
        offer(
            self,
            "plan",
            [("", _say("As everybody: the default plan")), *((plan.code, name) for plan, name in plans)],
        )

    def chosen(self) -> FeePlan | None:
        return self._plans.get(self.cleaned_data["plan"])


class SalesForm(forms.Form):
    """As what the market sells a seller's goods."""

    use_required_attribute = False
    sells_as = forms.ChoiceField(
        label=_("The market sells her goods as"), choices=choices(SALES), widget=forms.RadioSelect,
        help_text=_(
            "As her agent, she invoices buyers and the market invoices her its fee. "
            "As merchant, it buys from her and invoices buyers itself."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is kept with your name."),
        error_messages={"required": _("Please say why: it is kept with your name.")},
    )  # fmt: skip


def region_choices(language: str) -> list[tuple[str, Any]]:
    """Countries' regions with their provinces below them, in the reader's language."""
    known = regions()
    tops = [row for row in known.values() if not row.parent]
    below: dict[str, list[tuple[str, str]]] = {}
    for row in known.values():
        if row.parent:
            below.setdefault(row.parent, []).append((row.code, row.names.get(language) or row.names["en"]))
    return [("", "—")] + [
        (
            (top.names.get(language) or top.names["en"]),
            [
                (top.code, top.names.get(language) or top.names["en"]),
                *sorted(below.get(top.code, []), key=lambda pair: pair[1]),
            ],
        )
        for top in tops
    ]


class OrganisationForm(TextsForm):
    """What an organisation is; ``language`` is the reader's."""

    texts = {
        "names": (_("Name"), 160, False),
        "stories": (_("Story"), 4000, True),
        "place": (_("Village or town"), 120, False),
    }
    needs = {"names": ("any",)}
    kind = forms.ChoiceField(label=_("Kind"), choices=choices(ORGANISATIONS))
    region = forms.ChoiceField(
        label=_("Region or province"), error_messages={"required": _("Please choose where they work.")}
    )
    crafts = forms.MultipleChoiceField(label=_("Crafts"), required=False, widget=forms.CheckboxSelectMultiple)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    currency = forms.ChoiceField(label=_("Currency in which they name prices"), choices=currency_choices)
    founded = forms.IntegerField(label=_("Founded in"), min_value=1800, max_value=2100, required=False)
    vat = forms.ChoiceField(
        label=_("VAT"), required=False, choices=[("", _("Not said: by kind and country")), *STATUSES.items()],
        help_text=_("Printed on her invoices with its ground. Ask her; her accountant knows."),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", region_choices(language))
        offer(self, "crafts", [(craft.slug, craft.name(language)) for craft in trees()])
        for name, label in REGISTERS.items():
            self.fields[f"register_{name}"] = forms.CharField(
                label=label, max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
            )

    def fields_of(self, before: Organisation | None = None) -> dict[str, Any]:
        """For ``register_organisation`` and ``change_organisation``. What the form does not know stays."""
        said = self.cleaned_data
        kept = dict(before.registers) if before else {}
        known = {craft.slug for craft in trees()}
        finer = [slug for slug in (before.crafts if before else []) if slug not in known]
        for name in REGISTERS:
            kept.pop(name, None)
            if value := said[f"register_{name}"].strip():
                kept[name] = value
        kept.pop("vat", None)
        if said["vat"]:
            kept["vat"] = said["vat"]
        return {
            "kind": said["kind"], "region": said["region"], "crafts": [*said["crafts"], *finer], "phone": said["phone"],
            "email": said["email"], "currency": said["currency"], "founded": said["founded"], "registers": kept,
            "names": self.text("names", before.names if before else None),
            "stories": self.text("stories", before.stories if before else None),
            "place": self.text("place", before.place if before else None),
        }  # fmt: skip


def organisation_initial(row: Organisation) -> dict[str, Any]:
    return {
        "kind": row.kind, "region": row.region, "crafts": row.crafts, "phone": row.phone, "email": row.email,
        "currency": row.currency, "founded": row.founded, "vat": row.registers.get("vat", ""),
        **{f"register_{name}": row.registers.get(name, "") for name in REGISTERS},
        **text_initial(names=row.names, stories=row.stories, place=row.place),
    }  # fmt: skip


class NewOrganisationForm(OrganisationForm):
    """With the person who will sign in for it."""

    member_phone = PhoneField(
        label=_("Phone of the person who signs in for them"), error_messages=PHONE_MISSING,
        help_text=_("She signs in with this number and a code, without a password."),
    )  # fmt: skip
    member_name = forms.CharField(label=_("Her name"), max_length=120, required=False)


class MemberForm(forms.Form):
    use_required_attribute = False
    phone = PhoneField(label=_("Phone"), error_messages=PHONE_MISSING)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=choices(MEMBERS), initial=Member.Role.MANAGER)


class MakerForm(TextsForm):
    texts = {"names": (_("Name"), 120, False)}
    needs = {"names": ("any",)}
    craft = forms.ChoiceField(label=_("Craft"), required=False)
    since = forms.IntegerField(
        label=_("Works since the year"), min_value=1900, max_value=2100, required=False
    )
    consents = forms.MultipleChoiceField(
        label=_("She agreed that the market shows"), choices=choices(CONSENTS), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Only what she said herself, after it was explained to her."),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "craft", [("", "—"), *((craft.slug, craft.name(language)) for craft in trees())])


class ConsentsForm(forms.Form):
    use_required_attribute = False
    consents = forms.MultipleChoiceField(
        label=_("She agreed that the market shows"),
        choices=choices(CONSENTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AppointmentForm(forms.Form):
    use_required_attribute = False
    phone = PhoneField(label=_("Phone"), error_messages=PHONE_MISSING)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=choices(TEAM), initial=TeamMember.Role.SUPPORT)
