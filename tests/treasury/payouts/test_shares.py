"""Each maker's part of what a cooperative earned, to the last centime, and back."""

from datetime import timedelta
from functools import partial

import pytest

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import add_maker
from tadamun.trade.checkout.operations import confirm_purchase, deliver_order, refund_order
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.payouts.models import MemoEntry, Payout
from tadamun.treasury.payouts.operations import (
    AboveTheWhole,
    name_destination,
    name_shares,
    prepare_batch,
    share_earning,
)
from tadamun.treasury.payouts.shares import parts_in_batch, parts_of_makers
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.treasury.payouts.stage import RIB

pytestmark = pytest.mark.django_db


def delivered(price: int, *shares: int) -> tuple[SellerOrder, list[Maker]]:
    market = make_market()
    seller = make_organisation(market)
    makers = [add_maker(seller, names={"ar": f"صانعة {n}"}) for n in range(len(shares))]
    name_shares(seller, dict(zip(makers, shares, strict=True)))
    purchase = make_purchase(market, [make_product(seller, price=price)])
    confirm_purchase(purchase)
    order = orders_of(purchase)[0]
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)
    return order, makers


def parts(order: SellerOrder) -> list[int]:
    with scope(market_id=order.market_id):
        return [amount.minor for _maker, amount in parts_of_makers(order.organisation_id)]


@pytest.mark.broad
def test_parts_are_of_what_she_earns_and_sum_exactly() -> None:
    order, makers = delivered(10_001, 3_333, 3_333, 3_334)
    assert len(makers) == 3
    assert sum(parts(order)) == order.seller_minor - order.fee_minor
    assert max(parts(order)) - min(parts(order)) <= 2


@pytest.mark.broad
def test_the_rest_stays_the_cooperative_s() -> None:
    order, _makers = delivered(45_000, 5_000, 2_000)
    net = order.seller_minor - order.fee_minor
    assert parts(order) == [round(net * 0.5), round(net * 0.2)]


@pytest.mark.broad
def test_it_is_noted_once() -> None:
    order, _makers = delivered(45_000, 5_000)
    again = share_earning(order.market, order.organisation_id, key=f"earning/{order.code}", subject="order:X")
    assert again == 0
    with scope(market_id=order.market_id):
        assert MemoEntry.objects.count() == 1


@pytest.mark.broad
def test_what_goes_back_takes_its_part_along() -> None:
    order, _makers = delivered(45_000, 5_000, 5_000)
    refund_order(order, goods=Money(45_000, "MAD"), delivery=Money(0, "MAD"), reason="returned")
    assert parts(order) == [0, 0]


@pytest.mark.broad
def test_who_joins_later_pays_nothing_back() -> None:
    order, makers = delivered(45_000, 5_000)
    newcomer = add_maker(order.organisation, names={"ar": "جديدة"})
    name_shares(order.organisation, {newcomer: 10_000})
    refund_order(order, goods=Money(20_000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    with scope(market_id=order.market_id):
        assert {row.maker_id for row in MemoEntry.objects.all()} == {makers[0].pk}
    refund_order(order, goods=Money(25_000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    assert parts(order) == [0]


@pytest.mark.broad
def test_in_small_pieces_nothing_is_left_over() -> None:
    order, _makers = delivered(10_001, 3_333, 3_333, 1_000)
    for piece in (1, 3_333, 3_334, 2, 3_331):
        refund_order(order, goods=Money(piece, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
        assert min(parts(order)) >= 0
    assert parts(order) == [0, 0, 0]


def test_more_than_the_whole_is_refused() -> None:
    seller = make_organisation(make_market())
    makers = [add_maker(seller, names={"ar": "صانعة"}) for _ in range(2)]
    with pytest.raises(AboveTheWhole):
        name_shares(seller, {makers[0]: 6_000, makers[1]: 4_001})


@pytest.mark.broad
def test_a_batch_names_each_maker_s_part_of_what_it_pays() -> None:
    """What went back before the sale was hers is taken off; what goes back after it belongs to the next batch."""
    order, makers = delivered(45_000, 5_000, 2_000)
    refund_order(order, goods=Money(9_000, "MAD"), delivery=Money(0, "MAD"), reason="agreed")
    pay = partial(prepare_batch, order.market, make_person(), currency="MAD", rail="bank_file")
    with clock.shifted(-timedelta(days=3)):
        name_destination(
            order.organisation, order.market, make_person(), rail="bank_file", holder="A", account=RIB
        )
    with clock.shifted(timedelta(days=40)):
        ripen()
        batch = pay()
    with clock.shifted(timedelta(days=41)):
        refund_order(order, goods=Money(18_000, "MAD"), delivery=Money(0, "MAD"), reason="agreed")
    with scope(market_id=order.market_id):
        payout = Payout.objects.get(batch=batch)
        found = parts_in_batch(batch)
    net = payout.amount_minor
    named = [(maker.pk, amount.minor) for maker, amount in found[payout.pk]]
    assert named == [(makers[0].pk, net * 50 // 100), (makers[1].pk, net * 20 // 100)]
    assert list(found) == [payout.pk]
