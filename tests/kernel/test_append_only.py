"""The database itself refuses to change what is written once."""

import pytest
from django.db import DatabaseError, transaction

from tadamun.goods.stock.models import Movement
from tadamun.kernel.models import AuditEntry, OutboxEvent
from tadamun.kernel.scopes import everything
from tadamun.trade.checkout.operations import confirm_purchase, deliver_order
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.payments.models import PaymentEvent
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of

WRITTEN_ONCE = {
    AuditEntry: {"action": "other"}, OutboxEvent: {"kind": "Other"}, Movement: {"delta": 5}, Fact: {"kind": "paid"},
    Entry: {"amount_minor": 1}, PaymentEvent: {"key": "other"},
}  # fmt: skip


@pytest.mark.broad
@pytest.mark.django_db
def test_neither_update_nor_delete() -> None:
    market = make_market()
    purchase = make_purchase(market, [make_product(make_organisation(market))])
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="self")
    deliver_order(order)
    with everything("a test of all tables"):
        for model, change in WRITTEN_ONCE.items():
            row = model._default_manager.first()
            assert row is not None, model
            for attempt in (
                lambda r=row, c=change: type(r)._default_manager.filter(pk=r.pk).update(**c),
                row.delete,
            ):
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    attempt()
