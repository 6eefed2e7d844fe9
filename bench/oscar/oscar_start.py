"""``python oscar_start.py 1000`` fills the shop; as a module it holds the application that a server starts."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oscar_shop")
application = get_wsgi_application()


def fill(products: int) -> None:
    """Ten categories, so many products in them, each with a price and a hundred in stock."""
    from django.core.management import call_command
    from django.db import transaction
    from oscar.apps.catalogue.categories import create_from_breadcrumbs
    from oscar.core.loading import get_model

    call_command("migrate", verbosity=0)
    kind = get_model("catalogue", "ProductClass").objects.create(name="Craft")
    partner = get_model("partner", "Partner").objects.create(name="Cooperative")
    categories = [create_from_breadcrumbs(f"Craft {number}") for number in range(10)]
    with transaction.atomic():
        for number in range(products):
            product = get_model("catalogue", "Product").objects.create(
                product_class=kind, title=f"Tapis berbère {number}", slug=f"tapis-{number}",
                description="Tissé à la main, en laine. " * 12, structure="standalone",
            )  # fmt: skip
            product.categories.add(categories[number % len(categories)])
            get_model("partner", "StockRecord").objects.create(
                product=product, partner=partner, partner_sku=f"S{number}", price_currency="EUR",
                price=40 + number % 300, num_in_stock=100,
            )  # fmt: skip
    call_command("rebuild_index", interactive=False, verbosity=0)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
