"""The donors' fund and rates of exchange, as the team sees and writes them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Rate
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import fund_of
from tadamun.treasury.ledger.taxes import pay_tax
from tests.factories import make_market
from tests.trade.papers.selling import give_back, sell
from tests.trade.papers.test_purchases import seller_of_a_merchant
from tests.web.backoffice.conftest import in_team, words_of

FUND, RATES, TAX = "/en/office/fund/", "/en/office/settings/rates/", "/en/office/papers/tax/"
TABLE = b"base,quote,on,rate\nEUR,MAD,2026-11-20,10.75\n"


def test_a_gift_is_recorded_once(market: Market, operator: Client) -> None:
    for _ in range(2):
        answer = operator.post(FUND, {"amount": "٢٥٠٠", "reference": "VIR-77"})
        assert (answer.status_code, answer.headers["Location"]) == (303, FUND)
    assert fund_of(market.pk, "MAD") == Money(250_000, "MAD")
    page = words_of(operator.get(FUND))
    assert "Gift" in page and "gift:VIR-77" in page


@pytest.mark.parametrize(
    "said", [{"amount": "0"}, {"amount": "-5"}, {"amount": "x"}, {"reference": ""}, {"amount": "1.234"}]
)
def test_what_is_no_gift_is_refused(market: Market, operator: Client, said: dict[str, str]) -> None:
    answer = operator.post(FUND, {"amount": "100", "reference": "VIR-1", **said})
    assert answer.status_code == 422
    assert not fund_of(market.pk, "MAD")


def test_a_file_of_rates_is_brought_in(market: Market, operator: Client) -> None:
    answer = operator.post(RATES, {"file": SimpleUploadedFile("bam.csv", TABLE)})
    assert answer.status_code == 303
    assert Rate.objects.get(base="EUR", quote="MAD").source == "bam.csv"
    page = words_of(operator.get(RATES))
    assert "1 EUR" in page and "10.75 MAD" in page


def test_rates_of_another_markets_currency_stay_as_they_are(market: Market, operator: Client) -> None:
    make_market("suq", currency="JOD", policies={"seller_currencies": ["EUR"]})
    table = TABLE + b"EUR,JOD,2026-11-20,99\n"
    operator.post(RATES, {"file": SimpleUploadedFile("bam.csv", table)})
    assert set(Rate.objects.values_list("quote", flat=True)) == {"MAD"}


@pytest.mark.parametrize("data", [b"no rates", b"base,quote,on,rate\nEUR,MAD,never,1\n", b"\xff\xfe\x00"])
def test_what_is_no_file_of_rates_is_refused(market: Market, operator: Client, data: bytes) -> None:
    answer = operator.post(RATES, {"file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code == 422
    assert "Nothing was written" in words_of(answer)


def test_what_is_to_be_declared_is_what_the_months_papers_say(operator: Client) -> None:
    """120.00 and 25.00 of delivery sold as merchant, bought for 102.00: 24.17 of tax less 17.00; next month it stands, undue."""
    bought = make_market("bought", fee_bp=1500)
    order = sell(bought, organisation=seller_of_a_merchant(bought, "liable"), price=12_000)
    hers = in_team(bought, "operator", "صاحبة السوق")
    assert TAX in hers.get("/en/office/papers/").content.decode()
    page = words_of(hers.get(TAX))
    assert (
        "VAT on sales MAD 24.17 VAT deducted on what was bought -MAD 17 To declare for this month MAD 7.17"
        in page
    )
    give_back(order, 12_000, 2_500)
    assert "7.17" not in words_of(hers.get(TAX))
    with clock.shifted(timedelta(days=40)):
        later = words_of(hers.get(TAX))
    assert "24.17" not in later and "To declare" not in later
    assert "24.17" not in words_of(operator.get(TAX))


def test_what_was_paid_to_the_state_is_recorded_once_and_can_be_taken_back(operator: Client) -> None:
    bought = make_market("bought", fee_bp=1500)
    sell(bought, organisation=seller_of_a_merchant(bought, "liable"), price=12_000)
    hers, month = in_team(bought, "operator", "صاحبة السوق"), f"{clock.now():%Y-%m}"
    said = {"month": month, "currency": "MAD", "reference": "DGI-2026-11"}
    assert "when the month is over" in words_of(hers.get(TAX))
    assert "Nothing is owed any more" in words_of(hers.post(f"{TAX}payments/", said, follow=True))
    with clock.shifted(timedelta(days=40)):
        page = words_of(hers.get(TAX, {"month": month}))
        assert "Up to the end of this month, less what was paid MAD 7.17" in page and "It was paid" in page
        wrong = hers.post(f"{TAX}payments/", {**said, "reference": " "})
        assert wrong.status_code == 422 and "number of the receipt" in words_of(wrong)
        for words in ("The payment is recorded.", "Nothing is owed any more"):
            done = hers.post(f"{TAX}payments/", said, follow=True)
            assert done.redirect_chain == [(f"{TAX}?month={month}", 303)] and words in words_of(done)
        assert "less what was paid MAD 0" in words_of(done) and "DGI-2026-11 MAD 7.17" in words_of(done)
        assert "DGI-2026-11" not in words_of(operator.get(TAX))
        assert "taken back already" in words_of(
            operator.post(f"{TAX}corrections/", {"reference": "DGI-2026-11", "reason": "x"}, follow=True)
        )
        assert "Please say why" in words_of(
            hers.post(f"{TAX}corrections/", {"reference": "DGI-2026-11"}, follow=True)
        )
        back = hers.post(
            f"{TAX}corrections/", {"reference": "DGI-2026-11", "reason": "wrong month"}, follow=True
        )
        assert "is owed again" in words_of(back) and "Taken back" in words_of(back)
        reader = in_team(bought, "support", "قارئة")
        assert reader.post(f"{TAX}payments/", said).status_code in (403, 404)
    odd = [
        {"month": "x"},
        {"currency": "x" * 500},
        {"currency": "\0"},
        {"month": "9999-12"},
        {"reference": "\0"},
    ]
    for more in odd:
        assert hers.post(f"{TAX}payments/", {**said, **more}).status_code in (303, 422), more


def test_many_payments_cost_no_more_queries_than_one(
    market: Market, operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def paid(numbers: range) -> None:
        for number in numbers:
            with transaction.atomic():
                fee = Posting("fee_vat", Account.Kind.MARGIN, Account.Kind.FEE_VAT, Money(100, "MAD"))
                post(market, key=f"fee:{number}", subject="order:test", postings=[fee])
            until = clock.now() + timedelta(days=1)
            pay_tax(market, currency="MAD", until=until, paid=Money(100, "MAD"), reference=f"R{number}")

    paid(range(1))
    with CaptureQueriesContext(connection) as one:
        operator.get(TAX)
    paid(range(1, 30))
    with django_assert_max_num_queries(len(one)):
        assert "R29" in words_of(operator.get(TAX))
