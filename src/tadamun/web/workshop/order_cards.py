"""Her orders as cards of the day."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tadamun.kernel.formats import format_date
from tadamun.web.workshop import cards, orders
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.cards import Action, Card
from tadamun.web.workshop.orders import G, Shown

AT_MOST = 12
RANKS = {
    G.TO_ACCEPT: cards.NEW_ORDER, G.TO_PREPARE: cards.TO_PREPARE, G.TO_HAND_OVER: cards.TO_HAND_OVER,
    G.SHIPPED: cards.TO_BRING,
}  # fmt: skip
SAID = {
    G.TO_ACCEPT: "order.new", G.TO_PREPARE: "order.prepare", G.TO_HAND_OVER: "order.hand_over", G.SHIPPED: "order.bring",
    G.DELIVERED: "order.delivered", G.RETURNED: "order.returned", G.CANCELLED: "order.cancelled",
}  # fmt: skip
CHECKS = {
    "to_show": "order.make",
    "waits": "order.waits_for_check",
    "mend": "order.mend",
    "passed": "order.pack",
}


def order_cards(desk: Desk) -> Iterator[Card]:
    """What waits for her, not what waits for another."""
    for each in orders.shown(desk, orders.to_do()[:AT_MOST]):
        if each.check != "waits" and each.state in RANKS and not each.awaits_balance_only:
            yield _card(desk, each)


def _card(desk: Desk, each: Shown) -> Card:
    url = desk.path(f"orders/{each.order.code}/")
    state = G(each.state)
    mend = each.check == "mend"
    return Card(
        rank=cards.TO_MEND if mend else RANKS[state], word=(_("To mend"), "bad", "warn") if mend else each.word,
        title=each.pieces[0].title, url=url, keys=tuple(spoken_order(desk, each)), picture=each.picture, seed=each.order.code,
        amount=each.order.earning, facts=tuple(_facts(desk, each)), late=each.late, order=each.order.pk,
        day=each.until.date() if each.until else each.by, actions=tuple(_actions(each, url, mend)),
    )  # fmt: skip


def spoken_order(desk: Desk, each: Shown) -> Iterator[str]:
    """What is to be done, the sum for her, how long she has."""
    state = G(each.state)
    yield CHECKS[each.check] if each.check and state == G.TO_PREPARE else _said(each, state)
    yield from cards.spoken_sum(desk, each.order.earning)
    if each.late:
        yield "order.late"
    elif each.until or each.by:
        yield from cards.spoken_days(desk, each.days_left(orders.today(desk)))
    if each.escalated:
        yield "order.escalated"


def _said(each: Shown, state: str) -> str:
    if state == G.SHIPPED and not each.hers_to_bring:
        return "order.on_the_way"
    return "order.waits_for_balance" if each.awaits_balance_only else SAID[G(state)]


def _facts(desk: Desk, each: Shown) -> Iterator[tuple[str, str]]:
    pieces = sum(piece.quantity for piece in each.pieces)
    if pieces > 1:
        yield "basket", f"× {pieces}"
    yield "pin", each.city
    locale = desk.market.locale(desk.language).replace("-", "_")
    if each.until:
        said = format_date(each.until, locale, "EEEE d MMMM", desk.market.digits or None)
        yield "clock", _("Accept by: %(day)s") % {"day": said}
    elif each.by:
        said = format_date(each.by, locale, "EEEE d MMMM", desk.market.digits or None)
        words = _("Bring it by: %(day)s") if each.hers_to_bring else _("Hand over by: %(day)s")
        yield "clock", words % {"day": said}
    if each.escalated:
        yield "people", _("Who helps you was told")


def _actions(each: Shown, url: str, mend: bool) -> Iterator[Action]:
    if each.in_shop:
        yield Action(url.replace("/orders/", "/link/"), _("Give it in the shop"), "hand")
    elif each.state == G.TO_ACCEPT:
        yield Action(f"{url}acceptance/", _("Accept"), "check", posts=True)
        yield Action(f"{url}refusal/", _("I cannot"), quiet=True)
    else:
        words = {
            G.TO_PREPARE: _("Hear what to mend") if mend else _("Prepare it"), G.TO_HAND_OVER: _("Hand it over"),
            G.SHIPPED: _("Deliver it"),
        }  # fmt: skip
        yield Action(url, words[G(each.state)], "arrow")
