"""Locations, items, holds, movements."""

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField
from tadamun.people.sellers.models import Organisation


class Location(models.Model):
    """Where goods lie. The owner of the goods and the custodian of the place are different organisations at times."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop"
        HUB = "hub"
        SHOP = "shop"
        FAIR = "fair"
        DEPOT = "depot"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="locations")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WORKSHOP)
    names = TranslatedTextField()

    objects = ScopedManager["Location"](
        organisation="organisation", through="organisation__admissions__market"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(kind="workshop"),
                name="one_workshop_an_organisation",
            )
        ]


class Item(models.Model):
    """How many of a variant lie at a location, and how many of them are promised. Written by ``stock.operations``."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="stock")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stock")
    on_hand = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)

    objects = ScopedManager["Item"](organisation="organisation", through="organisation__admissions__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="one_item_a_variant_and_location"),
            models.CheckConstraint(
                condition=models.Q(held__gte=0, held__lte=models.F("on_hand")), name="held_is_within_on_hand"
            ),
        ]


class Hold(models.Model):
    """So many of an item promised to a basket until an instant; an order takes its goods instead."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="holds")
    quantity = models.PositiveIntegerField()
    holder = models.CharField(max_length=80, help_text="reference: cart:…")
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Hold"](
        organisation="item__organisation", through="item__organisation__admissions__market"
    )

    class Meta:
        indexes = [
            models.Index(fields=["holder"], name="hold_holder"),
            models.Index(fields=["expires_at"], name="hold_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "holder"], name="one_hold_an_item_and_holder"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="a_hold_holds_something"),
        ]


class Movement(models.Model):
    """What came or went, and why. Append-only: ``on_hand`` of an item is the sum of its movements."""

    class Reason(models.TextChoices):
        COUNTED = "counted"
        MADE = "made"
        SOLD = "sold"
        RETURNED = "returned"
        IMPORTED = "imported"
        UNDONE = "undone"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="movements")
    delta = models.IntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    reference = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Movement"](
        organisation="item__organisation", through="item__organisation__admissions__market"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(delta=0), name="a_movement_moves")]
