"""The simulator of fees: what a seller would receive of a price, and when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel.money import Money
from tadamun.people.markets.models import FeePlan, Market
from tadamun.people.markets.rules import may_admit, may_change_market
from tadamun.people.sellers.fees import fee_under, most_debt_under
from tadamun.people.sellers.models import Admission
from tadamun.trade.checkout.operations.placing import vat_within
from tadamun.trade.papers.purchases import margin_left
from tadamun.treasury.payments.providers import PROVIDERS, paid_first
from tadamun.treasury.payments.queries import ways_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.fee_plans import fee_plans
from tadamun.web.backoffice.forms.fees import FeesForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.ways import way_name


@dataclass(frozen=True, slots=True)
class Shares:
    """Where a price goes: the seller's earning, the market's fee without its tax, the tax within it. ``merchant``: it buys and
    sells, and keeps a margin instead; tax is owed out of that.
    """

    price: Money
    seller: Money
    fee: Money
    vat: Money
    merchant: bool = False

    @property
    def parts(self) -> list[tuple[str, Money, Decimal]]:
        """For the share bar: label, amount, percent of the price."""
        labelled = [
            (_("Seller"), self.seller),
            (_("Market’s margin") if self.merchant else _("The market’s fee"), self.fee),
            (_("VAT on the fee"), self.vat),
        ]
        return [
            (label, amount, (Decimal(amount.minor) * 100 / self.price.minor).quantize(Decimal("0.1")))
            for label, amount in labelled
            if amount.minor or amount is self.seller
        ]


def shares_of(
    price: Money, market: Market, admission: Admission | None, *, plan: FeePlan | None = None, day: date | None = None
) -> Shares:  # fmt: skip
    """As an order placed now would write it; or on another day, or if she sold under another plan."""
    chosen = plan.pk if plan else admission.fee_plan_id if admission else None
    fee = price.share(fee_under(chosen, market, day))
    invoiced = admission is None or admission.sells_as != Admission.SellsAs.MERCHANT
    vat = vat_within(fee, market.policy.fee_vat_bp if invoiced else 0)
    return Shares(price, price - fee, fee - vat, vat, not invoiced)


@for_team(may_admit)
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    office = in_office(request)
    market, language = office.market, office.language
    admitted = Admission.objects.filter(status=Admission.Status.ADMITTED).select_related("organisation")
    rows = {row.organisation.code: row for row in admitted}
    sellers = sorted(
        ((code, row.organisation.name(language)) for code, row in rows.items()), key=lambda pair: pair[1]
    )
    methods = (*PROVIDERS, *(way.method for way in ways_of(market)))
    ways = [(method, way_name(market, method, language)) for method in methods]
    plans = fee_plans(market, language)
    form = FeesForm(
        request.GET if "price" in request.GET else None,
        market=market,
        sellers=sellers,
        ways=ways,
        plans=plans,
    )
    draws = may_change_market(office.role)
    if not form.is_bound or not form.is_valid():
        return page(request, "fees/simulator", 422 if form.is_bound else 200, form=form, draws=draws)
    said = form.cleaned_data
    plan = next((plan for plan, _name in plans if plan.code == said["plan"]), None)
    seller = rows.get(said["seller"])
    shares = shares_of(said["amount"], market, seller, plan=plan, day=said["day"])
    bought = seller.organisation if seller and shares.merchant else None
    return page(
        request,
        "fees/simulator",
        shares=shares,
        form=form,
        draws=draws,
        left=margin_left(shares.price, shares.fee, market, bought) if bought else None,
        **_how(market, said["way"], plan, seller),
    )


def _how(market: Market, method: str, plan: FeePlan | None, admission: Admission | None) -> dict[str, Any]:
    """How she gets it: at once at the door, until she owes too much, or from the market when the time to return is over."""
    chosen = plan.pk if plan else admission.fee_plan_id if admission else None
    most = Money(most_debt_under(chosen, market), market.currency)
    at_the_door = not paid_first(method) and market.policy.cash_collected_by == "seller"
    return {"at_the_door": at_the_door, "return_days": market.policy.return_days, "most_debt": most}
