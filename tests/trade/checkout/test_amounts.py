"""What the database refuses of amounts, whoever writes them: too much, nothing, more back than came, tax above the fee."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Model

from tadamun.kernel.money import MAX_MINOR, AmountTooLarge, Money, UnknownCurrency
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.trade.orders.models import Line, Purchase, SellerOrder
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.payments.models import Payment, PaymentShare, Refund
from tests.factories import make_market
from tests.standing import standing
from tests.trade.papers.selling import give_back, sell

pytestmark = pytest.mark.django_db
MUCH = MAX_MINOR + 1


@standing
def market() -> Market:
    """With one order, delivered, paid, and partly given back."""
    found = make_market()
    give_back(sell(found), 10_000)
    return found


@pytest.mark.parametrize(
    ("model", "changed", "constraint"),
    [
        (Purchase, {"goods_minor": 0, "total_minor": F("delivery_minor")}, "a_total_is_goods_and_delivery"),
        (Purchase, {"delivery_minor": -1, "total_minor": F("goods_minor") - 1}, "a_total_is_goods_and_delivery"),
        (Purchase, {"total_minor": F("total_minor") + 1}, "a_total_is_goods_and_delivery"),
        (Purchase, {"goods_minor": MUCH, "delivery_minor": 0, "total_minor": MUCH}, "a_total_can_be_counted"),
        (SellerOrder, {"goods_minor": 0}, "an_order_has_goods"),
        (SellerOrder, {"seller_minor": 0, "fee_minor": 0, "fee_vat_minor": 0}, "an_order_has_goods"),
        (SellerOrder, {"goods_minor": MUCH}, "an_order_can_be_counted"),
        (SellerOrder, {"seller_minor": MUCH}, "an_order_can_be_counted"),
        (SellerOrder, {"fee_minor": F("seller_minor") + 1}, "a_fee_is_within_the_goods"),
        (SellerOrder, {"fee_vat_minor": F("fee_minor") + 1}, "an_order_has_a_rate_and_its_tax_is_within_the_fee"),
        (SellerOrder, {"rate": 0}, "an_order_has_a_rate_and_its_tax_is_within_the_fee"),
        (Line, {"unit_minor": 0}, "a_line_has_goods"),
        (Line, {"quantity": 0}, "a_line_has_goods"),
        (Line, {"unit_minor": MUCH}, "a_line_can_be_counted"),
        (Line, {"seller_unit_minor": 0}, "a_line_can_be_counted"),
        (Payment, {"amount_minor": 0}, "a_payment_is_above_zero"),
        (Payment, {"amount_minor": MUCH}, "a_payment_is_above_zero"),
        (PaymentShare, {"claimed_minor": MUCH}, "a_share_can_be_counted"),
        (PaymentShare, {"captured_minor": F("claimed_minor") + 1}, "captured_is_within_claimed"),
        (PaymentShare, {"captured_minor": -1, "refunded_minor": 0}, "captured_is_within_claimed"),
        (PaymentShare, {"refunded_minor": F("captured_minor") + 1}, "refunded_is_within_captured"),
        (PaymentShare, {"refunded_minor": -1}, "refunded_is_within_captured"),
        (Refund, {"amount_minor": 0, "goods_minor": 0}, "a_refund_gives_something"),
        (Refund, {"goods_minor": F("amount_minor") + 1}, "a_refund_gives_something"),
        (Refund, {"amount_minor": MUCH}, "a_refund_can_be_counted"),
    ],
)  # fmt: skip
def test_no_amount_is_changed_into_a_wrong_one(
    market: Market, model: type[Model], changed: dict[str, Any], constraint: str
) -> None:
    with everything("a test"), transaction.atomic(), pytest.raises(IntegrityError, match=constraint):
        model._base_manager.update(**changed)


@pytest.mark.parametrize("minor", [0, -1, MUCH])
def test_no_entry_moves_nothing_or_too_much(market: Market, minor: int) -> None:
    with everything("a test"):
        one = Entry.objects.order_by("pk")[0]
        one.pk, one.key, one.amount_minor = None, "test/0", minor
        with transaction.atomic(), pytest.raises(IntegrityError, match="an_entry_moves_something"):
            one.save(force_insert=True)


def test_money_that_nobody_can_count_is_not_made() -> None:
    """A dinar has three decimals, a dirham two, and of a currency nobody knows there are no amounts."""
    assert Money.of("1.234", "JOD").minor == 1234
    with pytest.raises(ValueError, match="more decimals"):
        Money.of("1.2345", "JOD")
    with pytest.raises(AmountTooLarge):
        Money(MUCH, "JOD")
    with pytest.raises(AmountTooLarge):
        Money(MAX_MINOR, "MAD") + Money(1, "MAD")
    with pytest.raises(UnknownCurrency):
        Money(1, "XYZ")
