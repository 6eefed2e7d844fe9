"""Programs that a test kills: ``python -m tests.trade.checkout.placer MARKET VARIANT`` fills one basket, lets a process die
by SIGKILL at each step of placing it, and prints after each what was found; then places it, twice.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
# In the order of placing, all written and not committed; then all committed and nobody told.
STEPS = ("take", "insert_rows", "start_payment", "announce", "audit.record", "")


def fill(market_id: int, variant_id: int) -> str:
    """A basket with one of it: its token."""
    from tadamun.goods.catalogue.models import Variant
    from tadamun.kernel.scopes import scope
    from tadamun.people.markets.models import Market
    from tadamun.trade.checkout.operations import add_to_cart, open_cart

    with scope(market_id=market_id):
        cart = open_cart(Market.objects.get(pk=market_id))
        add_to_cart(
            cart, Variant.objects.select_related("product__organisation", "organisation").get(pk=variant_id)
        )
    return cart.token


def place(market_id: int, token: str) -> str:
    """What it became: the code of its purchase."""
    from tadamun.kernel.scopes import scope
    from tadamun.people.markets.models import Market
    from tadamun.trade.checkout.models import Cart
    from tadamun.trade.checkout.operations import place_order
    from tadamun.trade.checkout.quoting import quote_cart
    from tadamun.trade.shipping.queries import find_place
    from tests.factories import BUYER

    with scope(market_id=market_id):
        cart = Cart.objects.get(token=token)
        cart.market = Market.objects.get(pk=market_id)
        total = quote_cart(cart, find_place("meknes", "MA", "ar"), "ar").total
        return place_order(cart, buyer=BUYER, method="cash_on_delivery", seen_total=total, language="ar").code


def die(*_arguments: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_after(step: str, market_id: int, token: str) -> int:
    """How a process ended that was to place the basket."""
    from django.db import connections

    from tadamun.trade.checkout.operations import placing

    connections.close_all()  # a child may not speak on its parent's
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    owner, _, name = step.rpartition(".")
    where = getattr(placing, owner) if owner else placing
    if step:
        setattr(where, name, _and_then_die(getattr(where, name)))
    place(market_id, token)
    die()
    return 0


def _and_then_die(done: Callable[..., Any]) -> Callable[..., None]:
    return lambda *arguments, **named: die(done(*arguments, **named))


def main(market_id: int, variant_id: int) -> Any:
    from tests.trade.checkout.judge import judged

    token = fill(market_id, variant_id)
    before = judged()
    after = {step: (killed_after(step, market_id, token), judged()) for step in STEPS}
    return {
        "before": before,
        "after": after,
        "placed": [place(market_id, token) for _ in range(2)],
        "end": judged(),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*map(int, sys.argv[1:3]))))
