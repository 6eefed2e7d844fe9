"""Whatever is earned, given back, prepared, approved, sent, confirmed or failed, in any order: the book holds."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.ledger.statements import statement_of
from tadamun.treasury.payouts.models import Batch, Claim, Payout, Withdrawal
from tadamun.treasury.payouts.operations import (
    CannotAsk,
    NothingToPay,
    SamePerson,
    TooLate,
    WrongState,
    approve_batch,
    ask_for_payout,
    confirm_payout,
    discard_batch,
    fail_payout,
    note_sent,
    prepare_batch,
    take_back_withdrawal,
)
from tadamun.treasury.payouts.operations.confirming import NotUnderWay
from tadamun.treasury.payouts.queries import dues
from tadamun.treasury.payouts.verifying import verify_payouts
from tests.treasury.payouts.stage import Office

S = Payout.State
amounts = st.integers(min_value=1, max_value=5_000_000)
places = st.integers(min_value=0, max_value=10)


class Payouts(RuleBasedStateMachine):
    """Two organisations, one office; every step is undone with the transaction around it."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.office = Office()
        self.batches: list[Batch] = []
        self.bank = self.asked = 0

    def teardown(self) -> None:
        self.stack.close()

    @rule(seller=st.booleans(), amount=amounts)
    def earn(self, seller: bool, amount: int) -> None:
        self.office.earn(self.office.sellers[seller], amount)

    @rule(seller=st.booleans(), amount=amounts)
    def keep_cash(self, seller: bool, amount: int) -> None:
        self.office.keep_cash(self.office.sellers[seller], amount)

    @rule(seller=st.booleans(), amount=amounts)
    def take_back(self, seller: bool, amount: int) -> None:
        self.office.take_back(self.office.sellers[seller], amount)

    @rule()
    def prepare(self) -> None:
        with suppress(NothingToPay):
            self.batches.append(
                prepare_batch(self.office.market, self.office.preparer, currency="MAD", rail="bank_file")
            )

    @rule(seller=st.booleans(), amount=st.none() | amounts)
    def ask(self, seller: bool, amount: int | None) -> None:
        self.asked += 1
        wanted = None if amount is None else Money(amount, "MAD")
        with suppress(CannotAsk):
            ask_for_payout(
                self.office.sellers[seller], self.office.market, self.office.member, key=str(self.asked), amount=wanted
            )  # fmt: skip

    @precondition(lambda self: self.asked)
    @rule(which=places)
    def take_back_asking(self, which: int) -> None:
        with scope(market_id=self.office.market.pk):
            rows = list(Withdrawal.objects.all())
        if rows:
            with suppress(TooLate):
                take_back_withdrawal(rows[which % len(rows)])

    @precondition(lambda self: self.batches)
    @rule(which=places, alone=st.booleans())
    def approve(self, which: int, alone: bool) -> None:
        by = self.office.preparer if alone else self.office.approver
        with suppress(SamePerson, WrongState):
            moved = approve_batch(self._batch(which), by)
            assert not (moved and alone)

    @precondition(lambda self: self.batches)
    @rule(which=places)
    def send(self, which: int) -> None:
        with suppress(WrongState):
            note_sent(self._batch(which))

    @precondition(lambda self: self.batches)
    @rule(which=places)
    def discard(self, which: int) -> None:
        with suppress(WrongState):
            discard_batch(self._batch(which), reason="wrong")

    @precondition(lambda self: self.batches)
    @rule(which=places)
    def confirm(self, which: int) -> None:
        payout = self._payout(which)
        with suppress(NotUnderWay):
            if confirm_payout(payout, reference="R"):
                self.bank -= payout.amount_minor

    @precondition(lambda self: self.batches)
    @rule(which=places)
    def fail(self, which: int) -> None:
        payout = self._payout(which)
        if fail_payout(payout, reason="wrong account") and payout.state == S.CONFIRMED:
            self.bank += payout.amount_minor

    @invariant()
    def an_entry_is_claimed_once(self) -> None:
        with scope(market_id=self.office.market.pk):
            claims = Claim.objects.filter(released_at=None).values("entry").annotate(n=Count("pk"))
            assert not [row for row in claims if row["n"] > 1]

    @invariant()
    def a_payout_is_what_it_claims(self) -> None:
        for payout in self.office.payouts():
            assert payout.amount_minor == self.office.claimed(payout)

    @invariant()
    def nobody_is_paid_more_than_she_asked(self) -> None:
        with scope(market_id=self.office.market.pk):
            for row in Withdrawal.objects.select_related("payout"):
                assert row.payout is None or row.amount is None or row.payout.amount <= row.amount

    @invariant()
    def what_is_owed_is_due_or_under_way(self) -> None:
        with scope(market_id=self.office.market.pk):
            due = {one.organisation.pk: one.amount.minor for one in dues(self.office.market, "MAD")}
        for seller in self.office.sellers:
            way = [
                payout.amount_minor
                for payout in self.office.payouts()
                if payout.organisation_id == seller.pk and payout.state not in (S.CONFIRMED, S.FAILED)
            ]
            assert self.office.payable(seller) == due.get(seller.pk, 0) + sum(way)

    @invariant()
    def the_bank_gave_what_was_confirmed(self) -> None:
        assert self.office.bank() == self.bank

    @invariant()
    def statements_are_the_book(self) -> None:
        now = clock.now()
        with scope(market_id=self.office.market.pk):
            for seller in self.office.sellers:
                whole = statement_of(seller.pk, "MAD", now - timedelta(days=9), now + timedelta(days=9))
                assert whole.closing.minor == self.office.payable(seller)
            assert not Entry.objects.filter(amount_minor__lte=0).exists()
        assert list(verify_ledger()) == []
        assert list(verify_payouts()) == []

    def _batch(self, which: int) -> Batch:
        return self.batches[which % len(self.batches)]

    def _payout(self, which: int) -> Payout:
        payouts = self.office.payouts()
        return payouts[which % len(payouts)]


few = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db
def test_the_book_holds() -> None:
    run: Callable[..., Any] = run_state_machine_as_test
    run(Payouts, settings=few)
