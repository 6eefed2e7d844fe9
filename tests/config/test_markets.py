"""A market is made and its hosts are written by commands."""

import json
from collections.abc import Iterator

import pytest
from django.utils import translation

from tadamun.config.cli import main
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import market_by_slug, market_of_host

pytestmark = pytest.mark.django_db
MAKE = ["createmarket", "dlala", "--currency", "mad", "--language", "ar", "--language", "fr"]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    with translation.override("en"):
        yield


def make(*words: str) -> int:
    return main([*MAKE, *(words or ("--host", "Dlala.example", "--host", "www.dlala.example"))])


def test_a_market_is_made_in_preparation_and_has_an_operator(capsys: pytest.CaptureFixture[str]) -> None:
    assert make("--host", "Dlala.example.", "--name-fr", "Dlala", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "market": "dlala",
        "hosts": ["dlala.example"],
        "languages": ["ar", "fr"],
        "currency": "MAD",
    }
    market = market_of_host("dlala.example")
    assert market and (market.status, market.name("ar")) == (Market.Status.DRAFT, "Dlala")
    assert main(["createoperator", "--market", "dlala", "--phone", "+212612345678"]) == 0


@pytest.mark.parametrize(
    "host", ["https://souk.example", "souk.example:8000", "souk_.example", "a..b", "-a", "x" * 64]
)
def test_what_is_no_host_makes_no_market(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert make(f"--host={host}") == 1
    assert host in capsys.readouterr().err
    assert market_by_slug("dlala") is None


def test_slugs_hosts_and_currencies_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    rest = ["--host", "b.example", "--language", "ar", "--currency"]
    assert main(["createmarket", "Big Souk", *rest, "MAD"]) == 1
    assert main(["createmarket", "souk", *rest, "DIRHAM"]) == 1
    assert "DIRHAM" in capsys.readouterr().err
    assert make() == 0
    assert make() == 1
    assert "dlala already" in capsys.readouterr().err
    taken = ["createmarket", "souk", "--host", "WWW.dlala.example", "--language", "ar", "--currency", "MAD"]
    assert main(taken) == 1
    assert "www.dlala.example already shows the market dlala" in capsys.readouterr().err
    assert list(Market.objects.values_list("slug", flat=True)) == ["dlala"]


def test_hosts_are_added_and_removed_but_never_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert make() == 0
    capsys.readouterr()
    change = ["hosts", "dlala", "--add", "souk.example", "--remove", "dlala.example"]
    assert (main(change), main(change)) == (0, 0)
    assert main(["hosts", "dlala", "--json"]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1].endswith('"hosts": ["www.dlala.example", "souk.example"]}')
    )
    assert market_of_host("dlala.example") is None
    assert main(["hosts", "dlala", "--remove", "souk.example", "--remove", "www.dlala.example"]) == 1
    assert main(["hosts", "nowhere"]) == 1
    assert market_of_host("souk.example") is not None
