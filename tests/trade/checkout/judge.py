"""What an installation holds after the rush: ``python -m tests.trade.checkout.judge`` prints one JSON object."""

import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def judged() -> dict[str, Any]:
    from tadamun.goods.stock.models import Item
    from tadamun.goods.stock.queries import verify_stock
    from tadamun.kernel.models import OutboxEvent
    from tadamun.kernel.scopes import everything
    from tadamun.showcase.window.operations import verify_rows
    from tadamun.trade.orders.models import Line, Purchase, SellerOrder
    from tadamun.trade.orders.queries import verify_orders
    from tadamun.treasury.payments.models import Payment

    with everything("the judge sees all"):
        return {
            "purchases": Purchase.objects.count(),
            "orders": SellerOrder.objects.count(),
            "lines": Line.objects.count(),
            "payments": Payment.objects.count(),
            "events": OutboxEvent.objects.filter(kind="PurchasePlaced").count(),
            "on_hand": sum(Item.objects.values_list("on_hand", flat=True)),
            "held": sum(Item.objects.values_list("held", flat=True)),
            "findings": [*verify_stock(), *verify_rows(), *verify_orders()],
        }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(judged()))
