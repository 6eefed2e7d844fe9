"""What waits for her, in the order of its urgency, to be seen and to be heard; a fixed number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.queries import admission_of
from tadamun.trade.checkout.operations import begin_act, do_waiting
from tadamun.trade.inspections.models import Inspection, Look
from tadamun.trade.inspections.operations import name_checker
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.ui.spoken import words_to_speak
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.order_cards import order_cards
from tests.web.workshop.conftest import MakeOrder, Seller, state_of
from tests.web.workshop.test_budgets import KEPT, TODAY
from tests.web.workshop.test_orders import at, photo

pytestmark = pytest.mark.django_db


def asked(seller: Seller) -> tuple[int, str]:
    seller.browser.get("/ar/workshop/")
    with CaptureQueriesContext(connection) as caught:
        answer = seller.browser.get("/ar/workshop/")
    assert answer.status_code == 200
    return len([query for query in caught if not KEPT.search(query["sql"])]), answer.content.decode()


@pytest.mark.broad
def test_as_many_questions_for_one_order_as_for_many(seller: Seller, make_order: MakeOrder) -> None:
    make_order()
    one, _html = asked(seller)
    for _ in range(4):
        make_order()
    assert asked(seller)[0] == one <= TODAY


def test_a_card_is_spoken_with_its_sum_and_its_days(seller: Seller, make_order: MakeOrder) -> None:
    make_order()
    admission = admission_of(seller.organisation.pk, seller.market.pk)
    assert admission
    desk = Desk(seller.person, seller.market, "ar", admission, ())
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        (card,) = order_cards(desk)
    keys = card.keys
    assert keys[:2] == ("order.new", "money.for_you") and "unit.mad.many" in keys
    assert keys.index("order.days_left") > keys.index("unit.mad.many") and keys[-1].startswith("unit.day")
    assert set(keys) <= set(words_to_speak("ar")), "each has its words in Arabic"


def test_nothing_to_do_offers_a_product(seller: Seller) -> None:
    html = seller.browser.get("/en/workshop/").content.decode()
    assert "Nothing to do today" in html and html.index("products/new/") < html.index('class="tiles"')
    assert [html.index(f'/workshop/{rest}"') for rest in ("products/", "money/")] == sorted(
        html.index(f'/workshop/{rest}"') for rest in ("products/", "money/")
    )


@pytest.mark.broad
def test_the_tile_of_requests_says_what_its_page_says(seller: Seller) -> None:
    tiles = html.fromstring(seller.browser.get("/fr/workshop/").content)
    (tile,) = tiles.xpath("//nav[@class='tiles']//a[@href='/fr/workshop/requests/']")
    page = html.fromstring(seller.browser.get("/fr/workshop/requests/").content)
    assert tile.text_content().strip() == page.findtext(".//h1") == "Demandes sur mesure"


@pytest.mark.broad
def test_a_peer_checks_before_it_is_packed(seller: Seller, other: Seller, make_order: MakeOrder) -> None:
    change_market(seller.market, policies={**seller.market.policies, "inspection_bp": 10_000})
    name_checker(seller.market, seller.organisation, other.person)
    order = make_order()
    begin_act(order, "accept")
    do_waiting(order)
    page = seller.browser.get(at(order)).content.decode()
    assert "It is made" in page and "packing/" not in page
    answer = seller.browser.post(at(order, "packing/"), follow=True)
    assert "a peer checks it first" in answer.content.decode()
    seller.browser.post(at(order, "making/"))
    assert state_of(order) == SellerOrder.GoodsState.TO_PREPARE
    with everything("a test's own order"):
        code = Inspection.objects.get(order=order).code
    home = other.browser.get("/en/workshop/").content.decode()
    assert f"checks/{code}/" in home and "Rug" in home, "what it is"
    assert f"checks/{code}/" not in seller.browser.get("/en/workshop/").content.decode()
    assert seller.browser.get(f"/en/workshop/checks/{code}/").status_code == 404
    check = other.browser.get(f"/en/workshop/checks/{code}/").content.decode()
    names = [part.split('"')[0] for part in check.split('name="q-')[1:]][::2]
    assert len(names) >= 4 and "مريم" not in check, "the buyer is nothing to her"
    said = {f"q-{name}": "1" for name in names} | {"number": "1", "result": "good"}
    for wrong in ({}, {**said, f"q-{names[0]}": "0"}, {**said, "result": "fine"}, {**said, "number": "x"}):
        assert other.browser.post(f"/en/workshop/checks/{code}/", wrong).status_code == 422
    mend = {**said, f"q-{names[0]}": "0", "result": "mend", "note": "A thread hangs", "photos": photo()}
    assert other.browser.post(f"/en/workshop/checks/{code}/", mend).status_code == 303
    page = seller.browser.get(at(order)).content.decode()
    assert "A thread hangs" in page and "It is mended" in page
    seller.browser.post(at(order, "making/"))
    assert state_of(order) == SellerOrder.GoodsState.TO_PREPARE
    assert other.browser.post(f"/en/workshop/checks/{code}/", {**said, "number": "2"}).status_code == 303
    assert "it is good" in seller.browser.get(at(order)).content.decode()
    with everything("a test's own order"):
        assert [look.result for look in Look.objects.filter(inspection__order=order)] == ["mend", "good"]
    tracking = other.browser.get(f"/en/orders/{order.purchase.secret}/").content.decode()
    assert "Checked by a peer" in tracking
    seller.browser.post(at(order, "packing/"), {"photo": photo()})
    assert state_of(order) == SellerOrder.GoodsState.TO_HAND_OVER


@pytest.mark.broad
def test_an_unanswered_order_says_that_help_is_on_its_way(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    record_fact(order, Fact.Kind.ESCALATED, key="escalated/helpers", to="helpers")
    assert "Who helps you was told" in seller.browser.get("/en/workshop/").content.decode()
