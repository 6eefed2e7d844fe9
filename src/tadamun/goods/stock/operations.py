"""The verbs of stock. One conditional UPDATE decides; rows are taken in key order, so that two buyers never wait for
each other in a circle."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum

from tadamun.goods.catalogue.models import Piece, Variant
from tadamun.goods.catalogue.operations.announcing import product_changed, products_changed
from tadamun.goods.stock.models import Hold, Item, Location, Movement
from tadamun.goods.stock.queries import items_of
from tadamun.kernel import audit, clock
from tadamun.kernel.bulk import insert_rows, new_row
from tadamun.kernel.context import current
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Organisation

PAGE_SAYS = 20  # how many left a product's page tells apart: its quantity field ends there
MOST_AT_ONCE = 99
HELD_MODES = {Variant.Mode.UNIQUE, Variant.Mode.EDITION}


class SoldOut(ValueError):
    """Not so many are free. ``left`` are; ``until`` says when a hold of somebody else ends, if that is why."""

    def __init__(self, variant: Variant, left: int, until: datetime | None = None) -> None:
        super().__init__(f"{variant.sku}: {left} left")
        self.variant, self.left, self.until = variant, left, until


class Recounted(ValueError):
    """Not so many lie there any more as were seen: ``on_hand`` do. Nothing was written."""

    def __init__(self, variant: Variant, on_hand: int) -> None:
        super().__init__(f"{variant.sku}: {on_hand} on hand")
        self.variant, self.on_hand = variant, on_hand


def workshop(organisation: Organisation) -> Location:
    """The place where an organisation's goods lie unless it says otherwise."""
    with scope(organisation_id=organisation.pk):
        return Location.objects.get_or_create(organisation=organisation, kind=Location.Kind.WORKSHOP)[0]


def receive(
    organisation: Organisation,
    quantities: Mapping[int, int],
    reason: str = Movement.Reason.MADE,
    reference: str = "",
) -> None:
    """Set the first stock of new variants (variant key → quantity), in bulk. Variants that have an item are refused."""
    if not quantities:
        return
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        place = workshop(organisation)
        items = insert_rows(
            new_row(
                Item, variant_id=pk, location_id=place.pk, organisation_id=organisation.pk, on_hand=quantity
            )
            for pk, quantity in sorted(quantities.items())
        )
        actor = str(current().actor)
        insert_rows(
            new_row(
                Movement, item_id=item.pk, delta=item.on_hand, reason=reason, reference=reference, actor=actor
            )
            for item in items
            if item.on_hand
        )
        product_ids = (
            Variant.objects.filter(pk__in=quantities).values_list("product_id", flat=True).distinct()
        )
        products_changed(organisation, product_ids)


def set_quantity(
    variant: Variant, quantity: int, *, reason: str = Movement.Reason.COUNTED, reference: str = "",
    seen: int | None = None,
) -> None:  # fmt: skip
    """So many lie at the workshop from now on. Raises ``SoldOut`` when more than that are held.

    ``seen``: how many lay there when she counted; raises ``Recounted`` when one was sold or brought since.
    """
    if quantity < 0 or (variant.mode == Variant.Mode.UNIQUE and quantity > 1):
        raise ValueError(f"a quantity of {quantity} is not possible for {variant.mode}")
    with transaction.atomic(), scope(organisation_id=variant.organisation_id):
        place = workshop(variant.organisation)
        item, _ = Item.objects.select_for_update().get_or_create(
            variant=variant, location=place, defaults={"organisation": variant.organisation}
        )
        delta = quantity - item.on_hand
        if not delta:
            return
        if seen is not None and seen != item.on_hand:
            raise Recounted(variant, item.on_hand)
        # The condition refuses a count below what baskets hold; it also refuses a count made on an old number.
        changed = Item.objects.filter(pk=item.pk, on_hand=item.on_hand, held__lte=quantity).update(
            on_hand=quantity
        )
        if not changed:
            raise SoldOut(variant, item.on_hand - item.held)
        _moved(item, delta, reason, reference)
        product_changed(variant.product)
        audit.record_helped(
            "set_quantity", variant.product.reference, sku=variant.sku, before=item.on_hand, after=quantity
        )


def _moved(item: Item, delta: int, reason: str, reference: str) -> None:
    Movement.objects.create(
        item_id=item.pk, delta=delta, reason=reason, reference=reference, actor=str(current().actor)
    )


def free(variant: Variant) -> int:
    """How many can be sold now."""
    with scope(organisation_id=variant.organisation_id):
        totals = Item.objects.filter(variant=variant).aggregate(on_hand=Sum("on_hand"), held=Sum("held"))
    return (totals["on_hand"] or 0) - (totals["held"] or 0)


def hold(variant: Variant, quantity: int, *, holder: str, minutes: float) -> Hold | None:
    """Promise so many to a holder for a while; asking again prolongs it. Raises ``SoldOut``.

    Holds of others that have ended are released first, once, by whoever needs the goods. ``minutes`` of 0 promise nothing
    more: a promise that stands goes on to its end; without one it is only seen that so many are free (``None``).
    """
    expires = clock.now() + timedelta(minutes=minutes)
    with transaction.atomic(), scope(organisation_id=variant.organisation_id):
        mine = Hold.objects.filter(holder=holder, item__variant=variant).select_related("item").first()
        if mine and max(mine.expires_at, expires) > clock.now():
            return _prolong(mine, quantity, expires)
        if not minutes:
            release_ended(variant)
            if free(variant) < quantity:
                raise _sold_out(variant)
            return None
        item = _grasp(variant, quantity) or (release_ended(variant) and _grasp(variant, quantity))
        if not item:
            raise _sold_out(variant)
        tags.bump(f"product:{variant.product_id}")
        return Hold.objects.create(item=item, quantity=quantity, holder=holder, expires_at=expires)


def _grasp(variant: Variant, quantity: int) -> Item | None:
    for item in Item.objects.filter(variant=variant).order_by("pk"):
        if Item.objects.filter(pk=item.pk, on_hand__gte=F("held") + quantity).update(
            held=F("held") + quantity
        ):
            return item
    return None


def _prolong(mine: Hold, quantity: int, expires: datetime) -> Hold:
    more = quantity - mine.quantity
    if more and not Item.objects.filter(pk=mine.item_id, on_hand__gte=F("held") + more).update(
        held=F("held") + more
    ):
        raise _sold_out(mine.item.variant)
    mine.quantity, mine.expires_at = quantity, max(mine.expires_at, expires)
    mine.save(update_fields=["quantity", "expires_at"])
    tags.bump(f"product:{mine.item.variant.product_id}")
    return mine


def _sold_out(variant: Variant) -> SoldOut:
    soonest = Hold.objects.filter(item__variant=variant).order_by("expires_at").first()
    return SoldOut(variant, max(free(variant), 0), soonest.expires_at if soonest else None)


def release(holder: str, variant: Variant | None = None) -> None:
    """Give back what a holder holds, of one variant or of all. Repeating it does nothing."""
    with transaction.atomic(), everything("a holder's holds of all sellers"):
        holds = Hold.objects.filter(holder=holder)
        if variant is not None:
            holds = holds.filter(item__variant=variant)
        _let_go(list(holds.select_related("item__variant").order_by("item_id")))


def release_ended(variant: Variant | None = None, limit: int = 500) -> int:
    """Give back holds whose time is over; returns how many."""
    with transaction.atomic(), everything("holds of all sellers end by the clock"):
        ended = Hold.objects.filter(expires_at__lte=clock.now())
        if variant is not None:
            ended = ended.filter(item__variant=variant)
        return _let_go(list(ended.select_related("item__variant").order_by("item_id")[:limit]))


def _let_go(holds: Sequence[Hold]) -> int:
    count = 0
    for mine in holds:
        # Deleting decides: of two who release the same hold, one gives the goods back.
        if Hold.objects.filter(pk=mine.pk).delete()[0]:
            Item.objects.filter(pk=mine.item_id).update(held=F("held") - mine.quantity)
            tags.bump(f"product:{mine.item.variant.product_id}")
            count += 1
    return count


def take(lines: Sequence[tuple[Variant, int]], *, holder: str, reference: str) -> None:
    """Sell them all or none: what the holder holds first, then what is free. Raises ``SoldOut``.

    Must run inside the transaction that stores the order. Made-to-order variants need no stock.
    """
    stocked = sorted(
        ((variant, quantity) for variant, quantity in lines if variant.mode != Variant.Mode.MADE_TO_ORDER),
        key=lambda pair: pair[0].pk,
    )
    with everything("a purchase takes goods of several sellers"):
        items: dict[int, list[Item]] = {}
        for item in items_of([variant.pk for variant, _ in stocked]):
            items.setdefault(item.variant_id, []).append(item)
        held = any(item.held for lying in items.values() for item in lying)
        holds = {mine.item_id: mine for mine in Hold.objects.filter(holder=holder)} if held else {}
        movements: list[Movement] = []
        for variant, quantity in stocked:
            item = _take_one(variant, quantity, items.get(variant.pk, []), holds)
            movements.append(
                Movement(
                    item=item, delta=-quantity, reason=Movement.Reason.SOLD, reference=reference,
                    actor=str(current().actor),
                )
            )  # fmt: skip
        insert_rows(movements)
        _sell_pieces(stocked, reference)
        _tell_if_gone([variant for variant, _ in stocked if _few(items.get(variant.pk, []))])


def _few(items: Sequence[Item]) -> bool:
    """Whether so few lay there that a sale may change what a page says."""
    return sum(item.on_hand for item in items) <= PAGE_SAYS + MOST_AT_ONCE


def _take_one(variant: Variant, quantity: int, items: Sequence[Item], holds: Mapping[int, Hold]) -> Item:
    for item in items:
        mine = holds.get(item.pk)
        if mine and mine.quantity == quantity and Hold.objects.filter(pk=mine.pk).delete()[0]:
            Item.objects.filter(pk=item.pk).update(on_hand=F("on_hand") - quantity, held=F("held") - quantity)
            return item
    for attempt in range(2):
        for item in items:
            if Item.objects.filter(pk=item.pk, on_hand__gte=F("held") + quantity).update(
                on_hand=F("on_hand") - quantity
            ):
                return item
        if attempt == 0 and not release_ended(variant):
            break
    raise _sold_out(variant)


def _sell_pieces(stocked: Sequence[tuple[Variant, int]], reference: str) -> None:
    for variant, quantity in stocked:
        if variant.mode in HELD_MODES:
            free_pieces = Piece.objects.filter(variant=variant, state=Piece.State.AVAILABLE).order_by(
                "serial"
            )
            chosen = list(free_pieces.values_list("pk", flat=True)[:quantity])
            Piece.objects.filter(pk__in=chosen).update(state=Piece.State.SOLD, sold_to=reference)


def _tell_if_gone(variants: Sequence[Variant]) -> None:
    """The read model is told only when a variant has just run out: a sale of one in fifty changes no card."""
    if not variants:
        return
    left: Counter[int] = Counter()
    for item in items_of([variant.pk for variant in variants]):
        left[item.variant_id] += item.on_hand
    for variant in variants:
        if not left[variant.pk]:
            product_changed(variant.product)
        elif left[variant.pk] <= PAGE_SAYS:
            tags.bump(f"product:{variant.product_id}")


def give_back(variant: Variant, quantity: int, *, reference: str) -> None:
    """Goods of a cancelled or returned order are free again. The caller's fact makes repeating impossible."""
    if variant.mode == Variant.Mode.MADE_TO_ORDER:
        return
    with transaction.atomic(), scope(organisation_id=variant.organisation_id):
        item = Item.objects.filter(variant=variant).order_by("pk").first()
        if item is None:
            return
        Item.objects.filter(pk=item.pk).update(on_hand=F("on_hand") + quantity)
        _moved(item, quantity, Movement.Reason.RETURNED, reference)
        sold = Piece.objects.filter(variant=variant, sold_to=reference).order_by("pk")
        back = list(sold.values_list("pk", flat=True)[:quantity])
        Piece.objects.filter(pk__in=back).update(state=Piece.State.AVAILABLE, sold_to="")
        product_changed(variant.product)
