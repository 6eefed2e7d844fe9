"""The addresses at which a market is found."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.people.markets.hosts import BadHost, normal_host
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import shows_another

HOSTS_AT_MOST = 20


class HostsForm(forms.Form):
    """``here``: the address this page came from, which stays, or she could not come back; empty when any leads here."""

    use_required_attribute = False
    hosts = forms.CharField(
        label=_("Addresses"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5, "dir": "ltr"}),
        help_text=_("One a line, such as souk.example. The first is written in links and messages."),
        error_messages={"required": _("A market needs an address.")},
    )  # fmt: skip

    def __init__(self, *args: Any, market: Market, here: str, **kwargs: Any) -> None:
        self.market, self.here = market, here
        super().__init__(*args, **kwargs)

    @property
    def others(self) -> list[forms.BoundField]:
        return [self["hosts"]]

    def clean_hosts(self) -> list[str]:
        """Each once, in its order, as ``set_hosts`` takes them."""
        try:
            said = list(dict.fromkeys(normal_host(line) for line in self.cleaned_data["hosts"].split()))
        except BadHost as error:
            wrong = _say("That is no address, such as souk.example: %(host)s") % {
                "host": f"\u2068{error}\u2069"
            }
            raise ValidationError(wrong) from error
        if len(said) > HOSTS_AT_MOST:
            raise ValidationError(
                _say("Please write at most %(count)s addresses.") % {"count": HOSTS_AT_MOST}
            )
        if taken := shows_another(said, self.market):
            raise ValidationError(taken_already(taken.host))
        if self.here and self.here not in said:
            stays = _say(
                "You are at %(host)s now: it has to stay. Open the office at another address to take it away."
            )
            raise ValidationError(stays % {"host": f"\u2066{self.here}\u2069"})
        return said


def taken_already(host: str) -> str:
    # The other market is not named: who it is is its own affair.
    return _say("%(host)s already shows another market.") % {"host": f"\u2066{host}\u2069"}
