"""A form that is sent twice at the same moment says one thing."""

from functools import partial

import pytest

from tadamun.kernel.scopes import everything
from tadamun.trade.commissions.models import PendingAnswer
from tests.factories import make_market
from tests.trade.checkout.test_at_once import at_once
from tests.trade.commissions.making import ask
from tests.web.workshop.conftest import browser, make_seller
from tests.web.workshop.test_queue import HOME, QUOTE, sound

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


def test_one_price_with_a_voice() -> None:
    """Two presses without a program of ours on the phone: no key but the page's own."""
    seller = make_seller(make_market())
    wish = ask(seller.market, seller.organisation)
    at = f"{HOME}requests/{wish.code}/quote/"
    posts = [
        partial(browser(seller.market, seller.person).post, at, {**QUOTE, "voice": sound()}) for _ in range(3)
    ]
    answers = at_once(*posts)
    with everything("a test's own"):
        assert PendingAnswer.objects.count() == 1
    assert {getattr(each, "status_code", each) for each in answers} == {303}
