"""Who still has money of the market's: named with its age, and what a line brings is said payment by payment."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payouts.models import Coverage
from tests.web.backoffice.card import paid_by_card, payment_for
from tests.web.backoffice.conftest import MakeOrder, in_team, words_of
from tests.web.backoffice.test_payouts import upload

pytestmark = pytest.mark.django_db
A = Account.Kind
HERE = "/en/office/payouts/outstanding/"


def collect(market: Market, code: str, minor: int, days: int = 0) -> None:
    cash = Posting("received", A.CASH_WITH_CARRIER, A.BUYERS, Money(minor, "MAD"), debit_with="Amana")
    with clock.shifted(-timedelta(days=days)):
        post(market, key=f"received/{code}", subject=f"order:{code}", postings=[cash])


def line_page(client: Client, amount: str) -> str:
    """Address of the page that asks what the one line of the statement brings from Amana."""
    assert upload(client, f"date;montant;libelle\n2026-11-20;{amount};VERSEMENT".encode()) == 303
    found = re.search(r"bank/(\d+)/matching", client.get("/en/office/bank/").content.decode())
    assert found
    number = found[1]
    answer = client.post(f"/en/office/bank/{number}/matching/", {f"l{number}-kind": "carrier:Amana"})
    assert answer.status_code == 303
    return str(answer["Location"])


def brought(market: Market) -> set[str]:
    with scope(market_id=market.pk):
        return set(Coverage.objects.values_list("entry__subject", flat=True))


def test_a_part_asks_what_it_brings_and_is_ticked(market: Market, operator: Client) -> None:
    for code, days in (("KOLD-1", 20), ("KNEW-1", 2)):
        collect(market, code, 30_000, days)
    where = line_page(operator, "290,00")
    assert "/covering/?of=carrier%3AAmana" in where
    page = operator.get(where)
    assert "KOLD-1" in page.content.decode()
    assert operator.post(where, {"of": ["MOON"]}).status_code == 422
    assert operator.post(where, {"list": "nothing of ours"}).status_code == 422
    assert "None of these numbers" in words_of(operator.post(where, {"list": "nothing of ours"}))
    both = operator.post(where, {"of": ["KOLD-1", "KNEW-1"]})
    assert both.status_code == 422 and "large fee" in words_of(both)
    assert operator.post(where, {"of": ["KNEW-1"]}).status_code == 303
    assert brought(market) == {"order:KNEW-1"}
    with everything("a test's own book"):
        assert Entry.objects.get(kind="settled_fee").amount_minor == 1_000
    assert operator.post(where, {"of": ["KNEW-1"]}).status_code == 422


@pytest.mark.broad
def test_a_list_of_theirs_is_pasted(market: Market, operator: Client) -> None:
    for number in range(3):
        collect(market, f"K7QM{number}A-1", 30_000)
    where = line_page(operator, "600,00")
    said = 'parcel;amount\nk7qm0a-1;300,00\n"K7QM2A-1";300,00\nX99;1'
    assert operator.post(where, {"list": said}).status_code == 303
    assert brought(market) == {"order:K7QM0A-1", "order:K7QM2A-1"}


@pytest.mark.broad
def test_who_keeps_it_too_long_stands_on_the_pages(
    market: Market, operator: Client, make_order: MakeOrder
) -> None:
    assert "Nobody has money" in words_of(operator.get(HERE))
    order = paid_by_card(market, make_order)
    collect(market, "KOLD-1", 47_500, days=20)
    collect(market, "KNEW-1", 30_000)
    home = words_of(operator.get("/en/office/"))
    assert "0 Paid, not settled for long" in home
    assert "1 Cash not brought for long" in home
    with clock.shifted(timedelta(days=6)):
        collect(market, "KNEW-2", 10_000)
        page = words_of(operator.get(HERE))
        assert "Banque d’essai" in page and "875" in page and "475" in page
    of = urlencode({"of": "carrier:Amana"})
    one = words_of(operator.get(f"{HERE}?{of}"))
    assert "KOLD-1" in one and one.count(" late ") == 1
    top = words_of(operator.get("/en/office/payouts/"))
    assert "(Amana ): 475" in top.replace("\xa0", " ") or "475" in top
    with clock.shifted(timedelta(days=8)):
        assert "1 Paid, not settled for long" in words_of(operator.get("/en/office/"))
        held = words_of(operator.get("/en/office/payments/?state=held"))
        assert payment_for(order).code in held
    assert operator.get(f"{HERE}?of=moon").status_code == 404


@pytest.mark.broad
def test_what_is_brought_without_a_word_is_named_on_the_page(market: Market, operator: Client) -> None:
    collect(market, "KOLD-1", 30_000, days=20)
    collect(market, "KNEW-1", 30_000)
    assert operator.post(line_page(operator, "300,00"), {}).status_code == 303
    assert brought(market) == set()
    where = f"{HERE}?{urlencode({'of': 'carrier:Amana'})}"
    assert "nobody said for which" in words_of(operator.get(where))
    support = in_team(market, "support")
    assert 'type="checkbox" name="of"' not in support.get(where).content.decode()
    support.post(where, {"of": ["KNEW-1"]})
    assert brought(market) == set()
    assert operator.post(where, {}).status_code == 422
    assert operator.post(where, {"of": ["KNEW-1", "KOLD-1"]}).status_code == 409
    assert operator.post(where, {"of": ["KNEW-1"]}).status_code == 303
    assert brought(market) == {"order:KNEW-1"}


@pytest.mark.broad
def test_settled_and_not_delivered_is_counted_and_listed(
    market: Market, operator: Client, make_order: MakeOrder
) -> None:
    """Only once the money is ours: before, it waits with the acquirer."""
    order = paid_by_card(market, make_order)
    there = "/en/office/orders/?state=undelivered"
    with clock.shifted(timedelta(days=8)):
        assert order.code not in words_of(operator.get(there))
        total = f"{order.total.minor / 100:.2f}".encode()
        assert upload(operator, b"date;montant;libelle\n2026-11-20;" + total + b";REGLEMENT") == 303
        assert order.code in words_of(operator.get(there))
        home = words_of(operator.get("/en/office/"))
        assert "1 Paid, not delivered for long" in home and "0 Paid, not settled for long" in home
        assert "1 order is paid and not delivered" in words_of(operator.get("/en/office/payouts/"))
    assert order.code not in words_of(operator.get(there))


@pytest.mark.broad
def test_another_market_sees_nothing_of_it(market: Market, other_market: Market, operator: Client) -> None:
    collect(market, "KOLD-1", 30_000)
    collect(market, "KOLD-2", 30_000)
    where = line_page(operator, "300,00")
    there = in_team(other_market, "operator")
    assert there.get(where).status_code == 404
    assert "Amana" not in words_of(there.get(HERE))


@pytest.mark.broad
def test_questions_do_not_grow(market: Market, operator: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        collect(market, f"KOLD-{number}", 1_000, days=20)
    for address in (HERE, f"{HERE}?of=carrier:Amana", "/ar/office/"):
        with django_assert_max_num_queries(32):
            assert operator.get(address).status_code == 200
