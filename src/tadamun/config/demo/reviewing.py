"""Leaving a little for the market's team to do: products that wait, that were sent back, that are drafts."""

from collections.abc import Sequence

from tadamun.config.demo.products import ProductPlan
from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import edit_product, send_back_product
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market

SENT_BACK, EDITED = (31, 47), (35, 51)  # positions among the first sixty
REASON = "الصورة غير واضحة، يرجى التقاط صورة أخرى في ضوء النهار."


def leave_to_review(market: Market, plans: Sequence[ProductPlan]) -> None:
    """Two products are sent back with a reason, two have edits that wait."""
    with acting(market_id=market.pk):
        for at in SENT_BACK:
            send_back_product(_product(market, plans[at]), reason=REASON)
        for at in EDITED:
            care = {**plans[at].care, "ar": plans[at].care["ar"] + " يصلح هدية."}
            edit_product(_product(market, plans[at]), {"care": care})


def _product(market: Market, plan: ProductPlan) -> Product:
    with scope(market_id=market.pk):
        return Product.objects.select_related("organisation").get(external_id=plan.handle)
