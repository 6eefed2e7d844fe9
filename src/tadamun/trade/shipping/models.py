"""Zones, cities, rates and parcels."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField, words
from tadamun.people.markets.models import Market
from tadamun.trade.orders.models import SellerOrder


class Zone(models.Model):
    """Places of one market that cost and take the same. ``code`` is in the page cache's key, so it is short."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(max_length=8)
    names = TranslatedTextField()
    countries = models.JSONField(default=list)
    is_default = models.BooleanField(
        default=False, help_text="where a place of its countries that nobody listed lies"
    )
    fee_minor = models.BigIntegerField(help_text="for one parcel up to included_g, market's currency")
    fee_per_kg_minor = models.BigIntegerField(default=0, help_text="for each started kilogram above")
    included_g = models.PositiveIntegerField(default=2000)
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager["Zone"](market="market")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["market", "code"], name="a_zone_once_per_market"),
            models.CheckConstraint(
                condition=models.Q(
                    days_min__lte=models.F("days_max"), fee_minor__gte=0, fee_per_kg_minor__gte=0
                ),
                name="a_zone_has_a_price_and_days",
            ),
        ]


class City(models.Model):
    """A place a buyer can name. ``code`` is what cookies and orders keep."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="cities")
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="cities")
    code = models.CharField(max_length=40)
    names = TranslatedTextField()
    country = models.CharField(max_length=2, default="MA")
    region = models.CharField(max_length=10, blank=True)

    objects = ScopedManager["City"](market="market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "code"], name="a_city_once_per_market")]

    def name(self, language: str) -> str:
        return words(self.names, language)


class Parcel(models.Model):
    """What was handed to a carrier for one seller order. Written by ``shipping.operations``."""

    order = models.OneToOneField(SellerOrder, on_delete=models.PROTECT, related_name="parcel")
    carrier = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    photo = models.CharField(max_length=60, blank=True, help_text="key of the packing photograph")
    handed_over_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Parcel"](market="order__market", organisation="order__organisation")
