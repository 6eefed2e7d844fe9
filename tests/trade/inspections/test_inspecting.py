"""A piece is looked at by somebody who did not make it, before it leaves."""

from dataclasses import dataclass
from typing import Any

import pytest

from tadamun.kernel.context import acting
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.models import Maker, Organisation
from tadamun.trade.checkout.operations import confirm_purchase
from tadamun.trade.inspections.checklists import family_of, questions_of
from tadamun.trade.inspections.models import Inspection
from tadamun.trade.inspections.operations import (
    NotReady,
    NotSeen,
    NotYours,
    excuse_inspection,
    is_chosen,
    let_checker_go,
    look_over,
    name_checker,
    show_piece,
)
from tadamun.trade.inspections.queries import to_check
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import AwaitsInspection, record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Scene:
    market: Market
    organisation: Organisation
    peer: Person


@standing
def scene() -> Scene:
    market = make_market(policies={"inspection_bp": 10_000})
    organisation, peer = make_organisation(market), make_person()
    name_checker(market, organisation, peer)
    return Scene(market, organisation, peer)


def sold(scene: Scene) -> SellerOrder:
    """Accepted and, when a look is asked for, ready to be looked at."""
    product = make_product(scene.organisation)
    with everything("a test's own makers"):
        product.makers.set(Maker.objects.filter(organisation=scene.organisation))
    purchase = make_purchase(scene.market, [product])
    confirm_purchase(purchase)
    order = orders_of(purchase)[0]
    record_fact(order, Fact.Kind.ACCEPTED)
    return order


def inspection_of(order: SellerOrder) -> Inspection:
    with everything("a test's own order"):
        return Inspection.objects.get(order=order)


def answers(inspection: Inspection, good: bool = True) -> dict[str, bool]:
    return {question.code: good for question in questions_of(inspection.family)}


@pytest.mark.broad
def test_it_leaves_once_a_peer_has_passed_it(scene: Scene) -> None:
    order = sold(scene)
    with pytest.raises(AwaitsInspection):
        pack(order)
    with pytest.raises(AwaitsInspection):
        hand_over(order, carrier="self")
    inspection = inspection_of(order)
    assert inspection.family == "cloth"
    with pytest.raises(NotReady):
        look_over(inspection, scene.peer, result="good", answers=answers(inspection), number=1)
    assert show_piece(order) and not show_piece(order)
    assert [row for row, _titles in to_check(scene.peer, scene.market)] == [inspection]
    no = answers(inspection, good=False)
    wrongs: list[dict[str, Any]] = [
        {"result": "good", "answers": {}}, {"result": "good", "answers": no}, {"result": "mend", "answers": no},
        {"result": "maybe", "answers": no, "note": "?"},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(NotSeen):
            look_over(inspection, scene.peer, number=1, **wrong)
    look_over(inspection, scene.peer, result="mend", answers=no, note="خيط يتدلى", number=1)
    with pytest.raises(AwaitsInspection):
        pack(order)
    assert show_piece(order), "mended"
    said: dict[str, Any] = {"result": "good", "answers": answers(inspection), "number": 2}
    assert look_over(inspection, scene.peer, **said) == look_over(inspection, scene.peer, **said)
    pack(order)
    hand_over(order, carrier="self")
    assert order.goods_state == SellerOrder.GoodsState.SHIPPED


@pytest.mark.broad
def test_nobody_passes_her_own_work(scene: Scene) -> None:
    order = sold(scene)
    inspection, stranger = inspection_of(order), make_person()
    with acting(actor=scene.peer.reference):
        show_piece(order)
    assert not to_check(scene.peer, scene.market), "she said that it is made"
    for who in (scene.peer, stranger):
        with pytest.raises(NotYours):
            look_over(inspection, who, result="good", answers=answers(inspection), number=1)
    maker = make_person()
    checker = name_checker(scene.market, scene.organisation, maker)
    with everything("a test's own makers"):
        Maker.objects.filter(organisation=scene.organisation).update(person=maker)
    with pytest.raises(NotYours):
        look_over(inspection, maker, result="good", answers=answers(inspection), number=1)
    let_checker_go(checker)
    assert excuse_inspection(order, reason="seen on video") and not excuse_inspection(order, reason="again")
    pack(order)


@pytest.mark.broad
def test_it_is_asked_of_a_share_and_of_sellers_who_have_somebody(scene: Scene) -> None:
    order = sold(scene)
    drawn = [share for share in range(0, 10_001, 100) if is_chosen(order, share)]
    assert drawn == list(range(drawn[0], 10_001, 100)) and 0 not in drawn
    alone = Scene(scene.market, make_organisation(scene.market), scene.peer)
    pack(sold(alone))
    change_market(scene.market, policies={"inspection_bp": 0})
    pack(sold(scene))


def test_every_family_has_questions_in_three_languages() -> None:
    assert (family_of("pottery"), family_of("nothing-we-know")) == ("fired", "any")
    for craft in ("textile-wool", "leather", "pottery", "wood", "cosmetics", ""):
        questions = questions_of(family_of(craft))
        assert len(questions) >= 4
        assert all(question.text(language) for question in questions for language in ("ar", "fr", "en"))
