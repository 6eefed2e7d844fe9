"""She asks for her money: once, no more than is ready, and every batch, failure and return leaves a plain answer."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.ledger.statements import statement_of
from tadamun.treasury.payouts.models import Withdrawal
from tadamun.treasury.payouts.operations import (
    CannotAsk,
    NothingToPay,
    TooLate,
    approve_batch,
    ask_for_payout,
    confirm_payout,
    discard_batch,
    fail_payout,
    name_destination,
    note_sent,
    take_back_withdrawal,
)
from tadamun.treasury.payouts.operations.asking import ALREADY, MORE_THAN_READY
from tadamun.treasury.payouts.queries import (
    BELOW_LEAST,
    DEBT,
    NO_DESTINATION,
    NOT_ASKED,
    NOT_YET,
    SUSPENDED,
    next_payouts,
)
from tadamun.treasury.payouts.verifying import verify_payouts
from tests.standing import standing
from tests.trade.checkout.test_at_once import at_once
from tests.treasury.payouts.stage import Office
from tests.treasury.payouts.test_batches import prepare, reasons

pytestmark = pytest.mark.django_db
Why = Withdrawal.Why


@standing
def office() -> Office:
    return Office()


def decide(office: Office, **policies: object) -> None:
    office.market.policies = {**office.market.policies, **policies}
    office.market.__dict__.pop("policy", None)


def ask(
    office: Office, minor: int | None = None, key: str = "one", who: Organisation | None = None
) -> Withdrawal:
    amount = None if minor is None else Money(minor, "MAD")
    return ask_for_payout(who or office.sellers[0], office.market, office.member, key=key, amount=amount)


def again(row: Withdrawal) -> Withdrawal:
    with everything("a test's own row"):
        return Withdrawal.objects.get(pk=row.pk)


def refused(office: Office, minor: int | None = None, who: Organisation | None = None) -> str:
    with pytest.raises(CannotAsk) as error:
        ask(office, minor, key="other", who=who)
    return error.value.why


def test_sent_twice_it_is_asked_once(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    assert ask(office).pk == ask(office).pk
    assert refused(office) == ALREADY
    with everything("a test's own mischief"), pytest.raises(IntegrityError), transaction.atomic():
        row = Withdrawal.objects.get()
        row.pk, row.code, row.key = None, "WAAAAAAAA", "two"
        row.save(force_insert=True)


@pytest.mark.broad
def test_what_cannot_be_asked_is_refused_with_its_reason(office: Office) -> None:
    first, second = office.sellers
    assert refused(office) == DEBT
    office.earn(first, 50_000)
    assert refused(office, 50_001) == MORE_THAN_READY
    nowhere, new = office.make_seller(place=False), office.make_seller(place=False)
    name_destination(new, office.market, office.member, rail="cash_list", holder="Khadija")
    office.earn(nowhere, 50_000), office.earn(new, 50_000)
    assert (refused(office, who=nowhere), refused(office, who=new)) == (NO_DESTINATION, NOT_YET)
    decide(office, payout_least_minor=10_000, pay_suspended=False)
    assert refused(office, 9_999) == BELOW_LEAST
    office.earn(second, 9_999)
    assert refused(office, who=second) == BELOW_LEAST
    with everything("a test's own decision"):
        Admission.objects.filter(organisation=first).update(
            status=Admission.Status.SUSPENDED, reason="papers"
        )
    assert refused(office) == SUSPENDED
    assert reasons(office)[first.pk] == SUSPENDED
    decide(office, pay_suspended=True)
    assert ask(office).open
    assert not Withdrawal._base_manager.exclude(organisation=first).exists()


def test_only_who_asked_is_paid_where_the_market_says_so(office: Office) -> None:
    first, second = office.sellers
    office.earn(first, 50_000), office.earn(second, 30_000)
    decide(office, payout_asked=True)
    assert set(reasons(office).values()) == {NOT_ASKED}
    with pytest.raises(NothingToPay):
        prepare(office)
    row = ask(office)
    prepare(office)
    (payout,) = office.payouts()
    assert (payout.organisation_id, payout.amount_minor) == (first.pk, 50_000)
    assert again(row).payout_id == payout.pk


@pytest.mark.broad
def test_she_is_paid_what_she_asked_and_the_rest_stays_ready(office: Office) -> None:
    """Oldest sales first; what she owes is taken at once; the last entry is parted, and her statement shows nothing of it."""
    seller = office.sellers[0]
    for minor in (20_000, 20_000, 20_000):
        office.earn(seller, minor)
    office.take_back(seller, 1_000)
    ask(office, 35_000)
    batch = prepare(office)
    (payout,) = office.payouts()
    assert payout.amount_minor == office.claimed(payout) == 35_000
    assert office.payable(seller) == 59_000
    now = clock.now()
    with scope(market_id=office.market.pk):
        told = statement_of(seller.pk, "MAD", now - timedelta(days=1), now + timedelta(days=1))
    assert [row.amount.minor for row in told.rows] == [20_000, 20_000, 20_000, -1_000]
    approve_batch(batch, office.approver), note_sent(batch)
    confirm_payout(payout, reference="VIR 1")
    prepare(office)
    assert [one.amount_minor for one in office.payouts()] == [35_000, 24_000]
    assert list(verify_ledger()) == [] and list(verify_payouts()) == []


def test_a_buyer_gave_something_back_meanwhile(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    ask(office, 45_000)
    office.take_back(office.sellers[0], 20_000)
    prepare(office)
    assert office.payouts()[0].amount_minor == 30_000


def test_taken_back_while_nobody_pays_it(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    first = ask(office)
    assert take_back_withdrawal(first)
    assert not take_back_withdrawal(first)
    second = ask(office, key="two")
    prepare(office)
    with pytest.raises(TooLate):
        take_back_withdrawal(second)
    assert (again(first).why, again(second).why) == (Why.TAKEN_BACK, "")


@pytest.mark.broad
def test_discarded_she_waits_again_unless_she_asked_anew(office: Office) -> None:
    seller = office.sellers[0]
    office.earn(seller, 50_000)
    first = ask(office)
    discard_batch(prepare(office), reason="wrong day")
    assert again(first).open
    batch = prepare(office)
    office.earn(seller, 7_000)
    second = ask(office, key="two")
    discard_batch(batch, reason="wrong day")
    assert again(first).why == Why.ASKED_AGAIN
    assert again(second).open
    prepare(office)
    assert office.payouts()[-1].amount_minor == 57_000


@pytest.mark.broad
@pytest.mark.parametrize("arrived", [True, False])
def test_what_failed_ends_and_she_may_ask_again(office: Office, arrived: bool) -> None:
    office.earn(office.sellers[0], 50_000)
    row = ask(office, 20_000)
    batch = prepare(office)
    approve_batch(batch, office.approver), note_sent(batch)
    payout = office.payouts()[0]
    if arrived:
        confirm_payout(payout, reference="VIR 1")
    fail_payout(payout, reason="account closed")
    assert (again(row).why, again(row).payout_id) == (Why.FAILED, payout.pk)
    assert ask(office, 50_000, key="two").open
    assert list(verify_payouts()) == []


@pytest.mark.parametrize(("weekday", "expected"), [(0, None), (1, 30), (2, 24), (7, 29)])
def test_the_next_day_of_payouts(office: Office, weekday: int, expected: int | None) -> None:
    """From Monday 23 November 2026 on: later than that day."""
    decide(office, payout_weekday=weekday)
    assert next_payouts(office.market, date(2026, 11, 23)) == (expected and date(2026, 11, expected))


@pytest.mark.broad
@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_two_phones_ask_while_a_batch_is_prepared() -> None:
    office = Office(sellers=1)
    with transaction.atomic():
        office.earn(office.sellers[0], 50_000)

    def perhaps(key: str) -> None:
        with suppress(CannotAsk):
            ask(office, key=key)

    at_once(partial(perhaps, "one"), partial(prepare, office), partial(perhaps, "two"))
    with everything("a test's own rows"):
        rows = list(Withdrawal.objects.all())
    assert sum(row.open for row in rows) <= 1
    assert [one.amount_minor for one in office.payouts()] == [50_000]
