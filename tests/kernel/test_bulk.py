"""Rows written many at a time are what Django's own way would have written."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.bulk import insert_rows, new_row, put_rows
from tadamun.kernel.scopes import everything, scope
from tadamun.showcase.search.models import SearchOutbox
from tests.factories import make_market, make_organisation, make_product

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_they_went_in() -> None:
    market = make_market()
    product = make_product(make_organisation(market))
    with scope(organisation_id=product.organisation_id):
        one = Variant(
            product=product, organisation=product.organisation, sku="A ' \" %s", options={"Taille": "à", "x": None},
            mode=Variant.Mode.EDITION, edition_size=3, price_minor=12_500, currency="JOD", size_mm=[1, 2, 3],
        )  # fmt: skip
        insert_rows([one])
        read = Variant.objects.get(pk=one.pk)
    for field in Variant._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(one, field.attname), field.name
    assert not one._state.adding


def test_a_new_row_is_what_the_model_would_have_made() -> None:
    said = {
        "product_id": 1,
        "organisation_id": 2,
        "sku": "A",
        "price_minor": 5,
        "currency": "MAD",
        "options": {"Taille": "M"},
    }
    one, other = new_row(Variant, **said), Variant(**said)
    for field in Variant._meta.concrete_fields:
        assert getattr(one, field.attname) == getattr(other, field.attname), field.name
    assert one._state.adding
    assert new_row(Variant, **said).size_mm is not one.size_mm


@pytest.mark.broad
def test_keys_are_those_of_their_rows_in_several_statements() -> None:
    rows = insert_rows(
        SearchOutbox(market_id=1, product_id=number, at=datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(20_000)
    )
    found = dict(SearchOutbox.objects.values_list("seq", "product_id"))
    assert len(found) == 20_000
    assert all(found[row.pk] == row.product_id for row in rows[::97])


def test_no_row_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert insert_rows([]) == []
        assert put_rows([]) == []
    assert len(asked) == 0


def test_a_row_that_breaks_a_promise_leaves_none() -> None:
    product = make_product(make_organisation(make_market()))
    with everything("a test"):
        before = Variant.objects.count()
        rows = [
            Variant(
                product=product, organisation=product.organisation, sku="TWICE", price_minor=1, currency="MAD"
            )
            for _ in range(2)
        ]
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows(rows)
        assert Variant.objects.count() == before
