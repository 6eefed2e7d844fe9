"""How the making goes, for whoever waits for it."""

from typing import Any

from django.db import IntegrityError, transaction

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import audit
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import scope
from tadamun.people.conversations.operations import NothingSaid
from tadamun.people.recordings.models import Recording
from tadamun.trade.checkout.deposits import IN_WORK
from tadamun.trade.commissions.events import StageTold
from tadamun.trade.commissions.models import Stage
from tadamun.trade.orders.models import Line, SellerOrder


class NotInWork(ValueError):
    """Nothing of it is being made, or it has left; nothing was written."""


def tell_stage(
    order: SellerOrder, *, key: str, picture: dict[str, Any] | None = None, recording: Recording | None = None,
    words: str = "",
) -> Stage:  # fmt: skip
    """A photograph, a voice or words of a made-to-order piece while it is made; the buyer is told.

    Repeating with the same ``key`` returns it. Raises ``NotInWork`` and ``conversations.NothingSaid``.
    """
    if not (picture or recording or words.strip()):
        raise NothingSaid(order.code)
    here = current()
    with scope(market_id=order.market_id):
        if order.goods_state not in IN_WORK or not is_made(order):
            raise NotInWork(order.code)
        try:
            with transaction.atomic():
                stage = Stage.objects.create(
                    order=order, words=words.strip()[:300], recording=recording, picture=picture or {}, key=key[:60],
                    author=str(here.actor), on_behalf_of=here.for_whom,
                )  # fmt: skip
                announce(StageTold(market_id=order.market_id, code=order.code, stage=stage.pk))
                audit.record("tell_stage", order.reference, market_id=order.market_id)
        except IntegrityError:
            return Stage.objects.get(order=order, key=key[:60])
    return stage


def is_made(order: SellerOrder) -> bool:
    """Whether anything of it is made because it was ordered."""
    return Line.objects.filter(order=order, mode=Variant.Mode.MADE_TO_ORDER).exists()
