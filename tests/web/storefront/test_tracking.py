"""Confirmation and tracking (C4, C5, C6) by secret link."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import everything, scope
from tadamun.people.notices.models import Message
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import (
    Buyer,
    cancel_order,
    confirm_purchase,
    deliver_order,
    give_nothing,
    settle_transfer,
)
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact, Line, Purchase
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.people.papers import jpeg
from tests.standing import standing
from tests.web.storefront.shopper import Shopper, path_of, text_of

pytestmark = pytest.mark.django_db
BUYER = Buyer("مريم العلوي", "+212612345678", "meknes", "12 زنقة الزيتون", "قرب المسجد")


@standing
def market():
    return make_market()


def place(market, sellers=1, price=45000, **kwargs):
    names = {"ar": "تعاونية الأطلس", "fr": "Coopérative Atlas", "en": "Atlas Cooperative"}
    products = [make_product(make_organisation(market, names=names), price=price) for _ in range(sellers)]
    return make_purchase(market, products, buyer=BUYER, **kwargs)


def page_of(purchase, language="en", rest=""):
    return Shopper(purchase.market, language).get(f"orders/{purchase.secret}/{rest}")


def states(page):
    """(state, title) of each step of the first timeline."""
    first = page.content.decode().partition('<ol class="timeline"')[2].partition("</ol>")[0]
    return re.findall(r'<li class="(\w+)".*?<strong><bdi>(.*?)</bdi>', first)


@pytest.mark.broad
def test_after_placing_the_page_asks_for_one_tap_and_says_what_to_pay(market):
    purchase = place(market)
    page = page_of(purchase)
    text = text_of(page)
    assert page.status_code == 200
    assert purchase.code in text
    assert "Please confirm your order." in text
    assert "You pay on delivery: MAD\N{NO-BREAK SPACE}475" in text
    assert f'action="/en/orders/{purchase.secret}/confirmation/"' in page.content.decode()
    assert states(page) == [
        ("done", "Ordered"),
        ("now", "Waiting for your confirmation"),
        ("next", "Accepted by the seller"),
        ("next", "Packed"),
        ("next", "On the way"),
        ("next", "Delivered"),
    ]


@pytest.mark.broad
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "المرجو تأكيد طلبيتكم."),
        ("fr", "Veuillez confirmer votre commande."),
        ("en", "Please confirm your order."),
    ],
)
def test_the_page_speaks_her_language(market, language, sentence):
    page = page_of(place(market), language)
    assert sentence in text_of(page)
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.broad
def test_each_step_moves_the_timeline_and_the_sentence(market):
    purchase = place(market, language="en")
    confirm_purchase(purchase)
    assert "The seller has your order." in text_of(page_of(purchase))
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    assert "Your order is being prepared." in text_of(page_of(purchase))
    pack(order)
    assert "Your order is packed and leaves soon." in text_of(page_of(purchase))
    hand_over(order, carrier="Amana", number="QD136777911MA")
    page = page_of(purchase)
    assert "On the way to Meknes, expected" in text_of(page)
    assert '<span dir="ltr">QD136777911MA</span>' in page.content.decode()
    assert states(page)[-2:] == [("done", "On the way"), ("now", "On its way to you")]
    deliver_order(order)
    page = page_of(purchase)
    assert "Your order has been delivered." in text_of(page)
    assert {state for state, _ in states(page)} == {"done"}
    assert "have ready, in cash" not in text_of(page)


@pytest.mark.broad
def test_a_step_that_was_skipped_is_over(market):
    purchase = place(market)
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="self")
    page = page_of(purchase)
    assert ("done", "Packed") in states(page)
    assert "the seller in person" in text_of(page)


@pytest.mark.broad
def test_the_page_hides_who_she_is_from_whoever_got_the_link(market):
    purchase = place(market)
    html = page_of(purchase).content.decode()
    for hidden in ("العلوي", "0612345678", "612345678", "زنقة الزيتون", "قرب المسجد"):
        assert hidden not in html, hidden
    assert "مريم ا." in html
    assert "•••• 678" in html


@pytest.mark.broad
def test_the_link_is_told_to_nobody_and_kept_nowhere(market):
    purchase = place(market)
    for rest in ("", "confirmation/", f"cancellation/?order={purchase.code}-1", "address/"):
        headers = page_of(purchase, rest=rest).headers
        assert headers["Referrer-Policy"] == "same-origin", rest
        assert "no-store" in headers["Cache-Control"], rest
        assert "noindex" in headers["X-Robots-Tag"], rest
        assert "X-Page-Cache" not in headers, rest


@pytest.mark.broad
@pytest.mark.parametrize("rest", ["", "confirmation/", "cancellation/?order=X-1", "address/"])
def test_a_secret_opens_nothing_in_another_market_and_none_opens_nothing(market, rest):
    purchase = place(market)
    other = Shopper(make_market("other"))
    assert other.get(f"orders/{purchase.secret}/{rest}").status_code == 404
    for secret in ("x" * 22, purchase.code, purchase.secret[:-1], "x" * 500, "..", "سر"):
        assert Shopper(market).get(f"orders/{secret}/{rest}").status_code == 404, secret


@pytest.mark.broad
def test_opening_the_confirmation_confirms_nothing(market):
    purchase = place(market)
    page = page_of(purchase, rest="confirmation/")
    assert page.status_code == 200
    assert "Do you confirm this order?" in text_of(page)
    assert "MAD\N{NO-BREAK SPACE}475" in text_of(page)
    assert "12 زنقة الزيتون" in text_of(page)
    assert orders_of(purchase)[0].goods_state == "to_confirm"


@pytest.mark.broad
def test_one_tap_confirms_and_a_second_one_changes_nothing(market):
    purchase = place(market, sellers=2)
    she = Shopper(market, "en")
    for _ in range(2):
        answer = she.post(f"orders/{purchase.secret}/confirmation/")
        assert (answer.status_code, path_of(answer)) == (303, f"/en/orders/{purchase.secret}/")
    assert {order.goods_state for order in orders_of(purchase)} == {"to_accept"}
    with everything("a test"):
        assert Fact.objects.filter(kind="confirmed").count() == 2
    assert "Thank you, the order is confirmed." in text_of(she.get(f"orders/{purchase.secret}/"))


def test_a_confirmation_that_comes_too_late_is_told_and_confirms_nothing(market):
    purchase = place(market)
    with clock.shifted(timedelta(hours=47)):
        assert page_of(purchase, rest="confirmation/").status_code == 200
    with clock.shifted(timedelta(hours=49)):
        answer = Shopper(market, "en").post(f"orders/{purchase.secret}/confirmation/")
        assert answer.status_code == 410
        assert "The time to confirm is over" in text_of(answer)
        assert "confirmation/" not in page_of(purchase).content.decode()
    assert orders_of(purchase)[0].goods_state == "to_confirm"


@pytest.mark.broad
def test_a_part_is_cancelled_after_being_asked_and_the_other_goes_on(market):
    purchase = place(market, sellers=2)
    confirm_purchase(purchase)
    first, second = orders_of(purchase)
    she = Shopper(market, "en")
    asked = she.get(f"orders/{purchase.secret}/cancellation/", order=first.code)
    assert "Cancel this order?" in text_of(asked)
    assert orders_of(purchase)[0].goods_state == "to_accept"
    answer = she.post(f"orders/{purchase.secret}/cancellation/", order=first.code, reason="too_late")
    assert answer.status_code == 303
    assert [order.goods_state for order in orders_of(purchase)] == ["cancelled", "to_accept"]
    with everything("a test"):
        assert Fact.objects.get(order=first, kind="cancelled").detail == {"reason": "too_late"}
    page = she.get(f"orders/{purchase.secret}/")
    assert "in cash: MAD\N{NO-BREAK SPACE}475" in text_of(page)
    assert f"order={second.code}" in page.content.decode()
    assert f"order={first.code}" not in page.content.decode()


@pytest.mark.broad
def test_cancelling_twice_is_cancelling_once(market):
    purchase = place(market)
    she = Shopper(market, "en")
    for _ in range(2):
        answer = she.post(f"orders/{purchase.secret}/cancellation/", order=f"{purchase.code}-1")
        assert answer.status_code == 303
    assert "This order is cancelled." in text_of(she.get(f"orders/{purchase.secret}/"))


@pytest.mark.broad
def test_after_dispatch_cancelling_is_refused_kindly(market):
    purchase = place(market)
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="Amana", number="1")
    for answer in (
        Shopper(market, "en").get(f"orders/{purchase.secret}/cancellation/", order=order.code),
        Shopper(market, "en").post(f"orders/{purchase.secret}/cancellation/", order=order.code),
    ):
        assert answer.status_code == 409
        assert "This parcel has already left" in text_of(answer)
        assert "You have 7 days from delivery to change your mind." in text_of(answer)
    assert "cancellation/" not in page_of(purchase).content.decode()
    assert orders_of(purchase)[0].goods_state == "shipped"


@pytest.mark.broad
@pytest.mark.parametrize("code", ["", "X-1", "x" * 500, "\x00"])
def test_only_a_part_of_this_order_can_be_cancelled(market, code):
    purchase, other = place(market), place(market)
    she = Shopper(market)
    assert she.post(f"orders/{purchase.secret}/cancellation/", order=code).status_code == 404
    assert she.post(f"orders/{purchase.secret}/cancellation/", order=f"{other.code}-1").status_code == 404
    assert orders_of(other)[0].goods_state == "to_confirm"


def test_a_reason_that_was_never_offered_cancels_nothing(market):
    purchase = place(market)
    answer = Shopper(market).post(
        f"orders/{purchase.secret}/cancellation/", order=f"{purchase.code}-1", reason="<b>"
    )
    assert answer.status_code == 422
    assert orders_of(purchase)[0].goods_state == "to_confirm"


@pytest.mark.broad
def test_a_transfer_shows_where_to_how_much_and_until_when(market):
    purchase = place(market, sellers=2, method="bank_transfer")
    text = text_of(page_of(purchase))
    for words in (
        "We are waiting for your transfer.",
        "MAD\N{NO-BREAK SPACE}950",
        "0077 8000 0123 4567 8901 2396",
        purchase.code,
    ):
        assert words in text
    first, _ = orders_of(purchase)
    cancel_order(first, reason="mistake")
    assert re.search("Amount to transfer MAD\N{NO-BREAK SPACE}475", text_of(page_of(purchase)))
    settle_transfer(purchase, reference="VIR-1")
    text = text_of(page_of(purchase))
    assert "Paid" in text
    assert "0077 8000" not in text


@pytest.mark.broad
def test_she_asks_to_send_it_back_and_somebody_answers(market):
    """In time, with a reason, once until it is answered; what is held for the seller waits, and she is told."""
    purchase = place(market)
    she, path = Shopper(market, "en"), f"orders/{purchase.secret}/return/"
    said = {"order": f"{purchase.code}-1", "reason": "damaged"}
    assert she.post(path, **said).status_code == 303
    assert "Ask to send it back" not in text_of(page_of(purchase))
    confirm_purchase(purchase)
    [order] = orders_of(purchase)
    add_member(order.organisation, make_person("+212600000017"))
    for kind in ("accepted", "packed", "handed_over"):
        record_fact(order, kind)
    deliver_order(order)
    assert "Ask to send it back" in text_of(page_of(purchase))
    assert she.get(f"{path}?order={purchase.code}-1").status_code == 200
    assert she.post(path, **{**said, "reason": "gold"}).status_code == 422
    assert she.post(path, **{**said, "order": "X"}).status_code == 404
    words = SimpleUploadedFile("a.jpg", b"no picture")
    assert she.post(path, **said, photo=words).status_code == 422
    for photo in (SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.jpg", jpeg())):
        assert she.post(path, **said, photo=photo).status_code == 303
    assert "You asked to send it back on" in text_of(page_of(purchase))
    with scope(market_id=market.pk):
        asked = Fact.objects.get(kind="return_asked")
        assert asked.detail["reason"] == "damaged" and asked.detail["picture"]["widths"]
    run_worker(once=True, scheduled=False)
    with everything("a test's own messages"):
        assert Message.objects.filter(kind="return_asked", text__contains=order.code).exists()
    with clock.shifted(timedelta(days=market.policy.return_days, minutes=1)):
        assert ripen() == 0
        give_nothing(orders_of(purchase)[0], reason="carried badly by herself")
        assert ripen() == 1
        assert "Ask to send it back" not in text_of(page_of(purchase))
    assert "Ask to send it back" in text_of(page_of(purchase))


@pytest.mark.broad
def test_she_chooses_which_pieces_she_sends_back(market):
    """All of them stand there; of one piece nothing is asked; none, or more than she has, is refused."""
    shop = make_organisation(market)
    rug, tray = (make_product(shop, titles={"ar": name}, quantity=5) for name in ("زربية", "صينية"))
    purchase = make_purchase(market, [rug, tray], buyer=BUYER, quantity=2)
    confirm_purchase(purchase)
    [order] = orders_of(purchase)
    for kind in ("accepted", "packed", "handed_over"):
        record_fact(order, kind)
    deliver_order(order)
    she, path = Shopper(market, "ar"), f"orders/{purchase.secret}/return/"
    page = she.get(f"{path}?order={order.code}").content.decode()
    assert page.count('<option value="2" selected>') == 2 and page.index("زربية") < page.index("صينية")
    said = {"order": order.code, "reason": "damaged", "line0": "0", "line1": "1"}
    for wrong in ({"line1": "0"}, {"line1": "3"}, {"line1": "x"}, {"line1": ""}):
        assert she.post(path, **{**said, **wrong}).status_code == 422, wrong
    assert she.post(path, **said).status_code == 303
    with scope(market_id=market.pk):
        (asked,) = Fact.objects.filter(kind="return_asked")
        assert asked.detail["pieces"] == {str(Line.objects.get(titles__ar="صينية").pk): 1}
    alone = place(market)
    confirm_purchase(alone)
    [order] = orders_of(alone)
    for kind in ("accepted", "packed", "handed_over"):
        record_fact(order, kind)
    deliver_order(order)
    assert "<select" not in she.get(f"orders/{alone.secret}/return/?order={order.code}").content.decode()


def test_a_late_parcel_is_owned_up_to_with_a_new_day(market):
    purchase = place(market)
    confirm_purchase(purchase)
    assert "is late" not in text_of(page_of(purchase))
    with clock.shifted(timedelta(days=20)):
        text = text_of(page_of(purchase))
    assert "We are sorry: this parcel is late." in text
    assert "We expect it now by" in text


@pytest.mark.broad
def test_the_address_is_corrected_before_a_seller_begins(market):
    purchase = place(market)
    she = Shopper(market, "en")
    path = f"orders/{purchase.secret}/address/"
    assert she.post(path, address="").status_code == 422
    assert she.post(path, address="7 rue des Palmiers", landmark="École").status_code == 303
    with everything("a test"):
        assert Purchase.objects.get(pk=purchase.pk).address == "7 rue des Palmiers"
    confirm_purchase(purchase)
    record_fact(orders_of(purchase)[0], "accepted")
    assert path_of(she.post(path, address="elsewhere")) == f"/en/orders/{purchase.secret}/"
    with everything("a test"):
        assert Purchase.objects.get(pk=purchase.pk).address == "7 rue des Palmiers"
    assert "A seller is preparing the parcel already." in text_of(she.get(f"orders/{purchase.secret}/"))


@pytest.mark.parametrize(("letter", "rest"), [("o", ""), ("c", "confirmation/")])
def test_the_short_address_of_a_message_leads_to_the_page_in_her_language(market, letter, rest):
    purchase = place(market, language="fr")
    answer = Shopper(market, "en").get(f"/{letter}/{purchase.secret[:10]}")
    assert (answer.status_code, path_of(answer)) == (303, f"/fr/orders/{purchase.secret}/{rest}")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert Shopper(make_market("other")).get(f"/{letter}/{purchase.secret[:10]}").status_code == 404
    assert Shopper(market).get(f"/{letter}/{purchase.secret[:9]}").status_code == 404


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_short_addresses_are_not_tried_one_after_another(market):
    she = Shopper(market)
    answers = [she.get(f"/o/{'x' * 9}{number % 10}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_an_erased_order_still_says_where_it_stands(market):
    purchase = place(market)
    Purchase._base_manager.filter(pk=purchase.pk).update(
        full_name="", phone="", address="", landmark="", erased_at=clock.now()
    )
    page = page_of(purchase)
    assert page.status_code == 200
    assert "address/" not in page.content.decode()


def test_her_own_phone_may_keep_the_address(market):
    purchase = place(market)
    she = Shopper(market, "en")
    assert (
        f"/en/sign-in/?next=/en/orders/{purchase.secret}/"
        in she.get(f"orders/{purchase.secret}/").content.decode()
    )
    she.client.force_login(make_person(BUYER.phone))
    assert (
        f'name="purchase" value="{purchase.secret}"' in she.get(f"orders/{purchase.secret}/").content.decode()
    )


@pytest.mark.parametrize("method", ["post"])
def test_the_tracking_page_takes_no_post(market, method):
    purchase = place(market)
    assert Shopper(market).post(f"orders/{purchase.secret}/").status_code == 405


@pytest.mark.parametrize("count", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_page_asks_the_same_however_many_parcels_there_are(market, count, django_assert_num_queries):
    purchase = place(market, sellers=count, price=1000)
    she = Shopper(market)
    with django_assert_num_queries(7):  # two of which a process keeps, outside a test
        she.get(f"orders/{purchase.secret}/")
