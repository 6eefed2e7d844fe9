"""The payout run on its pages: prepare, a second person approves, the bank's file, how each payout ended."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, name_rate, post
from tadamun.treasury.payouts.models import Batch, Payout, StatementLine
from tadamun.treasury.payouts.operations import ask_for_payout, name_destination
from tests.factories import make_organisation, make_person
from tests.web.backoffice.conftest import browser, in_team, words_of

pytestmark = pytest.mark.django_db
A = Account.Kind


def earn(market: Market, organisation: Organisation, minor: int, *, place: bool = True) -> None:
    ripe = Posting("ripe", A.BUYERS, A.PAYABLE, Money(minor, "MAD"), credit_of=organisation.pk)
    post(market, key=f"test/{organisation.pk}/{minor}", subject="order:T1", postings=[ripe])
    if place:
        with clock.shifted(-timedelta(days=2)):
            name_destination(
                organisation, market, make_person(), rail="bank_file", holder="Aïcha", account="007780000123456789012396"
            )  # fmt: skip


@pytest.fixture
def due(market: Market, organisation: Organisation) -> Organisation:
    earn(market, organisation, 45_050)
    return organisation


def prepare(client: Client) -> str:
    answer = client.post("/ar/office/payouts/", {"currency": "MAD", "rail": "bank_file"})
    assert answer.status_code == 303
    return str(answer["Location"])


def batch_of(market: Market) -> Batch:
    with scope(market_id=market.pk):
        return Batch.objects.select_related("prepared_by").get()


def payout_of(market: Market) -> Payout:
    with scope(market_id=market.pk):
        return Payout.objects.get()


@pytest.mark.broad
def test_a_run_from_the_table_to_the_bank(market: Market, operator: Client, due: Organisation) -> None:
    table = words_of(operator.get("/fr/office/payouts/"))
    assert "450,50" in table and "MA64 •••• 2396" in table
    address = prepare(operator)
    assert operator.get(f"{address}transfers.xml").status_code == 404
    alone = operator.post(f"{address}approval/")
    assert alone.status_code == 409
    second = in_team(market, "operator", "ليلى")
    assert second.post(f"{address}approval/").status_code == 303
    file = second.get(f"{address}transfers.xml")
    assert file["Content-Type"].startswith("application/xml")
    assert b"MA64007780000123456789012396" in file.content
    assert "MA64007780000123456789012396" in second.get(f"{address}transfers.csv").content.decode()
    assert "……" in second.get(f"{address}cash-list/").content.decode()
    assert second.post(f"{address}sending/").status_code == 303
    payout = payout_of(market)
    where = f"/ar/office/payouts/{payout.code}"
    assert second.post(f"{where}/confirmation/", {f"c-{payout.code}-reference": ""}).status_code == 422
    assert second.post(f"{where}/confirmation/", {f"c-{payout.code}-reference": "VIR 9"}).status_code == 303
    assert batch_of(market).state == Batch.State.CLOSED
    assert second.post(f"{where}/failure/", {f"f-{payout.code}-reason": "رفضه البنك"}).status_code == 303
    assert "450,50" in words_of(second.get("/fr/office/payouts/"))


@pytest.mark.broad
def test_a_run_until_a_day_is_shown_and_prepared(market: Market, operator: Client, due: Organisation) -> None:
    later = make_organisation(market)
    with clock.shifted(-timedelta(days=9)):
        day = clock.day_in(market.time_zone)
        earn(market, later, 10_010)
    table = words_of(operator.get(f"/fr/office/payouts/?until={day}"))
    assert "100,10" in table and "450,50" not in table
    for wrong in ("moon", "0000-00-00", "99999-1-1", "9999-12-31"):
        assert "450,50" in words_of(operator.get(f"/fr/office/payouts/?until={wrong}"))
    said = {"currency": "MAD", "rail": "bank_file", "until": str(day)}
    for wrong in ("moon", "9999-12-31"):
        assert operator.post("/ar/office/payouts/", {**said, "until": wrong}).status_code == 422
    answer = operator.post("/ar/office/payouts/", said)
    assert answer.status_code == 303
    with scope(market_id=market.pk):
        assert list(Payout.objects.values_list("amount_minor", flat=True)) == [10_010]
    assert "What was ready until" in words_of(operator.get(str(answer["Location"]).replace("/ar/", "/en/")))


def test_a_batch_is_discarded_with_a_reason(market: Market, operator: Client, due: Organisation) -> None:
    address = prepare(operator)
    assert operator.post(f"{address}discarding/", {"discard-reason": ""}).status_code == 422
    assert operator.post(f"{address}discarding/", {"discard-reason": "خطأ"}).status_code == 303
    assert operator.post(f"{address}sending/").status_code == 409
    assert prepare(operator) != address


@pytest.mark.broad
def test_whoever_cannot_be_paid_is_named_with_the_reason(market: Market, operator: Client) -> None:
    earn(
        market,
        make_organisation(market, names={"fr": "Coopérative sans compte", "ar": "تعاونية"}),
        900,
        place=False,
    )
    page = words_of(operator.get("/fr/office/payouts/"))
    assert "Coopérative sans compte" in page
    assert operator.post("/ar/office/payouts/", {"currency": "MAD", "rail": "bank_file"}).status_code == 409
    assert operator.post("/ar/office/payouts/", {"currency": "MAD", "rail": "moon"}).status_code == 422


@pytest.mark.broad
def test_a_long_run_is_read_page_by_page(market: Market, operator: Client) -> None:
    for _ in range(31):
        earn(market, make_organisation(market), 900, place=False)
    first = operator.get("/fr/office/payouts/")
    assert len(first.context["exceptions"]) == 30 and "?others=2" in first.content.decode()
    assert len(operator.get("/fr/office/payouts/?others=2").context["exceptions"]) == 1


@pytest.mark.broad
def test_support_sees_and_moves_nothing(
    market: Market, operator: Client, support: Client, due: Organisation
) -> None:
    assert '<form method="post"' not in support.get("/ar/office/payouts/").content.decode()
    assert support.post("/ar/office/payouts/", {"currency": "MAD", "rail": "bank_file"}).status_code == 404
    address = prepare(operator)
    assert support.get(address).status_code == 200
    for name in ("approval", "sending", "discarding"):
        assert support.post(f"{address}{name}/").status_code == 404
    assert support.get(f"{address}transfers.csv").status_code == 404
    assert support.get("/ar/office/bank/").status_code == 404


def test_another_market_sees_nothing_of_it(
    market: Market, other_market: Market, operator: Client, due: Organisation
) -> None:
    address = prepare(operator)
    there = in_team(other_market, "operator")
    assert there.get(address).status_code == 404
    assert there.get(f"/ar/office/payouts/sellers/{due.code}/").status_code == 404
    assert browser(market, make_person()).get(address).status_code == 404


def test_a_seller_s_account_amount_by_amount(market: Market, operator: Client, due: Organisation) -> None:
    address = f"/fr/office/payouts/sellers/{due.code}/"
    assert "450,50" in words_of(operator.get(address))
    assert "450.50" in operator.get(f"{address}statement.csv").content.decode()
    for month in ("2020-01", "99999-99", "x", "0000-00"):
        assert operator.get(f"{address}?month={month}").status_code == 200


def upload(client: Client, data: bytes) -> int:
    file = SimpleUploadedFile("releve.csv", data)
    return client.post("/fr/office/bank/", {"file": file}).status_code


@pytest.mark.broad
def test_a_statement_is_brought_in_and_explained(market: Market, operator: Client) -> None:
    post(
        market, key="cash/1", subject="order:C1",
        postings=[Posting("received", A.CASH_WITH_CARRIER, A.BUYERS, Money(47_500, "MAD"), debit_with="Amana")],
    )  # fmt: skip
    assert upload(operator, b"date;montant;libelle\n2026-11-20;450,00;AMANA VERSEMENT") == 303
    page = operator.get("/fr/office/bank/")
    assert "AMANA VERSEMENT" in page.content.decode()
    assert "It names nothing of ours. If an acquirer or a carrier sent it" in words_of(
        operator.get("/en/office/bank/")
    )
    assert "1 Bank lines nobody explained" in words_of(operator.get("/en/office/"))
    number = re.search(r"bank/(\d+)/matching", page.content.decode())
    assert number
    where, name = f"/fr/office/bank/{number[1]}/matching/", f"l{number[1]}"
    assert operator.post(where, {f"{name}-kind": ""}).status_code == 422
    assert operator.post(where, {f"{name}-kind": "note", f"{name}-note": ""}).status_code == 422
    assert operator.post(where, {f"{name}-kind": "carrier:CTM"}).status_code == 422
    assert operator.post(where, {f"{name}-kind": "carrier:Amana", f"{name}-gross": "476"}).status_code == 409
    assert (
        operator.post(where, {f"{name}-kind": "carrier:Amana", f"{name}-gross": "٤٧٥,٠٠"}).status_code == 303
    )
    assert operator.post(where, {f"{name}-kind": "note", f"{name}-note": "x"}).status_code == 409
    with everything("a test's own book"):
        assert Entry.objects.filter(kind="settled_fee").get().amount_minor == 2_500
        assert StatementLine.objects.get().state == StatementLine.State.MATCHED


@pytest.mark.parametrize("data", [b"hello", b"<a", b"date;montant\nhier;5"])
def test_a_file_that_is_no_statement_is_refused_with_a_sentence(operator: Client, data: bytes) -> None:
    assert upload(operator, data) == 422


@pytest.mark.broad
def test_queries_do_not_grow_with_sellers(
    market: Market, operator: Client, due: Organisation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(9):
        earn(market, make_organisation(market), 1_000)
    with django_assert_max_num_queries(26):
        operator.get("/ar/office/payouts/")


@pytest.mark.broad
def test_money_sent_abroad_says_what_it_cost(
    market: Market, operator: Client, organisation: Organisation
) -> None:
    """Nothing is refused; the rate of a day is a tick of its own."""
    with clock.shifted(-timedelta(days=2)):
        name_destination(organisation, market, make_person(), rail="manual", holder="A", currency="ILS")
    ripe = Posting("ripe", A.EXCHANGE, A.PAYABLE, Money(10_000, "ILS"), credit_of=organisation.pk)
    post(market, key="test/ils", subject="order:T1", postings=[ripe])
    answer = operator.post("/en/office/payouts/", {"currency": "ILS", "rail": "manual"})
    in_team(market, "operator", "ليلى").post(f"{answer['Location']}approval/")
    code = payout_of(market).code
    address = f"/en/office/payouts/{code}/confirmation/"
    said = {f"c-{code}-reference": "R"}
    for cost in ("", "0", "0,00"):
        page = operator.post(address, {**said, f"c-{code}-cost": cost, f"c-{code}-at_rate": "on"})
        assert page.status_code == 422
        assert "more than nothing" in words_of(page)
    name_rate("ILS", "MAD", Decimal("2.69"), on=date(2026, 11, 20), source="test")
    assert "take the rate of 2026-11-20, 2.69" in words_of(operator.get(answer["Location"]))
    assert operator.post(address, {**said, f"c-{code}-at_rate": "on"}).status_code == 303
    with scope(market_id=market.pk):
        assert Entry.objects.get(kind="payout_at_rate").amount == Money(26_900, "MAD")


@pytest.mark.broad
def test_who_asked_is_seen_and_who_waits_too_long_is_counted(
    market: Market, operator: Client, support: Client, due: Organisation
) -> None:
    quiet = make_organisation(market, names={"fr": "Coopérative silencieuse", "ar": "تعاونية"})
    earn(market, quiet, 900)
    ask_for_payout(due, market, make_person(), key="one", amount=Money(20_050, "MAD"))
    assert "asked=late&amp;currency" not in operator.get("/fr/office/").content.decode()
    assert "200,50" not in words_of(support.get("/fr/office/payouts/?asked=late"))
    with clock.shifted(timedelta(days=8)):
        assert "asked=late&amp;currency=MAD" in operator.get("/fr/office/").content.decode()
        for which in ("asked", "late"):
            page = words_of(support.get(f"/fr/office/payouts/?currency=MAD&asked={which}"))
            assert "200,50" in page and "Coopérative silencieuse" not in page
    whole = words_of(operator.get("/fr/office/payouts/?asked=moon"))
    assert "450,50" in whole and "Coopérative silencieuse" in whole
    prepare(operator)
    with scope(market_id=market.pk):
        assert sorted(Payout.objects.values_list("amount_minor", flat=True)) == [900, 20_050]
    with clock.shifted(timedelta(days=8)):
        assert "asked=late&amp;currency" not in operator.get("/fr/office/").content.decode()
