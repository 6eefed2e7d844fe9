"""Zones of delivery and the cities in them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import regions
from tadamun.trade.shipping.models import Zone
from tadamun.web.backoffice.forms.market import CountriesField, countries_named
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.forms.texts import TextsForm, offer, text_initial
from tadamun.web.backoffice.wording import currency_word

FEE_DIGITS = 9


class ZoneForm(TextsForm):
    texts = {"names": (_("Name"), 80, False)}
    needs = {"names": ("any",)}
    code = forms.CharField(
        label=_("Code"), max_length=8, help_text=_("A short name for us: small Latin letters and digits."),
        validators=[RegexValidator(r"^[a-z0-9-]+\Z", _("Small Latin letters, digits and dashes, please."))],
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    countries = CountriesField(label=_("Countries"), help_text=_("Two-letter codes, with commas between."))
    days_min = LatinNumber(
        label=_("Days, at least"),
        min_value=0,
        max_value=90,
        decimal_places=0,
        help_text=_("Working days from hand-over."),
    )
    days_max = LatinNumber(label=_("Days, at most"), min_value=0, max_value=180, decimal_places=0)
    included_kg = LatinNumber(
        label=_("Kilograms within the price"), min_value=0, max_value=1000, decimal_places=3, initial=2
    )
    is_default = forms.BooleanField(
        label=_("Places of these countries that nobody listed lie here"), required=False
    )

    def __init__(self, *args: Any, market: Market, zone: Zone | None = None, **kwargs: Any) -> None:
        self.market, self.zone = market, zone
        super().__init__(*args, initial=_zone_initial(zone, market), **kwargs)
        for name, label in (
            ("fee", _say("Price of a parcel")),
            ("fee_per_kg", _say("For each further kilogram")),
        ):
            self.fields[name] = LatinNumber(
                label=f"{label} ({currency_word(market.currency)})",
                min_value=0,
                max_digits=FEE_DIGITS,
                decimal_places=exponent(market.currency),
            )
        if zone:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Zone.objects.filter(code=code).exists():
            raise ValidationError(_say("Another zone has this code."), code="used")
        return code

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "days_min" in said and "days_max" in said and said["days_min"] > said["days_max"]:
            self.add_error(
                "days_max", ValidationError(_say("At most cannot be less than at least."), code="order")
            )
        return said

    def values(self) -> dict[str, Any]:
        """For ``draw_zone``."""
        said, currency = self.cleaned_data, self.market.currency
        return {
            "names": self.text("names", self.zone.names if self.zone else None), "countries": said["countries"],
            "fee_minor": Money.of(said["fee"], currency).minor, "fee_per_kg_minor": Money.of(said["fee_per_kg"], currency).minor,
            "included_g": int(said["included_kg"] * 1000), "days": (int(said["days_min"]), int(said["days_max"])),
            "is_default": said["is_default"], "position": self.zone.position if self.zone else Zone.objects.count(),
        }  # fmt: skip


def _zone_initial(zone: Zone | None, market: Market) -> dict[str, Any]:
    if zone is None:
        return {"countries": market.sell_countries, "included_kg": 2}
    return {
        "countries": zone.countries, "days_min": zone.days_min, "days_max": zone.days_max,
        "included_kg": f"{zone.included_g / 1000:g}",
        "is_default": zone.is_default, "fee": Money(zone.fee_minor, market.currency).major,
        "fee_per_kg": Money(zone.fee_per_kg_minor, market.currency).major, **text_initial(names=zone.names),
    }  # fmt: skip


class CityForm(TextsForm):
    """A place that buyers can choose; its code is made of its French or English name."""

    texts = {"names": (_("Name"), 80, False)}
    needs = {"names": ("ar", "fr")}
    region = forms.ChoiceField(label=_("Region or province"), required=False)

    def __init__(self, *args: Any, zone: Zone, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        known = [row for row in regions().values() if row.country in zone.countries]
        options = sorted(
            ((row.code, row.names.get(language) or row.names["en"]) for row in known),
            key=lambda pair: pair[1],
        )
        offer(self, "region", [("", "—"), *options])
        named = countries_named(language)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), choices=[(code, named.get(code, code)) for code in zone.countries]
        )

    def city(self) -> tuple[str, dict[str, str], str, str]:
        """For ``list_cities``."""
        names = self.text("names")
        code = slugify(str(names.get("fr") or names.get("en")))[:40] or "place"
        return code, names, self.cleaned_data["country"], self.cleaned_data["region"]
