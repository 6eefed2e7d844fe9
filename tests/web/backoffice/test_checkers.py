"""The market names who checks a seller's pieces, and may let one leave unchecked."""

import pytest
from django.test import Client

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.models import Organisation
from tadamun.trade.checkout.operations import confirm_purchase
from tadamun.trade.inspections.models import Checker
from tadamun.trade.inspections.operations import name_checker
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import pack
from tests.factories import make_person, make_product, make_purchase, orders_of

pytestmark = pytest.mark.django_db


def test_named_and_let_go(operator: Client, organisation: Organisation) -> None:
    peer, path = make_person(), f"/en/office/sellers/{organisation.code}/checkers/"
    assert "Nobody is named" in operator.get(path).content.decode()
    assert operator.post(path, {"phone": "0699999999"}).status_code == 422
    for _twice in range(2):
        assert operator.post(path, {"phone": peer.phone}).status_code == 303
    with everything("a test's own checkers"):
        (checker,) = Checker.objects.all()
    assert operator.post(path, {"end": str(checker.pk)}).status_code == 303
    checker.refresh_from_db()
    assert checker.ended_at


@pytest.mark.broad
def test_it_may_leave_unchecked_with_a_reason(
    market: Market, operator: Client, organisation: Organisation
) -> None:
    change_market(market, policies={**market.policies, "inspection_bp": 10_000})
    name_checker(market, organisation, make_person())
    purchase = make_purchase(market, [make_product(organisation)])
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    path = f"/en/office/orders/{order.code}/"
    record_fact(order, Fact.Kind.ACCEPTED)
    assert "Let it leave unchecked" in operator.get(path).content.decode()
    assert operator.post(f"{path}unchecked/", {"unchecked-reason": "Seen at the fair"}).status_code == 303
    assert "Let it leave unchecked" not in operator.get(path).content.decode()
    pack(order)
