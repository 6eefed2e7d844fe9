"""Where an order stands, in two or three words for lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tadamun.trade.orders.states import G

_WORDS: dict[str, Any] = {
    G.TO_PAY: _("Waiting for the transfer"),
    G.TO_CONFIRM: _("To be confirmed"),
    G.TO_ACCEPT: _("With the seller"),
    G.TO_PREPARE: _("Being prepared"),
    G.TO_HAND_OVER: _("Packed"),
    G.SHIPPED: _("On the way"),
    G.DELIVERED: _("Delivered"),
    G.RETURNED: _("Returned"),
    G.CANCELLED: _("Cancelled"),
}


def state_word(goods_state: str) -> str:
    return str(_WORDS[G(goods_state)])
