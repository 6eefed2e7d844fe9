"""What is sent back after delivery: pieces, stock, money, who is told. Nothing of it happens twice."""

from datetime import timedelta
from typing import Any

import pytest

from tadamun.goods.catalogue.models import Piece, Variant
from tadamun.goods.stock.models import Item
from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.operations import (
    NotThere,
    SaidMeanwhile,
    ask_to_return,
    confirm_purchase,
    deliver_order,
    execute_refund,
    receive_return,
    refund_order,
)
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Line, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.queries import asked_pieces, undecided, undecided_returns, verify_orders, worth_of
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Refund
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of, variant_of
from tests.trade.papers.selling import papers, sell, ship

pytestmark = pytest.mark.django_db
HERS = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)


def now(order: SellerOrder) -> SellerOrder:
    with everything("a test's own order"):
        return SellerOrder.objects.select_related("market", "purchase", "organisation").get(pk=order.pk)


def hers(order: SellerOrder) -> int:
    """What its seller has of it."""
    with everything("a test's own book"):
        rows = list(Entry.objects.select_related("debit", "credit").filter(subject=str(order.reference)))
    came = sum(row.amount_minor for row in rows if row.credit.kind in HERS)
    return came - sum(row.amount_minor for row in rows if row.debit.kind in HERS)


def line_of(order: SellerOrder) -> Line:
    with scope(market_id=order.market_id):
        return Line.objects.select_related("variant").get(order=order)


def free(order: SellerOrder) -> int:
    with everything("a test's own stock"):
        return Item.objects.get(variant=line_of(order).variant).on_hand


def refunds(order: SellerOrder) -> list[Refund]:
    with everything("a test's own refunds"):
        return list(Refund.objects.select_related("payment__market", "payment__contract").order_by("pk"))


def three_of_one(market: Market, **fields: Any) -> SellerOrder:
    product = make_product(make_organisation(market), price=10000, quantity=5, **fields)
    bought = make_purchase(market, [product], quantity=3)
    confirm_purchase(bought)
    [order] = orders_of(bought)
    deliver_order(ship(order))
    return now(order)


def test_all_of_it_came_back_and_all_of_her_money_goes_back() -> None:
    market = make_market()
    order = now(sell(market))
    before, kept = free(order), hers(order)
    assert kept > 0
    assert receive_return(order, fit=True, goods=True, delivery=True)
    assert (order.goods_state, order.money_state) == ("returned", "refund_due")
    [refund] = refunds(order)
    assert (refund.amount_minor, refund.reason) == (order.total.minor, "returned")
    assert (free(order), hers(order)) == (before + 1, 0)
    assert [paper.kind for paper in papers(market)].count("credit_note") >= 1
    assert not receive_return(now(order), fit=True, goods=True), "said twice, done once"
    assert free(order) == before + 1
    execute_refund(refund, reference="VIR 9")
    assert now(order).money_state == "refunded"
    with everything("a test's own book"):
        assert not list(verify_ledger())
        assert not list(verify_orders())


def test_a_part_came_back_broken_then_the_rest_whole() -> None:
    order = three_of_one(make_market())
    line, before = line_of(order), free(order)
    assert receive_return(order, fit=False, goods=True, pieces={line.pk: 1}, before=0)
    assert (now(order).goods_state, free(order)) == ("delivered", before)
    assert not receive_return(now(order), fit=False, goods=True, pieces={line.pk: 1}, before=0), "sent twice"
    assert receive_return(now(order), fit=True, goods=True, before=1)
    assert (now(order).goods_state, free(order)) == ("returned", before + 2)
    assert [row.goods_minor for row in refunds(order)] == [10000, 20000]
    assert hers(order) == 0


def test_what_was_given_for_a_flaw_is_not_given_twice() -> None:
    order = three_of_one(make_market())
    refund_order(order, goods=Money(25000, "MAD"), delivery=Money(0, "MAD"), reason="damaged")
    receive_return(now(order), fit=True, goods=True)
    assert sum(row.amount_minor for row in refunds(order)) == 30000


@pytest.mark.parametrize("pieces", [{}, {1: 0}, {"line": 4}, {"line": -1}, {"line": 1, 0: 1}])
def test_no_more_than_she_has(pieces: dict[Any, int]) -> None:
    order = three_of_one(make_market())
    said = {line_of(order).pk if key == "line" else key: count for key, count in pieces.items()}
    with pytest.raises(NotThere):
        receive_return(order, fit=True, goods=True, pieces=said)
    assert now(order).goods_state == "delivered"
    assert not refunds(order)


def test_two_of_the_team_with_two_forms() -> None:
    """The second was shown before the first was sent: whether it is the same parcel nobody knows."""
    order = three_of_one(make_market())
    line = line_of(order)
    receive_return(order, fit=True, goods=True, pieces={line.pk: 2}, before=0)
    assert not receive_return(now(order), fit=True, goods=True, pieces={line.pk: 1}, before=0)
    with pytest.raises(SaidMeanwhile):
        receive_return(now(order), fit=True, goods=True, pieces={line.pk: 1}, before=1)
    assert len(refunds(order)) == 1


def test_a_piece_of_its_own_is_for_sale_again() -> None:
    market = make_market()
    product = make_product(make_organisation(market), mode=Variant.Mode.EDITION, quantity=4)
    with everything("a test's own pieces"):
        Piece.objects.bulk_create(Piece(variant=variant_of(product), serial=serial) for serial in range(1, 5))
    bought = make_purchase(market, [product], quantity=2)
    confirm_purchase(bought)
    [order] = orders_of(bought)
    deliver_order(ship(order))
    receive_return(now(order), fit=True, goods=True, pieces={line_of(order).pk: 1})
    with everything("a test's own pieces"):
        states = Piece.objects.filter(variant=variant_of(product)).values_list("state", flat=True)
        assert sorted(states) == ["available", "available", "available", "sold"]


def test_only_what_arrived_comes_back() -> None:
    market = make_market()
    bought = make_purchase(market, [make_product(make_organisation(market))])
    [order] = orders_of(bought)
    with pytest.raises(WrongState):
        receive_return(order, fit=True, goods=True)


def test_while_nobody_decided_nothing_of_it_becomes_hers() -> None:
    """The seller says that it is back; what her buyer gets is the market's to say, and she is paid nothing of it before."""
    order = now(sell(make_market(policies={"return_days": 7})))
    assert receive_return(order, fit=True, said_by="seller")
    assert (order.goods_state, order.money_state) == ("returned", "refund_due")
    with clock.shifted(timedelta(days=8)):
        assert not ripen()
        with scope(market_id=order.market_id):
            assert undecided_returns().count() == 1
        refund_order(
            now(order),
            goods=Money(order.goods_minor // 2, "MAD"),
            delivery=Money(0, "MAD"),
            reason="returned",
        )
        with scope(market_id=order.market_id):
            assert not undecided_returns().exists()
        assert ripen()


@pytest.mark.parametrize("said_by", ["seller", "market"])
def test_who_is_told(said_by: str) -> None:
    order = now(sell(make_market(), seller={"phone": "+212535000000"}))
    receive_return(order, fit=True, goods=True, said_by=said_by)
    run_worker(once=True, scheduled=False)
    with everything("a test's own messages"):
        told = Message.objects.filter(kind__in=("order_returned", "order_came_back")).order_by("kind")
        kinds = list(told.values_list("kind", flat=True))
        assert kinds == (["order_returned"] if said_by == "seller" else ["order_came_back", "order_returned"])
        assert "450" in told.get(kind="order_returned").text


def test_she_asks_for_some_pieces_and_no_more_than_she_has() -> None:
    """One of three is asked for, worth what she paid for it; what came back meanwhile is no more to be sent."""
    market = make_market()
    order, [other] = (
        three_of_one(market),
        orders_of(make_purchase(market, [make_product(make_organisation(market))])),
    )
    mine = line_of(order)
    with scope(market_id=market.pk):
        for wrong in ({mine.pk: 4}, {mine.pk: 0}, {mine.pk: -1}, {line_of(other).pk: 1}, {}):
            with pytest.raises(NotThere):
                ask_to_return(order, reason="damaged", pieces=wrong)
        assert ask_to_return(order, reason="damaged", pieces={mine.pk: 2})
        assert not ask_to_return(order, reason="damaged", pieces={mine.pk: 1})
        asked = undecided(now(order))
        assert asked is not None and asked_pieces(order, asked) == {mine: 2}
        assert worth_of(order, asked_pieces(order, asked)) == Money(20_000, "MAD")
    [refund] = refund_order(
        now(order), goods=Money(20_000, "MAD"), delivery=Money(0, "MAD"), reason="returned"
    )
    assert refund.amount_minor == 20_000
    with scope(market_id=market.pk):
        receive_return(now(order), fit=True, pieces={mine.pk: 2})
        assert ask_to_return(now(order), reason="changed_mind")
        asked = undecided(now(order))
        assert asked is not None and asked_pieces(order, asked) == {mine: 1}
        with pytest.raises(NotThere):
            receive_return(now(order), fit=True, pieces={mine.pk: 2})
