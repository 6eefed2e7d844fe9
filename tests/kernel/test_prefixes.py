"""What begins with something is found by an index, and nothing else is."""

import pytest
from django.db import connection

from tadamun.kernel.models import NumberSeries
from tadamun.kernel.prefixes import begins


@pytest.mark.django_db
def test_what_begins_with_it_is_found_and_nothing_else() -> None:
    names = ["a/1", "a/ز", "A/1", "a", "ab/1", "b/1", "a%/1"]
    NumberSeries.objects.bulk_create(NumberSeries(series=name) for name in names)
    found = NumberSeries.objects.filter(begins("series", "a/"))
    assert set(found.values_list("series", flat=True)) == {"a/1", "a/ز"}
    assert connection.vendor != "sqlite" or "SEARCH" in found.explain()
    assert NumberSeries.objects.get(begins("series", "a%")).series == "a%/1"
