"""Who is paid, who is not and why; two people; the bank's file; what failed is due again."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.notices.models import Message
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, name_rate, post
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payouts.files import table_of, write_pain
from tadamun.treasury.payouts.files.pain import NAMESPACE
from tadamun.treasury.payouts.models import Batch, Claim, Payout
from tadamun.treasury.payouts.operations import (
    BadDestination,
    NothingToPay,
    SamePerson,
    WrongState,
    approve_batch,
    confirm_payout,
    discard_batch,
    fail_payout,
    import_statement,
    name_destination,
    note_sent,
    prepare_batch,
)
from tadamun.treasury.payouts.operations.confirming import CostUnknown, NotUnderWay
from tadamun.treasury.payouts.queries import BELOW_LEAST, DEBT, NO_DESTINATION, NOT_YET, dues
from tadamun.treasury.payouts.verifying import verify_payouts
from tests.standing import standing
from tests.treasury.payouts.definitions import PAIN_001_001_09, faults
from tests.treasury.payouts.stage import RIB, Office

pytestmark = pytest.mark.django_db


@standing
def office() -> Office:
    return Office()


def prepare(office: Office) -> Batch:
    return prepare_batch(office.market, office.preparer, currency="MAD", rail="bank_file")


def reasons(office: Office) -> dict[int, str]:
    with scope(market_id=office.market.pk):
        return {due.organisation.pk: due.why for due in dues(office.market, "MAD")}


@pytest.mark.broad
def test_both_directions_are_claimed_and_the_rest_is_paid(office: Office) -> None:
    first, second = office.sellers
    office.earn(first, 50_000)
    office.take_back(first, 8_000)
    office.earn(second, 100)
    prepare(office)
    assert [payout.amount_minor for payout in office.payouts()] == [42_000, 100]
    with pytest.raises(NothingToPay):
        prepare(office)


@pytest.mark.broad
def test_exceptions_are_named(office: Office) -> None:
    first, second = office.sellers
    third, fourth = office.make_seller(place=False), office.make_seller(place=False)
    name_destination(fourth, office.market, office.member, rail="cash_list", holder="Khadija")
    office.take_back(first, 10)
    office.earn(second, 9_999)
    office.earn(third, 50_000)
    office.earn(fourth, 50_000)
    office.market.policies = {**office.market.policies, "payout_least_minor": 10_000}
    office.market.__dict__.pop("policy", None)
    assert reasons(office) == {
        first.pk: DEBT,
        second.pk: BELOW_LEAST,
        third.pk: NO_DESTINATION,
        fourth.pk: NOT_YET,
    }
    with pytest.raises(NothingToPay):
        prepare(office)


@pytest.mark.broad
@pytest.mark.parametrize("sellers", [2, 5])
def test_preparing_and_checking_ask_the_same_however_many_are_paid(
    sellers: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office = Office(sellers=sellers)
    for seller in office.sellers:
        office.earn(seller, 50_000)
        office.take_back(seller, 8_000)
    with django_assert_num_queries(13):
        prepare(office)
    assert [payout.amount_minor for payout in office.payouts()] == [42_000] * sellers
    with django_assert_num_queries(2):
        assert list(verify_payouts()) == []
    with scope(market_id=office.market.pk):
        [batch] = Batch.objects.all()
    with django_assert_num_queries(11):
        discard_batch(batch, reason="wrong day")
    assert {payout.state for payout in office.payouts()} == {Payout.State.FAILED}


def test_whoever_prepared_does_not_approve(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    batch = prepare(office)
    with pytest.raises(SamePerson):
        approve_batch(batch, office.preparer)
    with pytest.raises(IntegrityError), transaction.atomic(), scope(market_id=office.market.pk):
        Batch.objects.filter(pk=batch.pk).update(approved_by=office.preparer)
    assert approve_batch(batch, office.approver)
    assert not approve_batch(batch, office.approver)


def test_nothing_is_confirmed_that_nobody_approved(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    batch = prepare(office)
    with pytest.raises(WrongState):
        note_sent(batch)
    with pytest.raises(NotUnderWay):
        confirm_payout(office.payouts()[0], reference="R")
    assert office.bank() == 0


def test_an_entry_is_claimed_once_whatever_the_program_does(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    prepare(office)
    payout = office.payouts()[0]
    with everything("a test's own claims"):
        entry = Entry.objects.get(claims__payout=payout)
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.create(entry=entry, payout=payout)


@pytest.mark.broad
def test_confirmed_it_is_posted_once_and_told(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    batch = prepare(office)
    approve_batch(batch, office.approver), note_sent(batch)
    payout = office.payouts()[0]
    assert confirm_payout(payout, reference="VIR 1")
    assert not confirm_payout(payout, reference="VIR 2")
    assert (office.bank(), office.payable(office.sellers[0])) == (-50_000, 0)
    run_worker(once=True, scheduled=False)
    with everything("a test's own messages"):
        assert Message.objects.filter(kind="payout_confirmed", to=office.member.phone).count() == 1
        assert Batch.objects.get(pk=batch.pk).state == Batch.State.CLOSED


@pytest.mark.broad
def test_what_came_back_is_written_back_and_paid_again(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    batch = prepare(office)
    approve_batch(batch, office.approver), note_sent(batch)
    payout = office.payouts()[0]
    confirm_payout(payout, reference="VIR 1")
    assert fail_payout(payout, reason="account closed")
    assert not fail_payout(payout, reason="account closed")
    assert (office.bank(), office.payable(office.sellers[0])) == (0, 50_000)
    prepare(office)
    assert [(one.state, one.amount_minor) for one in office.payouts()] == [
        (Payout.State.FAILED, 50_000), (Payout.State.PREPARED, 50_000)
    ]  # fmt: skip


def test_discarded_it_is_as_if_it_had_not_been(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    discard_batch(prepare(office), reason="wrong day")
    assert set(reasons(office).values()) == {""}
    batch = prepare(office)
    approve_batch(batch, office.approver), note_sent(batch)
    with pytest.raises(WrongState):
        discard_batch(batch, reason="too late")


def exchange(office: Office) -> dict[str, int]:
    """What the exchange accounts have, by currency."""
    with scope(market_id=office.market.pk):
        accounts = Account.objects.filter(kind="exchange")
        had = had_by(accounts)
        return {row.currency: had[row.pk] for row in accounts}


def owed_shekels(office: Office) -> Payout:
    """The buyer paid 270.00 MAD for 100.00 ILS; approved to be sent."""
    seller, market = office.sellers[0], office.market
    with clock.shifted(-timedelta(hours=25)):
        name_destination(seller, market, office.member, rail="manual", holder="A", currency="ILS")
    sale = [
        Posting("sale", "buyers", "exchange", Money(27_000, "MAD")),
        Posting("sale", "exchange", "payable", Money(10_000, "ILS"), credit_of=seller.pk),
    ]
    post(market, key="test/ils", subject="order:I", postings=sale)
    batch = prepare_batch(market, office.preparer, currency="ILS", rail="manual")
    approve_batch(batch, office.approver)
    return office.payouts()[0]


def test_owed_in_another_currency_the_market_bears_the_difference(office: Office) -> None:
    """Sending them cost 268.50 MAD: 1.50 MAD stay."""
    payout = owed_shekels(office)
    confirm_payout(payout, reference="SWIFT 1", cost=Money(26_850, "MAD"))
    assert exchange(office) == {"MAD": -150, "ILS": 0}
    assert office.bank() == -26_850
    fail_payout(payout, reason="came back")
    assert exchange(office) == {"MAD": -27_000, "ILS": 10_000}
    assert office.bank() == 0


def test_nothing_is_sent_abroad_for_nothing(office: Office) -> None:
    """What left the account is said, or the rate of a day is taken and marked; never zero."""
    payout = owed_shekels(office)
    for cost in (None, Money(0, "MAD"), Money(5, "EUR")):
        with pytest.raises(CostUnknown):
            confirm_payout(payout, reference="R", cost=cost)
    with pytest.raises(CostUnknown):
        confirm_payout(payout, reference="R", at_rate=True)
    assert office.payouts()[0].state == Payout.State.APPROVED
    name_rate("ILS", "MAD", Decimal("2.69"), on=date(2026, 11, 20), source="test")
    assert confirm_payout(payout, reference="R", at_rate=True)
    assert (office.bank(), exchange(office)) == (-26_900, {"MAD": -100, "ILS": 0})
    with scope(market_id=office.market.pk):
        assert Entry.objects.filter(kind="payout_at_rate").count() == 1


def test_only_what_a_payout_abroad_can_have_cost_is_taken_for_it(office: Office) -> None:
    """A fee that names it, and an amount in a third currency, wait for a person; so does everything while no rate is known."""
    payout = owed_shekels(office)

    def read(amount: str, currency: str = "MAD") -> int:
        row = f"date;montant;devise;référence;libellé\n2026-11-20;-{amount};{currency};VIR {payout.code};{amount}"
        return import_statement(office.market, row.encode()).matched

    assert read("268,00") == 0
    name_rate("ILS", "MAD", Decimal("2.69"), on=date(2026, 11, 20), source="test")
    assert read("15,00") == read("2690,00") == read("100,01", "ILS") == read("269,00", "USD") == 0
    assert office.payouts()[0].state == Payout.State.APPROVED and office.bank() == 0
    assert read("268,50") == 1
    assert (office.payouts()[0].state, office.bank()) == (Payout.State.CONFIRMED, -26_850)


# -- destinations --------------------------------------------------------------------------------------------


@pytest.mark.broad
def test_a_new_account_is_used_after_a_day_and_told_at_once(office: Office) -> None:
    seller = office.sellers[0]
    office.earn(seller, 50_000)
    other = "011519000001205000534921"
    name_destination(seller, office.market, office.member, rail="bank_file", holder="X", account=other)
    prepare(office)
    assert office.payouts()[0].masked.endswith("2396")
    discard_batch(office.payouts()[0].batch, reason="again")
    with clock.shifted(timedelta(hours=24, seconds=1)):
        prepare(office)
    assert office.payouts()[1].masked.endswith("4921")
    run_worker(once=True, scheduled=False)
    with everything("a test's own messages"):
        text = Message.objects.filter(kind="destination_changed").order_by("-pk")[0].text
    assert "4921" in text and other not in text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rail": "moon"}, "rail"), ({"holder": "  "}, "holder"), ({"account": ""}, "account"),
        ({"account": RIB[:-1] + "7"}, "account"), ({"currency": "XXX"}, "currency"),
    ],
)  # fmt: skip
def test_what_is_no_destination_is_refused(office: Office, said: dict[str, str], field: str) -> None:
    whole = {"rail": "bank_file", "holder": "A", "account": RIB, **said}
    with pytest.raises(BadDestination) as refused:
        name_destination(office.sellers[0], office.market, office.member, **whole)
    assert refused.value.field == field


def test_named_again_it_is_the_same(office: Office) -> None:
    seller = office.sellers[0]
    said = {"rail": "bank_file", "holder": "تعاونية زيت الأركان", "account": RIB}
    again = [name_destination(seller, office.market, office.member, **said) for _ in range(2)]
    assert again[0].pk == again[1].pk
    assert RIB not in again[0].sealed


def test_the_check_finds_what_was_broken_behind_our_back(office: Office) -> None:
    office.earn(office.sellers[0], 50_000)
    prepare(office)
    assert list(verify_payouts()) == []
    with everything("a test's own mischief"):
        Payout.objects.update(amount_minor=50_001)
        assert any("sum of what it claims" in said for said in verify_payouts())
        Payout.objects.update(amount_minor=50_000, state="confirmed")
        assert any("the book says otherwise" in said for said in verify_payouts())
        Payout.objects.update(state="failed", failed_at=clock.now())
        assert any("holds its claims" in said for said in verify_payouts())


# -- the bank's file ------------------------------------------------------------------------------------------


def written(office: Office) -> tuple[bytes, list[Payout]]:
    first, second = office.sellers
    office.earn(first, 50_050)
    office.earn(second, 7)
    batch = prepare(office)
    payouts = office.payouts()
    day = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    return write_pain(batch, payouts, made_at=day, execute_on=date(2026, 11, 23)), payouts


def test_the_file_is_as_its_definition_says(office: Office) -> None:
    data, payouts = written(office)
    root = fromstring(data)
    assert root.tag == f"{{{NAMESPACE}}}Document"
    assert faults(root, PAIN_001_001_09) == []
    for node in root.iter():
        assert (node.text or "").isascii()
        assert node.tag.rpartition("}")[2] != "Nm" or len(node.text or "") <= 70  # what banks print
    found: dict[str, list[str]] = {node.tag.rpartition("}")[2]: [] for node in root.iter()}
    for node in root.iter():
        found[node.tag.rpartition("}")[2]].append((node.text or "").strip())
    assert found["CtrlSum"] == ["500.57"] * 2
    assert sum(Decimal(amount) for amount in found["InstdAmt"]) == Decimal("500.57")
    assert found["NbOfTxs"] == ["2", "2"]
    assert found["EndToEndId"] == [payout.code for payout in payouts]
    assert set(found["IBAN"]) == {"MA64007780000123456789012396"}
    assert found["CreDtTm"] == ["2026-11-22T09:30:00"]
    assert [row[4] for row in table_of(payouts, language="fr")] == ["500.50", "0.07"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (b"<Dbtr>", b"<Dbtr><Nom/>", "Dbtr/Nom is unknown"),
        (b"<IBAN>", b"<IBAN>-", "IBAN is no Iban"),
        (b"<PmtMtd>TRF</PmtMtd>", b"", "PmtInf/PmtMtd: 0 of 1..1"),
        (b"<Ustrd>", b"<Ustrd>" + b"x" * 140, "Ustrd is no Max140"),
        (b'Ccy="MAD"', b"", "InstdAmt: currency"),
        (b"<ChrgBr>SHAR</ChrgBr>", b"<ChrgBr>SHAR</ChrgBr><UltmtDbtr/>", "PmtInf: order"),
        (b"<ChrgBr>SHAR</ChrgBr>", b"<PmtTpInf/>", "PmtTpInf is not described"),
        (b"<InstdAmt", b"<EqvtAmt/><InstdAmt", "Amt is a choice of one"),
        (b"<RmtInf>", b"<RmtInf/><RmtInf>", "CdtTrfTxInf/RmtInf: 2 of 0..1"),
    ],
)
def test_what_is_not_as_the_definition_says_is_seen(
    office: Office, right: bytes, wrong: bytes, said: str
) -> None:
    data, _ = written(office)
    assert right in data
    found = faults(fromstring(data.replace(right, wrong, 1)), PAIN_001_001_09)
    assert any(said in fault for fault in found), found


@pytest.mark.broad
def test_a_run_until_a_day_leaves_what_came_later(office: Office) -> None:
    """What she owes is taken off whenever it came; the day is over at midnight in the market."""
    first, second = office.sellers
    with clock.shifted(-timedelta(days=10)):
        office.earn(first, 30_000)
        day = clock.day_in(office.market.time_zone)
    office.earn(first, 50_000)
    office.earn(second, 20_000)
    office.take_back(first, 4_000)
    with scope(market_id=office.market.pk):
        found = {due.organisation.pk: due.amount.minor for due in dues(office.market, "MAD", day)}
    assert found == {first.pk: 26_000}
    with pytest.raises(NothingToPay):
        prepare_batch(
            office.market, office.preparer, currency="MAD", rail="bank_file", until=day - timedelta(days=1)
        )
    batch = prepare_batch(office.market, office.preparer, currency="MAD", rail="bank_file", until=day)
    assert batch.until == day
    assert [(one.organisation_id, one.amount_minor) for one in office.payouts()] == [(first.pk, 26_000)]
    prepare(office)
    assert sorted(one.amount_minor for one in office.payouts()) == [20_000, 26_000, 50_000]
    assert list(verify_payouts()) == []
