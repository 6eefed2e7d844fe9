"""Gapless series: a number is given in the transaction that uses it, or not at all."""

from django.db.models import F

from tadamun.kernel.models import NumberSeries


def next_number(series: str) -> int:
    """The next number of ``series``, from 1. Must run inside the transaction that stores what carries it."""
    if not NumberSeries.objects.filter(series=series).update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(series=series)
        NumberSeries.objects.filter(series=series).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(series=series)
