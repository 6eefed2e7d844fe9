"""Orders as the workshop shows them. In the scope of one organisation; a fixed number of queries whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.checkout.operations.pending import later_days
from tadamun.trade.checkout.queries import is_by_link
from tadamun.trade.orders.models import Fact, Line, SellerOrder
from tadamun.trade.orders.queries import waits_since
from tadamun.trade.shipping.models import Parcel
from tadamun.trade.shipping.queries import find_city
from tadamun.ui.cards import Picture
from tadamun.ui.spoken import count_keys
from tadamun.web.shared.slips import KNOWS_BUYER, to_collect
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.cards import spoken_language
from tadamun.web.workshop.carriers import SELF
from tadamun.web.workshop.thumbnails import thumbnails
from tadamun.web.workshop.wording import BALANCE_PAID, ORDER_STATES, PARTS

G, M, K = SellerOrder.GoodsState, SellerOrder.MoneyState, Fact.Kind
NEW, WORK, DONE = "new", "work", "done"
TABS = {
    NEW: (G.TO_ACCEPT,),
    WORK: (G.TO_PREPARE, G.TO_HAND_OVER, G.SHIPPED),
    DONE: (G.DELIVERED, G.RETURNED, G.CANCELLED),
}
# What she pressed → the state that follows.
AFTER: dict[Any, str] = {
    PendingAct.What.ACCEPT: G.TO_PREPARE, PendingAct.What.LATER: G.TO_PREPARE, PendingAct.What.DECLINE: G.CANCELLED,
    PendingAct.What.PACK: G.TO_HAND_OVER, PendingAct.What.HAND_OVER: G.SHIPPED,
}  # fmt: skip
# Between accepting and arriving she must be able to call and to write the label.


@dataclass(frozen=True, slots=True)
class Piece:
    """A line: what, how many, what it looks like. ``product`` is its code in the workshop."""

    title: str
    options: str
    quantity: int
    picture: Picture | None
    product: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with what its state asks of her. ``until``: to accept by; ``by``: to do by; ``late``: that is over."""

    order: SellerOrder
    city: str
    pieces: tuple[Piece, ...]
    facts: dict[str, Fact]
    until: datetime | None
    by: date | None
    late: bool
    hers_to_bring: bool
    made: bool = False
    pending: PendingAct | None = None

    @property
    def state(self) -> str:
        """As it will be once what she pressed is done: to her it is done."""
        return (
            AFTER.get(self.pending.what, self.order.goods_state) if self.pending else self.order.goods_state
        )

    @property
    def check(self) -> str:
        """How a peer's look stands: empty where none was asked for, else to_show, waits, mend or passed."""
        if K.INSPECTION_ASKED not in self.facts:
            return ""
        if K.INSPECTION_PASSED in self.facts:
            return "passed"
        if self.pending and self.pending.what == PendingAct.What.MADE:
            return "waits"
        failed, shown = self.facts.get(K.INSPECTION_FAILED), self.facts.get(K.MADE)
        if failed and (shown is None or failed.pk > shown.pk):
            return "mend"
        return "waits" if shown else "to_show"

    @property
    def escalated(self) -> bool:
        return K.ESCALATED in self.facts and self.state == G.TO_ACCEPT

    @property
    def may_ask_days(self) -> bool:
        """Once, before it is packed; a visitor who waits in her shop is asked nothing."""
        asked = K.MORE_DAYS in self.facts or bool(self.pending and self.pending.what == PendingAct.What.LATER)
        most = self.order.market.policy.more_days_most
        return self.state in (G.TO_ACCEPT, G.TO_PREPARE) and not asked and not self.in_shop and most > 0

    @property
    def awaits_balance_only(self) -> bool:
        """Packed, and nothing to do before its buyer pays the rest."""
        return self.awaits_balance and self.state == G.TO_HAND_OVER

    def days_left(self, today: date) -> int | None:
        """Until it is to be done; nothing below zero is said."""
        day = self.until.date() if self.until else self.by
        return max(0, (day - today).days) if day else None

    @property
    def word(self) -> tuple[str, str, str]:
        word, kind, icon = ORDER_STATES[G(self.state)]
        return str(word), kind, icon

    @property
    def picture(self) -> Picture | None:
        return next((piece.picture for piece in self.pieces if piece.picture), None)

    @property
    def more(self) -> int:
        """How many kinds of pieces besides the first."""
        return len(self.pieces) - 1

    @property
    def knows_buyer(self) -> bool:
        """Not while she may still take her yes back."""
        return self.order.goods_state in KNOWS_BUYER

    @property
    def in_shop(self) -> bool:
        """Whether it was asked for by a link: she gives it to a visitor who stands before her."""
        return is_by_link(self.order.purchase)

    @property
    def to_collect(self) -> Money | None:
        """Cash the buyer still has to hand over."""
        return to_collect(self.order)

    @property
    def in_making(self) -> bool:
        """Whether something of it is made because it was ordered, and has not left."""
        return self.made and self.state in (G.TO_PREPARE, G.TO_HAND_OVER)

    @property
    def awaits_balance(self) -> bool:
        """Whether it may not leave yet: the buyer still owes a part of it."""
        return self.order.money_state == M.DEPOSIT and self.state in (
            G.TO_ACCEPT,
            G.TO_PREPARE,
            G.TO_HAND_OVER,
        )

    @property
    def money_word(self) -> tuple[str, str] | None:
        """What came of an order paid in two parts."""
        word = PARTS.get(M(self.order.money_state))
        if word is None and self.order.balance_minor and self.order.money_state == M.PAID:
            word = BALANCE_PAID
        return (str(word[0]), word[1]) if word else None


def heard_of() -> QuerySet[SellerOrder]:
    """Those she was told of: not what still waits for its buyer, nor what ended waiting."""
    facts = Fact.objects.filter(order=OuterRef("pk"))
    waited = Exists(facts.filter(kind__in=(K.CONFIRMATION_AWAITED, K.PAYMENT_AWAITED)))
    went_on = Exists(facts.filter(kind__in=(K.CONFIRMED, K.PAID, K.DEPOSIT_PAID)))
    rows = SellerOrder.objects.exclude(goods_state__in=(G.TO_PAY, G.TO_CONFIRM))
    return rows.exclude(Q(goods_state=G.CANCELLED) & waited & ~went_on)


def in_tab(tab: str) -> QuerySet[SellerOrder]:
    """What must be done first stands first; what is done, newest first."""
    rows = heard_of().filter(goods_state__in=TABS[tab])
    return rows.order_by("-placed_at", "-pk") if tab == DONE else rows.order_by("prepare_by", "pk")


def counts() -> dict[str, int]:
    """Tab → how many, in one query."""
    said = heard_of().aggregate(
        **{tab: Count("pk", filter=Q(goods_state__in=states)) for tab, states in TABS.items()}
    )
    return {tab: int(said[tab]) for tab in TABS}


def to_do() -> QuerySet[SellerOrder]:
    """What waits for her today: also parcels she carries herself."""
    mine = Q(goods_state__in=(G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER))
    return SellerOrder.objects.filter(mine | Q(goods_state=G.SHIPPED, parcel__carrier=SELF)).order_by(
        "prepare_by", "pk"
    )


def find(code: str) -> SellerOrder | None:
    """Hers by its number."""
    return heard_of().select_related("purchase", "parcel", "market").filter(code=code).first()


def shown(desk: Desk, rows: QuerySet[SellerOrder] | Sequence[SellerOrder]) -> list[Shown]:
    """Five queries: orders with purchase and parcel, lines, facts, what waits, pictures; one more where a line kept none."""
    if isinstance(rows, QuerySet):
        rows = list(rows.select_related("purchase", "parcel"))
    lines: dict[int, list[Line]] = {}
    facts: dict[int, dict[str, Fact]] = {}
    pending: dict[int, PendingAct] = {}
    keys = [order.pk for order in rows]
    if keys:
        for act in PendingAct.objects.filter(order__in=keys, state=PendingAct.State.WAITING):
            pending[act.order_id] = act
        for line in Line.objects.filter(order__in=keys).select_related("variant__product"):
            lines.setdefault(line.order_id, []).append(line)
        for fact in Fact.objects.filter(order__in=keys):
            facts.setdefault(fact.order_id, {})[fact.kind] = fact
    pictures = thumbnails([line for each in lines.values() for line in each])
    return [
        replace(
            _shown(desk, order, lines.get(order.pk, []), facts.get(order.pk, {}), pictures),
            pending=pending.get(order.pk),
        )
        for order in rows
    ]


def _shown(
    desk: Desk,
    order: SellerOrder,
    lines: Iterable[Line],
    facts: dict[str, Fact],
    pictures: dict[int, Picture],
) -> Shown:
    order.market = desk.market
    until = _until(desk, order, facts) if order.goods_state == G.TO_ACCEPT else None
    hers = order.goods_state == G.SHIPPED and carrier_of(order) == SELF
    by = order.arrives_to if hers else order.prepare_by
    waits = order.goods_state in (G.TO_PREPARE, G.TO_HAND_OVER) or hers
    late = until < clock.now() if until else waits and by < today(desk)
    lines = list(lines)
    pieces = tuple(
        Piece(
            words(line.titles, desk.language, desk.market.languages), " · ".join(map(str, line.options.values())),
            line.quantity, pictures.get(line.pk), line.variant.product.code,
        )
        for line in lines
    )  # fmt: skip
    return Shown(
        order,
        _city(desk, order),
        pieces,
        facts,
        until,
        by if waits else None,
        late,
        hers,
        any(line.mode == Variant.Mode.MADE_TO_ORDER for line in lines),
    )


def _city(desk: Desk, order: SellerOrder) -> str:
    """A listed city in her language, whatever the buyer's script; else as the buyer wrote it."""
    found = find_city(order.purchase.city)
    return found.name(desk.language) if found else order.purchase.city_name


def _until(desk: Desk, order: SellerOrder, facts: dict[str, Fact]) -> datetime:
    return waits_since(order, facts.values()) + timedelta(hours=desk.market.policy.accept_hours)


def carrier_of(order: SellerOrder) -> str:
    try:
        return order.parcel.carrier
    except Parcel.DoesNotExist:
        return ""


def today(desk: Desk) -> date:
    """The day it is where the market is."""
    return clock.now().astimezone(ZoneInfo(desk.market.time_zone)).date()


def later_choices(desk: Desk, order: SellerOrder, most: int) -> list[tuple[int, date, tuple[str, ...]]]:
    """How many working days more, the day it then leaves, and how that is said."""
    language = spoken_language(desk)
    return [
        (days, later_days(order, days)[0], tuple(count_keys(days, "day", language)))
        for days in sorted({1, 2, 3, 5, most})
        if days <= most
    ]
