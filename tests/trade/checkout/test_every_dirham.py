"""Any sequence of orders, payments, deposits and balances, refunds, deliveries, remittances and cancellations leaves each
dirham in exactly one place."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations import (
    NothingPaid,
    NothingToPay,
    NotOffered,
    cancel_order,
    choose_way,
    confirm_purchase,
    deliver_order,
    execute_refund,
    refund_order,
    refundable,
    refuse_delivery,
    settle_payment,
)
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState, record_fact
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Payment, PaymentShare, Refund
from tadamun.treasury.payments.operations import AboveCaptured, note_begun
from tadamun.treasury.payments.providers.base import Start
from tadamun.treasury.payouts.clearing import carrier_balances, open_lines
from tadamun.treasury.payouts.operations import import_statement, match_remittance
from tests.factories import make_market, make_organisation, make_product, make_purchase, make_rates
from tests.trade.checkout.test_paying import make_contract

K = Fact.Kind


class EveryDirham(RuleBasedStateMachine):
    """One market, one purchase of two sellers, one of whom names another currency."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = transaction.atomic()
        self.rows.__enter__()
        self.market = make_market(
            policies={
                "return_days": 0,
                "confirm_cash": True,
                "deposit_from_minor": 0,
                "deposit_kept": True,
            }
        )
        self.contract = make_contract(self.market)
        self.remittances = 0
        make_rates()
        products = [
            make_product(make_organisation(self.market), price=45001, mode=Variant.Mode.MADE_TO_ORDER),
            make_product(make_organisation(self.market), price=10003, currency="ILS"),
        ]
        self.products = products

    def teardown(self) -> None:
        """Each example leaves the database as it found it."""
        transaction.set_rollback(True)
        self.rows.__exit__(None, None, None)

    @initialize(cards=st.integers(0, 2), in_parts=st.booleans())
    def place(self, cards: int, in_parts: bool) -> None:
        """Paid in cash, or sent to the bank's page once or twice; what is made to order at once, or in two parts."""
        method = self.contract.method if cards else "cash_on_delivery"
        self.purchase = make_purchase(
            self.market, self.products, method=method, in_parts=in_parts and cards > 0
        )
        if cards > 1:
            with scope(market_id=self.market.pk):
                choose_way(Purchase.objects.select_related("market").get(), method)
        for payment in self.payments():
            if payment.contract:
                note_begun(payment, Start())

    def payments(self) -> list[Payment]:
        with scope(market_id=self.market.pk):
            return list(Payment.objects.select_related("market", "contract").order_by("pk"))

    def order(self, which: int) -> SellerOrder:
        with scope(market_id=self.market.pk):
            return SellerOrder.objects.select_related("market", "purchase").order_by("pk")[which]

    @rule(which=st.integers(0, 3))
    def money_comes(self, which: int) -> None:
        tries = [payment for payment in self.payments() if payment.begun_at]
        if which < len(tries):
            settle_payment(tries[which], key=f"t/{which}", reference="T")

    @rule(card=st.booleans())
    def another_way(self, card: bool) -> None:
        with scope(market_id=self.market.pk):
            purchase = Purchase.objects.select_related("market").get()
        try:
            payment = choose_way(purchase, self.contract.method if card else "cash_on_delivery")
        except (NothingToPay, NotOffered):
            return
        if card:
            note_begun(payment, Start())

    @rule()
    def confirm(self) -> None:
        confirm_purchase(self.purchase)

    @rule(which=st.integers(0, 1), kind=st.sampled_from([K.ACCEPTED, K.PACKED, K.HANDED_OVER]))
    def one_step(self, which: int, kind: str) -> None:
        self.moves(which, kind)

    def moves(self, which: int, kind: str) -> None:
        with scope(market_id=self.market.pk):
            self.attempt(record_fact, self.order(which), kind)

    @rule()
    def all_are_delivered(self) -> None:
        for which in (0, 1):
            for kind in (K.ACCEPTED, K.PACKED, K.HANDED_OVER):
                self.moves(which, kind)
            self.attempt(deliver_order, self.order(which))

    @rule()
    def both_parts_come(self) -> None:
        """As most purchases go: the deposit, then the balance by card."""
        self.money_comes(0)
        self.another_way(card=True)
        self.money_comes(len(self.payments()) - 1)

    @rule(which=st.integers(0, 1))
    def withdraws(self, which: int) -> None:
        self.attempt(partial(cancel_order, withdrawn=True), self.order(which))

    @rule(which=st.integers(0, 1), act=st.sampled_from([cancel_order, refuse_delivery]))
    def ends(self, which: int, act: Any) -> None:
        self.attempt(act, self.order(which))

    @rule(which=st.integers(0, 1), goods=st.integers(0, 50_000), delivery=st.integers(0, 3_000))
    def gives_back(self, which: int, goods: int, delivery: int) -> None:
        if not goods + delivery:
            return
        try:
            refund_order(
                self.order(which), goods=Money(goods, "MAD"), delivery=Money(delivery, "MAD"), reason="flaw"
            )
        except (AboveCaptured, NothingPaid):
            return

    @rule(which=st.integers(0, 1))
    def gives_the_rest_back(self, which: int) -> None:
        try:
            left = refundable(self.order(which))
        except NothingPaid:
            return
        if left.goods or left.delivery:
            refund_order(self.order(which), goods=left.goods, delivery=left.delivery, reason="flaw")

    @rule()
    def sends_refunds(self) -> None:
        with everything("a test's own refunds"):
            due = list(Refund.objects.select_related("payment__market", "payment__contract"))
        for refund in due:
            execute_refund(refund, reference=f"VIR-{refund.pk}")

    @rule(all_of_it=st.booleans())
    def carriers_bring_cash(self, all_of_it: bool) -> None:
        """On the bank's statement: all that one has is understood at once, a part of it is explained by a person."""
        for carrier, balance in carrier_balances(self.market.pk, "MAD").items():
            self.remittances += 1
            brought = balance if all_of_it else Money((balance.minor + 1) // 2, "MAD")
            row = f"2026-11-20;{brought.major};;REMISE {self.remittances}"
            read = import_statement(self.market, f"date;montant;référence;libellé\n{row}".encode())
            with scope(market_id=self.market.pk):
                waiting = open_lines()
            assert len(waiting) == 1 - read.matched
            for line in waiting:
                match_remittance(line, gross=brought, carrier=carrier)

    @rule()
    def time_passes(self) -> None:
        ripen()

    def given_back(self, order: SellerOrder) -> int:
        """Of the payments that paid it or a part of it."""
        with everything("a test's own refunds"):
            paid = Fact.objects.filter(order=order, kind__in=(K.PAID, K.DEPOSIT_PAID))
            codes = [fact.detail["payment"] for fact in paid]
            rows = Refund.objects.filter(beneficiary=str(order.reference), payment__code__in=codes)
            return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)

    def kept(self, order: SellerOrder) -> int:
        with everything("a test's own facts"):
            kept = Fact.objects.filter(order=order, kind=K.DEPOSIT_KEPT).first()
        return int(kept.detail["minor"]) if kept else 0

    def attempt(self, act: Any, *arguments: Any) -> None:
        try:
            act(*arguments)
        except WrongState:
            return

    @precondition(lambda self: hasattr(self, "purchase"))
    @invariant()
    def each_dirham_is_in_one_place(self) -> None:
        with everything("a test's own book"):
            balance: Counter[tuple[str, str]] = Counter()
            of_order: Counter[tuple[str, str]] = Counter()
            for entry in Entry.objects.select_related("debit", "credit"):
                of_order[entry.subject, entry.credit.kind] += entry.amount_minor
                of_order[entry.subject, entry.debit.kind] -= entry.amount_minor
                balance[entry.credit.kind, entry.currency] += entry.amount_minor
                balance[entry.debit.kind, entry.currency] -= entry.amount_minor
            shares = PaymentShare.objects.aggregate(got=Sum("captured_minor"), back=Sum("refunded_minor"))
            refunds = {
                state: Refund.objects.filter(state=state).aggregate(sum=Sum("amount_minor"))["sum"] or 0
                for state in Refund.State
            }
            orders = list(SellerOrder.objects.order_by("pk"))
            assert list(verify_ledger()) == []
        A = Account.Kind
        got, back = shares["got"] or 0, shares["back"] or 0
        for currency in ("MAD", "ILS"):
            assert sum(value for (_, each), value in balance.items() if each == currency) == 0
        had = -sum(balance[kind, "MAD"] for kind in (A.GATEWAY, A.BANK, A.CASH_WITH_CARRIER))
        assert had == got - refunds["done"]
        assert back == sum(refunds.values())
        assert balance[A.REFUNDS, "MAD"] == back - refunds["done"]
        # What a buyer brought is her seller's and the carrier's once it is delivered, hers before.
        for order in orders:
            ref, left = str(order.reference), order.total.minor - self.given_back(order)
            assert of_order[ref, A.BUYERS] >= 0
            if order.goods_state in ("delivered", "cancelled"):
                assert of_order[ref, A.BUYERS] == 0
            if order.goods_state == "cancelled":
                assert of_order[ref, A.PAYABLE] == self.kept(order)
            if order.goods_state == "delivered":
                assert not self.kept(order)
            if order.goods_state == "delivered" and not left:
                for kind in (A.FEES, A.FEE_VAT, A.DELIVERY):
                    assert of_order[ref, kind] == 0, kind
                assert of_order[ref, A.HELD_FOR_SELLER] + of_order[ref, A.PAYABLE] == 0
        for order in orders:
            if order.money_state in ("unpaid", "deposit") and order.goods_state != "delivered":
                assert not _sold(order), "the earning of an order nobody paid"


def _sold(order: SellerOrder) -> bool:
    with everything("a test's own book"):
        return Entry.objects.filter(subject=str(order.reference), kind="sale").exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_any_sequence() -> None:
    run_state_machine_as_test(
        EveryDirham,
        settings=settings(
            max_examples=40, stateful_step_count=14, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
