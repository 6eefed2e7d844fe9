"""Questions about orders."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from tadamun.kernel.codes import is_secret
from tadamun.kernel.money import Money, total
from tadamun.kernel.prefixes import begins
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import everything, market_of_scope, scope
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.states import M, derive

SHORT_SECRET = 10  # 60 bits: enough for an address in a message, of which few can be tried


def purchase_by_secret(secret: str) -> Purchase | None:
    """The purchase of a tracking link, in the scope's market."""
    found = _BY_SECRET(market_of_scope(), secret)
    return made(Purchase, found[0]) if found else None


def purchase_by_short(short: str) -> Purchase | None:
    """The purchase whose secret begins with these ``SHORT_SECRET`` characters, in the scope's market."""
    if len(short) != SHORT_SECRET or not is_secret(short):
        return None  # fewer would let a stranger search
    found = list(Purchase.objects.filter(begins("secret", short))[:2])
    return found[0] if len(found) == 1 else None


def orders_of(purchase: Purchase) -> list[SellerOrder]:
    """Its parts with lines, facts and parcel, in their order."""
    rows = SellerOrder.objects.filter(purchase=purchase).select_related("organisation", "parcel")
    return list(rows.prefetch_related("lines", "facts").order_by("pk"))


class Part(NamedTuple):
    """One seller's order as a page shows it."""

    order: SellerOrder
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]


def parts_of(purchase: Purchase) -> list[Part]:
    """Its parts in their order: three queries, for the page that its buyer asks again and again."""
    asked = market_of_scope(), purchase.pk
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in (made(Line, values) for values in _LINES(*asked)):
        lines[line.order_id].append(line)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in (made(Fact, values) for values in _FACTS(*asked)):
        facts[fact.order_id].append(fact)
    orders = [_order(purchase, values) for values in _ORDERS(*asked)]
    return [Part(order, tuple(lines[order.pk]), tuple(facts[order.pk])) for order in orders]


_SELLER = ("stories", "place", "crafts", "registers")
_TO_SELLER = len(columns(SellerOrder))


def _order(purchase: Purchase, values: Sequence[Any]) -> SellerOrder:
    order = made(SellerOrder, values[:_TO_SELLER])
    order.purchase, order.organisation = purchase, made(Organisation, values[_TO_SELLER:], _SELLER)
    return order


ARRIVED = (Fact.Kind.PLACED, Fact.Kind.CONFIRMED, Fact.Kind.PAID, Fact.Kind.DEPOSIT_PAID)


def waits_since(order: SellerOrder, facts: Iterable[Fact]) -> datetime:
    """When it came to its seller: what was said of it afterwards gives nobody more time."""
    return max((fact.at for fact in facts if fact.kind in ARRIVED), default=order.placed_at)


def _by_secret_query(market_id: int, secret: str) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Purchase.objects.filter(secret=secret).values_list(*columns(Purchase))


def _orders_query(market_id: int, purchase_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = SellerOrder.objects.filter(purchase=purchase_id).order_by("pk")
        return rows.values_list(*columns(SellerOrder), *columns(Organisation, "organisation__", _SELLER))


def _lines_query(market_id: int, purchase_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Line.objects.filter(order__purchase=purchase_id).values_list(*columns(Line))


def _facts_query(market_id: int, purchase_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Fact.objects.filter(order__purchase=purchase_id).values_list(*columns(Fact))


_BY_SECRET = Prepared(_by_secret_query)
_ORDERS = Prepared(_orders_query)
_LINES = Prepared(_lines_query)
_FACTS = Prepared(_facts_query)


def purchases_of(person: Person) -> QuerySet[Purchase]:
    """Hers: made signed in, or with the phone she proved to be hers. Newest first, in the scope."""
    mine = Q(person=person)
    if person.phone and person.phone_verified_at:
        mine |= Q(phone=person.phone)
    return Purchase.objects.filter(mine).order_by("-placed_at", "-pk")


def escalated_of(market_id: int, organisation_ids: Collection[int]) -> list[SellerOrder]:
    """Orders of these sellers that were told of and are not answered, the oldest first: for whoever may answer for them."""
    with everything("a helper's orders are other sellers'"):
        said = Fact.objects.filter(kind=Fact.Kind.ESCALATED).values("order")
        rows = SellerOrder.objects.filter(market=market_id, organisation__in=organisation_ids, pk__in=said)
        waiting = rows.filter(goods_state=SellerOrder.GoodsState.TO_ACCEPT).select_related("organisation")
        return list(waiting.order_by("placed_at", "pk")[:50])


CAME_BACK = (Fact.Kind.PART_RETURNED, Fact.Kind.RETURNED)


def pieces_left(order: SellerOrder) -> dict[Line, int]:
    """Line → how many of it its buyer has, less what came back since: in the order of lines."""
    left = {
        line: line.quantity for line in Line.objects.select_related("variant__product").filter(order=order)
    }
    by_key = {str(line.pk): line for line in left}
    for detail in Fact.objects.filter(order=order, kind__in=CAME_BACK).values_list("detail", flat=True):
        for key, count in detail["pieces"].items():
            left[by_key[key]] -= int(count)
    return left


def may_change_mind_until(order: SellerOrder) -> datetime | None:
    """When her right to send it back ends; ``None`` before it is delivered. The order comes with its market."""
    arrived = Fact.objects.filter(order=order, kind=Fact.Kind.DELIVERED).values_list("at", flat=True).first()
    return arrived + timedelta(days=order.market.policy.return_days) if arrived else None


DECIDED = (Fact.Kind.REFUND_OWED, Fact.Kind.NO_REFUND)


def undecided_returns() -> QuerySet[Fact]:
    """What came back after delivery, or its buyer asks to send back, and nobody said since what she gets; in the scope."""
    later = Fact.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"))
    came = Q(kind__in=CAME_BACK, detail__undecided=True) & ~Exists(later.filter(kind__in=DECIDED))
    answered = Exists(later.filter(kind__in=(*DECIDED, *CAME_BACK)))
    return Fact.objects.filter(came | Q(kind=Fact.Kind.RETURN_ASKED) & ~answered)


def asks_to_return(facts: Iterable[Fact]) -> Fact | None:
    """Of an order's facts in their order: its buyer's wish to send it back, while nobody answered it."""
    asked: Fact | None = None
    for fact in facts:
        if fact.kind == Fact.Kind.RETURN_ASKED:
            asked = fact
        elif fact.kind in (*DECIDED, *CAME_BACK):
            asked = None
    return asked


def asked_pieces(order: SellerOrder, asked: Fact) -> dict[Line, int]:
    """Which pieces its buyer asks to send back, of those she still has; all of them where she did not say."""
    has = pieces_left(order)
    wanted = asked.detail.get("pieces")
    if wanted is None:
        return {line: left for line, left in has.items() if left}
    found = {line: min(left, int(wanted.get(str(line.pk), 0))) for line, left in has.items()}
    return {line: count for line, count in found.items() if count}


def worth_of(order: SellerOrder, pieces: Mapping[Line, int]) -> Money:
    """What the buyer paid for them."""
    paid = [Money(line.unit_minor * count, order.currency) for line, count in pieces.items()]
    return total(paid, order.currency)


def undecided(order: SellerOrder) -> Fact | None:
    """What of this order came back, is to be sent back, or was paid and refused at the door, and waits for somebody to say what
    goes back.
    """
    facts = Fact.objects.filter(order=order)
    if came := undecided_returns().filter(order=order).order_by("pk").last():
        return came
    if order.money_state != M.REFUND_DUE or facts.filter(kind=Fact.Kind.REFUND_OWED).exists():
        return None
    return facts.filter(kind__in=(Fact.Kind.REFUSED, *CAME_BACK)).order_by("pk").last()


def count_by_state() -> dict[str, int]:
    """Goods state → how many orders stand there, in the scope."""
    return dict(SellerOrder.objects.values_list("goods_state").annotate(Count("pk")).order_by())


def verify_orders() -> Iterator[str]:
    """Where states differ from facts, or amounts of a purchase from its orders."""
    with everything("a check of the whole installation"):
        for order in SellerOrder.objects.prefetch_related("facts").iterator(chunk_size=500):
            states = derive([fact.kind for fact in order.facts.all()])
            if (states.money, states.goods) != (order.money_state, order.goods_state):
                yield f"order {order.code}: facts say {states}"
        sums = Purchase.objects.annotate(
            goods_sum=Sum("orders__goods_minor"), part=Sum("orders__delivery_minor")
        )
        for purchase in sums.iterator():
            if (purchase.goods_minor, purchase.delivery_minor) != (purchase.goods_sum, purchase.part):
                yield f"purchase {purchase.code}: its orders sum to {purchase.goods_sum} and {purchase.part}"
