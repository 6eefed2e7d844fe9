"""From a new order to money: what a seller does, step by step, and what she is told when it cannot be."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from tadamun.goods.catalogue.models import Picture, Product
from tadamun.goods.stock.operations import free
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.operations import suspend_seller
from tadamun.people.sellers.queries import admission_of
from tadamun.trade.checkout.operations import cancel_order, deliver_order
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.models import Parcel
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.queries import money_to_come, verify_ledger
from tests.factories import make_person, make_purchase, orders_of, variant_of
from tests.web.workshop.conftest import MakeOrder, Seller, state_of

pytestmark = pytest.mark.django_db
G = SellerOrder.GoodsState


def at(order: SellerOrder, action: str = "", language: str = "en") -> str:
    return f"/{language}/workshop/orders/{order.code}/{action}"


def photo(colour: str = "brown") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (120, 160), colour).save(data, "JPEG")
    return SimpleUploadedFile("paquet.jpg", data.getvalue(), "image/jpeg")


@pytest.mark.broad
def test_today_shows_what_to_accept_with_the_sum_she_receives(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    html = seller.browser.get("/en/workshop/").content.decode()
    assert order.code in html and "MAD\xa0427.50" in html and "Meknes" in html
    assert "Accept by:" in html and f"{order.code}/acceptance/" in html
    assert "12 زنقة الزيتون" not in html and "+212612345678" not in html


@pytest.mark.broad
def test_an_order_nobody_confirmed_is_not_hers_yet(seller: Seller, rug: Product) -> None:
    order = orders_of(make_purchase(seller.market, [rug]))[0]
    assert seller.browser.get(at(order)).status_code == 404
    assert order.code not in seller.browser.get("/en/workshop/").content.decode()
    cancel_order(order, reason="no_answer")
    assert order.code not in seller.browser.get("/en/workshop/orders/?list=done").content.decode()


@pytest.mark.broad
def test_she_accepts_packs_and_hands_over(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    before = seller.browser.get(at(order)).content.decode()
    assert "12 زنقة الزيتون" not in before and "مريم" not in before
    answer = seller.browser.post(at(order, "acceptance/"))
    assert answer.status_code == 303 and answer["Location"] == at(order)
    page = seller.browser.get(at(order)).content.decode()
    assert "You accepted the order" in page and "12 زنقة الزيتون" not in page, "she may still take it back"
    assert state_of(order) == G.TO_PREPARE
    page = seller.browser.get(at(order)).content.decode()
    assert "12 زنقة الزيتون" in page and "tel:+212612345678" in page
    assert "12 زنقة الزيتون" in seller.browser.get(at(order, "slip/")).content.decode()
    answer = seller.browser.post(at(order, "packing/"), {"photo": photo()})
    assert answer.status_code == 303 and state_of(order) == G.TO_HAND_OVER
    with everything("a test's own order"):
        key = Fact.objects.get(order=order, kind=Fact.Kind.PACKED).detail["photo"]
        assert Picture.objects.get(key=key).organisation_id == seller.organisation.pk
    answer = seller.browser.post(at(order, "handover/"), {"carrier": "Amana", "number": " ٱ AB ١٢٣ "})
    assert answer.status_code == 303 and state_of(order) == G.SHIPPED
    page = seller.browser.get(at(order)).content.decode()
    assert "Amana" in page and "AB 123" in page
    assert "delivery/" not in page, "only one who brings it herself says that it arrived"


@pytest.mark.broad
def test_doing_it_twice_does_it_once(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    for action, data in (
        ("acceptance/", {}),
        ("packing/", {}),
        ("handover/", {"carrier": "self"}),
        ("delivery/", {}),
    ):
        first = seller.browser.post(at(order, action), data)
        second = seller.browser.post(at(order, action), data)
        assert (first.status_code, second.status_code) == (303, 303), action
    with everything("a test's own order"):
        kinds = list(Fact.objects.filter(order=order).values_list("kind", flat=True))
        assert len(kinds) == len(set(kinds))
    assert not list(verify_ledger())


@pytest.mark.broad
def test_what_others_did_in_her_name_says_who(seller: Seller, make_order: MakeOrder) -> None:
    order, helper = make_order(), make_person("+212611112222", name="Souad")
    in_her_name: dict[str, Any] = {
        "on_behalf_of": seller.organisation.reference,
        "market_id": seller.market.pk,
    }
    with acting(actor=helper.reference, **in_her_name):
        record_fact(order, "accepted")
        pack(order)
    with acting(actor=Reference("system", "clock"), **in_her_name):
        hand_over(order, carrier="Amana")
    html = seller.browser.get(at(order)).content.decode()
    assert html.count("Souad, for") == 2 and html.count(", for ") == 3


@pytest.mark.broad
def test_what_she_pressed_is_taken_back_and_the_buyer_never_hears_of_it(
    seller: Seller, make_order: MakeOrder
) -> None:
    order = make_order()
    seller.browser.post(at(order, "refusal/"), {"reason": "broken"})
    page = seller.browser.get(at(order)).content.decode()
    change = page.split('name="change" value="')[1].split('"')[0]
    answer = seller.browser.post(at(order, "reversal/"), {"change": change}, follow=True)
    assert "as it was before" in answer.content.decode() and state_of(order) == G.TO_ACCEPT
    seller.browser.post(at(order, "acceptance/"))
    page = seller.browser.get(at(order)).content.decode()
    later = page.split('name="change" value="')[1].split('"')[0]
    assert state_of(order) == G.TO_PREPARE
    for stale in (change, later, "", "x" * 99):
        answer = seller.browser.post(at(order, "reversal/"), {"change": stale}, follow=True)
        assert stale == change or "seconds are over" in answer.content.decode()
    assert state_of(order) == G.TO_PREPARE


@pytest.mark.broad
def test_a_code_that_cannot_be_text_stops_nothing(seller: Seller, make_order: MakeOrder) -> None:
    answer = seller.browser.post(at(make_order(), "reversal/"), {"change": "\0"})
    assert answer.status_code == (400 if connection.vendor == "postgresql" else 303)


@pytest.mark.broad
def test_she_asks_for_days_once(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    assert 'name="days" value="7"' in seller.browser.get(at(order, "later/")).content.decode()
    for wrong in ({}, {"days": "8"}, {"days": "-1"}, {"days": "many"}):
        assert seller.browser.post(at(order, "later/"), wrong).status_code == 422
    assert seller.browser.post(at(order, "later/"), {"days": "2"}).status_code == 303
    assert state_of(order) == G.TO_PREPARE
    assert seller.browser.post(at(order, "later/"), {"days": "2"}).status_code == 422
    assert "later/" not in seller.browser.get(at(order)).content.decode()


@pytest.mark.broad
def test_a_parcel_with_no_photo_is_packed_too(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    seller.browser.post(at(order, "acceptance/"))
    assert seller.browser.post(at(order, "packing/")).status_code == 303
    assert state_of(order) == G.TO_HAND_OVER


@pytest.mark.broad
@pytest.mark.parametrize("data", [b"not a picture", b"", b"\xff\xd8\xff" + b"0" * 99])
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(
    seller: Seller, make_order: MakeOrder, data: bytes
) -> None:
    order = make_order()
    seller.browser.post(at(order, "acceptance/"))
    answer = seller.browser.post(at(order, "packing/"), {"photo": SimpleUploadedFile("x.jpg", data)})
    assert answer.status_code == 422 and "not a photo we can read" in answer.content.decode()
    assert state_of(order) == G.TO_PREPARE


@pytest.mark.broad
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "choose who takes the parcel"),
        ({"carrier": "Pegasus"}, "choose who takes the parcel"),
        ({"carrier": "other"}, "write the name of the carrier"),
        ({"carrier": "other", "name": "self"}, "write the name of the carrier"),
        ({"carrier": "Amana", "number": "9" * 61}, "60"),
    ],
)
def test_a_handover_that_says_too_little_is_asked_about(
    seller: Seller, make_order: MakeOrder, data: dict[str, str], words: str
) -> None:
    order = make_order()
    seller.browser.post(at(order, "acceptance/"))
    seller.browser.post(at(order, "packing/"))
    answer = seller.browser.post(at(order, "handover/"), data)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert state_of(order) == G.TO_HAND_OVER


@pytest.mark.broad
def test_another_carrier_is_written_by_name(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    seller.browser.post(at(order, "acceptance/"))
    seller.browser.post(at(order, "packing/"))
    seller.browser.post(at(order, "handover/"), {"carrier": "other", "name": " Taxi  Karim "})
    assert state_of(order) == G.SHIPPED
    with everything("a test's own order"):
        assert Parcel.objects.get(order=order).carrier == "Taxi Karim"


@pytest.mark.broad
def test_she_brings_it_herself_and_says_that_it_arrived(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    seller.browser.post(at(order, "acceptance/"))
    seller.browser.post(at(order, "packing/"))
    assert seller.browser.get(at(order, "delivery/")).status_code == 303, "not handed over yet"
    seller.browser.post(at(order, "handover/"), {"carrier": "self"})
    assert state_of(order) == G.SHIPPED
    page = seller.browser.get(at(order)).content.decode()
    assert "The buyer pays you at the door" in page and "delivery/" in page
    asked = seller.browser.get(at(order, "delivery/")).content.decode()
    assert "MAD\xa0475" in asked and "Yes, received and paid" in asked
    assert seller.browser.post(at(order, "delivery/")).status_code == 303
    assert state_of(order) == G.DELIVERED
    after = seller.browser.get(at(order)).content.decode()
    assert "12 زنقة الزيتون" not in after, "the address is hers to know until it arrived"
    with everything("a test's own sale"):
        sums = money_to_come(seller.organisation.pk)
    assert not sums.held and not sums.payable
    assert [str(debt) for debt in sums.debt] == ["22.50 MAD"], "she has the cash and owes the fee"
    page = seller.browser.get("/en/workshop/money/").content.decode()
    assert "You owe" in page and "MAD\xa022.50" in page and "You took the money" in page
    assert "/return/" in seller.browser.get(at(order)).content.decode()
    asked = seller.browser.get(at(order, "return/")).content.decode()
    assert "Is it back with you?" in asked
    assert seller.browser.post(at(order, "return/"), {"fit": "perhaps"}).status_code == 422
    assert state_of(order) == G.DELIVERED
    for _twice in range(2):
        assert seller.browser.post(at(order, "return/"), {"fit": "no"}).status_code == 303
    assert state_of(order) == G.RETURNED
    assert "The buyer sent it back" in seller.browser.get(at(order)).content.decode()
    assert seller.browser.get(at(order, "return/")).status_code == 303


@pytest.mark.broad
def test_only_who_brings_it_says_that_it_arrived(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    for action, data in (("acceptance/", {}), ("packing/", {}), ("handover/", {"carrier": "Amana"})):
        seller.browser.post(at(order, action), data)
    assert seller.browser.post(at(order, "delivery/")).status_code == 303
    assert state_of(order) == G.SHIPPED


@pytest.mark.broad
@pytest.mark.parametrize("reason", ["sold_elsewhere", "cannot_in_time", "broken"])
def test_she_cannot_and_says_why(seller: Seller, make_order: MakeOrder, rug: Product, reason: str) -> None:
    order = make_order(quantity=2)
    page = seller.browser.get(at(order, "refusal/")).content.decode()
    assert page.count('name="reason"') == 3
    assert seller.browser.post(at(order, "refusal/"), {"reason": reason}).status_code == 303
    assert seller.browser.post(at(order, "refusal/"), {"reason": reason}).status_code == 303
    assert state_of(order) == G.CANCELLED and free(variant_of(rug)) == 10
    page = seller.browser.get(at(order)).content.decode()
    assert ("for sale again" in page) == (reason != "cannot_in_time")


@pytest.mark.parametrize("data", [{}, {"reason": ""}, {"reason": "tired"}])
def test_a_refusal_needs_one_of_the_reasons(
    seller: Seller, make_order: MakeOrder, data: dict[str, str]
) -> None:
    order = make_order()
    answer = seller.browser.post(at(order, "refusal/"), data)
    assert answer.status_code == 422 and "choose why you cannot" in answer.content.decode()
    assert state_of(order) == G.TO_ACCEPT


@pytest.mark.broad
def test_an_order_that_moved_on_is_said_to_have(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    cancel_order(order, reason="buyer")
    answer = seller.browser.post(at(order, "acceptance/"), follow=True)
    assert answer.status_code == 200 and "moved on meanwhile" in answer.content.decode()
    seller.browser.post(at(order, "packing/"))
    assert "can no longer be refused" in seller.browser.get(at(order, "refusal/")).content.decode()
    assert state_of(order) == G.CANCELLED


@pytest.mark.broad
def test_an_action_asked_for_as_a_page_leads_to_its_order(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    for action in ("acceptance/", "packing/", "handover/"):
        answer = seller.browser.get(at(order, action), follow=True)
        assert answer.redirect_chain == [(at(order), 303)]
    assert seller.browser.put(at(order, "acceptance/")).status_code == 405


@pytest.mark.broad
def test_late_orders_stand_first_and_say_so(seller: Seller, make_order: MakeOrder) -> None:
    late, fresh = make_order(), make_order()
    seller.browser.post(at(late, "acceptance/"))
    with clock.shifted(timedelta(days=30)):
        html = seller.browser.get("/en/workshop/").content.decode()
    assert html.count(">Late<") == 2 and html.index(fresh.code) < html.index(late.code)


@pytest.mark.broad
def test_the_three_lists(seller: Seller, make_order: MakeOrder) -> None:
    new, work, done = make_order(), make_order(), make_order()
    seller.browser.post(at(work, "acceptance/"))
    seller.browser.post(at(done, "refusal/"), {"reason": "broken"})
    assert (state_of(work), state_of(done)) == (G.TO_PREPARE, G.CANCELLED)
    for tab, order in (("new", new), ("work", work), ("done", done), ("nonsense", new)):
        html = seller.browser.get(f"/en/workshop/orders/?list={tab}&page=99").content.decode()
        assert [each.code in html for each in (new, work, done)] == [
            each is order for each in (new, work, done)
        ]


@pytest.mark.broad
def test_the_second_delivery_finds_the_accounts_of_the_first(seller: Seller, make_order: MakeOrder) -> None:
    for order in (make_order(), make_order()):
        for action, data in (("acceptance/", {}), ("packing/", {}), ("handover/", {"carrier": "self"})):
            seller.browser.post(at(order, action), data)
        seller.browser.post(at(order, "delivery/"))
        assert state_of(order) == G.DELIVERED
    with everything("a test's own ledger"):
        fees = Account.objects.get(kind=Account.Kind.FEES)
        assert fees.organisation_id is None and fees.credits.count() == 2


@pytest.mark.broad
def test_money_comes_ripens_and_is_explained(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    for action, data in (("acceptance/", {}), ("packing/", {}), ("handover/", {"carrier": "Amana"})):
        seller.browser.post(at(order, action), data)
    assert state_of(order) == G.SHIPPED
    deliver_order(orders_of(order.purchase)[0])
    html = seller.browser.get("/en/workshop/money/").content.decode()
    assert "MAD\xa0427.50" in html and "MAD\xa0450" in html and "MAD\xa022.50" in html and "Coming" in html
    with clock.shifted(timedelta(days=8)):
        ripen()
    html = seller.browser.get("/en/workshop/money/").content.decode()
    assert "Ready</span>" in html
    today = seller.browser.get("/en/workshop/").content.decode()
    assert "Money is ready for you" in today and "MAD\xa0427.50" in today


@pytest.mark.broad
def test_a_suspended_seller_finishes_what_was_ordered(
    seller: Seller, make_order: MakeOrder, rug: Product
) -> None:
    order = make_order()
    admission = admission_of(seller.organisation.pk, seller.market.pk)
    assert admission
    suspend_seller(admission, reason="papers")
    home = seller.browser.get("/en/workshop/").content.decode()
    assert "You cannot sell" in home and order.code in home and "/workshop/products/" not in home
    for address in ("products/", f"products/{rug.code}/"):
        assert seller.browser.get(f"/en/workshop/{address}").status_code == 404
    assert (
        seller.browser.post(f"/en/workshop/products/{rug.code}/visibility/", {"shown": "1"}).status_code
        == 404
    )
    assert (
        seller.browser.post(at(order, "acceptance/")).status_code == 303 and state_of(order) == G.TO_PREPARE
    )
