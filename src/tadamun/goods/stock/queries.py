"""Questions about stock, and the check that it adds up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.models import Hold, Item
from tadamun.kernel import clock
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import everything, scope


def on_hand(variant_ids: Iterable[int]) -> dict[int, int]:
    """Variant → how many lie anywhere, held ones included: what a catalogue calls available."""
    return dict(
        Item.objects.filter(variant__in=variant_ids).values_list("variant_id").annotate(Sum("on_hand"))
    )


def items_of(variant_ids: Iterable[int]) -> list[Item]:
    """Where some variants of any sellers lie, in the order of their keys."""
    return [made(Item, values) for values in _ITEMS(tuple(variant_ids))]


class Promise(NamedTuple):
    """Some of a variant held for somebody until an instant."""

    holder: str
    quantity: int
    expires_at: datetime


class Shelf:
    """What lies there of some variants of any sellers, and who holds some of it. One query, made at once."""

    def __init__(self, variant_ids: Iterable[int]) -> None:
        self._on_hand: dict[int, dict[int, int]] = {}
        self._promises: dict[int, list[Promise]] = {}
        now = clock.now()
        for variant_id, item_id, lies, *held in _SHELF(tuple(variant_ids)):
            self._on_hand.setdefault(variant_id, {})[item_id] = lies
            promise = Promise(*held)
            if promise.holder and promise.expires_at > now:
                self._promises.setdefault(variant_id, []).append(promise)

    def of(self, variant_id: int, holder: str) -> tuple[int, Promise | None, list[Promise]]:
        """How many lie there, what is promised to this holder, and to others."""
        promises = self._promises.get(variant_id, [])
        mine = next((promise for promise in promises if promise.holder == holder), None)
        theirs = [promise for promise in promises if promise is not mine]
        return sum(self._on_hand.get(variant_id, {}).values()), mine, theirs


def _shelf_query(variant_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with everything("a basket holds goods of several sellers"):
        return Item.objects.filter(variant__in=variant_ids).values_list(
            "variant_id", "pk", "on_hand", "holds__holder", "holds__quantity", "holds__expires_at"
        )


def _items_query(variant_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with everything("a purchase takes goods of several sellers"):
        return Item.objects.filter(variant__in=variant_ids).order_by("pk").values_list(*columns(Item))


_SHELF = Prepared(_shelf_query)
_ITEMS = Prepared(_items_query)


def held_until(holder: str, variant: Variant) -> datetime | None:
    """Until when a holder's promise of a variant stands; ``None`` without one."""
    with scope(organisation_id=variant.organisation_id):
        holds = Hold.objects.filter(holder=holder, item__variant=variant, expires_at__gt=clock.now())
        return holds.values_list("expires_at", flat=True).first()


def verify_stock() -> Iterator[str]:
    """Where stock differs from its movements, or held from holds: nothing, when all is well."""
    with everything("a check of the whole installation"):
        sums = Item.objects.annotate(moved=Coalesce(Sum("movements__delta"), 0)).exclude(on_hand=F("moved"))
        for item in sums:
            yield f"stock item {item.pk}: on hand {item.on_hand}, movements {item.moved}"
        held = dict(Hold.objects.values_list("item_id").annotate(Sum("quantity")))
        for pk, count in Item.objects.filter(held__gt=0).values_list("pk", "held"):
            if held.pop(pk, 0) != count:
                yield f"stock item {pk}: held {count}, holds say otherwise"
        for pk, total in held.items():
            yield f"stock item {pk}: holds {total}, held says 0"
