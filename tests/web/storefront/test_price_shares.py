"""The product's page says where its price goes, by the fee of the day."""

import pytest
from django.db import transaction

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import FeePlan, Market
from tadamun.people.markets.operations import change_fee, draw_fee_plan
from tadamun.people.sellers.fees import fee_of
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import choose_fee_plan, set_sells_as
from tadamun.showcase.window.models import CatalogueRow
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post, receive_gift
from tadamun.web.storefront.price_shares import shares_html
from tests.factories import make_market, make_organisation, make_product
from tests.web.storefront.shopper import Shopper

A = Account.Kind
pytestmark = pytest.mark.django_db


def page(market: Market) -> str:
    with everything("a test's own row"):
        row = CatalogueRow.objects.get(market=market, language="en")
    return str(Shopper(market, "en").get(f"products/{row.slug}/").content.decode())


@pytest.mark.broad
def test_by_the_markets_fee_then_by_her_own() -> None:
    market = make_market(fee_bp=500)
    organisation = make_organisation(market)
    make_product(organisation, price=45000)
    before = page(market)
    assert "Where the price goes" in before
    assert "427.50" in before
    assert "95%" in before
    with everything("a test's own admission"):
        admission = Admission.objects.get(organisation=organisation)
    free, tenth = draw_fee_plan(market, {"en": "Free"}, 0), draw_fee_plan(market, {"en": "Tenth"}, 1000)
    choose_fee_plan(admission, free, reason="a test")
    after = page(market)
    assert "427.50" not in after
    assert "100%" in after
    choose_fee_plan(admission, tenth, reason="a test")
    assert "405" in page(market)
    choose_fee_plan(admission, None, reason="a test")
    with everything("a test's own plan"):
        plan = FeePlan.objects.select_related("market").get(is_default=True)
    change_fee(plan, 2000, reason="a test")
    assert fee_of(organisation.pk, Market.objects.get(pk=market.pk)) == 2000
    assert "360" in page(market)


@pytest.mark.broad
def test_donors_pay_the_fee_while_their_money_lasts() -> None:
    market = make_market(fee_bp=500, policies={"fund_pays_fee": True})
    make_product(make_organisation(market), price=45000)
    assert "427.50" in page(market) and "paid by donors" not in page(market)
    receive_gift(market, Money(2_249, "MAD"), reference="one centime short")
    assert "427.50" in page(market)
    receive_gift(market, Money(1, "MAD"), reference="enough")
    paid = page(market)
    assert "paid by donors" in paid and "100%" in paid and "22.50" in paid and "427.50" not in paid
    with everything("a test's own admission"):
        admission = Admission.objects.select_related("organisation").get(market=market)
    set_sells_as(admission, "merchant", reason="a margin is no fee")
    assert "427.50" in page(market) and "paid by donors" not in page(market)
    set_sells_as(admission, "agent", reason="a test")
    assert "paid by donors" in page(market)
    with transaction.atomic():
        used = Posting("fee_given", A.FUND, A.FEES, Money(2_250, "MAD"))
        post(market, key="given/1", subject="order:T1", postings=[used])
    assert "427.50" in page(market) and "paid by donors" not in page(market)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_parts_sum_to_the_price(language: str) -> None:
    html = shares_html(
        Money(33333, "MAD"), 777, language, {"ar": "ar_MA", "fr": "fr_MA"}.get(language, "en"), None
    )
    assert html.count("<tr>") == 2
    assert "style=" not in html
