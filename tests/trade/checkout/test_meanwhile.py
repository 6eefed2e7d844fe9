"""What begins while something is written and not yet there for others: it waits, or it would count what is gone."""

from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta
from functools import partial
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connections, transaction

from tadamun.goods.catalogue.operations import keep_draft, store_picture
from tadamun.goods.stock.sending import TooManyPieces, send_draft
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.sellers import ceilings
from tadamun.trade.checkout.operations import refund_order
from tadamun.trade.checkout.operations.ripening import ripen
from tests.factories import make_market, make_organisation
from tests.goods.catalogue.test_drafting import jpeg, said
from tests.trade.checkout.test_paying import Desk, delivered

pytestmark = [pytest.mark.broad, pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> object:
    """What ``second`` returned, or refused, which begins before what ``first`` wrote is there for others."""
    found: list[object] = []

    def act() -> None:
        try:
            found.append(second())
        except TooManyPieces as refusal:
            found.append(refusal)
        finally:
            connections.close_all()

    thread = Thread(target=copy_context().run, args=(act,))
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.5)  # if it waits for us, as it should, it ends after us
    thread.join(30)
    return found[0]


def test_what_goes_back_while_it_ripens_is_not_hers() -> None:
    desk = Desk()
    desk.say()
    order = desk.orders()[0]
    delivered(desk, order)
    back = partial(
        refund_order, order, goods=Money(order.goods_minor, "MAD"), delivery=Money(0, "MAD"), reason="flaw"
    )
    with clock.shifted(timedelta(days=30)):
        assert meanwhile(back, ripen) == 0
    assert desk.balance("held_for_seller") == desk.balance("payable") == 0


def test_two_drafts_sent_at_once_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ceilings._ceilings, ceilings.PIECES, lambda _organisation, _market: 1)
    market = make_market()
    organisation = make_organisation(market)
    digest = store_picture(organisation, jpeg()).digest
    one, other = (keep_draft(organisation, uuid4(), said(digest), step=5) for _ in range(2))
    with scope(market_id=market.pk):
        assert isinstance(meanwhile(partial(send_draft, one), partial(send_draft, other)), TooManyPieces)
