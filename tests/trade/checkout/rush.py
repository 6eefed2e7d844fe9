"""A crowd of buyers in one process: threads that each fill a basket and place it, told what happened to each.

Run as ``python -m tests.trade.checkout.rush MARKET VARIANT BUYERS``; prints ``ready``, waits for a line on its input, lets
them in and prints one JSON object.
"""

import json
import os
import sys
import threading
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def buy(market_id: int, variant_id: int, outcomes: list[str]) -> None:
    from django.db import connection

    from tadamun.goods.catalogue.models import Variant
    from tadamun.goods.stock.operations import SoldOut
    from tadamun.kernel.scopes import scope
    from tadamun.people.markets.models import Market
    from tadamun.trade.checkout.operations import add_to_cart, open_cart, place_order
    from tadamun.trade.checkout.problems import CannotPlace
    from tadamun.trade.checkout.quoting import quote_cart
    from tadamun.trade.shipping.queries import find_place
    from tests.factories import BUYER

    try:
        with scope(market_id=market_id):
            market = Market.objects.get(pk=market_id)
            variant = Variant.objects.select_related("product__organisation", "organisation").get(
                pk=variant_id
            )
            cart = open_cart(market)
            try:
                add_to_cart(cart, variant)
                total = quote_cart(cart, find_place("meknes", "MA", "ar"), "ar").total
                place_order(cart, buyer=BUYER, method="cash_on_delivery", seen_total=total, language="ar")
                outcomes.append("bought")
            except SoldOut:
                outcomes.append("told at the basket")
            except CannotPlace as refusal:
                outcomes.append(f"told at placing: {refusal.problems[0].code}")
    except Exception as error:
        outcomes.append(f"failed: {type(error).__name__}: {error}")
    finally:
        connection.close()


def main() -> None:
    django.setup()
    market_id, variant_id, buyers = (int(word) for word in sys.argv[1:4])
    outcomes: list[str] = []
    crowd = [threading.Thread(target=buy, args=(market_id, variant_id, outcomes)) for _ in range(buyers)]
    import_module("tests.factories")  # all that buyers need is there before the doors open

    print("ready", flush=True)
    sys.stdin.readline()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main()
