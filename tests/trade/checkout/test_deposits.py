"""Goods made to order, paid in two parts: each part settles to its share, and the parcel waits for the balance."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Sum

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.deposits import owed_now
from tadamun.trade.checkout.jobs import remind_of_balances
from tadamun.trade.checkout.operations import (
    NotOffered,
    cancel_order,
    choose_way,
    deliver_order,
    refund_order,
    settle_payment,
    settle_transfer,
)
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import BalanceOwed, record_fact
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import issue_receipts
from tadamun.trade.papers.queries import order_named
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import note_begun
from tadamun.treasury.payments.providers.base import Start
from tests.factories import make_market, make_organisation, make_product, make_purchase
from tests.standing import standing
from tests.trade.checkout.test_paying import Desk, make_contract

pytestmark = pytest.mark.django_db
G, M, K, A = SellerOrder.GoodsState, SellerOrder.MoneyState, Fact.Kind, Account.Kind


class Bench(Desk):
    """A carpet to order for 1000.00 and a bowl in stock for 450.00, of one seller; the deposit is to be paid by card."""

    def __init__(self) -> None:
        self.market = make_market()
        self.contract = make_contract(self.market)
        self.seller = make_organisation(self.market)
        self.products = [
            make_product(self.seller, price=100_000, mode=Variant.Mode.MADE_TO_ORDER),
            make_product(self.seller, price=45_000),
        ]
        self.purchase = make_purchase(self.market, self.products, method=self.contract.method, in_parts=True)
        self.payment = self.latest()
        note_begun(self.payment, Start())

    @property
    def order(self) -> SellerOrder:
        return self.orders()[0]

    def decide(self, **policies: object) -> None:
        self.market.policies = {**self.market.policies, **policies}
        self.market.save(update_fields=["policies"])

    def work(self) -> None:
        """The deposit came, the piece is made and packed."""
        settle_payment(self.payment, key="card/1")
        record_fact(self.order, K.ACCEPTED)
        pack(self.order)

    def pay(self, method: str) -> Payment:
        with scope(market_id=self.market.pk):
            return choose_way(Purchase.objects.select_related("market").get(), method)

    def kinds(self) -> list[str]:
        with scope(market_id=self.market.pk):
            return list(Fact.objects.order_by("pk").values_list("kind", flat=True))


@standing
def bench() -> Bench:
    return Bench()


@pytest.mark.broad
def test_a_deposit_is_asked_for_and_brings_the_order_to_its_seller(bench: Bench) -> None:
    order = bench.order
    assert (order.deposit_minor, order.balance_minor) == (30_000, 70_000)
    assert (bench.payment.part, bench.payment.amount) == ("deposit", order.total - Money(70_000, "MAD"))
    settle_payment(bench.payment, key="card/1")
    assert (bench.order.goods_state, bench.order.money_state) == (G.TO_ACCEPT, M.DEPOSIT)
    assert bench.balance(A.BUYERS) == bench.payment.amount_minor


@pytest.mark.broad
def test_a_parcel_waits_for_its_balance(bench: Bench) -> None:
    bench.work()
    with pytest.raises(BalanceOwed):
        hand_over(bench.order, carrier="Amana")
    payment = bench.pay(bench.contract.method)
    assert (payment.part, payment.amount.minor) == ("balance", 70_000)
    note_begun(payment, Start())
    bench.say(payment)
    assert bench.order.money_state == M.PAID
    hand_over(bench.order, carrier="Amana")
    deliver_order(bench.order)
    assert bench.balance(A.BUYERS) == 0
    assert bench.balance(A.GATEWAY) == -bench.order.total.minor
    with scope(market_id=bench.market.pk):
        issue_receipts(order_named(bench.order.code))
        receipts = Paper.objects.filter(kind="receipt").order_by("pk")
        assert [paper.total_minor for paper in receipts] == [bench.payment.amount_minor, 70_000]
        invoice = Paper.objects.get(kind="invoice")
    assert invoice.total == bench.order.total
    assert invoice.content["deposit"]["minor"] == bench.payment.amount_minor


@pytest.mark.broad
def test_a_balance_is_collected_at_the_door(bench: Bench) -> None:
    bench.work()
    bench.pay("cash_on_delivery")
    assert bench.order.money_state == M.AT_DOOR
    assert bench.purchase.method == bench.contract.method
    with scope(market_id=bench.market.pk):
        assert not owed_now(bench.purchase).orders
    hand_over(bench.order, carrier="Amana")
    deliver_order(bench.order)
    assert bench.order.money_state == M.PAID
    assert (bench.balance(A.CASH_WITH_CARRIER), bench.balance(A.BUYERS)) == (-70_000, 0)


@pytest.mark.broad
def test_she_who_brings_it_herself_keeps_the_balance(bench: Bench) -> None:
    bench.work()
    bench.pay("cash_on_delivery")
    hand_over(bench.order, carrier="self")
    deliver_order(bench.order)
    assert (bench.balance(A.CASH_WITH_SELLER), bench.balance(A.BUYERS)) == (0, 0)
    order = bench.order
    assert bench.balance(A.PAYABLE) == order.total.minor - order.fee_minor - 70_000


@pytest.mark.parametrize("door", [True, False])
def test_a_deposit_is_never_paid_at_the_door(bench: Bench, door: bool) -> None:
    with pytest.raises(NotOffered):
        bench.pay("cash_on_delivery")
    if door:
        with pytest.raises(CannotPlace) as refused:
            make_purchase(bench.market, bench.products, method="cash_on_delivery", in_parts=True)
        assert [problem.code for problem in refused.value.problems] == [Code.METHOD_NOT_OFFERED]


@pytest.mark.broad
def test_late_double_and_disordered_notices_move_nothing_twice(bench: Bench) -> None:
    second = bench.pay(bench.contract.method)
    note_begun(second, Start())
    bench.say(second)
    bench.say(bench.payment)  # the deposit again, by the first try
    bench.say(bench.payment)
    assert [refund.reason for refund in bench.refunds()] == ["twice"]
    assert bench.order.money_state == M.DEPOSIT
    record_fact(bench.order, K.ACCEPTED)
    pack(bench.order)
    balances = [bench.pay(bench.contract.method)]
    note_begun(balances[0], Start())
    balances.append(bench.pay(bench.contract.method))
    note_begun(balances[1], Start())
    bench.say(balances[1], amount="1.00")
    assert bench.order.money_state == M.DEPOSIT
    bench.say(balances[1])
    bench.say(balances[0])
    bench.say(balances[1])
    assert bench.order.money_state == M.PAID
    assert [(refund.payment_id, refund.amount_minor) for refund in bench.refunds()[1:]] == [
        (balances[0].pk, 70_000)
    ]
    assert bench.balance(A.BUYERS) == bench.order.total.minor


@pytest.mark.broad
def test_a_balance_that_comes_after_the_end_goes_back(bench: Bench) -> None:
    bench.work()
    late = bench.pay(bench.contract.method)
    note_begun(late, Start())
    cancel_order(bench.order)
    bench.say(late)
    assert sum(refund.amount_minor for refund in bench.refunds()) == bench.order.total.minor
    assert bench.balance(A.BUYERS) == 0


@pytest.mark.broad
def test_both_parts_by_transfer(bench: Bench) -> None:
    bench.pay("bank_transfer")
    assert settle_transfer(bench.purchase, reference="VIR-1")
    record_fact(bench.order, K.ACCEPTED)
    bench.pay("bank_transfer")
    assert settle_transfer(bench.purchase, reference="VIR-2")
    assert not settle_transfer(bench.purchase, reference="VIR-2")
    assert bench.balance(A.BANK) == -bench.order.total.minor
    assert bench.order.money_state == M.PAID


@pytest.mark.broad
def test_a_refund_takes_from_the_balance_first(bench: Bench) -> None:
    bench.work()
    settle_payment(bench.pay(bench.contract.method), key="card/2")
    made = refund_order(bench.order, goods=Money(80_000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    assert [(one.payment.part, one.amount_minor) for one in made] == [
        ("balance", 70_000),
        ("deposit", 10_000),
    ]
    cancel_order(bench.order)
    with everything("a test's own refunds"):
        back = Refund.objects.aggregate(sum=Sum("amount_minor"))["sum"]
    assert back == bench.order.total.minor
    assert bench.balance(A.BUYERS) == 0


def accept(bench: Bench) -> None:
    record_fact(bench.order, K.ACCEPTED)


@pytest.mark.broad
@pytest.mark.parametrize(
    ("keeps", "before", "withdrawn", "kept"),
    [
        (True, accept, True, 30_000),
        (True, accept, False, 0),
        (True, lambda _bench: None, True, 0),
        (False, accept, True, 0),
    ],
)  # fmt: skip
def test_the_deposit_of_begun_work(
    bench: Bench, keeps: bool, before: Callable[[Bench], None], withdrawn: bool, kept: int
) -> None:
    bench.decide(deposit_kept=keeps)
    settle_payment(bench.payment, key="card/1")
    before(bench)
    cancel_order(bench.order, withdrawn=withdrawn)
    assert bench.balance(A.PAYABLE) == kept
    assert bench.balance(A.BUYERS) == 0
    assert sum(refund.amount_minor for refund in bench.refunds()) == bench.payment.amount_minor - kept
    assert (K.DEPOSIT_KEPT in bench.kinds()) == bool(kept)


def test_she_is_asked_for_the_balance_and_reminded(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    bench.work()

    def asked() -> int:
        with everything("a test's own messages"):
            return Message.objects.filter(
                kind="order_balance", subject_ref=str(bench.purchase.reference)
            ).count()

    remind_of_balances()
    before = asked()
    later = clock.now() + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    remind_of_balances()
    remind_of_balances()
    assert asked() == before + 1
