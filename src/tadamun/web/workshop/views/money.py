"""Money to come (W6): three sums, and each sale explained."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.treasury.ledger.queries import money_to_come
from tadamun.web.workshop import earnings
from tadamun.web.workshop.access import desk_of, for_seller
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.paging import page_asked

LAST = 10_000


@require_safe
@for_seller
def money(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    number = page_asked(request, LAST)
    found, older = earnings.sales(desk, number)
    sums = money_to_come(desk.organisation.pk)
    return page(
        request, "money", tab="money", number=number, older=older, days=desk.market.policy.return_days,
        sums=[(_("Coming"), sums.held, "clock"), (_("Ready"), sums.payable, "check"), (_("You owe"), sums.debt, "return")],
        sales=[(sale, sale.shares(_("For you"), _("Market’s fee"))) for sale in found],
    )  # fmt: skip
