"""Makers of the demonstration who show a picture of themselves, drawn; the others keep their motif."""

from collections.abc import Sequence

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.pictures.portraits import portrait
from tadamun.goods.catalogue.operations import store_portrait
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import keep_part

AT_MOST = 8  # of a market: each is drawn and encoded while the demonstration is filled


def show_makers(sellers: Sequence[Seller]) -> int:
    """The first of each seller's who let their picture be shown, since the day they said so. Returns how many."""
    shown = 0
    for seller in sellers:
        for pk, plan in zip(seller.makers, seller.plan.makers, strict=True):
            if shown == AT_MOST or "photo" not in plan.consents or not plan.public_name("ar"):
                continue
            with everything("a maker by her key"):
                maker = Maker.objects.select_related("organisation").get(pk=pk)
            with acting(market_id=seller.admission.market_id):
                key = store_portrait(portrait(f"{seller.plan.slug} {shown}", woman=plan.woman))
                keep_part(maker, "photo", key, consented_at=maker.photo_consent_at)
            shown += 1
    return shown
