"""The read model."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market


def back_on(availability: str, facets: Mapping[str, Any], today: date) -> date | None:
    """What a row says of its shop's closing: the day it opens, if that is still to come."""
    if availability != "away":
        return None
    day = date.fromisoformat(facets["back_on"])
    return day if day > today else None


class CatalogueRow(models.Model):
    """One product as one market shows it in one language. Written by ``window.operations`` alone; derived, disposable.

    ``card`` is the rendered card, joined into listings as it is. ``search`` holds the words of each role in every
    language, the same in each language's row of a product, so it is kept in the default language's row only.
    """

    class Availability(models.TextChoices):
        IN_STOCK = "in_stock"
        MADE_TO_ORDER = "made_to_order"
        SOLD_OUT = "sold_out"
        AWAY = "away"  # its shop is closed until the day ``facets`` names

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="rows")
    language = models.CharField(max_length=5)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="rows")
    organisation_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    title_language = models.CharField(max_length=5)
    summary = models.CharField(max_length=200, blank=True)
    price_minor = models.BigIntegerField(help_text="the lowest of its variants, market's currency")
    price_max_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    availability = models.CharField(max_length=14, choices=Availability)
    craft = models.CharField(max_length=60)
    region = models.CharField(max_length=10, blank=True)
    facets = models.JSONField(default=dict)
    search = models.JSONField(default=dict)
    card = models.TextField()
    picture = models.CharField(max_length=60, blank=True)
    rank = models.IntegerField(default=0)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["CatalogueRow"](market="market")

    class Meta:
        indexes = [
            models.Index(fields=["product"], name="row_product"),
            models.Index(fields=["organisation_id", "availability"], name="row_seller"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["market", "language", "product"], name="one_row_a_market_and_language"
            ),
            models.UniqueConstraint(fields=["market", "language", "slug"], name="one_row_a_slug"),
        ]

    def back_on(self, today: date) -> date | None:
        """The day it can be ordered again, while its shop is closed; true by the day, however late a rebuild comes."""
        return back_on(self.availability, self.facets, today)
