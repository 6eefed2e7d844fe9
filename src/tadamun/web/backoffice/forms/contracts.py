"""A contract with an acquirer: what every one says, and the fields of its protocol. Secrets go in and never come out."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import MAX_MINOR, Money, exponent
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.providers import Gateway
from tadamun.treasury.payments.providers.base import Field
from tadamun.web.backoffice.contract_words import CHANNELS, FIELDS, HINTS, field_words
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.forms.texts import TextsForm, offer, text_initial
from tadamun.web.backoffice.wording import choices, currency_word

LONGEST = 500  # characters of an address or a key
DIGITS = 12


class ContractForm(TextsForm):
    """``gateway`` speaks the protocol; ``kept`` are the names of the secrets that are sealed already."""

    texts = {"names": (_("What buyers read"), 60, False)}
    acquirer = forms.CharField(
        label=_("Who signed it"), max_length=80, help_text=_("The bank or company, as on the contract."),
        error_messages={"required": _("Please write who signed the contract.")},
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=_("Where it is used"), choices=choices(CHANNELS), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one place.")},
    )  # fmt: skip
    test = forms.BooleanField(
        label=_("Test: no real money moves"), required=False,
        help_text=_("For the acquirer’s test addresses. Buyers see that it is a test."),
    )  # fmt: skip
    active = forms.BooleanField(label=_("Offered to buyers now"), required=False)
    position = LatinNumber(
        label=_("Place in the list"), min_value=0, max_value=999, decimal_places=0, initial=0,
        help_text=_("The smallest number comes first."),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None, *, market: Market, gateway: Gateway, contract: Contract | None,
        kept: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.market, self.gateway, self.contract, self.kept = market, gateway, contract, kept
        self.currency = contract.currency if contract else market.currency
        super().__init__(data, initial=_initial(contract, gateway))
        offer(self, "channels", [pair for pair in choices(CHANNELS) if pair[0] in gateway.channels])
        for name, label in (("least", _say("Smallest amount")), ("most", _say("Largest amount"))):
            self.fields[name] = LatinNumber(
                label=f"{label} ({currency_word(self.currency)})", required=False, min_value=0, max_digits=DIGITS,
                decimal_places=exponent(self.currency), help_text=_("Left empty: no limit."),
            )  # fmt: skip
        for field in gateway.fields:
            self.fields[field.name] = self._asked(field)
        self.order_fields(["acquirer", *(field.name for field in gateway.fields)])

    def _asked(self, field: Field) -> forms.Field:
        label = field_words(FIELDS, self.gateway.name, field.name) or field.name
        needed = field.required and field.name not in self.kept
        missing = {"required": _say("Please fill this in: the protocol needs it.")}
        if field.choices:
            offered = [("", "—")] if not field.required else []
            return forms.ChoiceField(
                label=label, choices=[*offered, *((word, word) for word in field.choices)], required=needed,
                help_text=self._help(field), error_messages=missing, widget=forms.RadioSelect,
            )  # fmt: skip
        attrs = {"dir": "ltr", "autocomplete": "off"}
        if field.secret:
            return forms.CharField(
                label=label, required=needed, max_length=LONGEST, help_text=self._help(field), strip=True,
                widget=forms.PasswordInput(attrs={**attrs, "autocomplete": "new-password"}), error_messages=missing,
            )  # fmt: skip
        return forms.CharField(
            label=label, required=needed, max_length=LONGEST, help_text=self._help(field), error_messages=missing,
            widget=forms.TextInput(attrs=attrs),
        )  # fmt: skip

    def _help(self, field: Field) -> str:
        hint = field_words(HINTS, self.gateway.name, field.name)
        said = [hint] if hint else []
        if field.example:
            said.append(_say("For example %(value)s") % {"value": f"\u2066{field.example}\u2069"})
        if field.secret:
            said.append(
                _say("It is set. Leave it empty to keep it.")
                if field.name in self.kept
                else _say("It is sealed and never shown again.")
            )
        return " ".join(said)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for field in self.gateway.fields:
            value = said.get(field.name, "")
            if field.for_money and not value and not said.get("test") and field.name not in self.errors:
                missing = ValidationError(
                    _say("Real money needs this: without it a notice cannot be proved."), code="money"
                )
                self.add_error(field.name, missing)
            if _names_address(field) and value and not _is_address(value, said.get("test", False)):
                wrong = ValidationError(_say("Please write a whole address: https://…"), code="address")
                self.add_error(field.name, wrong)
        if said.get("least") and said.get("most") and said["least"] > said["most"]:
            self.add_error(
                "most",
                ValidationError(_say("The largest cannot be less than the smallest amount."), code="order"),
            )
        return said

    def values(self) -> dict[str, Any]:
        """For ``write_contract``."""
        said = self.cleaned_data
        ours = {field.name: str(said.get(field.name, "")) for field in self.gateway.fields}
        secret = {field.name for field in self.gateway.fields if field.secret}
        return {
            "provider": self.gateway.name, "acquirer": said["acquirer"], "channels": said["channels"],
            "names": self.text("names", self.contract.names if self.contract else None),
            "test": said["test"], "active": said["active"], "position": int(said["position"]),
            "least_minor": self._minor(said["least"], 0), "most_minor": self._minor(said["most"], MAX_MINOR),
            "settings": {name: value for name, value in ours.items() if name not in secret},
            "secrets": {name: value for name, value in ours.items() if name in secret},
        }  # fmt: skip

    def _minor(self, said: Decimal | None, empty: int) -> int:
        return Money.of(said, self.currency).minor if said else empty


def _names_address(field: Field) -> bool:
    return field.name == "host" or field.name.endswith("_url")


def _is_address(said: str, test: bool) -> bool:
    """HTTPS for real money; a test may run on this machine."""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return parts.scheme in ({"https", "http"} if test else {"https"}) and bool(parts.hostname)


def _initial(contract: Contract | None, gateway: Gateway) -> dict[str, Any]:
    if contract is None:
        return {"channels": [gateway.channels[0]], "test": True, "active": False, "position": 0}
    currency = contract.currency
    return {
        **contract.settings, **text_initial(names=contract.names), "acquirer": contract.acquirer,
        "channels": contract.channels, "test": contract.test, "active": contract.active, "position": contract.position,
        "least": Money(contract.least_minor, currency).major if contract.least_minor else None,
        "most": Money(contract.most_minor, currency).major if contract.most_minor < MAX_MINOR else None,
    }  # fmt: skip
