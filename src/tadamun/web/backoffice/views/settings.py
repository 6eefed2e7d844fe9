"""Settings of the market (B7): one section, one form, one operation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market
from tadamun.people.markets.rules import may_change_market
from tadamun.trade.checkout.operations import AlreadySold, change_currencies
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.market import (
    IdentityForm,
    LanguagesForm,
    NamesForm,
    SectionForm,
    SellingForm,
    StatusForm,
)
from tadamun.web.backoffice.forms.policies import PoliciesForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import STATUSES, word
from tadamun.web.shared.redirects import see

SECTIONS: dict[str, type[SectionForm]] = {
    form.slug: form
    for form in (NamesForm, LanguagesForm, SellingForm, IdentityForm, PoliciesForm, StatusForm)
}


def section_links() -> list[tuple[str, str, str]]:
    """Address, title and icon of every section, in the order a market is set up."""
    own = {
        slug: (reverse("backoffice:section", args=[slug]), str(form.title)) for slug, form in SECTIONS.items()
    }
    return [
        (*own["names"], "edit"), (reverse("backoffice:hosts"), _("Addresses"), "home"), (*own["languages"], "globe"),
        (*own["currencies"], "tag"),
        (reverse("backoffice:theme"), _("Look"), "picture"), (*own["identity"], "seal"),
        (reverse("backoffice:legal_texts"), _("Legal texts"), "book"), (*own["policies"], "list"),
        (reverse("backoffice:requirements"), _("What sellers give"), "check"),
        (reverse("backoffice:regions"), _("Regions"), "pin"), (reverse("backoffice:delivery"), _("Delivery"), "truck"),
        (reverse("backoffice:contracts"), _("Ways to pay"), "card"),
        (reverse("backoffice:fee_plans"), _("Fee plans"), "chart"),
        (reverse("backoffice:rates"), _("Rates of exchange"), "tag"),
        (*own["status"], "eye"),
    ]  # fmt: skip


@for_team(may_change_market)
@require_safe
def settings(plain: HttpRequest) -> HttpResponse:
    market = in_office(plain).market
    return page(
        plain, "settings/index", sections=section_links(), opening=word(STATUSES, market.status),
        market_slug=market.slug,
    )  # fmt: skip


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def section(plain: HttpRequest, name: str) -> HttpResponse:
    if name not in SECTIONS:
        raise Http404
    market = in_office(plain).market
    form = SECTIONS[name].of(market, plain.POST if plain.method == "POST" else None)
    if plain.method != "POST" or not form.is_valid():
        return _section_page(plain, form, 422 if form.is_bound else 200)
    try:
        write = change_currencies if name == SellingForm.slug else change_market
        write(market, **form.changes())
    except AlreadySold:
        form.add_error("currency", _("The market has sold in its currency: it can no longer be changed."))
        return _section_page(plain, form, 409)
    return saved(plain, name, market)


def saved(request: HttpRequest, name: str, market: Market) -> HttpResponse:
    """To the same section, in a language the market still speaks."""
    messages.success(request, _("Saved. Visitors see it from the next page on."))
    spoken = in_office(request).language
    address = reverse("backoffice:section", args=[name])
    if spoken not in market.languages:
        address = f"/{market.default_language}/{address.split('/', 2)[2]}"
    return see(address)


def _section_page(request: HttpRequest, form: SectionForm, status: int, **more: Any) -> HttpResponse:
    return page(request, "settings/section", status, form=form, title=form.title, hint=form.hint, **more)
