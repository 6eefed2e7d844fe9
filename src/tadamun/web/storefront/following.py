"""An order as its buyer follows it: one timeline for each parcel, in words."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.formats import format_interval
from tadamun.kernel.money import Money, total
from tadamun.people.notices.voice import Voice
from tadamun.people.recordings.models import Recording
from tadamun.trade.checkout.deposits import IN_WORK
from tadamun.trade.checkout.letters import title_of
from tadamun.trade.checkout.operations.correcting import may_correct
from tadamun.trade.checkout.queries import is_by_link
from tadamun.trade.commissions.queries import stages_of
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.queries import Part, asks_to_return, parts_of
from tadamun.trade.orders.states import ALLOWED, G, M, purchase_state
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.queries import papers_of_purchase
from tadamun.trade.shipping.models import Parcel
from tadamun.trade.shipping.queries import parcels_of
from tadamun.trade.shipping.quoting import after_working_days
from tadamun.treasury.payments.providers import paid_first
from tadamun.treasury.payments.queries import contract_code
from tadamun.ui.cards import Picture
from tadamun.web.shared.papers import ShownPaper, shown_papers
from tadamun.web.shared.saying import sent_picture
from tadamun.web.storefront.baskets import option_words
from tadamun.web.storefront.refunds import ShownRefund, shown_refunds
from tadamun.web.storefront.thumbnails import thumbnails
from tadamun.web.storefront.transfers import Transfer, balance_transfer, transfer_of

K = Fact.Kind
BALANCE = "balance"  # of an order paid in two parts: paid, or promised at the door
# What a step is called when it is over or still to come, and while it is awaited.
STEPS: dict[str, tuple[Any, Any]] = {
    K.PLACED: (gettext_lazy("Ordered"), gettext_lazy("Ordered")),
    K.CONFIRMED: (gettext_lazy("Confirmed"), gettext_lazy("Waiting for your confirmation")),
    K.DEPOSIT_PAID: (gettext_lazy("Deposit paid"), gettext_lazy("Waiting for your deposit")),
    K.PAID: (gettext_lazy("Paid"), gettext_lazy("Waiting for your payment")),
    K.ACCEPTED: (gettext_lazy("Accepted by the seller"), gettext_lazy("The seller is looking at the order")),
    K.INSPECTION_PASSED: (gettext_lazy("Checked by a peer"), gettext_lazy("A peer checks it")),
    K.PACKED: (gettext_lazy("Packed"), gettext_lazy("Being prepared")),
    BALANCE: (gettext_lazy("Balance paid"), gettext_lazy("Waiting for the balance")),
    K.HANDED_OVER: (gettext_lazy("On the way"), gettext_lazy("Waiting for the carrier")),
    K.DELIVERED: (gettext_lazy("Delivered"), gettext_lazy("On its way to you")),
}
ENDS: dict[str, Any] = {
    K.CANCELLED: gettext_lazy("Cancelled"),
    K.DECLINED: gettext_lazy("The seller cannot prepare it"),
    K.REFUSED: gettext_lazy("Not taken at the door"),
    K.RETURNED: gettext_lazy("Returned"),
    K.PART_RETURNED: gettext_lazy("A part came back"),
}
# Over the counter nothing is packed or carried.
IN_SHOP: dict[str, tuple[Any, Any]] = {
    K.PLACED: STEPS[K.PLACED],
    K.PAID: STEPS[K.PAID],
    K.DELIVERED: (gettext_lazy("Delivered"), gettext_lazy("The seller gives it to you")),
}
BEFORE_DISPATCH = ALLOWED[K.CANCELLED]


@dataclass(frozen=True, slots=True)
class ShownPiece:
    title: str
    options: str
    quantity: int
    amount: Money
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class ShownStage:
    """How the making went: a photograph, a voice, words."""

    at: datetime
    picture: Picture | None
    recording: Recording | None
    words: str


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """``late``: the day we expect it now, when the promised ones are over. ``at_door``: cash the carrier takes."""

    order: SellerOrder
    number: str
    seller: str
    steps: tuple[dict[str, str], ...]
    pieces: tuple[ShownPiece, ...]
    carrier: str
    parcel: str
    late: date | None
    at_door: Money | None
    may_cancel: bool
    photo: Picture | None
    papers: list[ShownPaper]
    stages: tuple[ShownStage, ...] = ()
    may_return: bool = False
    asked_back: str = ""  # on which day
    made: bool = False  # to her order, all of it

    @property
    def keeps(self) -> bool:
        """Whether the deposit stays the maker's when the buyer withdraws now."""
        order = self.order
        begun = order.goods_state in (G.TO_PREPARE, G.TO_HAND_OVER)
        return bool(order.balance_minor and begun and order.market.policy.deposit_kept)

    @property
    def going(self) -> bool:
        return self.order.goods_state not in (G.CANCELLED, G.RETURNED, G.DELIVERED)


@dataclass(frozen=True, slots=True)
class Followed:
    """A purchase with everything its pages show."""

    purchase: Purchase
    orders: tuple[ShownOrder, ...]
    state: str
    sentence: str
    confirm_by: datetime
    transfer: Transfer | None
    refunds: tuple[ShownRefund, ...] = ()
    balance: Money | None = None  # still to be paid before dispatch

    @property
    def later(self) -> Money:
        """What is paid before dispatch, of all parcels."""
        return total([each.order.balance for each in self.orders], self.purchase.currency)

    @property
    def first_part(self) -> Money:
        return self.purchase.total - self.later

    @property
    def in_parts(self) -> bool:
        return bool(self.later)

    @property
    def ready(self) -> bool:
        """Whether a piece is packed and waits for its balance."""
        return any(
            each.order.goods_state == G.TO_HAND_OVER and each.order.money_state == M.DEPOSIT
            for each in self.orders
        )

    @property
    def to_confirm(self) -> bool:
        return self.state == G.TO_CONFIRM and clock.now() < self.confirm_by

    @property
    def to_pay(self) -> Money:
        """What is still to be paid at the door, over all parcels."""
        amounts = [order.at_door for order in self.orders if order.at_door]
        return total(amounts, self.purchase.currency)

    @property
    def may_correct(self) -> bool:
        orders = [shown.order for shown in self.orders]
        return not (self.purchase.erased_at or is_by_link(self.purchase)) and may_correct(orders)


def followed(purchase: Purchase, voice: Voice) -> Followed:
    """Six queries, whatever the number of parcels and lines; one more once there are papers,
    one where money may go back."""
    parts, handed = parts_of(purchase), parcels_of(purchase)
    orders = [part.order for part in parts]
    for order in orders:
        order.market = voice.market
    pictures = thumbnails(_keys(parts))
    papers, stages = _papers(purchase, orders), _stages(purchase, parts)
    shown = tuple(
        replace(
            _order(
                part,
                handed.get(part.order.pk),
                len(parts),
                pictures,
                papers[str(part.order.reference)],
                voice,
            ),
            stages=tuple(stages.get(part.order.pk, ())),
        )
        for part in parts
    )
    state = purchase_state([order.goods_state for order in orders])
    confirm_by = purchase.placed_at + timedelta(hours=voice.market.policy.confirm_hours)
    by_hand = state == G.TO_PAY and not contract_code(purchase.method)
    balance = total(
        [each.balance for each in orders if each.money_state == M.DEPOSIT and may_pay(each)],
        purchase.currency,
    )
    transfer = (
        transfer_of(purchase, orders, voice)
        if by_hand
        else balance_transfer(purchase, voice)
        if balance
        else None
    )
    sentence = _sentence(state, orders, purchase, voice)
    refunds = shown_refunds(purchase, parts, voice)
    return Followed(purchase, shown, state, sentence, confirm_by, transfer, refunds, balance)


def _stages(purchase: Purchase, parts: list[Part]) -> dict[int, list[ShownStage]]:
    """By order; nobody asks where nothing is made to order."""
    if not any(line.mode == Variant.Mode.MADE_TO_ORDER for part in parts for line in part.lines):
        return {}
    return {
        order: [
            ShownStage(
                each.at, sent_picture(each.picture) if each.picture else None, each.recording, each.words
            )
            for each in told
        ]
        for order, told in stages_of(purchase).items()
    }


def _papers(purchase: Purchase, orders: list[SellerOrder]) -> dict[str, list[Paper]]:
    """By reference of the order; nobody asks before the first can be there."""
    found: dict[str, list[Paper]] = defaultdict(list)
    if any(order.goods_state == G.DELIVERED or order.money_state != M.UNPAID for order in orders):
        for paper in papers_of_purchase(purchase):
            found[paper.order].append(paper)
    return found


def _keys(parts: list[Part]) -> list[str]:
    keys = [line.picture for part in parts for line in part.lines]
    return keys + [_packing_photo(part) for part in parts]


def _packing_photo(part: Part) -> str:
    return next((str(fact.detail.get("photo", "")) for fact in part.facts if fact.kind == K.PACKED), "")


def _order(
    part: Part,
    parcel: Parcel | None,
    parcels: int,
    pictures: dict[str, Picture],
    papers: list[Paper],
    voice: Voice,
) -> ShownOrder:
    order = part.order
    cash = not paid_first(order.purchase.method)
    owed = cash and order.money_state == M.UNPAID and order.goods_state not in (G.CANCELLED, G.RETURNED)
    at_door = order.total if owed else order.balance if order.money_state == M.AT_DOOR else None
    return ShownOrder(
        order=order,
        number=order.code if parcels > 1 else order.purchase.code,
        seller=order.organisation.name(voice.language),
        steps=tuple(_steps(part.facts, voice, IN_SHOP if is_by_link(order.purchase) else STEPS)),
        pieces=tuple(
            ShownPiece(
                title_of(line, voice), option_words(line.options), line.quantity,
                Money(line.unit_minor * line.quantity, order.currency), pictures.get(line.picture),
            )
            for line in part.lines
        ),
        carrier=_carrier(parcel.carrier) if parcel else "",
        parcel=parcel.number if parcel else "",
        late=_late(order, voice),
        at_door=at_door,
        may_cancel=order.goods_state in BEFORE_DISPATCH,
        photo=pictures.get(_packing_photo(part)),
        papers=shown_papers(papers),
        may_return=_may_return(part, voice),
        asked_back=voice.day(asked.at) if (asked := asks_to_return(part.facts)) else "",
        made=all(line.mode == Variant.Mode.MADE_TO_ORDER for line in part.lines),
    )  # fmt: skip


def _may_return(part: Part, voice: Voice) -> bool:
    """Delivered, the days to send it back are not over, and she does not wait for an answer."""
    arrived = next((fact.at for fact in part.facts if fact.kind == K.DELIVERED), None)
    if part.order.goods_state != G.DELIVERED or arrived is None or asks_to_return(part.facts):
        return False
    return clock.now() < arrived + timedelta(days=voice.market.policy.return_days)


def _carrier(name: str) -> str:
    return _("the seller in person") if name == "self" else name


def _steps(told: tuple[Fact, ...], voice: Voice, known: dict[str, tuple[Any, Any]]) -> list[dict[str, str]]:
    facts = _by_step(told)
    ended = next((kind for kind in ENDS if kind in facts), "")
    wanted = [kind for kind in known if _belongs(kind, facts)]
    last = max((place for place, kind in enumerate(wanted) if kind in facts), default=0)
    steps = []
    for place, kind in enumerate(wanted):
        if ended and kind not in facts:
            continue
        state = "done" if place <= last else "now" if place == last + 1 else "next"
        over, awaited = known[kind]
        time = voice.day(facts[kind].at) if kind in facts else ""
        steps.append(
            {"title": str(awaited if state == "now" else over), "time": time, "state": state, "text": ""}
        )
    if ended:
        steps.append(
            {"title": str(ENDS[ended]), "time": voice.day(facts[ended].at), "state": "now", "text": ""}
        )
    return steps


def _by_step(told: tuple[Fact, ...]) -> dict[str, Fact]:
    """By kind. What paid the rest of an order in two parts is its balance, or the word that it is paid at the door."""
    facts = {fact.kind: fact for fact in told}
    if K.DEPOSIT_PAID in facts:
        settled = facts.pop(K.PAID, None) or facts.get(K.BALANCE_AT_DOOR)
        if settled:
            facts[BALANCE] = settled
    return facts


def _belongs(kind: str, facts: dict[str, Fact]) -> bool:
    """Confirming and transferring are steps only of orders that waited for it."""
    if kind == K.CONFIRMED:
        return K.CONFIRMATION_AWAITED in facts
    if kind == K.INSPECTION_PASSED:
        passed = facts.get(K.INSPECTION_PASSED)
        return K.INSPECTION_ASKED in facts and not (passed and passed.detail.get("excused"))
    in_parts = K.DEPOSIT_PAID in facts
    if kind in (K.DEPOSIT_PAID, BALANCE):
        return in_parts
    return K.PAYMENT_AWAITED in facts and not in_parts if kind == K.PAID else True


def today_of(voice: Voice) -> date:
    return clock.now().astimezone(ZoneInfo(voice.market.time_zone)).date()


def _late(order: SellerOrder, voice: Voice) -> date | None:
    """Promised days are over: as many working days as it still needs, counted from today."""
    today = today_of(voice)
    on_way = order.goods_state in (G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER, G.SHIPPED)
    if not on_way or order.arrives_to >= today:
        return None
    days = 2 if order.goods_state == G.SHIPPED else max((order.arrives_to - order.prepare_by).days, 2)
    return after_working_days(today, days)


def _sentence(state: str, orders: list[SellerOrder], purchase: Purchase, voice: Voice) -> str:
    going = [order for order in orders if order.goods_state not in (G.CANCELLED, G.RETURNED)] or orders
    first, last = min(order.arrives_from for order in going), max(order.arrives_to for order in going)
    # A shortened month and the sentence share one full stop.
    days = format_interval(first, last, voice.locale, voice.market.digits or None).removesuffix(".")
    facts = {"days": days, "city": purchase.city_name}
    if is_by_link(purchase) and state in IN_WORK:
        return _("It is paid. The seller gives it to you in the shop.")
    return {
        G.TO_PAY: _("We are waiting for your payment.")
        if contract_code(purchase.method)
        else _("We are waiting for your transfer."),
        G.TO_CONFIRM: _("Please confirm your order."),
        G.TO_ACCEPT: _("The seller has your order. Expected %(days)s.") % facts,
        G.TO_PREPARE: _("Your order is being prepared. Expected %(days)s.") % facts,
        G.TO_HAND_OVER: _("Your order is packed and leaves soon. Expected %(days)s.") % facts,
        G.SHIPPED: _("On the way to %(city)s, expected %(days)s.") % facts,
        G.DELIVERED: _("Your order has been delivered."),
        G.RETURNED: _("The order came back to its seller."),
        G.CANCELLED: _("This order is cancelled."),
    }[G(state)]


def may_pay(order: SellerOrder) -> bool:
    return order.goods_state in IN_WORK
