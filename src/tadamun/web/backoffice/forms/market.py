"""The sections of a market's settings, one form each. ``initial_of`` reads a market, ``changes`` is what ``change_market``
writes."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.models import Market
from tadamun.web.backoffice.forms.texts import TextsForm, offer, text_initial
from tadamun.web.backoffice.wording import LANGUAGES as LANGUAGE_WORDS
from tadamun.web.backoffice.wording import STATUSES, choices, currency_choices
from tadamun.web.shared.identity import checked_ice, checked_rib
from tadamun.web.shared.phones import PhoneField

LOCALES = {
    "ar": (
        ("ar", _("Arabic, everywhere")),
        ("ar-MA", _("Arabic, Morocco")),
        ("ar-PS", _("Arabic, Palestine")),
    ),
    "fr": (("fr", _("French, everywhere")), ("fr-MA", _("French, Morocco"))),
    "en": (("en", _("English")),),
}
DIGITS = (("", _("As is usual in each language")), ("latn", "0 1 2 3"), ("arab", "٠ ١ ٢ ٣"))
ZONES = ("Africa/Casablanca", "Africa/El_Aaiun", "Asia/Hebron", "Asia/Gaza", "Europe/Paris", "UTC")


class SectionForm(TextsForm):
    """``market`` is what is changed; ``slug`` the section's name in the address."""

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    hint: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        self.market = market
        kwargs.setdefault("initial", self.initial_of(market))
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, market: Market, data: Mapping[str, Any] | None = None) -> Self:
        return cls(data, market=market)

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        raise NotImplementedError

    def changes(self) -> dict[str, Any]:
        raise NotImplementedError


class NamesForm(SectionForm):
    slug, title = "names", _("Names and taglines")
    texts = {"names": (_("Name"), 60, False), "taglines": (_("Tagline"), 160, False)}

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        self.needs = {"names": tuple(market.languages)}
        super().__init__(*args, market=market, **kwargs)

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        return text_initial(names=market.names, taglines=market.taglines)

    def changes(self) -> dict[str, Any]:
        return {
            "names": self.text("names", self.market.names),
            "taglines": self.text("taglines", self.market.taglines),
        }


class LanguagesForm(SectionForm):
    slug, title = "languages", _("Languages and digits")
    languages = forms.MultipleChoiceField(
        label=_("The market speaks"), choices=choices(LANGUAGE_WORDS), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A market speaks at least one language.")},
    )  # fmt: skip
    default = forms.ChoiceField(
        label=_("Language of the first visit"), choices=choices(LANGUAGE_WORDS), widget=forms.RadioSelect,
        help_text=_("For browsers that ask for none of the others, and where a text is missing."),
    )  # fmt: skip
    digits = forms.ChoiceField(label=_("Digits"), choices=DIGITS, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, options in LOCALES.items():
            label = _say("Way of writing: %(language)s") % {"language": LANGUAGE_WORDS[code]}
            self.fields[f"locale_{code}"] = forms.ChoiceField(label=label, choices=options, required=False)

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        return {
            "languages": market.languages, "default": market.default_language, "digits": market.digits,
            **{f"locale_{code}": market.locale(code) for code in LANGUAGES},
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "languages" in said and "default" in said and said["default"] not in said["languages"]:
            self.add_error(
                "default",
                ValidationError(_say("Choose one of the languages the market speaks."), code="default"),
            )
        return said

    def changes(self) -> dict[str, Any]:
        said = self.cleaned_data
        first = said["default"]
        spoken = [first, *(code for code in LANGUAGES if code in said["languages"] and code != first)]
        return {
            "languages": spoken, "digits": said["digits"],
            "locales": {code: said[f"locale_{code}"] or code for code in spoken},
        }  # fmt: skip


def countries_named(language: str) -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 → name."""
    territories: Mapping[str, str] = dict(Locale(language).territories.items())
    names = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return {**names, "PS": _say("Palestine")}


class CountriesField(forms.CharField):
    """ISO codes with commas or spaces between them; its value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters"}),
            max_length=800,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        said = str(super().clean(value)).upper().replace("،", ",").replace(",", " ").split()
        if unknown := [code for code in said if code not in countries_named("en")]:
            raise ValidationError(
                _say("Unknown country codes: %(codes)s") % {"codes": ", ".join(unknown)}, code="country"
            )
        return list(dict.fromkeys(said))


class SellingForm(SectionForm):
    slug, title = "currencies", _("Currencies and countries")
    currency = forms.ChoiceField(
        label=_("Base currency"), choices=currency_choices,
        help_text=_("In which buyers pay. It can be changed until the first order; then look at fees and delivery prices again."),
    )  # fmt: skip
    display_currencies = forms.MultipleChoiceField(
        label=_("Prices may also be shown in"), choices=currency_choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("For information; buyers pay in the base currency."),
    )  # fmt: skip
    sell_countries = CountriesField(
        label=_("Home countries"), help_text=_("Two-letter codes. Cash on delivery is offered there.")
    )
    ship_countries = CountriesField(
        label=_("Countries to which parcels go"), help_text=_("Two-letter codes; each needs a delivery zone.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = sorted({*ZONES, self.market.time_zone} & available_timezones() | {self.market.time_zone})
        offer(self, "time_zone", [(zone, zone.replace("_", " ")) for zone in others])

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        names = ("currency", "display_currencies", "sell_countries", "ship_countries", "time_zone")
        return {name: getattr(market, name) for name in names}

    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["display_currencies"] = [code for code in said["display_currencies"] if code != said["currency"]]
        return said


class IdentityForm(SectionForm):
    slug, title = "identity", _("Legal identity")
    hint = _(
        "Who answers for the market. It stands at the foot of every page, as the law wants (31-08, article 29)."
    )
    texts = {
        "names": (_("Legal name"), 160, False), "form": (_("Legal form"), 120, False), "address": (_("Address"), 250, False),
        "bank": (_("Bank"), 120, False),
    }  # fmt: skip
    needs = {"names": ("any",), "address": ("any",)}
    phone = PhoneField(label=_("Phone"), error_messages={"required": _("Please write a phone number.")})
    email = forms.EmailField(label=_("E-mail"))
    rc = forms.CharField(label=_("Trade register"), max_length=60, required=False)
    tax_id = forms.CharField(
        label=_("Tax ID"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    ice = forms.CharField(
        label=_("ICE"),
        max_length=40,
        required=False,
        help_text=_("15 digits."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )
    cndp = forms.CharField(
        label=_("CNDP declaration"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    rib = forms.CharField(
        label=_("Bank account (RIB)"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
        help_text=_("24 digits. Without it bank transfers are not offered."),
    )  # fmt: skip
    plain: ClassVar[tuple[str, ...]] = ("phone", "email", "rc", "tax_id", "ice", "cndp", "rib")

    @classmethod
    def initial_of(cls, market: Market) -> dict[str, Any]:
        facts = market.identity
        texts = {
            name: _as_text(facts.get(name) or (facts.get("legal_name") if name == "names" else ""), market)
            for name in cls.texts
        }
        return {**{name: facts.get(name, "") for name in cls.plain}, **text_initial(**texts)}

    def clean_ice(self) -> str:
        return checked_ice(self.cleaned_data["ice"])

    def clean_rib(self) -> str:
        return checked_rib(self.cleaned_data["rib"])

    def changes(self) -> dict[str, Any]:
        texts = {name: self.text(name) for name in self.texts}
        names = texts["names"]
        legal = str(names.get("fr") or names.get(self.market.default_language) or next(iter(names.values())))
        said = {name: self.cleaned_data[name].strip() for name in self.plain}
        return {"identity": {**self.market.identity, **texts, **said, "legal_name": legal}}


def _as_text(value: Any, market: Market) -> dict[str, Any]:
    """A fact given once is the same in every language."""
    if isinstance(value, dict):
        return value
    return dict.fromkeys(market.languages, str(value)) if value else {}


class StatusForm(SectionForm):
    slug, title = "status", _("Open or closed")
    status = forms.ChoiceField(label=_("The market is"), choices=choices(STATUSES), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("It is kept with your name.")
    )

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        return {"status": market.status}

    def changes(self) -> dict[str, Any]:
        return {"status": self.cleaned_data["status"], "reason": self.cleaned_data["reason"]}
