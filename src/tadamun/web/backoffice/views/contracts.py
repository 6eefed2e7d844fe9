"""Contracts with acquirers: which ways to pay the market offers, and what each needs to run."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.sealed import CannotOpen
from tadamun.people.markets.rules import may_change_market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.operations import BadContract, write_contract
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.contract_words import CHANNELS, PROTOCOLS
from tadamun.web.backoffice.forms.contracts import ContractForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import word
from tadamun.web.shared.links import absolute
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    rows = [
        (row, word(PROTOCOLS, row.provider), [word(CHANNELS, channel) for channel in row.channels])
        for row in Contract.objects.all()
    ]
    protocols = [
        (reverse("backoffice:new_contract", args=[name]), word(PROTOCOLS, name)) for name in GATEWAYS
    ]
    head = [_("Who signed it"), _("Protocol"), _("Where it is used"), _("State"), (_("Place in the list"), "num")]  # fmt: skip
    return page(request, "settings/contracts", rows=rows, protocols=protocols, head=head)


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contract(request: HttpRequest, provider: str) -> HttpResponse:
    if provider not in GATEWAYS:
        raise Http404
    return _written(request, provider, None)


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Contract, code=code[:12])
    if found.provider not in GATEWAYS:
        raise Http404
    return _written(request, found.provider, found)


def _written(request: HttpRequest, provider: str, found: Contract | None) -> HttpResponse:
    market = in_office(request).market
    kept, closed = _kept(found)
    form = ContractForm(
        request.POST if request.method == "POST" else None, market=market, gateway=GATEWAYS[provider],
        contract=found, kept=kept,
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, closed, 422 if form.is_bound else 200)
    try:
        row = write_contract(market, found, **form.values())
    except BadContract as refusal:
        _tell(form, refusal)
        return _page(request, form, closed, 422)
    messages.success(request, _("Saved. New orders are paid like this from now on."))
    return see(reverse("backoffice:contract", args=[row.code]))


def _kept(found: Contract | None) -> tuple[list[str], bool]:
    """Names of the secrets that are sealed, and whether they cannot be opened any more."""
    try:
        return (list(found.secrets()) if found else []), False
    except CannotOpen:
        return [], True


def _tell(form: ContractForm, refusal: BadContract) -> None:
    for name in refusal.names:
        if name in form.fields:
            form.add_error(name, _("This is missing, or the protocol does not know it."))
        elif name == "currency":
            form.add_error(
                None, _("This protocol cannot ask for %(currency)s.") % {"currency": form.currency}
            )
        else:
            form.add_error(None, _("This does not fit the protocol."))


def _page(request: HttpRequest, form: ContractForm, closed: bool, status: int) -> HttpResponse:
    market, found = in_office(request).market, form.contract
    notices = found and absolute(market, f"/hooks/payments/{found.provider}/{found.code}/")
    return page(
        request, "settings/contract", status, form=form, contract=found, closed=closed, notice_address=notices,
        protocol=word(PROTOCOLS, form.gateway.name),
    )  # fmt: skip
