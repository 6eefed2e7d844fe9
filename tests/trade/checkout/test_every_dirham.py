"""Any sequence of orders, payments, deposits and balances, transfers, refunds, deliveries, returns, settlements, remittances,
cancellations, withdrawals and payouts, of sellers whose agent or merchant the market is and who may bring a parcel and take its
cash themselves, their fees paid by donors or not, leaves each dirham in exactly one place, each maker's part with it."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

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
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Admission, Maker, Organisation
from tadamun.people.sellers.operations import add_member, set_sells_as
from tadamun.trade.checkout.operations import (
    NothingPaid,
    NothingToPay,
    NotOffered,
    NotThere,
    cancel_order,
    choose_way,
    confirm_purchase,
    deliver_order,
    execute_refund,
    receive_return,
    refund_order,
    refundable,
    refuse_delivery,
    settle_payment,
    settle_transfer,
)
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.checkout.operations.settling import NotExpected
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState, record_fact
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import receive_gift
from tadamun.treasury.ledger.queries import had_by, verify_ledger
from tadamun.treasury.ledger.statements import statement_of
from tadamun.treasury.payments.models import Payment, PaymentShare, Refund
from tadamun.treasury.payments.operations import AboveCaptured, note_begun
from tadamun.treasury.payments.providers.base import Start
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances, open_lines
from tadamun.treasury.payouts.covering import CARRIER, GATEWAY, holders
from tadamun.treasury.payouts.models import Batch, MemoEntry, Payout, StatementLine, Withdrawal
from tadamun.treasury.payouts.operations import (
    NothingToPay as NothingDue,
)
from tadamun.treasury.payouts.operations import (
    SamePerson,
    approve_batch,
    ask_for_payout,
    confirm_payout,
    discard_batch,
    fail_payout,
    import_statement,
    match_remittance,
    match_settlement,
    name_destination,
    name_shares,
    note_sent,
    prepare_batch,
    take_back_withdrawal,
)
from tadamun.treasury.payouts.operations import (
    WrongState as NotNow,
)
from tadamun.treasury.payouts.operations.asking import CannotAsk, TooLate
from tadamun.treasury.payouts.operations.confirming import cost_at_rate
from tadamun.treasury.payouts.operations.matching import AboveBrought, name_brought
from tadamun.treasury.payouts.queries import dues
from tadamun.treasury.payouts.verifying import verify_payouts
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    make_rates,
)
from tests.trade.checkout.merchants import papers_and_book_agree
from tests.trade.checkout.test_paying import make_contract
from tests.treasury.payouts.stage import RIB

K = Fact.Kind
WHOLE, HERS = 10_000, 6_001  # of what a cooperative earns, in hundredths of a percent
OWED = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)
LIABLE = {"vat": "liable"}  # the cooperative, for the tax that a merchant deducts
BEGINS = ("placed", "delivered", "sent", "paid out", "came back")


class EveryDirham(RuleBasedStateMachine):
    """One market, one purchase of two sellers: a cooperative that shares with a maker, and one who names another currency."""

    reached: ClassVar[set[str]] = set()  # in any example

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
                "payout_least_minor": 0,
                "fund_pays_fee": True,
            }
        )
        self.contract = make_contract(self.market)
        self.remittances = 0
        make_rates()
        products = [
            make_product(
                make_organisation(self.market, registers=LIABLE),
                price=45001,
                mode=Variant.Mode.MADE_TO_ORDER,
                craft="pottery",
            ),
            make_product(make_organisation(self.market), price=10003, currency="ILS", craft="pottery"),
        ]
        self.products = products
        self.preparer, self.approver = make_person(), make_person()
        self.sellers = [
            (product.organisation, currency)
            for product, currency in zip(products, ("MAD", "ILS"), strict=True)
        ]
        for organisation, currency in self.sellers:
            self.can_be_paid(organisation, currency)
        with everything("a test's own maker"):
            self.maker = Maker.objects.get(organisation=self.sellers[0][0])
        name_shares(self.sellers[0][0], {self.maker: HERS})
        self.withdrawals = 0
        self.paid_out = 0  # what left the market's account for sellers
        self.given = 0  # what donors gave
        self.by_herself = False

    def can_be_paid(self, organisation: Organisation, currency: str) -> None:
        add_member(organisation, self.preparer)
        with clock.shifted(-timedelta(hours=25)):
            name_destination(
                organisation, self.market, self.preparer, rail="bank_file", holder="تعاونية", account=RIB, currency=currency,
            )  # fmt: skip

    def teardown(self) -> None:
        """Each example leaves the database as it found it."""
        transaction.set_rollback(True)
        self.rows.__exit__(None, None, None)

    @initialize(
        cards=st.integers(-1, 2), in_parts=st.booleans(), begins=st.sampled_from(BEGINS), merchant=st.integers(0, 3),
        asks=st.sampled_from([None, 0, 7_000]), by_herself=st.booleans(), gift=st.sampled_from([0, 3_000]),
        gives=st.sampled_from([None, None, "all", "goods", "later"]), brings=st.sampled_from([None, False, True]),
    )  # fmt: skip
    def place(
        self, cards: int, in_parts: bool, begins: str, merchant: int, asks: int | None, by_herself: bool = False, gift: int = 0,
        gives: str | None = None, brings: bool | None = None,
    ) -> None:  # fmt: skip
        """Paid by a transfer, in cash, or sent to the bank's page once or twice; what is made to order at once, or in two parts.
        The market is the agent of both sellers, or merchant of one. Most walks begin later: what follows then is longer.
        ``by_herself``: sellers bring what is handed over. ``gift``: of donors, enough for the fee of one of the two.
        ``gives``: the first order comes back. ``brings``: half of what others have of it, named or not.
        """
        self.by_herself, self.given = by_herself, gift
        if gift:
            receive_gift(self.market, Money(gift, "MAD"), reference="a test")
        if merchant < 2:
            seller = self.sellers[merchant][0]
            with scope(market_id=self.market.pk):
                set_sells_as(Admission.objects.get(organisation=seller), "merchant", reason="a test")
        method = {-1: "bank_transfer", 0: "cash_on_delivery"}.get(cards, self.contract.method)
        self.purchase = make_purchase(
            self.market, self.products, method=method, in_parts=in_parts and cards > 0
        )
        if cards > 1:
            with scope(market_id=self.market.pk):
                choose_way(Purchase.objects.select_related("market").get(), method)
        for payment in self.payments():
            if payment.contract:
                note_begun(payment, Start())
        if begins != "placed":
            if cards:
                self.both_parts_come()
            self.confirm()
            self.all_are_delivered()
        if asks is not None:
            self.she_asks_for_her_money(which=0, minor=asks, back=False)
        if begins in ("sent", "paid out", "came back"):
            self.all_is_paid_out(arrives=begins != "sent")
        if begins == "came back":
            for payout in self.payouts(Payout.State.CONFIRMED)[-1:]:
                self.fails(payout)
        if brings is not None:
            self.carriers_and_acquirers_bring(all_of_it=False, named=brings)
        if gives:
            self.sends_it_back(which=0, fit=True, gives=gives)
            self.sends_refunds()

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
            left = tries[which].contract is None  # a transfer whose buyer chose another way since
            if left:
                self.reached.add("a transfer she left")
            where = Account.Kind.BANK if left else Account.Kind.GATEWAY
            settle_payment(tries[which], key=f"t/{which}", reference="T", account=where)
        with suppress(NotExpected):
            self.reached.add("transfer" if settle_transfer(self.purchase, reference="VIR") else "no transfer")

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
            if kind == K.HANDED_OVER and self.by_herself:
                self.attempt(partial(hand_over, carrier="self"), self.order(which))
            else:
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

    @rule(which=st.integers(0, 1), fit=st.booleans(), gives=st.sampled_from(["all", "goods", "later"]))
    def sends_it_back(self, which: int, fit: bool, gives: str) -> None:
        """After delivery: her money goes back at once, or somebody decides later."""
        order, said = self.order(which), {"goods": gives != "later", "delivery": gives == "all"}
        with suppress(WrongState, NotThere):
            if receive_return(order, fit=fit, **said):
                self.reached.add(f"sent back: {gives}")

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
        self.nothing_is_brought_twice()

    @rule(all_of_it=st.booleans(), named=st.booleans())
    def carriers_and_acquirers_bring(self, all_of_it: bool, named: bool) -> None:
        """On the bank's statement: all that one has is understood at once, a part of it is explained by a person, who names
        what it was for now, later or never.
        """
        for carrier, balance in carrier_balances(self.market.pk, "MAD").items():
            for line, brought in self.lines(balance, all_of_it):
                said = self.some_of(CARRIER, carrier, brought) if named else []
                match_remittance(line, gross=brought, carrier=carrier, of=said)
            self.says_later(CARRIER, carrier)
        for contract, balance in gateway_balances(self.market.pk, "MAD"):
            for line, brought in self.lines(balance, all_of_it):
                said = self.some_of(GATEWAY, contract.code, brought) if named else []
                match_settlement(line, contract, gross=brought, of=said)
            self.says_later(GATEWAY, contract.code)
        self.nothing_is_brought_twice()

    def lines(self, balance: Money, all_of_it: bool) -> list[tuple[StatementLine, Money]]:
        """A line of the statement with all of it, or half, that nobody explained, and what it brought."""
        if balance.minor <= 0:
            return []
        self.remittances += 1
        brought = balance if all_of_it else Money((balance.minor + 1) // 2, "MAD")
        row = f"2026-11-20;{brought.major};;REMISE {self.remittances}"
        read = import_statement(self.market, f"date;montant;référence;libellé\n{row}".encode())
        with scope(market_id=self.market.pk):
            waiting = open_lines()
        assert len(waiting) == 1 - read.matched
        return [(line, brought) for line in waiting]

    def some_of(self, what: str, who: str, most: Money) -> list[str]:
        """Payments or orders that come to no more."""
        said: list[str] = []
        for one in holders(self.market, "MAD"):
            for row in one.rows if (one.what, one.who) == (what, who) else ():
                if 0 < row.amount.minor <= most.minor:
                    said, most = [*said, row.code], most - row.amount
        return said

    def says_later(self, what: str, who: str) -> None:
        """Of one: more than was brought is refused."""
        for one in holders(self.market, "MAD"):
            rows = sorted(one.rows, key=lambda row: row.amount.minor)
            for row in rows[:1] if (one.what, one.who) == (what, who) else ():
                with suppress(AboveBrought):
                    name_brought(self.market, what, who, "MAD", of=[row.code])
                    self.reached.add("named later")

    def nothing_is_brought_twice(self) -> None:
        """What stays open with each of them is at least what they have: lines cover no more than they brought."""
        for one in holders(self.market, "MAD"):
            assert sum(row.amount.minor for row in one.rows) >= one.balance.minor, one

    @rule()
    def time_passes(self) -> None:
        ripen()

    @rule(which=st.integers(0, 1), minor=st.integers(0, 50_000), back=st.booleans())
    def she_asks_for_her_money(self, which: int, minor: int, back: bool) -> None:
        """All of it, a part, or no more of what she asked for."""
        organisation, currency = self.sellers[which]
        if back:
            with scope(market_id=self.market.pk):
                asked = list(Withdrawal.objects.filter(organisation=organisation))
            for one in asked:
                with suppress(TooLate):
                    take_back_withdrawal(one)
            return
        self.withdrawals += 1
        ripen()
        with suppress(CannotAsk):
            ask_for_payout(
                organisation, self.market, self.preparer, key=f"w{self.withdrawals}", currency=currency,
                amount=Money(minor, currency) if minor else None,
            )  # fmt: skip
            self.reached.add("asked for a part" if minor else "asked for all")

    @rule(step=st.sampled_from(["prepare", "approve", "confirm", "alone", "discard"]), other=st.booleans())
    def payouts_go_on(self, step: str, other: bool) -> None:
        if step == "prepare":
            self.prepares_payouts("ILS" if other else "MAD")
        elif step == "confirm":
            self.the_bank_confirms(at_rate=other)
        elif step == "discard":
            self.a_batch_is_discarded()
        else:
            self.another_approves_and_sends(alone=step == "alone")

    def prepares_payouts(self, currency: str) -> None:
        """Of all that is ready now; often nothing is."""
        ripen()
        with suppress(NothingDue):
            prepare_batch(self.market, self.preparer, currency=currency, rail="bank_file")

    def another_approves_and_sends(self, alone: bool) -> None:
        for batch in self.batches():
            with suppress(SamePerson, NotNow):
                approve_batch(batch, self.preparer if alone else self.approver)
                assert not alone or batch.approved_by_id == self.approver.pk, "nobody approves her own"
                note_sent(batch)

    def the_bank_confirms(self, at_rate: bool) -> None:
        """Dirhams by the statement's own line; shekels by what left the account, or at the day's rate."""
        for payout in self.payouts(Payout.State.SENT):
            cost = Money(payout.amount_minor * 27 // 10 or 1, "MAD")
            if payout.currency == "MAD":
                row = f"date;montant;référence\n2026-11-20;-{payout.amount.major};{payout.code}"
                assert import_statement(self.market, row.encode()).matched == 1
                self.paid_out += payout.amount_minor
            elif not at_rate:
                confirm_payout(payout, reference="R", cost=cost)
                self.paid_out += cost.minor
            elif cost_at_rate(self.market, payout.amount):
                confirm_payout(payout, reference="R", at_rate=True)
                self.paid_out += Money(payout.amount_minor, "ILS").converted(Decimal("2.70"), "MAD").minor

    @precondition(lambda self: self.batches())
    @rule(latest=st.booleans())
    def a_payout_fails(self, latest: bool) -> None:
        """Before it arrived, or long after."""
        self.fails(self.payouts()[-1 if latest else 0])

    @precondition(lambda self: hasattr(self, "purchase") and self.payouts(Payout.State.CONFIRMED))
    @rule()
    def a_payout_comes_back(self) -> None:
        """It had arrived: what left the account is there again."""
        self.fails(self.payouts(Payout.State.CONFIRMED)[-1])

    def fails(self, payout: Payout) -> None:
        back = self.left_for(payout)
        if fail_payout(payout, reason="account closed"):
            self.paid_out -= back
            self.reached.add("came back" if back else "failed under way")

    def a_batch_is_discarded(self) -> None:
        for batch in self.batches()[-1:]:
            with suppress(NotNow):
                discard_batch(batch, reason="wrong")

    @rule(arrives=st.booleans())
    def all_is_paid_out(self, arrives: bool) -> None:
        """As most weeks go."""
        for currency in ("MAD", "ILS"):
            self.prepares_payouts(currency)
        self.another_approves_and_sends(alone=False)
        if arrives:
            self.the_bank_confirms(at_rate=False)

    def batches(self) -> list[Batch]:
        with scope(market_id=self.market.pk):
            return list(Batch.objects.select_related("market").order_by("pk"))

    def payouts(self, *states: str) -> list[Payout]:
        with scope(market_id=self.market.pk):
            rows = Payout.objects.select_related("batch__market", "organisation").order_by("pk")
            return list(rows.filter(state__in=states) if states else rows)

    @precondition(lambda self: hasattr(self, "purchase"))
    @invariant()
    def what_left_the_account_is_known(self) -> None:
        for payout in self.payouts(Payout.State.CONFIRMED):
            self.reached.add(f"{payout.currency} paid out")
            assert self.left_for(payout)

    def left_for(self, payout: Payout) -> int:
        """The market's account, by the book."""
        with everything("a test's own book"):
            rows = Entry.objects.filter(
                key__startswith=f"payout/{payout.code}/", credit__kind=Account.Kind.BANK
            )
            return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)

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
            kept = Entry.objects.filter(kind="cash_kept").aggregate(sum=Sum("amount_minor"))["sum"] or 0
            orders = list(SellerOrder.objects.order_by("pk"))
            assert list(verify_ledger()) == []
        A = Account.Kind
        got, back = shares["got"] or 0, shares["back"] or 0
        for currency in ("MAD", "ILS"):
            assert sum(value for (_, each), value in balance.items() if each == currency) == 0
        had = -sum(balance[kind, "MAD"] for kind in (A.GATEWAY, A.BANK, A.CASH_WITH_CARRIER))
        assert had == got + self.given - kept - refunds["done"] - self.paid_out
        assert balance[A.CASH_WITH_SELLER, "MAD"] == 0, "what she takes at the door is hers at once"
        assert balance[A.FUND, "MAD"] >= 0
        assert back == sum(refunds.values())
        assert balance[A.REFUNDS, "MAD"] == back - refunds["done"]
        # What a buyer brought is her seller's and the carrier's once it is delivered, hers before.
        for order in orders:
            ref, left = str(order.reference), order.total.minor - self.given_back(order)
            arrived = _sold(order)
            took = _kept_cash(order)
            assert of_order[ref, A.BUYERS] >= 0
            if arrived or order.goods_state in ("delivered", "cancelled"):
                assert of_order[ref, A.BUYERS] == 0
            if order.goods_state == "cancelled":
                assert of_order[ref, A.PAYABLE] == self.kept(order)
            if arrived:
                assert not self.kept(order)
            if order.goods_state == "returned" and order.money_state == "refunded" and arrived:
                self.reached.add("sent back and refunded")
            if arrived and not left:
                for kind in (A.FEES, A.FEE_VAT, A.MARGIN, A.SALE_VAT, A.FUND):
                    assert of_order[ref, kind] == 0, kind
                # She who brought it and took the cash owes what it was for; what goes back for bringing it is the market's.
                assert of_order[ref, A.DELIVERY] == (-order.delivery_minor if took else 0)
                assert of_order[ref, A.HELD_FOR_SELLER] + of_order[ref, A.PAYABLE] == -max(
                    took - order.delivery_minor, 0
                )
            if of_order[ref, A.FUND]:
                self.reached.add("donors paid")
                assert -of_order[ref, A.FUND] == of_order[ref, A.FEES] + of_order[ref, A.FEE_VAT]
            if took:
                self.reached.add("cash kept")
            if order.sold_as == "merchant":
                self.reached.add("sold as merchant" if of_order[ref, A.MARGIN] else "merchant")
                assert of_order[ref, A.FEES] == of_order[ref, A.FEE_VAT] == of_order[ref, A.FUND] == 0
                self.reached.add(papers_and_book_agree(order, of_order[ref, A.SALE_VAT]))
            else:
                assert of_order[ref, A.MARGIN] == of_order[ref, A.SALE_VAT] == 0
        for order in orders:
            if order.money_state in ("unpaid", "deposit") and order.goods_state != "delivered":
                assert not _sold(order), "the earning of an order nobody paid"

    @precondition(lambda self: hasattr(self, "purchase"))
    @invariant()
    def a_makers_part_is_hers_or_gone(self) -> None:
        """Of what her cooperative earned by an order, and of what is left of it; nobody else has a part."""
        organisation = self.sellers[0][0]
        order = self.order(0)
        with everything("a test's own book"):
            memos = list(MemoEntry.objects.order_by("pk"))
            mine = Entry.objects.filter(subject=str(order.reference)).exclude(
                kind__in=("cash_kept", "delivery")
            )
            came, went = (
                sum(mine.filter(**{f"{side}__organisation": organisation, f"{side}__kind__in": OWED}).values_list(
                    "amount_minor", flat=True
                ))
                for side in ("credit", "debit")
            )  # fmt: skip
        assert {memo.maker_id for memo in memos} <= {self.maker.pk}
        noted, left = sum(memo.amount_minor for memo in memos), came - went
        assert abs(noted * WHOLE - left * HERS) <= WHOLE
        assert noted or not left * HERS // WHOLE
        if not left:
            assert not noted
        if len(memos) > 1:
            self.reached.add("a maker's part went back")

    @precondition(lambda self: hasattr(self, "purchase"))
    @invariant()
    def sellers_are_owed_what_their_statement_says(self) -> None:
        """Held, ready or on its way: the statement is the book, and what is ready is due or under way, nothing twice."""
        now, ended = clock.now(), (Payout.State.CONFIRMED, Payout.State.FAILED)
        way: Counter[tuple[int, str]] = Counter()
        for payout in self.payouts():
            if payout.state not in ended:
                way[payout.organisation_id, payout.currency] += payout.amount_minor
        for organisation, currency in self.sellers:
            with scope(market_id=self.market.pk):
                hers = Account.objects.filter(organisation=organisation, currency=currency)
                book = had_by(hers.filter(kind__in=(Account.Kind.PAYABLE, Account.Kind.HELD_FOR_SELLER)))
                ready = had_by(hers.filter(kind=Account.Kind.PAYABLE))
                due = {one.organisation.pk: one.amount.minor for one in dues(self.market, currency)}
                told = statement_of(
                    organisation.pk, currency, now - timedelta(days=9), now + timedelta(days=9)
                )
            assert told.closing.minor == -sum(book.values())
            if due.get(organisation.pk, 0) < 0:
                self.reached.add("owes after a payout")
            if way[organisation.pk, currency]:
                self.reached.add(f"{currency} under way")
            assert -sum(ready.values()) == due.get(organisation.pk, 0) + way[organisation.pk, currency]
        assert list(verify_payouts()) == []


def _sold(order: SellerOrder) -> bool:
    with everything("a test's own book"):
        return Entry.objects.filter(subject=str(order.reference), kind="sale").exists()


def _kept_cash(order: SellerOrder) -> int:
    """What its seller took at the door herself."""
    with everything("a test's own book"):
        rows = Entry.objects.filter(subject=str(order.reference), kind="cash_kept")
        return int(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("merchant", "seen"), [(0, "a merchant deducts"), (1, "a merchant's tax")])
def test_what_a_merchant_bought_comes_back_in_parts(merchant: int, seen: str) -> None:
    """One walk that is always gone: of the seller who charges tax, and of the one who charges none."""
    walk = EveryDirham()
    walk.place(cards=0, in_parts=False, begins="delivered", merchant=merchant, asks=None)
    for goods, delivery in ((3_333, 100), (1, 0), (12_345, 0), (50_000, 2_500)):
        walk.each_dirham_is_in_one_place()
        walk.gives_back(merchant, goods, delivery)
    assert {"sold as merchant", seen} <= walk.reached
    walk.gives_the_rest_back(merchant)
    walk.each_dirham_is_in_one_place()
    walk.teardown()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cards", "by_herself", "gives", "seen"),
    [(-1, False, "later", "transfer"), (0, True, "all", "cash kept"), (0, False, "goods", "named later")],
)
def test_what_was_delivered_comes_back(cards: int, by_herself: bool, gives: str, seen: str) -> None:
    """Walks that are always gone: of a transfer, of cash that its seller kept or a carrier; donors pay the first fee."""
    walk = EveryDirham()
    walk.place(
        cards, in_parts=False, begins="delivered", merchant=3, asks=None, by_herself=by_herself, gift=3_000,
        brings=False,
    )  # fmt: skip
    steps = (
        partial(walk.sends_it_back, 0, True, gives), partial(walk.sends_it_back, 1, False, "all"), walk.time_passes,
        partial(walk.gives_the_rest_back, 0), walk.sends_refunds, partial(walk.all_is_paid_out, arrives=True),
        partial(walk.carriers_and_acquirers_bring, all_of_it=True, named=False),
    )  # fmt: skip
    walk.each_dirham_is_in_one_place()
    for step in steps:
        step()
        walk.each_dirham_is_in_one_place()
        walk.a_makers_part_is_hers_or_gone()
        walk.sellers_are_owed_what_their_statement_says()
        walk.nothing_is_brought_twice()
    assert walk.reached >= {seen, f"sent back: {gives}", "sent back and refunded", "donors paid"}
    walk.teardown()


@pytest.mark.slow
@pytest.mark.django_db
def test_any_sequence() -> None:
    run_state_machine_as_test(
        EveryDirham,
        settings=settings(
            max_examples=30, stateful_step_count=14, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
    # Else the walk is too short to show anything.
    assert EveryDirham.reached >= {
        "MAD paid out", "ILS paid out", "came back", "owes after a payout", "asked for all", "asked for a part",
        "sold as merchant", "a maker's part went back", "transfer", "donors paid", "sent back and refunded",
    }, EveryDirham.reached  # fmt: skip
