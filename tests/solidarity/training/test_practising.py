"""Practice uses the real operations and reaches nothing of the real market."""

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft, create_product, submit_product
from tadamun.goods.stock.operations import receive
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Admission, Member, Organisation
from tadamun.people.sellers.operations import remove_member
from tadamun.people.sellers.queries import desks_of
from tadamun.showcase.window.models import CatalogueRow
from tadamun.solidarity.training.models import Learner, PracticeDesk
from tadamun.solidarity.training.operations import (
    check_skill,
    erase_with_practice,
    leave_practice,
    order_in_play,
    pay_in_play,
    practise,
    review_in_play,
    scan_in_play,
)
from tadamun.solidarity.training.operations.practising import practice_market
from tadamun.trade.checkout.operations import HasDuties
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.papers.models import Paper
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tests.solidarity.training.conftest import skill

pytestmark = pytest.mark.django_db


def list_a_piece(desk: PracticeDesk) -> Product:
    draft = VariantDraft(sku="PLAY-1", price=Money(20000, "MAD"), mode="stock", quantity=3)
    product = create_product(
        desk.organisation, ProductDraft(craft="carpets", titles={"ar": "زربية التدريب"}, variants=[draft])
    )
    with everything("a test's own"):
        receive(desk.organisation, {product.variants.get().pk: 3})
    return submit_product(product)


@pytest.mark.broad
def test_a_whole_sale_is_practised_and_shows_what_she_can(
    market: Market, organisation: Organisation, learner: Learner, mailoutbox
) -> None:
    desk = practise(learner)
    sandbox = practice_market(market)
    assert practise(learner) == desk
    assert order_in_play(desk) is None
    with acting(actor=learner.person.reference):
        list_a_piece(desk)
        assert check_skill(learner, skill(market, "list_piece"))
        assert review_in_play(desk) == 1
        purchase = order_in_play(desk)
        assert purchase
        with scope(market_id=sandbox.pk, organisation_id=desk.organisation_id):
            order = SellerOrder.objects.select_related("market", "purchase", "organisation").get()
        record_fact(order, Fact.Kind.ACCEPTED)
        pack(order)
        hand_over(order, carrier="Amana", number="PLAY")
        assert check_skill(learner, skill(market, "packing"))
        assert check_skill(learner, skill(market, "tracking"))
        assert scan_in_play(desk) == 1
        assert pay_in_play(desk) == 1
    with everything("whose book and papers"):
        assert set(Entry.objects.values_list("credit__market", flat=True)) == {sandbox.pk}
        ready = Account.objects.filter(organisation=desk.organisation, kind="payable")
        assert Entry.objects.filter(credit__in=ready, kind="ripe").exists()
        assert not Paper.objects.exists()
        assert not Message.objects.filter(market=sandbox, state="sent").exists()
    with scope(market_id=market.pk):
        assert not CatalogueRow.objects.exists()
        assert not SellerOrder.objects.exists()
        assert not Product.objects.exists()
        assert list(Admission.objects.values_list("organisation", flat=True)) == [organisation.pk]
    assert sandbox.hosts.count() == 0 and sandbox.status == "draft"


def test_the_days_that_pass_in_play_pass_for_her_alone(
    market: Market, organisation: Organisation, learner: Learner
) -> None:
    sale = Posting(
        "sale", "cash_with_carrier", "held_for_seller", Money(20000, "MAD"), credit_of=organisation.pk,
        debit_with="amana", available_at=clock.now(),
    )  # fmt: skip
    post(market, key="real/1", subject="order:REAL", postings=[sale])
    assert pay_in_play(practise(learner)) == 0
    assert ripen() == 1


def test_who_practised_can_be_forgotten_but_not_who_sells(
    market: Market, organisation: Organisation, learner: Learner
) -> None:
    desk, person = practise(learner), learner.person
    with pytest.raises(HasDuties):
        erase_with_practice(person)
    with everything("a test"):
        assert Member.objects.filter(person=person).count() == 2 and PracticeDesk.objects.exists()
    remove_member(organisation, person)
    erase_with_practice(person)
    with everything("a test"):
        assert Person.objects.get(pk=person.pk).erased_at
        assert not Member.objects.filter(organisation=desk.organisation_id).exists()
        assert not PracticeDesk.objects.exists()


def test_beginning_again_leaves_everything_behind(market: Market, learner: Learner) -> None:
    first = practise(learner)
    leave_practice(learner)
    leave_practice(learner)
    second = practise(learner)
    assert second.organisation_id != first.organisation_id
    with scope(market_id=practice_market(market).pk):
        assert [each.organisation_id for each in desks_of(learner.person)] == [second.organisation_id]
