"""The worked tables of docs/algorithms are run."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tadamun.kernel.money import Money, total
from tadamun.showcase.window.prices import buyer_price
from tadamun.trade.checkout.deposits import Terms
from tadamun.trade.checkout.operations.placing import vat_within
from tadamun.trade.checkout.operations.refunding import part_back
from tadamun.trade.papers.vat import shared_back, tax_back, tax_within
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.queries import DatedRate
from tadamun.treasury.ledger.taxes import PAID, SET_OFF, NothingOwed, settlement

FOLDER = Path(__file__).parents[2] / "docs" / "algorithms"


def rows(name: str, heading: str) -> list[list[str]]:
    return list(_rows(name, heading))


def _rows(name: str, heading: str) -> Iterator[list[str]]:
    """The cells of the table whose first heading is ``heading``."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def money(text: str, currency: str = "") -> Money:
    amount, *named = text.split()
    return Money.of(amount, named[0] if named else currency)


@pytest.mark.parametrize("cells", rows("splitting.md", "amount"))
def test_splitting(cells: list[str]) -> None:
    whole = money(cells[0])
    parts = whole.split([int(word) for word in re.split(r",\s*", cells[1])])
    assert parts == [money(word, whole.currency) for word in re.split(r",\s*", cells[2])]


@pytest.mark.parametrize("cells", rows("pricing.md", "seller names"))
def test_conversion(cells: list[str]) -> None:
    price = money(cells[0])
    rates = {price.currency: DatedRate(Decimal(cells[1]), date(2026, 11, 22))}
    assert buyer_price(price, "MAD", rates) == money(cells[3])


@pytest.mark.parametrize("cells", rows("pricing.md", "goods"))
def test_fee(cells: list[str]) -> None:
    goods = money(cells[0])
    fee = goods.share(int(cells[1]))
    assert fee == money(cells[2], goods.currency)
    assert vat_within(fee, 2000) == money(cells[3], goods.currency)
    assert goods - fee == money(cells[4])


def test_refunding() -> None:
    whole, fee, vat, before, sums = 45000, 2250, 375, 0, [0, 0, 0]
    *parts, together = rows("refunding.md", "goods 450.00, fee 22.50 of which tax 3.75")
    for cells in parts:
        now, sold, fee_back, vat_back = (Money.of(cells[i], "MAD").minor for i in (1, 3, 4, 5))
        tax = part_back(vat, whole, before, now)
        assert (part_back(whole, whole, before, now), part_back(fee - vat, whole, before, now), tax) == (
            sold, fee_back, vat_back,
        )  # fmt: skip
        before += now
        assert Money.of(cells[2], "MAD").minor == before
        sums = [a + b for a, b in zip(sums, (sold, fee_back, vat_back), strict=True)]
    assert sums == [Money.of(together[i], "MAD").minor for i in (3, 4, 5)] == [whole, fee - vat, vat]


@pytest.mark.parametrize("cells", rows("deposits.md", "goods in stock"))
def test_deposit_and_balance(cells: list[str]) -> None:
    stock, made, delivery = (money(word) for word in cells[:3])
    deposit, balance = Terms(int(cells[3])).split(made)
    whole = stock + made + delivery
    assert whole - balance == money(cells[4], whole.currency)
    assert balance == money(cells[5], whole.currency)
    assert deposit + balance in (made, made - made)


@pytest.mark.parametrize("cells", rows("vat.md", "lines, tax included"))
def test_tax_within(cells: list[str]) -> None:
    lines = [money(word) for word in re.split(r",\s*", cells[0])]
    currency = lines[0].currency
    taxes = tax_within(lines, int(cells[1]) * 100)
    assert taxes == [money(word, currency) for word in re.split(r",\s*", cells[3])]
    assert total(taxes, currency) == money(cells[2], currency)


@pytest.mark.parametrize("cells", rows("vat.md", "sales less purchases"))
def test_tax_paid(cells: list[str]) -> None:
    sales, fees = (Money.of(cell.replace("−", "-"), "MAD") for cell in cells[:2])
    owed = {Account.Kind.SALE_VAT.value: sales, Account.Kind.FEE_VAT.value: fees}
    if cells[2] == "–":
        with pytest.raises(NothingOwed, match=f"^{sales + fees}$"):
            settlement(owed, sales + fees)
        return
    sums = dict.fromkeys((SET_OFF, PAID), Money(0, "MAD"))
    for posting in settlement(owed, sales + fees):
        sums[posting.kind] += posting.amount
    assert list(sums.values()) == [Money.of(cell, "MAD") for cell in cells[2:]]


def test_credit_notes() -> None:
    left, taxes = [45000, 2500], [7500, 417]
    *notes, together = rows("vat.md", "credit note")
    sums = [0, 0, 0]
    for cells in notes:
        goods, delivery, tax = (Money.of(cell, "MAD").minor for cell in cells[1:])
        assert shared_back(goods, left[:1]) == [goods]
        found = [tax_back(part, left[i], taxes[i]) for i, part in enumerate((goods, delivery))]
        assert sum(found) == tax
        left = [left[0] - goods, left[1] - delivery]
        taxes = [before - now for before, now in zip(taxes, found, strict=True)]
        sums = [a + b for a, b in zip(sums, (goods, delivery, tax), strict=True)]
    assert sums == [Money.of(cell, "MAD").minor for cell in together[1:]]
    assert (left, taxes) == ([0, 0], [0, 0])
