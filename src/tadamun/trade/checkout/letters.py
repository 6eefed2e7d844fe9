"""What a buyer and a seller are told of an order, worded in the language that is active. Reads, never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.notices.segments import fitted
from tadamun.people.notices.voice import Said, Voice
from tadamun.trade.orders.models import Line, Purchase, SellerOrder
from tadamun.trade.orders.queries import SHORT_SECRET
from tadamun.trade.orders.states import G, M
from tadamun.trade.shipping.queries import find_city
from tadamun.treasury.payments.providers import PROVIDERS, paid_first
from tadamun.treasury.payments.queries import contract_code, payment_of


@dataclass(frozen=True, slots=True)
class Told:
    """A purchase with what its letters need: its orders, each with seller and lines."""

    purchase: Purchase
    orders: Sequence[SellerOrder]
    voice: Voice

    @property
    def page(self) -> str:
        """The short address of its tracking page."""
        return link("short_order", market=self.voice.market, secret=self.purchase.secret[:SHORT_SECRET])

    @property
    def now(self) -> Money:
        """What is paid first: all, or all but the balances."""
        balances = sum(order.balance_minor for order in self.orders)
        return Money(self.purchase.total_minor - balances, self.purchase.currency)

    def number(self, order: SellerOrder) -> str:
        """As the buyer knows it: the purchase's own while it is one parcel."""
        return order.code if len(self.orders) > 1 else self.purchase.code

    def lines(self) -> list[Line]:
        return [line for order in self.orders for line in order.lines.all()]


def title_of(line: Line, voice: Voice) -> str:
    return words(line.titles, voice.language, voice.market.languages)


def pair(label: str, value: str) -> str:
    """A fact and its name, with the colon as the language sets it."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def things(lines: Sequence[Line], title: str) -> str:
    """The first thing, by a title that may be shortened, and how many more kinds there are."""
    more = len(lines) - 1
    return f"{title} +{more}" if more else title


def arrival(orders: Sequence[SellerOrder], voice: Voice) -> str:
    start, end = min(o.arrives_from for o in orders), max(o.arrives_to for o in orders)
    if start == end:
        return _("Arrives on %(day)s") % {"day": voice.day(start)}
    return _("Arrives between %(start)s and %(end)s") % {"start": voice.day(start), "end": voice.day(end)}


# -- to the buyer ---------------------------------------------------------------------------------------------


def placed(told: Told) -> Said:
    """Acknowledgement without delay (law 53-05, art. 65-5) and what she has to do now."""
    purchase, voice = told.purchase, told.voice
    address = _next_page(told)
    facts = {
        "number": purchase.code, "shop": voice.shop, "total": voice.money(told.now), "link": address,
    }  # fmt: skip
    pattern = _placed_pattern(told)
    lines = told.lines()
    short = fitted(lambda title: pattern % {**facts, "item": things(lines, title)}, title_of(lines[0], voice))
    title = _("Your order %(number)s from %(shop)s") % facts
    return Said(title, short, address, _placed_letter(told, address))


def _next_page(told: Told) -> str:
    if any(order.goods_state == G.TO_CONFIRM for order in told.orders):
        return link(
            "short_confirmation", market=told.voice.market, secret=told.purchase.secret[:SHORT_SECRET]
        )
    return told.page


def _placed_pattern(told: Told) -> str:
    states = {order.goods_state for order in told.orders}
    if G.TO_PAY in states and contract_code(told.purchase.method):
        return _("Your order %(number)s from %(shop)s: %(item)s, %(total)s. To pay or to follow it: %(link)s")
    if G.TO_PAY in states:
        return _("Your order %(number)s from %(shop)s: %(item)s, %(total)s by transfer. How to pay: %(link)s")
    if G.TO_CONFIRM in states:
        return _(
            "Your order %(number)s from %(shop)s: %(item)s, %(total)s to pay on delivery. To confirm: %(link)s"
        )
    return _(
        "Your order %(number)s from %(shop)s: %(item)s, %(total)s to pay on delivery. To follow it: %(link)s"
    )


def _placed_letter(told: Told, address: str) -> str:
    """The whole contract in writing: without it the buyer has thirty days instead of seven (law 31-08, art. 36)."""
    purchase, voice = told.purchase, told.voice
    market = voice.market
    parts = [_("Thank you for your order %(number)s of %(day)s.") % {
        "number": purchase.code, "day": voice.day(purchase.placed_at, "long"),
    }]  # fmt: skip
    parts += [_parcel_text(order, voice) for order in told.orders]
    parts.append("\n".join([
        pair(_("Delivery"), voice.money(purchase.delivery)), pair(_("Total"), voice.money(purchase.total)),
        *([pair(_("To pay before dispatch"), voice.money(purchase.total - told.now))] if told.now < purchase.total else []),
    ]))  # fmt: skip
    where = [
        purchase.full_name, purchase.address, purchase.landmark, f"{purchase.postcode} {purchase.city_name}".strip(),
    ]  # fmt: skip
    parts.append("\n".join([_("To be delivered to:"), *(line for line in where if line)]))
    parts.append(_what_next(told, address))
    days = market.policy.return_days
    parts.append(
        ngettext(
            "You have %(days)d day from delivery to change your mind.",
            "You have %(days)d days from delivery to change your mind.",
            days,
        )
        % {"days": days}
    )
    terms = link("page", market=market, language=voice.language, kind="terms")
    parts.append(_("Conditions of sale: %(link)s") % {"link": terms})
    name = market.fact("names", voice.language) or market.fact("legal_name", voice.language)
    facts = [name, *(market.fact(key, voice.language) for key in ("address", "phone", "email"))]
    parts.append("\n".join(fact for fact in facts if fact))
    return "\n\n".join(parts)


def _parcel_text(order: SellerOrder, voice: Voice) -> str:
    rows = [order.organisation.name(voice.language)]
    for line in order.lines.all():
        amount = voice.money(Money(line.unit_minor * line.quantity, order.currency))
        rows.append(pair(f"{line.quantity} × {title_of(line, voice)}", amount))
    return "\n".join([*rows, arrival([order], voice)])


def _what_next(told: Told, address: str) -> str:
    purchase, voice = told.purchase, told.voice
    states = {order.goods_state for order in told.orders}
    if G.TO_PAY in states and contract_code(purchase.method):
        return _("Please pay %(total)s: %(link)s") % {"total": voice.money(told.now), "link": address}
    if G.TO_PAY in states:
        start = PROVIDERS[purchase.method].start(voice.market, told.now, purchase.code)
        payment = payment_of(str(purchase.reference))
        due = voice.day(payment.due_at, "long") if payment and payment.due_at else ""
        rows = [
            _("Please transfer %(total)s before %(day)s.") % {"total": voice.money(told.now), "day": due},
            *transfer_rows(start.instructions),
            _("To follow the order: %(link)s") % {"link": address},
        ]
        return "\n".join(rows)
    if G.TO_CONFIRM in states:
        return _("You pay %(total)s on delivery. Please confirm the order: %(link)s") % {
            "total": voice.money(purchase.total),
            "link": address,
        }
    return _("You pay %(total)s on delivery. To follow the order: %(link)s") % {
        "total": voice.money(purchase.total),
        "link": address,
    }


def transfer_rows(instructions: dict[str, str]) -> list[str]:
    """Where to send a transfer, one fact a row; the account number in groups of four."""
    labels = {
        "holder": _("Account holder"), "bank": _("Bank"), "rib": _("Account number (RIB)"),
        "reference": _("Reference to write"),
    }  # fmt: skip
    shown = {**instructions, "rib": grouped(instructions.get("rib", ""))}
    return [pair(label, shown[key]) for key, label in labels.items() if shown.get(key)]


def grouped(account: str) -> str:
    """An account number as people read it aloud."""
    bare = account.replace(" ", "")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def confirmed(told: Told) -> Said:
    facts = {"number": told.purchase.code, "arrival": arrival(told.orders, told.voice), "link": told.page}
    return Said(
        _("Order %(number)s is confirmed") % facts,
        _("Thank you, order %(number)s is confirmed. %(arrival)s. To follow it: %(link)s") % facts,
        told.page,
    )


def paid(told: Told) -> Said:
    facts = {"number": told.purchase.code, "arrival": arrival(told.orders, told.voice), "link": told.page}
    if contract_code(told.purchase.method):
        return Said(
            _("Your payment for order %(number)s has arrived") % facts,
            _("Your payment for order %(number)s has arrived, thank you. %(arrival)s. To follow it: %(link)s")
            % facts,
            told.page,
        )
    return Said(
        _("Your transfer for order %(number)s has arrived") % facts,
        _("Your transfer for order %(number)s has arrived, thank you. %(arrival)s. To follow it: %(link)s")
        % facts,
        told.page,
    )


def declined(told: Told, order: SellerOrder) -> Said:
    seller = order.organisation.name(told.voice.language)
    facts = {"number": told.number(order), "money": _money_back(order), "link": told.page}
    pattern = _("We are sorry: %(seller)s cannot prepare order %(number)s. %(money)s %(link)s")
    title = _("Order %(number)s cannot be prepared") % facts
    return Said(title, fitted(lambda name: pattern % {**facts, "seller": name}, seller), told.page)


def more_days(told: Told, order: SellerOrder) -> Said:
    """She needs longer: the new days."""
    seller, voice = order.organisation.name(told.voice.language), told.voice
    facts = {"number": told.number(order), "arrival": arrival([order], voice), "link": told.page}
    pattern = _("%(seller)s needs more days for order %(number)s. %(arrival)s. %(link)s")
    title = _("Order %(number)s comes later") % facts
    return Said(title, fitted(lambda name: pattern % {**facts, "seller": name}, seller), told.page)


def unanswered_here(order: SellerOrder, voice: Voice) -> Said:
    """To whoever may answer for the seller."""
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    return _unanswered(order, voice, address)


def unanswered_in_market(order: SellerOrder, voice: Voice) -> Said:
    """To the market's team."""
    address = link("office_order", market=voice.market, language=voice.language, code=order.code)
    return _unanswered(order, voice, address)


def _unanswered(order: SellerOrder, voice: Voice, address: str) -> Said:
    facts = {"number": order.code, "link": address}
    pattern = _("Order %(number)s of %(seller)s waits for an answer. Call her, or answer for her: %(link)s")
    seller = order.organisation.name(voice.language)
    title = _("Order %(number)s waits for an answer") % facts
    return Said(title, fitted(lambda name: pattern % {**facts, "seller": name}, seller), address)


def cancelled(told: Told, order: SellerOrder) -> Said:
    facts = {"number": told.number(order), "money": _money_back(order), "link": told.page}
    text = _("Order %(number)s is cancelled. %(money)s %(link)s") % facts
    return Said(_("Order %(number)s is cancelled") % facts, text, told.page)


def pay_link(told: Told, amount: Money, until: datetime | None) -> Said:
    """The market keeps the order for her a little longer."""
    facts = {
        "number": told.purchase.code, "amount": told.voice.money(amount), "link": told.page,
        "day": told.voice.day(until) if until else "",
    }  # fmt: skip
    text = _("Order %(number)s is kept for you until %(day)s. To pay %(amount)s: %(link)s")
    return Said(_("Order %(number)s: a link to pay") % facts, text % facts, told.page)


def unanswered(told: Told) -> Said:
    """It ended by the clock: nobody confirmed it, or no transfer came."""
    facts = {"number": told.purchase.code, "link": told.page}
    if contract_code(told.purchase.method):
        text = _(
            "Order %(number)s was cancelled because it was not paid in time. You can order again: %(link)s"
        )
    elif paid_first(told.purchase.method):
        text = _(
            "Order %(number)s was cancelled because no transfer arrived in time. You can order again: %(link)s"
        )
    else:
        text = _(
            "Order %(number)s was cancelled because it was not confirmed in time. You can order again: %(link)s"
        )
    return Said(_("Order %(number)s is cancelled") % facts, text % facts, told.page)


def _money_back(order: SellerOrder) -> str:
    if order.money_state == M.UNPAID:
        return _("There is nothing to pay.")
    return _("What you paid will be returned to you.")


def handed_over(told: Told, order: SellerOrder, carrier: str, parcel: str) -> Said:
    facts = {
        "number": told.number(order), "carrier": carrier, "parcel": parcel,
        "arrival": arrival([order], told.voice), "link": told.page,
    }  # fmt: skip
    if carrier == "self":
        text = _("Order %(number)s is on its way, brought by its seller. %(arrival)s. %(link)s")
    elif parcel:
        text = _("Order %(number)s is on its way with %(carrier)s, number %(parcel)s. %(arrival)s. %(link)s")
    else:
        text = _("Order %(number)s is on its way with %(carrier)s. %(arrival)s. %(link)s")
    return Said(_("Order %(number)s is on its way") % facts, text % facts, told.page)


def delivered(told: Told, order: SellerOrder) -> Said:
    facts = {"number": told.number(order), "shop": told.voice.shop, "link": told.page}
    return Said(
        _("Order %(number)s has been delivered") % facts,
        _("Order %(number)s has been delivered. Thank you for buying on %(shop)s. %(link)s") % facts,
        told.page,
    )


def returned(told: Told, order: SellerOrder, said: Mapping[str, Any]) -> Said:
    """What she sent back is there, and what she gets for it, where somebody has said so: ``said`` is of the fact."""
    back = Money(int(said["back_minor"]), order.currency)
    facts = {"number": told.number(order), "link": told.page, "amount": told.voice.money(back)}
    text = _("What you sent back of order %(number)s has arrived. %(link)s")
    if back:
        text = _("What you sent back of order %(number)s has arrived. You get %(amount)s back. %(link)s")
    elif said["undecided"]:
        text = _(
            "What you sent back of order %(number)s has arrived. We look at it and return your money. %(link)s"
        )
    return Said(_("What you sent back of order %(number)s has arrived") % facts, text % facts, told.page)


def nothing_back(told: Told, order: SellerOrder) -> Said:
    facts = {"number": told.number(order), "link": told.page}
    text = _(
        "We looked at order %(number)s again: no money is returned. Do you disagree? Write to us. %(link)s"
    )
    return Said(_("Order %(number)s: no money is returned") % facts, text % facts, told.page)


# -- to the seller --------------------------------------------------------------------------------------------


def new_order(order: SellerOrder, accept_by: str, voice: Voice) -> Said:
    """``accept_by``: the last day, as text of the voice."""
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    known = find_city(order.purchase.city)
    city = known.name(voice.language) if known else order.purchase.city_name
    facts = {"number": order.code, "city": city, "day": accept_by, "link": address}
    pattern = _("New order %(number)s: %(item)s, for %(city)s. To accept by %(day)s: %(link)s")
    lines = list(order.lines.all())
    short = fitted(lambda title: pattern % {**facts, "item": things(lines, title)}, title_of(lines[0], voice))
    return Said(_("New order %(number)s") % facts, short, address)


def order_withdrawn(order: SellerOrder, voice: Voice) -> Said:
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    facts = {"number": order.code, "link": address}
    text = _("Order %(number)s was cancelled: please do not send it. %(link)s") % facts
    return Said(_("Order %(number)s is cancelled") % facts, text, address)


def order_came_back(order: SellerOrder, fit: bool, voice: Voice) -> Said:
    """``fit``: its pieces are for sale again."""
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    facts = {"number": order.code, "link": address}
    text = _("The buyer sent back order %(number)s, or a part of it. %(link)s")
    if fit:
        text = _("The buyer sent back order %(number)s, or a part of it: it is for sale again. %(link)s")
    return Said(_("Order %(number)s came back") % facts, text % facts, address)


def return_asked(order: SellerOrder, voice: Voice) -> Said:
    address = link("workshop_order", market=voice.market, language=voice.language, code=order.code)
    facts = {"number": order.code, "link": address}
    text = (
        _("The buyer of order %(number)s asks to send it back. The market answers and tells you. %(link)s")
        % facts
    )
    return Said(_("Order %(number)s: the buyer asks to send it back") % facts, text, address)
