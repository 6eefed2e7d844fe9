"""Rates from the files of banks: read exactly, crossed by way of the euro, refused whole when a line is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tadamun.treasury.ledger.models import Rate
from tadamun.treasury.ledger.operations import name_rate, take_rates
from tadamun.treasury.ledger.queries import rates_to
from tadamun.treasury.ledger.rate_files import BadRates, NamedRate, read_rates
from tests.factories import make_market

POSTGRES = connection.vendor == "postgresql"
DAY = date(2026, 11, 20)
# Written after the bank's published layout; the figures are invented.
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube><Cube time='2026-11-20'>
<Cube currency='USD' rate='1.0500'/><Cube currency='ILS' rate='3.9375'/></Cube></Cube></gesmes:Envelope>"""
DAILY = b"Date, USD, ILS, \n20 November 2026, 1.0500, 3.9375, \n"
HISTORY = b"Date,USD,ILS,ROL,\n2026-11-20,1.05,3.9375,N/A,\n2026-11-19,1.04,3.90,N/A,\n"
OWN = "base;quote;on;rate\nEUR;MAD;2026-11-20;10,50\nUSD;MAD;2026-11-20;10.00\n".encode("utf-8-sig")


@pytest.mark.parametrize("data", [XML, DAILY])
def test_the_banks_files(data: bytes) -> None:
    assert read_rates(data) == [
        NamedRate("EUR", "USD", DAY, Decimal("1.0500")), NamedRate("EUR", "ILS", DAY, Decimal("3.9375")),
    ]  # fmt: skip


def test_a_history_leaves_out_what_is_not_available() -> None:
    rows = read_rates(HISTORY)
    assert len(rows) == 4 and {row.quote for row in rows} == {"USD", "ILS"}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 0), (b"<html>", 0), (b"a,b\n1,2\n", 0), (b"\xff\xfe", 0), (b'<?xml version="1.0" encoding="x"?><a/>', 0),
        (b"base,quote,on,rate\nEUR,MAD,2026-11-20,ten\n", 2), (b"base,quote,on,rate\nEUR,MAD,20/11/2026,10\n", 2),
        (b"base,quote,on,rate\nEUR,MAD,2026-11-20,-1\n", 2), (b"base,quote,on,rate\nEUR,MAD\n", 2),
        (b"base,quote,on,rate\nEUR,MAD,2026-11-20,NaN\n", 2),
    ],
)  # fmt: skip
def test_what_is_no_rate_is_refused(data: bytes, line: int) -> None:
    with pytest.raises(BadRates) as refusal:
        read_rates(data)
    assert refusal.value.line == line


@pytest.mark.broad
@pytest.mark.django_db
def test_what_a_market_needs_is_named_by_way_of_the_euro() -> None:
    make_market(policies={"seller_currencies": ["ILS", "USD"]})
    assert take_rates(XML, source="ECB") == 0  # nobody told yet what a euro is in dirhams
    assert take_rates(OWN, source="BAM") == 2
    assert take_rates(XML, source="ECB") == 2
    rates = dict(Rate.objects.filter(quote="MAD").values_list("base", "rate"))
    assert rates["ILS"] == round(Decimal("10.50") / Decimal("3.9375"), 8)
    assert rates["USD"] == Decimal(10)
    assert take_rates(XML, source="ECB") == 2
    assert Rate.objects.filter(quote="MAD").count() == 3


@pytest.mark.broad
@pytest.mark.django_db
def test_what_an_office_brings_counts_for_its_market_alone() -> None:
    """Two markets of one currency: each has its own euro, the bank's file goes by way of each, a third has everybody's."""
    ours, theirs, third = (
        make_market(slug, policies={"seller_currencies": ["ILS", "USD"]}) for slug in ("souk", "suq", "dlala")
    )
    take_rates(OWN, source="BAM", market=ours)
    assert rates_to("MAD", ours.pk)["USD"].rate == 10
    assert rates_to("MAD", theirs.pk) == {}
    take_rates(OWN.replace(b"10,50", b"10,60").replace(b"10.00", b"9.90"), source="BAM")
    assert [rates_to("MAD", each.pk)["USD"].rate for each in (ours, theirs, third)] == [
        10, Decimal("9.90"), Decimal("9.90")
    ]  # fmt: skip
    take_rates(OWN.replace(b"10,50", b"11"), source="BAM", market=theirs)
    take_rates(XML, source="ECB")
    shekel = {each.slug: rates_to("MAD", each.pk)["ILS"].rate for each in (ours, theirs, third)}
    per_euro = {"souk": Decimal("10.50"), "suq": Decimal("11"), "dlala": Decimal("10.60")}
    assert shekel == {slug: round(euro / Decimal("3.9375"), 8) for slug, euro in per_euro.items()}


@pytest.mark.django_db
def test_one_rate_a_day_of_everybody_and_of_each_market() -> None:
    market = make_market()
    for owner, name in ((None, "one_rate_a_day"), (market, "one_rate_a_market_and_day")):
        name_rate("EUR", "MAD", Decimal(10), on=DAY, source="a", market=owner)
        name_rate("EUR", "MAD", Decimal(11), on=DAY, source="corrected", market=owner)
        assert rates_to("MAD", market.pk)["EUR"].rate == 11
        with transaction.atomic(), pytest.raises(IntegrityError, match=name if POSTGRES else "UNIQUE"):
            Rate.objects.create(market=owner, base="EUR", quote="MAD", on=DAY, rate=9, source="again")
    assert Rate.objects.count() == 2


@pytest.mark.django_db
def test_one_wrong_line_writes_nothing() -> None:
    make_market()
    with pytest.raises(BadRates):
        take_rates(OWN + b"EUR;MAD;2026-11-21;x\n", source="BAM")
    assert not Rate.objects.exists()
