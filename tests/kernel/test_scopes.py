"""Rows of markets and organisations are read only inside a scope; another's by name raises."""

import pytest
from django.apps import apps
from django.db import models

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.scopes import CrossScope, ScopedManager, Unscoped, scope
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import Purchase
from tests.factories import make_market, make_organisation, make_product, make_purchase

# Everybody's rows, a person's own, and the kernel's, which hold owners as plain references; markets are themselves.
NOT_SCOPED = {
    "accounts.Person", "accounts.Address", "markets.Market", "markets.MarketHost", "ledger.Rate",
    # A person's own: read by operations that were given her, or by the secret she shows.
    "accounts.TrustedDevice", "accounts.Pin", "accounts.Card", "accounts.Passkey", "accounts.LetIn", "accounts.Trustee",
}  # fmt: skip
OUTSIDE = {
    "kernel",
    "search",
    "auth",
    "contenttypes",
    "sessions",
    "messages",
    "account",
    "mfa",
    "django_tasks_database",
}

pytestmark = pytest.mark.django_db


def test_every_table_has_an_owner() -> None:
    bare = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label not in OUTSIDE and not isinstance(model._default_manager, ScopedManager)
    }
    assert bare == NOT_SCOPED


def _scoped() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if isinstance(model._default_manager, ScopedManager)]


def test_no_scoped_table_is_read_outside_a_scope() -> None:
    for model in _scoped():
        with pytest.raises(Unscoped):
            model._default_manager.count()


def test_a_market_sees_its_own_and_says_when_another_is_named() -> None:
    here, there = make_market("here"), make_market("there")
    product = make_product(make_organisation(there))
    purchase = make_purchase(there, [product])
    with scope(market_id=here.pk):
        assert not Product.objects.filter(pk=product.pk).exists()
        assert not Purchase.objects.filter(pk=purchase.pk).exists()
        with pytest.raises(CrossScope, match="Purchase"):
            Purchase.objects.filter(market=there).first()
    with scope(market_id=there.pk):
        assert Purchase.objects.get() == purchase


def test_a_seller_sees_only_hers() -> None:
    market = make_market()
    mine, hers = make_organisation(market), make_organisation(market)
    make_product(hers)
    with scope(market_id=market.pk, organisation_id=mine.pk):
        assert Product.objects.count() == 0
        assert list(Organisation.objects.all()) == [mine]
        with pytest.raises(CrossScope):
            Product.objects.filter(organisation=hers).count()
