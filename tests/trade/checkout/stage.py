"""A market with one product in an installation of its own. ``python -m tests.trade.checkout.stage MODE QUANTITY``."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> None:
    django.setup()
    from tests.factories import make_market, make_organisation, make_product, variant_of

    market = make_market()
    product = make_product(make_organisation(market), mode=sys.argv[1], quantity=int(sys.argv[2]))
    print(json.dumps({"market": market.pk, "variant": variant_of(product).pk}))


if __name__ == "__main__":
    main()
