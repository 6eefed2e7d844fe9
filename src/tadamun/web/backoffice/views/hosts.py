"""The addresses at which the market is found (B7): the same as ``tadamun hosts``, for whoever runs no server."""

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.people.markets.operations import set_hosts
from tadamun.people.markets.rules import may_change_market
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.hosts import HostsForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.views.settings import saved
from tadamun.web.shared.markets import host_of


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def hosts(plain: HttpRequest) -> HttpResponse:
    """One a line. A host another market has is refused; what is written already is not written again."""
    market = in_office(plain).market
    had = list(market.hosts.values_list("host", flat=True))
    here = "" if settings.SINGLE_MARKET else host_of(plain.META)
    form = HostsForm(
        plain.POST if plain.method == "POST" else None, initial={"hosts": "\n".join(had)}, market=market, here=here
    )  # fmt: skip
    if plain.method != "POST" or not form.is_valid():
        return _page(plain, form, 422 if form.is_bound else 200)
    if (said := form.cleaned_data["hosts"]) != had:
        try:
            set_hosts(market, said)
        except IntegrityError:  # somebody else took it between the question and the writing
            form.add_error("hosts", _("One of them shows another market by now."))
            return _page(plain, form, 409)
    return saved(plain, "hosts", market)


def _page(request: HttpRequest, form: HostsForm, status: int) -> HttpResponse:
    hint = _(
        "Whoever runs the server first lets a new address lead to it, with a certificate; only then write it here."
    )
    return page(request, "settings/section", status, form=form, title=_("Addresses"), hint=hint)
