"""Queries prepared once: the same rows as the queryset, whatever the values."""

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.showcase.window.models import CatalogueRow
from tests.factories import make_market, make_organisation, make_product

pytestmark = pytest.mark.django_db


def rows_query(market_id: int, language: str, ids: tuple[int, ...]) -> models.QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = CatalogueRow.objects.filter(language=language, product__in=ids).order_by("pk")
        return rows.values_list("pk", "facets", "published_at", "title")


def test_the_rows_are_those_of_the_queryset() -> None:
    market = make_market()
    shop = make_organisation(market)
    ids = tuple(make_product(shop).pk for _ in range(3))
    prepared = Prepared(rows_query)
    for language in ("ar", "fr"):
        for some in (ids, ids[:1], ids[1:], (ids[0], 10**9)):
            assert prepared(market.pk, language, some) == list(rows_query(market.pk, language, some))
    assert prepared(market.pk, "fr", ()) == []
    assert prepared(market.pk + 1, "fr", ids) == []


def test_the_sql_is_written_once_for_a_shape() -> None:
    market = make_market()
    built = []

    def build(market_id: int, language: str, ids: tuple[int, ...]) -> models.QuerySet[Any, Any]:
        built.append(ids)
        return rows_query(market_id, language, ids)

    prepared = Prepared(build)
    for number in range(5):
        with CaptureQueriesContext(connection) as asked:
            prepared(market.pk, "fr", (number, number + 1))
        assert len(asked) == 1
    assert len(built) == 1
    prepared(market.pk, "fr", (1,))
    assert len(built) == 2


def test_a_value_the_query_does_not_keep_as_it_is_is_refused() -> None:
    def build(number: int) -> models.QuerySet[Any, Any]:
        return Market.objects.filter(pk=number + 1).values_list("pk")

    with pytest.raises(ValueError, match="not in the query"):
        Prepared(build)(1)


def test_hostile_text_is_a_value() -> None:
    market = make_market()
    prepared = Prepared(lambda slug: Market.objects.filter(slug=slug).values_list("pk"))
    assert prepared("' OR 1=1 --") == []
    assert prepared(market.slug) == [(market.pk,)]


def test_a_row_is_made_a_model() -> None:
    market = make_market()
    values = Market.objects.values_list(*columns(Market, without=("policies",))).get(pk=market.pk)
    found = made(Market, values, without=("policies",))
    assert found == market
    assert found.names == market.names
    with CaptureQueriesContext(connection) as asked, everything("a deferred column"):
        assert found.policies == market.policies
    assert len(asked) == 1


def test_a_plan_keeps_nothing_of_who_asked_first() -> None:
    """A seller at her desk asks first; what is then read for everybody is not narrowed to her."""
    market = make_market()
    mine, other = make_organisation(market), make_organisation(market)
    products = [make_product(mine), make_product(other)]

    def build(market_id: int, ids: tuple[int, ...]) -> models.QuerySet[Any, Any]:
        with scope(market_id=market_id):
            return Variant.objects.filter(product__in=ids).order_by("pk").values_list("product")

    prepared = Prepared(build)
    ids = tuple(product.pk for product in products)
    with scope(market_id=market.pk, organisation_id=mine.pk):
        assert len(prepared(market.pk, ids)) == 2
    assert len(prepared(market.pk, ids)) == 2
