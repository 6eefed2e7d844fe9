"""Questions about stock, and the check that it adds up."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.models import Hold, Item
from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope


def on_hand(variant_ids: Iterable[int]) -> dict[int, int]:
    """Variant → how many lie anywhere, held ones included: what a catalogue calls available."""
    return dict(
        Item.objects.filter(variant__in=variant_ids).values_list("variant_id").annotate(Sum("on_hand"))
    )


def held_until(holder: str, variant: Variant) -> datetime | None:
    """Until when a holder's promise of a variant stands; ``None`` without one."""
    with scope(organisation_id=variant.organisation_id):
        holds = Hold.objects.filter(holder=holder, item__variant=variant, expires_at__gt=clock.now())
        return holds.values_list("expires_at", flat=True).first()


def free_by_variant(variant_ids: Iterable[int]) -> dict[int, int]:
    """Variant → how many can be sold this instant."""
    rows = Item.objects.filter(variant__in=variant_ids).values_list("variant_id")
    return dict(rows.annotate(free=Sum(F("on_hand") - F("held"))))


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
