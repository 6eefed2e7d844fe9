"""What is printed of many orders in one go: of those ticked in the table, or of all that it shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel import clock
from tadamun.people.markets.rules import may_follow_orders
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.order_filters import asked_of
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.printing import (
    Chosen,
    chosen_orders,
    driver_sheet,
    packing_slips,
    pick_list,
)
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.slips import slips_of


@for_team(may_follow_orders)
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """Labels of parcels: two beside each other on a sheet."""
    chosen = chosen_orders(request)
    printed = slips_of(chosen.orders, in_office(request).language)
    return _paper(request, "slips", chosen, len(printed), slips=printed)


@for_team(may_follow_orders)
@require_safe
def packing(request: HttpRequest) -> HttpResponse:
    """What lies in each parcel, one a page, in words of its buyer."""
    chosen = chosen_orders(request)
    printed = packing_slips(chosen.orders, in_office(request).market)
    return _paper(request, "packing", chosen, len(printed), slips=printed)


@for_team(may_follow_orders)
@require_safe
def picking(request: HttpRequest) -> HttpResponse:
    """What is to be fetched from each seller for all of them."""
    chosen = chosen_orders(request)
    language = in_office(request).language
    sellers = [(seller, seller.name(language), picks) for seller, picks in pick_list(chosen.orders, language)]
    printed = len({code for *_seller, picks in sellers for pick in picks for code, _count in pick.orders})
    head = [_("Picture"), _("Product"), (_("Pieces"), "num"), _("Orders"), _("Fetched")]
    return _paper(request, "picking", chosen, printed, sellers=sellers, head=head)


@for_team(may_follow_orders)
@require_safe
def handing_over(request: HttpRequest) -> HttpResponse:
    """What the driver takes with her and signs for."""
    chosen = chosen_orders(request)
    sheet = driver_sheet(chosen.orders, in_office(request).language)
    head = [
        _("Parcel"), _("Seller"), _("City"), (_("To collect in cash"), "num"), _("Received"),
    ]  # fmt: skip
    return _paper(request, "handing_over", chosen, len(sheet.parcels), sheet=sheet, head=head)


def _paper(request: HttpRequest, name: str, chosen: Chosen, printed: int, **context: Any) -> HttpResponse:
    """With how many orders it has, and how many of those chosen it does not have."""
    return page(
        request, f"orders/{name}", chosen=chosen, printed=printed, left_out=len(chosen.orders) - printed,
        back_query=asked_of(request).query, printed_at=clock.now(), **context,
    )  # fmt: skip
