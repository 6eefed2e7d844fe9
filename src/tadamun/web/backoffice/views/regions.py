"""Where the market has opened, region by region, province by province."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tadamun.people.markets.models import MarketRegion
from tadamun.people.markets.operations import set_regions
from tadamun.people.markets.regions import regions as known_regions
from tadamun.people.markets.rules import may_change_market
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.market import countries_named
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import REGIONS
from tadamun.web.shared.redirects import see


@dataclass(slots=True)
class Row:
    """A region with its provinces; ``wrong`` when what was posted is no state."""

    code: str
    name: str
    state: str
    provinces: list["Row"]
    wrong: bool = False

    @property
    def told(self) -> int:
        """Of how many provinces something is said."""
        return sum(bool(row.state) for row in self.provinces)


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def regions(plain: HttpRequest) -> HttpResponse:
    request = in_office(plain)
    states = dict(MarketRegion.objects.values_list("region", "state"))
    wrong: set[str] = set()
    if request.method == "POST":
        said = {
            code: request.POST[f"region-{code}"]
            for code in known_regions()
            if f"region-{code}" in request.POST
        }
        wrong = {code for code, state in said.items() if state and state not in REGIONS}
        if not wrong:
            count = set_regions(request.market, said)
            messages.success(
                request,
                ngettext("%(count)s region changed.", "%(count)s regions changed.", count) % {"count": count},
            )
            return see(reverse("backoffice:regions"))
        states |= {code: state for code, state in said.items() if code not in wrong}
    errors = [
        (f"region-{code}", _("Choose one of the states."), known_regions()[code].names[request.language])
        for code in sorted(wrong)
    ]
    return page(
        request, "settings/regions", 422 if wrong else 200, countries=_countries(request.language, states, wrong),
        options=[("", _("Say nothing")), *REGIONS.items()], errors=errors,
    )  # fmt: skip


def _countries(language: str, states: dict[str, str], wrong: set[str]) -> list[tuple[str, list[Row]]]:
    tops: dict[str, Row] = {}
    by_country: dict[str, list[Row]] = {}
    names: Any = countries_named(language)
    for region in known_regions().values():
        row = Row(
            region.code,
            region.names.get(language) or region.names["en"],
            states.get(region.code, ""),
            [],
            region.code in wrong,
        )
        if region.parent in tops:
            tops[region.parent].provinces.append(row)
        else:
            tops[region.code] = row
            by_country.setdefault(region.country, []).append(row)
    return [(names.get(country, country), rows) for country, rows in by_country.items()]
