"""What is said of a balance: that the piece is ready, that it is paid, that it may leave. Reads, never writes."""

from django.utils.translation import gettext as _

from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.notices import tell_organisation
from tadamun.trade.checkout.letters import Told
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.states import M


def asked(told: Told, order: SellerOrder) -> Said:
    """It is made and waits for the rest of its money."""
    facts = {
        "number": told.number(order), "balance": told.voice.money(order.balance), "link": told.page,
        "seller": order.organisation.name(told.voice.language),
    }  # fmt: skip
    text = _(
        "Order %(number)s from %(seller)s is ready. %(balance)s are left to pay before it leaves: %(link)s"
    )
    return Said(_("Your piece is ready: order %(number)s") % facts, text % facts, told.page)


def paid(told: Told, order: SellerOrder) -> Said:
    facts = {"number": told.number(order), "link": told.page}
    text = _("Thank you: order %(number)s is fully paid. To follow it: %(link)s")
    return Said(_("Order %(number)s is fully paid") % facts, text % facts, told.page)


def tell_seller(order: SellerOrder) -> None:
    """That nothing is left to wait for."""
    tell_organisation(
        order.organisation, order.market, key=f"balance/{order.code}", kind="order_balance",
        subject_ref=str(order.reference), compose=lambda voice: _for_seller(order, voice),
    )  # fmt: skip


def _for_seller(order: SellerOrder, voice: Voice) -> Said:
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    facts = {
        "number": order.code,
        "amount": voice.money(Money(order.balance_minor, order.currency)),
        "link": address,
    }
    if order.money_state == M.AT_DOOR:
        text = _("Order %(number)s may leave: %(amount)s are collected at the door. %(link)s")
    else:
        text = _("Order %(number)s is fully paid: it may leave. %(link)s")
    return Said(_("Order %(number)s may leave") % facts, text % facts, address)
