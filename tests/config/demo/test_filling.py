"""The demonstration is made through the operations of real content and contradicts itself nowhere."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import override_settings

from tadamun.config.demo import filling, make
from tadamun.config.demo.banking import sign_with_bank
from tadamun.config.demo.organisations import organisation_plans
from tadamun.goods.catalogue.models import Product, ProductEdit, ProductPicture, Variant
from tadamun.kernel.scopes import everything, scope
from tadamun.kernel.text import words
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import LegalText, Market, MarketRegion, TeamMember
from tadamun.people.sellers.models import Admission, Maker
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.operations import verify_rows
from tadamun.trade.checkout.operations import check_payment
from tadamun.trade.orders.models import SellerOrder
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Contract, Payment, Refund
from tadamun.treasury.payouts.models import Batch
from tadamun.treasury.payouts.verifying import verify_payouts
from tadamun.web.shared.entering.faces import faces_of_persons
from tests.simulators.process import SimulatedBank

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path) -> Iterator[Path]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    monkeypatch.setattr(filling, "FEATURED", 1)


@pytest.mark.slow
def test_many_products_come_without_pictures_and_orders() -> None:
    said: list[str] = []
    made = filling.fill(count=40, if_empty=False, say=said.append, processes=1)
    assert (made["markets"], made["products"], made["orders"]) == (4, 40, 0)
    assert said
    with everything("a look at what was made"):
        assert CatalogueRow.objects.values("product").distinct().count() == 40
        assert list(verify_rows()) == []
        assert not ProductPicture.objects.exists()


def test_an_installation_with_a_market_is_left_alone() -> None:
    Market.objects.create(slug="mine", currency="MAD", languages=["ar"])
    assert make(if_empty=True) == {}
    with pytest.raises(filling.AlreadyFilled):
        make()
    assert Market.objects.count() == 1


@pytest.mark.slow
@pytest.mark.usefixtures("few_pictures", "media")
def test_four_markets_with_orders_in_every_state(settings: Any) -> None:
    made = filling.fill(count=None, if_empty=True, say=lambda _text: None, processes=1)
    with everything("a look at what was made"):
        assert Market.objects.count() == 4
        for market in Market.objects.all():
            _look_at(market)
        assert list(verify_rows()) == []
        assert list(verify_ledger()) == []
        assert list(verify_payouts()) == []
        assert {"prepared", "sent"} <= set(Batch.objects.values_list("state", flat=True))
        currencies = set(Variant.objects.values_list("currency", flat=True))
        assert currencies == {"MAD", "ILS", "JOD", "USD"}
        assert Payment.objects.values("state").distinct().count() == 4
        assert set(Refund.objects.values_list("state", flat=True)) == {"decided", "done"}
        assert Maker.objects.filter(person=None).exists()
    for market in Market.objects.all():
        _look_at_faces(market)
    _ask_the_bank(settings)
    for phone in made["sign_in"].values():
        assert Person.objects.filter(phone=phone, phone_verified_at__isnull=False).exists()


def _ask_the_bank(settings: Any) -> None:
    """Opened after all that, it answers for every card that was charged, and can give back of it."""
    bank = SimulatedBank.start("--data", str(settings.DATA / "bank"))
    try:
        settings.BANK_PORT = urlsplit(bank.url).port
        for market in Market.objects.all():
            sign_with_bank(market)
            with scope(market_id=market.pk):
                taken = list(
                    Payment.objects.filter(state="captured", provider="est").select_related("contract")
                )
            assert taken
            for payment in taken:
                assert check_payment(payment) == "captured"
            with scope(market_id=market.pk):
                assert not Payment.objects.filter(
                    pk__in=[each.pk for each in taken], confirmed_at=None
                ).exists()
    finally:
        bank.stop()


def _look_at_faces(market: Market) -> None:
    """On a family's phone those who come in themselves have their own picture, where they let it be shown, or their own motif."""
    plan = organisation_plans(market.slug)[0]
    with scope(market_id=market.pk):
        members = Person.objects.filter(
            memberships__organisation__phone=plan.phone, memberships__role="maker"
        )
        hers = {maker.person_id: maker for maker in Maker.objects.filter(person__in=members)}
        assert len(hers) == members.count() == 2
        for person, face in faces_of_persons(list(members), "ar").items():
            maker = hers[person]
            assert face.seed == maker.code.lower() and face.name == words(maker.names, "ar")
            assert bool(face.portrait) == bool(maker.portrait and maker.photo_consent_at)
        if plan.alone:
            assert Maker.objects.get(person__phone=plan.phone).names == plan.makers[0].names


def _look_at(market: Market) -> None:
    states = Counter(SellerOrder.objects.filter(market=market).values_list("goods_state", flat=True))
    assert set(states) == set(SellerOrder.GoodsState.values)
    paid = set(SellerOrder.objects.filter(market=market).values_list("money_state", flat=True))
    assert paid == set(SellerOrder.MoneyState.values), market.slug
    shown = CatalogueRow.objects.filter(market=market, language="ar").count()
    assert shown >= 50
    assert Admission.objects.filter(market=market, status="admitted").count() >= 12
    assert LegalText.objects.filter(market=market).count() == 5
    assert MarketRegion.objects.filter(market=market, state="open").exists()
    assert TeamMember.objects.filter(market=market).count() == 5
    mine = Product.objects.filter(organisation__admissions__market=market)
    assert mine.filter(review="sent_back").count() == 3
    assert ProductEdit.objects.filter(product__in=mine, state="waiting").count() == 2
    assert ProductPicture.objects.filter(product__in=mine).exists()
    assert Contract.objects.get(market=market).test
    dates = {order.placed_at.date() for order in SellerOrder.objects.filter(market=market)}
    assert len(dates) > 8
