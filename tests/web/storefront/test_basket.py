"""Basket (S6): adding, changing, being told, and cookies only when they are needed."""

import json
from datetime import timedelta
from urllib.parse import unquote

import pytest

from tadamun.goods.catalogue.operations import change_price, show_product
from tadamun.goods.stock.operations import free, set_quantity
from tadamun.goods.stock.queries import held_until
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tests.factories import make_market, make_organisation, make_product, variant_of
from tests.standing import standing
from tests.web.storefront.shopper import Shopper, path_of, text_of

pytestmark = pytest.mark.django_db


@standing
def market():
    return make_market()


@standing
def seller(market):
    return make_organisation(
        market, names={"ar": "تعاونية الأطلس", "fr": "Coopérative Atlas", "en": "Atlas Cooperative"}
    )


def test_looking_at_an_empty_basket_makes_no_cookie(market):
    she = Shopper(market)
    page = she.get("basket/")
    assert page.status_code == 200
    assert "سلتكم فارغة." in text_of(page)
    assert not page.cookies
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["السلة", "تعاونية الأطلس", "المجموع الفرعي", "900"]),
        ("fr", ["Panier", "Coopérative Atlas", "Sous-total", "900"]),
        ("en", ["Basket", "Atlas Cooperative", "Subtotal", "MAD\N{NO-BREAK SPACE}900"]),
    ],
)
def test_adding_shows_the_line_with_its_seller_in_her_language(market, seller, language, words):
    she = Shopper(market, language)
    answer = she.add(make_product(seller), 2)
    assert (answer.status_code, path_of(answer)) == (303, f"/{language}/basket/")
    text = she.get("basket/").content.decode()
    for word in words:
        assert word in text


@pytest.mark.broad
def test_the_token_is_hidden_from_scripts_and_the_hint_is_not(market, seller):
    she = Shopper(market)
    cookies = she.add(make_product(seller), 3).cookies
    token, hint = cookies["tadamun_cart"], cookies["tadamun_hint"]
    assert (token["httponly"], token["samesite"], token["path"]) == (True, "Lax", "/")
    assert hint["httponly"] == ""
    assert json.loads(unquote(hint.value)) == {"b": 3, "n": ""}
    assert set(cookies) == {"tadamun_cart", "tadamun_hint"}


@pytest.mark.broad
def test_a_basket_of_two_sellers_is_two_parcels(market, seller):
    she = Shopper(market, "en")
    she.add(make_product(seller))
    she.add(make_product(make_organisation(market)))
    page = she.get("basket/").content.decode()
    assert page.count("Comes in a parcel of its own") == 2


def test_quantities_change_in_any_digits_and_zero_removes_with_a_way_back(market, seller):
    she = Shopper(market, "en")
    product = make_product(seller)
    she.add(product)
    (line,) = she.lines()
    she.post(f"basket/lines/{line.pk}/", quantity="٣")
    assert [line.quantity for line in she.lines()] == [3]
    answer = she.post(f"basket/lines/{line.pk}/", quantity="0")
    assert path_of(answer) == f"/en/basket/?variant={variant_of(product).pk}&quantity=3"
    page = she.client.get(path_of(answer))
    assert "Put it back" in text_of(page)
    she.add(product, 3)
    assert [line.quantity for line in she.lines()] == [3]


def test_the_remove_button_removes(market, seller):
    she = Shopper(market)
    she.add(make_product(seller))
    (line,) = she.lines()
    answer = she.post(f"basket/lines/{line.pk}/", quantity="5", remove="1")
    assert she.lines() == []
    assert "tadamun_hint" in answer.cookies and answer.cookies["tadamun_hint"].value == ""


@pytest.mark.parametrize("quantity", ["many", "-1", "1.5", "", "1e3", "999999999999999999999", "١٠٠٠"])
def test_a_quantity_that_is_none_changes_nothing_and_says_so(market, seller, quantity):
    she = Shopper(market, "en")
    she.add(make_product(seller))
    (line,) = she.lines()
    answer = she.post(f"basket/lines/{line.pk}/", quantity=quantity)
    assert answer.status_code == 303
    assert "Please write how many as a whole number." in text_of(she.client.get(path_of(answer)))
    assert [line.quantity for line in she.lines()] == [1]


@pytest.mark.parametrize("variant", ["", "x", "0", "-5", "999999", "99999999999999999999999", "1 OR 1=1"])
def test_what_is_not_on_sale_is_not_added_and_makes_no_basket(market, seller, variant):
    she = Shopper(market, "en")
    answer = she.post("basket/lines/", variant=variant)
    assert answer.status_code == 303
    assert "tadamun_cart" not in answer.cookies
    assert "This was not added: it is no longer available." in text_of(she.client.get(path_of(answer)))


@pytest.mark.broad
def test_goods_of_another_market_are_not_added(market, seller):
    other = make_market("other")
    product = make_product(make_organisation(other))
    answer = Shopper(market).add(product)
    assert "tadamun_cart" not in answer.cookies


@pytest.mark.broad
def test_a_unique_piece_is_kept_for_one_and_told_to_the_other(market, seller):
    piece = make_product(seller, mode="unique", quantity=1)
    first, second = Shopper(market, "en"), Shopper(market, "en")
    first.add(piece)
    assert "Kept for you until" in text_of(first.get("basket/"))
    answer = second.add(piece)
    assert "tadamun_cart" not in answer.cookies
    told = text_of(second.client.get(path_of(answer)))
    assert "This piece lies in somebody else’s basket until" in told
    with clock.shifted(timedelta(minutes=16)):
        assert second.add(piece).cookies["tadamun_cart"].value
        assert "This piece lies in somebody else’s basket until" in text_of(first.get("basket/"))


def test_a_price_that_changed_is_told_before_and_after(market, seller):
    she = Shopper(market, "en")
    product = make_product(seller, price=45000)
    she.add(product)
    change_price(variant_of(product), Money(50000, "MAD"))
    text = text_of(she.get("basket/"))
    assert (
        "The price of this piece changed from MAD\N{NO-BREAK SPACE}450 to MAD\N{NO-BREAK SPACE}500." in text
    )


@pytest.mark.broad
def test_too_few_left_sold_out_and_gone_are_told_on_the_line_and_on_top(market, seller):
    she = Shopper(market, "en")
    few, none, gone = (make_product(seller) for _ in range(3))
    for product in (few, none, gone):
        she.add(product, 2)
    set_quantity(variant_of(few), 1)
    set_quantity(variant_of(none), 0)
    show_product(gone, shown=False)
    page = she.get("basket/")
    text = text_of(page)
    for words in (
        "Only 1 is left. Please take fewer.",
        "Sold out: somebody was faster.",
        "This product is no longer on sale.",
    ):
        assert text.count(words) == 2, words
    assert 'href="#line-' in page.content.decode()


def test_naming_a_city_shows_what_delivery_costs_and_when_it_arrives(market, seller):
    she = Shopper(market, "fr")
    she.add(make_product(seller))
    assert "selon la ville" in text_of(she.get("basket/"))
    answer = she.post("basket/city/", city="meknes")
    assert answer.cookies["tadamun_city"].value == "meknes"
    text = text_of(she.get("basket/"))
    assert "( Meknès ) 25\N{NO-BREAK SPACE}MAD" in text
    assert "475\N{NO-BREAK SPACE}MAD" in text


def test_an_unknown_city_is_no_error_and_no_cookie(market, seller):
    she = Shopper(market, "en")
    she.add(make_product(seller))
    answer = she.post("basket/city/", city="Tafraout<script>")
    assert "tadamun_city" not in answer.cookies
    assert "This place is not in our list." in text_of(she.client.get(path_of(answer)))


def test_a_note_travels_with_the_parcel_and_is_shown_as_text(market, seller):
    she = Shopper(market, "en")
    she.add(make_product(seller))
    she.post("basket/note/", note="<b>مبروك</b>")
    page = she.get("basket/").content.decode()
    assert "&lt;b&gt;مبروك&lt;/b&gt;" in page
    answer = she.post("basket/note/", note="س" * 301)
    assert "A note has at most 300 characters." in text_of(she.client.get(path_of(answer)))


def test_nobody_changes_anothers_basket(market, seller):
    she, other = Shopper(market), Shopper(market)
    product = make_product(seller)
    she.add(product)
    other.add(product)
    (line,) = she.lines()
    for quantity in ("0", "5"):
        assert path_of(other.post(f"basket/lines/{line.pk}/", quantity=quantity)) == "/ar/basket/"
    assert [line.quantity for line in she.lines()] == [1]
    assert [line.quantity for line in other.lines()] == [1]


def test_taking_out_twice_from_two_windows_is_no_error(market, seller):
    she = Shopper(market)
    she.add(make_product(seller))
    (line,) = she.lines()
    for _ in range(2):
        assert she.post(f"basket/lines/{line.pk}/", remove="1").status_code == 303
    she.client.cookies.clear()
    assert path_of(she.post(f"basket/lines/{line.pk}/", remove="1")) == "/ar/basket/"


def test_a_token_that_is_none_is_an_empty_basket(market):
    she = Shopper(market)
    for token in ("x" * 5000, "é", "' OR 1=1", ""):
        she.client.cookies["tadamun_cart"] = token
        assert she.get("basket/").status_code == 200, token
        assert she.get("checkout/").status_code == 303, token
    raw = Shopper(market).client.get("/ar/basket/", headers={"cookie": r'tadamun_cart="\000abc"'})
    assert raw.status_code == 400  # a cookie no browser sends
    she.client.cookies["tadamun_hint"] = "%7Bbroken"
    assert she.get("basket/").status_code == 200


def test_a_post_from_another_site_adds_nothing(market, seller):
    she = Shopper(market)
    variant = variant_of(make_product(seller))
    answer = she.client.post(
        "/ar/basket/lines/", {"variant": variant.pk}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403
    assert she.lines() == []


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_adding_too_often_is_told_with_when_to_come_back(market, seller):
    she = Shopper(market, "en")
    variant = variant_of(make_product(seller, mode="made_to_order"))
    answers = [she.post("basket/lines/", variant=variant.pk).status_code for _ in range(61)]
    assert answers[:60] == [303] * 60
    refused = she.post("basket/lines/", variant=variant.pk)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


@pytest.mark.parametrize("count", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_page_asks_the_same_however_much_lies_in_the_basket(
    market, seller, count, django_assert_num_queries
):
    she = Shopper(market)
    for number in range(count):
        she.add(make_product(seller if number % 2 else make_organisation(market)))
    with django_assert_num_queries(10):  # one of which a process keeps, outside a test
        she.get("basket/")


def test_stock_is_free_again_when_a_piece_is_taken_out(market, seller):
    piece = make_product(seller, mode="unique", quantity=1)
    she = Shopper(market)
    she.add(piece)
    assert free(variant_of(piece)) == 0
    (line,) = she.lines()
    she.post(f"basket/lines/{line.pk}/", remove="1")
    assert free(variant_of(piece)) == 1


def kept_for(shopper):
    """Minutes for which all that lies in her basket is kept for her."""
    (line,) = shopper.lines()
    until = held_until(f"cart:{line.cart_id}", line.variant)
    return round((until - clock.now()).total_seconds() / 60) if until else 0


@pytest.mark.broad
def test_nobody_keeps_a_piece_from_all_others_for_ever():
    with clock.shifted(timedelta(seconds=-clock.now().timestamp() % 86_400)):  # a day begins
        market = make_market(policies={"hold_minutes": 15, "hold_longest_minutes": 40})
        piece = make_product(make_organisation(market), mode="unique", quantity=1)
        she = Shopper(market, "en")
        she.add(piece)
        assert kept_for(she) == 15
        she.add(piece)
        assert kept_for(she) == 15
        for minutes, kept in ((10, 15), (20, 15), (30, 10), (35, 5), (41, 0)):
            with clock.shifted(timedelta(minutes=minutes)):
                she.add(piece)
                assert kept_for(she) == kept, minutes
        with clock.shifted(timedelta(minutes=42)):
            anew = Shopper(market, "en")  # the same address with another basket
            anew.add(piece)
            assert "it is no longer kept for you" in text_of(anew.get("basket/"))
            other = Shopper(market, "en")
            other.client.defaults["REMOTE_ADDR"] = "192.0.2.9"
            other.add(piece)
            assert kept_for(other) == 15
            assert "somebody else’s basket" in text_of(anew.get("basket/"))
        with clock.shifted(timedelta(days=1)):
            she.add(piece)
            assert kept_for(she) == 15


@pytest.mark.broad
def test_what_is_no_longer_kept_can_still_be_bought(market, seller):
    piece = make_product(seller, mode="unique", quantity=1)
    she = Shopper(market)
    with clock.shifted(-timedelta(days=1)):
        she.add(piece)
    assert kept_for(she) == 0
    assert she.order().status_code == 303
    assert free(variant_of(piece)) == 0
