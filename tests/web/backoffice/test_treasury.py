"""The donors' fund and rates of exchange, as the team sees and writes them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Rate
from tadamun.treasury.ledger.queries import fund_of
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
