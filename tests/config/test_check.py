"""``tadamun check`` finds what somebody changed behind the operations' back, says it and ends with 1."""

import json

import pytest
from django.db import connection
from django.utils import translation

from tadamun.config.cli import main
from tadamun.kernel.scopes import scope
from tadamun.trade.checkout.operations import add_to_cart, open_cart, settle_transfer
from tests.factories import make_market, make_organisation, make_product, make_purchase, variant_of
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.broad]

SPOILED = [
    ("stock", "UPDATE stock_item SET on_hand = 8 WHERE on_hand = 9", "on hand 8, movements 9"),
    ("stock", "UPDATE stock_item SET held = 2 WHERE on_hand = 9", "held 2, holds say otherwise"),
    ("stock", "UPDATE stock_item SET held = 0", "holds 1, held says 0"),
    ("orders", "UPDATE orders_sellerorder SET goods_state = 'delivered'", "facts say"),
    ("orders", "UPDATE orders_sellerorder SET money_state = 'unpaid'", "facts say"),
    (
        "orders",
        "UPDATE orders_purchase SET goods_minor = goods_minor + 1, total_minor = total_minor + 1",
        "its orders sum to 45000 and 2500",
    ),
    ("window", "UPDATE window_cataloguerow SET title = 'Ours'", "differs from its source in title"),
    ("window", "DELETE FROM window_cataloguerow WHERE language = 'fr'", "has no row in market"),
    ("window", "UPDATE sellers_admission SET status = 'suspended'", "is not shown in market"),
    ("ledger", "UPDATE ledger_account SET currency = 'EUR' WHERE kind = 'buyers'", "of another currency or market"),
    ("ledger", "UPDATE ledger_account SET market_id = {other} WHERE kind = 'buyers'", "of another currency or market"),
]  # fmt: skip
NAMES = sorted({name for name, _, _ in SPOILED})


@standing
def other_market() -> int:
    """Beside a market in which a transfer has come and a piece lies in a basket."""
    market = make_market()
    seller = make_organisation(market)
    rug, piece = make_product(seller), make_product(seller, mode="unique", quantity=1)
    assert settle_transfer(make_purchase(market, [rug], method="bank_transfer"), reference="VIR-1")
    with scope(market_id=market.pk):
        add_to_cart(open_cart(market), variant_of(piece))
    return make_market("other").pk


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]]]:
    with translation.override("en"):
        code = main(["check", *NAMES, "--json"])
    findings: dict[str, list[str]] = json.loads(capsys.readouterr().out)["findings"]
    return code, findings


def test_all_is_well(other_market: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys) == (0, {name: [] for name in NAMES})


@pytest.mark.parametrize(("name", "spoil", "sentence"), SPOILED, ids=[sql for _, sql, _ in SPOILED])
def test_what_was_spoiled_is_found(
    name: str, spoil: str, sentence: str, other_market: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(spoil.format(other=other_market))
        assert cursor.rowcount > 0
    code, findings = checked(capsys)
    assert code == 1
    assert findings[name] and all(sentence in finding for finding in findings[name])
    assert {other for other in NAMES if findings[other]} == {name}
