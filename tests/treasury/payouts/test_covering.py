"""Which payments and orders a line of the bank brought: what it did not stays open by its age, whatever else comes."""

from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import Contract, Payment, PaymentShare, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payouts.covering import Holder, count_late, holder, holders, late, open_rows
from tadamun.treasury.payouts.models import Coverage, StatementLine
from tadamun.treasury.payouts.operations import (
    AboveBrought,
    NotTheirs,
    import_statement,
    match_remittance,
    match_settlement,
    name_brought,
)
from tests.standing import standing
from tests.treasury.payouts.stage import Office
from tests.treasury.payouts.test_statements import table

pytestmark = pytest.mark.django_db
A = Account.Kind
_lines = count(1)


@standing
def office() -> Office:
    return Office(sellers=0)


def mad(minor: int) -> Money:
    return Money(minor, "MAD")


def collected(office: Office, code: str, minor: int, *, days: int = 0, carrier: str = "Amana") -> None:
    cash = Posting("received", A.CASH_WITH_CARRIER, A.BUYERS, mad(minor), debit_with=carrier)
    with clock.shifted(-timedelta(days=days)):
        post(office.market, key=f"received/{code}", subject=f"order:{code}", postings=[cash])


def acquirer(office: Office, name: str) -> Contract:
    return write_contract(
        office.market, provider="est", acquirer=name, channels=["web"], active=True,
        settings={"page_url": "https://bank.test/fim", "client_id": name, "tran_type": "Auth", "api_url": ""},
        secrets={"storekey": "TEST1234"},
    )  # fmt: skip


def taken(office: Office, contract: Contract, code: str, minor: int, *, days: int = 0) -> Payment:
    """By an acquirer: of one order, as settling a payment leaves it."""
    with clock.shifted(-timedelta(days=days)), scope(market_id=office.market.pk):
        payment = Payment.objects.create(
            market=office.market, contract=contract, code=code, subject=f"purchase:{code}", provider="est",
            amount_minor=minor, currency="MAD", state=Payment.State.CAPTURED,
        )  # fmt: skip
        PaymentShare.objects.create(
            payment=payment, beneficiary=f"order:{code}-1", claimed_minor=minor, captured_minor=minor
        )
        came = Posting("received", A.GATEWAY, A.BUYERS, mad(minor))
        post(office.market, key=f"gateway/{code}/{code}-1", subject=f"order:{code}-1", postings=[came])
    return payment


def given_back(office: Office, payment: Payment, minor: int) -> None:
    with scope(market_id=office.market.pk):
        refund = Refund.objects.create(
            payment=payment, beneficiary=f"order:{payment.code}-1", amount_minor=minor, currency="MAD",
            reason="agreed", decided_by="person:1", provider="est", state=Refund.State.DONE,
        )  # fmt: skip
        went = Posting("refunded", A.REFUNDS, A.GATEWAY, mad(minor))
        post(office.market, key=f"refunded/{refund.code}", subject=refund.beneficiary, postings=[went])


def line_of(office: Office, minor: int) -> StatementLine:
    """Nobody understood it at once."""
    label = f"VERSEMENT {next(_lines)}"
    assert import_statement(office.market, table(f"2026-11-20;{minor / 100:.2f};;{label}")).matched == 0
    with scope(market_id=office.market.pk):
        return StatementLine.objects.select_related("market").get(label=label)


def lates(office: Office) -> dict[str, tuple[int, list[str]]]:
    found = late(office.market, "MAD")
    before = clock.now() - timedelta(days=office.market.policy.overdue_days)
    old = [
        row.what for row in open_rows(office.market.pk, "MAD") if row.since <= before and row.amount.minor > 0
    ]
    assert count_late(office.market, "MAD") == (old.count(A.GATEWAY), old.count(A.CASH_WITH_CARRIER))
    return {
        one.contract.acquirer if one.contract else one.who: (one.late.minor, [row.code for row in one.late_rows])
        for one in found
    }  # fmt: skip


def with_amana(office: Office) -> Holder:
    found = holder(office.market, "MAD", A.CASH_WITH_CARRIER, "Amana")
    assert found is not None
    return found


def test_a_carrier_that_keeps_one_old_parcel_is_seen_whatever_it_brings(office: Office) -> None:
    collected(office, "OLD-1", 47_500, days=20)
    for number in range(3):
        collected(office, f"NEW-{number}", 30_000, days=3)
    match_remittance(line_of(office, 60_000), gross=mad(60_000), carrier="Amana", of={"NEW-0", "NEW-1"})
    assert lates(office) == {"Amana": (47_500, ["OLD-1"])}
    match_remittance(line_of(office, 30_000), gross=mad(30_000), carrier="Amana", of={"NEW-2"})
    assert lates(office) == {"Amana": (47_500, ["OLD-1"])}
    assert import_statement(office.market, table("2026-11-21;475,00;;VERSEMENT")).matched == 1
    assert lates(office) == {}
    assert open_rows(office.market.pk, "MAD") == []


def test_one_acquirer_s_settlements_hide_nothing_of_another(office: Office) -> None:
    """Both stand on one account of the book."""
    silent, paying = acquirer(office, "A"), acquirer(office, "B")
    taken(office, silent, "KSLENT", 40_000, days=20)
    for number in range(3):
        taken(office, paying, f"KPAY{number}", 50_000, days=number)
    match_settlement(line_of(office, 98_000), paying, gross=mad(100_000), of={"KPAY0", "KPAY1"})
    assert lates(office) == {"A": (40_000, ["KSLENT"])}
    found = {(row.who, row.code) for row in open_rows(office.market.pk, "MAD")}
    assert found == {(silent.code, "KSLENT"), (paying.code, "KPAY2")}


def test_nothing_is_brought_twice(office: Office) -> None:
    collected(office, "A-1", 10_000)
    collected(office, "B-1", 10_000)
    collected(office, "C-1", 20_000)
    line = line_of(office, 10_000)
    match_remittance(line, gross=mad(10_000), carrier="Amana", of={"A-1"})
    other = line_of(office, 20_000)
    for wrong in ({"A-1"}, {"A-1", "C-1"}, {"MOON"}):
        with pytest.raises(NotTheirs):
            match_remittance(other, gross=mad(20_000), carrier="Amana", of=wrong)
    with (
        everything("a test"),
        transaction.atomic(),
        pytest.raises(IntegrityError, match=r"brought_once|UNIQUE"),
    ):
        Coverage.objects.create(line=other, entry=Entry.objects.get(subject="order:A-1", kind="received"))


def test_what_is_named_is_never_more_than_was_brought(office: Office) -> None:
    collected(office, "A-1", 10_000)
    collected(office, "B-1", 10_000)
    line = line_of(office, 10_001)
    with pytest.raises(AboveBrought):
        match_remittance(line, gross=mad(10_001), carrier="Amana", of={"A-1", "B-1"})
    assert len(with_amana(office).rows) == 2
    match_remittance(line, gross=mad(20_000), carrier="Amana", of={"A-1", "B-1"})
    assert open_rows(office.market.pk, "MAD") == []


@pytest.mark.broad
def test_what_was_brought_without_a_word_is_named_later(office: Office) -> None:
    collected(office, "OLD-1", 10_000, days=20)
    collected(office, "NEW-1", 10_000)
    match_remittance(line_of(office, 9_000), gross=mad(10_000), carrier="Amana")
    there = with_amana(office)
    assert (there.balance, there.loose, there.late) == (mad(10_000), mad(10_000), mad(10_000))
    with pytest.raises(AboveBrought):
        name_brought(office.market, there.what, there.who, "MAD", of={"OLD-1", "NEW-1"})
    assert name_brought(office.market, there.what, there.who, "MAD", of={"NEW-1"}) == 1
    there = with_amana(office)
    assert ([row.code for row in there.rows], there.loose, there.late) == (["OLD-1"], mad(0), mad(10_000))
    with pytest.raises(AboveBrought):
        name_brought(office.market, there.what, there.who, "MAD", of={"OLD-1"})


@pytest.mark.broad
def test_what_went_back_is_taken_off_once(office: Office) -> None:
    """Before the settlement it lowers its payment; after it, it is taken off the next one by itself."""
    bank = acquirer(office, "A")
    first, second = taken(office, bank, "KFRST", 50_000, days=20), taken(office, bank, "KSECND", 30_000)
    given_back(office, first, 50_000)
    assert [(row.code, row.amount.minor) for row in open_rows(office.market.pk, "MAD")] == [
        ("KSECND", 30_000)
    ]
    assert lates(office) == {}
    assert import_statement(office.market, table("2026-11-20;300,00;;REGLEMENT")).matched == 1
    third = taken(office, bank, "KTHRD", 20_000)
    given_back(office, second, 5_000)
    with clock.shifted(timedelta(days=20)):  # what went back counts at its own payment, by its own age
        assert lates(office) == {"A": (15_000, ["KTHRD"])}
    rows = {row.code: row.amount.minor for row in open_rows(office.market.pk, "MAD")}
    assert rows == {"KSECND": -5_000, "KTHRD": 20_000}
    match_settlement(line_of(office, 14_800), bank, gross=mad(15_000), of={"KSECND", third.code})
    assert open_rows(office.market.pk, "MAD") == []


@pytest.mark.broad
def test_lines_explained_before_brought_the_oldest(office: Office) -> None:
    bank = acquirer(office, "A")
    for number in range(3):
        taken(office, bank, f"KPAY{number}", 10_000)
        collected(office, f"C-{number}", 10_000)
    match_settlement(line_of(office, 19_000), bank, gross=mad(20_000))
    match_remittance(line_of(office, 15_000), gross=mad(15_000), carrier="Amana")
    backfill = import_module("tadamun.treasury.payouts.migrations.0003_what_lines_bring").cover_the_oldest
    with everything("a migration"):
        backfill(apps, None)
    found = [row.code for row in open_rows(office.market.pk, "MAD")]
    assert sorted(found) == ["C-1", "C-2", "KPAY2"]


@pytest.mark.broad
def test_questions_do_not_grow_with_payments(office: Office, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        taken(office, acquirer(office, f"A{number}"), f"KPAY{number}", 50_000, days=20)
        collected(office, f"C-{number}", 10_000, days=20, carrier=f"C{number}")
    with django_assert_max_num_queries(4):
        assert len(open_rows(office.market.pk, "MAD")) == 24
    with django_assert_max_num_queries(12):
        assert len(late(office.market, "MAD")) == 24
    with django_assert_max_num_queries(3):
        assert count_late(office.market, "MAD") == (12, 12)
    # A page that looks at the oldest five says so, and calls nothing brought that it did not look at.
    few = holders(office.market, "MAD", 5)
    assert {(one.cut, one.balance.minor > 0, one.loose.minor) for one in few} == {(True, True, 0)}
    assert sum(len(one.rows) for one in few) == 5
    assert not any(one.cut for one in holders(office.market, "MAD", 24))
