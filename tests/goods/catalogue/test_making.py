"""Making and rewriting products."""

import pytest

from tadamun.goods.catalogue.operations import rewrite_products
from tests.factories import make_market, make_organisation

pytestmark = pytest.mark.django_db


def test_rewriting_nothing_writes_nothing() -> None:
    rewrite_products(make_organisation(make_market()), [])
