"""Checkout (C1): one form, posted once, every refusal told with all fields kept."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tadamun.goods.catalogue.operations import change_price
from tadamun.goods.stock.operations import free, set_quantity
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.queries import addresses_of
from tadamun.people.markets.operations import change_market, publish_legal_text
from tadamun.people.notices.voice import Voice
from tadamun.solidarity.training.operations import set_right
from tadamun.solidarity.training.rights import SHIP_ABROAD
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.problems import Code, Problem
from tadamun.trade.orders.models import Purchase
from tadamun.web.storefront.problem_words import sentence
from tests.factories import make_market, make_organisation, make_person, make_product, variant_of
from tests.standing import standing
from tests.web.storefront.shopper import ANSWERS, Shopper, path_of, seen_total, text_of

pytestmark = pytest.mark.django_db


@standing
def market():
    return make_market()


@standing
def product(market):
    return make_product(make_organisation(market), price=45000)


def purchases():
    with everything("a test"):
        return list(Purchase.objects.order_by("pk"))


def with_basket(market, product, language="en"):
    she = Shopper(market, language)
    she.add(product)
    return she


def seen(page):
    """The total on the page, and where it is delivered."""
    return {
        "seen_total": seen_total(page),
        "seen_place": re.search(r'name="seen_place" value="([^"]*)"', page.content.decode())[1],
    }


def kept(page, **fields):
    """Whether the page still shows what she typed."""
    html = page.content.decode()
    return all(f'value="{value}"' in html for value in fields.values())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_five_answers_make_an_order(market, product, language):
    she = with_basket(market, product, language)
    answer = she.order()
    (purchase,) = purchases()
    assert (answer.status_code, path_of(answer)) == (303, f"/{language}/orders/{purchase.secret}/")
    assert (purchase.full_name, purchase.phone, purchase.city, purchase.address, purchase.landmark) == (
        "مريم العلوي", "+212612345678", "meknes", "12 زنقة الزيتون", "قرب المسجد",
    )  # fmt: skip
    assert (purchase.language, purchase.method, purchase.country) == (language, "cash_on_delivery", "MA")
    assert purchase.total == Money(47500, "MAD")
    assert purchase.terms_version == 1
    assert she.get(path_of(answer)).status_code == 200


def test_the_terms_she_accepted_are_those_in_force(market, product):
    publish_legal_text(market, "terms", {"ar": "نص جديد"})
    with_basket(market, product).order()
    assert purchases()[0].terms_version == 2


def test_sending_the_form_twice_is_one_order_and_one_page(market, product):
    she = with_basket(market, product)
    answers = she.answers()
    once, again = she.post("checkout/", **answers), she.post("checkout/", **answers)
    assert path_of(once) == path_of(again)
    assert len(purchases()) == 1
    assert free(variant_of(product)) == 9
    assert path_of(she.get("checkout/")) == path_of(once)


@pytest.mark.broad
def test_after_an_order_the_next_basket_is_a_new_one(market, product):
    she = with_basket(market, product)
    she.order()
    she.add(product)
    she.order()
    assert len(purchases()) == 2


@pytest.mark.broad
def test_a_total_that_was_tampered_with_is_told_and_nothing_is_written(market, product):
    she = with_basket(market, product)
    for lie in ("1", "0", "-47500", "475.00", "9" * 40, "', DROP", "٤٧٥٠٠"):
        page = she.post("checkout/", **{**ANSWERS, "seen_total": lie})
        assert page.status_code == 422, lie
        assert "The total is now MAD\N{NO-BREAK SPACE}475." in text_of(page)
        assert seen_total(page) == "47500"
        assert kept(page, name="مريم العلوي", phone="0612345678", city="مكناس", address="12 زنقة الزيتون")
    assert purchases() == []


@pytest.mark.broad
def test_a_city_named_without_asking_for_the_price_first_is_told_and_then_accepted(market, product):
    she = with_basket(market, product)
    before = she.get("checkout/")
    page = she.post("checkout/", **{**ANSWERS, "seen_total": seen_total(before)})
    assert page.status_code == 422
    assert she.post("checkout/", **{**ANSWERS, "seen_total": seen_total(page)}).status_code == 303


FIRST = "Please look at the total with delivery, then confirm."


@pytest.mark.broad
def test_the_first_total_with_delivery_is_told_as_such_and_a_changed_price_as_changed(market, product):
    she = with_basket(market, product)
    said = {**ANSWERS, **seen(she.get("checkout/"))}
    page = she.post("checkout/", **said)
    assert page.status_code == 422
    assert (
        FIRST in text_of(page) and "changed" not in text_of(page) and "The total is now" not in text_of(page)
    )
    elsewhere = she.post("checkout/", **{**ANSWERS, **seen(page), "city": "قرية بعيدة"})
    assert elsewhere.status_code == 422 and FIRST in text_of(elsewhere)
    change_price(variant_of(product), Money(50000, "MAD"))
    for before in (said, {**ANSWERS, **seen(page)}):
        changed = she.post("checkout/", **before)
        assert "Something changed" in text_of(changed) and FIRST not in text_of(changed)
    assert she.post("checkout/", **{**ANSWERS, **seen(changed)}).status_code == 303


@pytest.mark.broad
def test_a_total_for_another_place_waits_for_nobody(market, product):
    she = with_basket(market, product)
    said = {**ANSWERS, **seen(she.get("checkout/"))}
    with CaptureQueriesContext(connection) as asked:
        page = she.post("checkout/", **said)
    assert page.status_code == 422 and FIRST in text_of(page)
    assert not [
        each["sql"] for each in asked if re.match("SAVEPOINT|INSERT|UPDATE|.* FOR UPDATE", each["sql"])
    ]
    there = {**seen(page), "seen_place": "MA nowhere"}  # what it costs is what she saw: she has agreed to it
    assert she.post("checkout/", **{**ANSWERS, **there}).status_code == 303


@pytest.mark.broad
def test_a_price_changed_meanwhile_is_told_before_and_after_and_the_new_total_accepted(market, product):
    she = with_basket(market, product)
    answers = she.answers()
    change_price(variant_of(product), Money(50000, "MAD"))
    page = she.post("checkout/", **answers)
    text = text_of(page)
    assert page.status_code == 422
    assert (
        "The price of this piece changed from MAD\N{NO-BREAK SPACE}450 to MAD\N{NO-BREAK SPACE}500." in text
    )
    assert "The total is now MAD\N{NO-BREAK SPACE}525." in text
    assert she.post("checkout/", **{**answers, "seen_total": seen_total(page)}).status_code == 303
    assert purchases()[0].goods == Money(50000, "MAD")


@pytest.mark.broad
def test_the_last_piece_taken_by_another_is_told_plainly(market, product):
    she = with_basket(market, product)
    answers = she.answers()
    set_quantity(variant_of(product), 1)
    other = with_basket(market, product)
    assert other.order().status_code == 303
    page = she.post("checkout/", **answers)
    assert page.status_code == 422
    assert "Sold out: somebody was faster. Please remove it from the basket." in text_of(page)
    assert "The total is now" not in text_of(page)
    assert kept(page, name="مريم العلوي", address="12 زنقة الزيتون")
    assert len(purchases()) == 1
    assert free(variant_of(product)) == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("full_name", "", "Please write your name."),
        ("full_name", "   ", "Please write your name."),
        ("phone", "", "Please write your phone number."),
        ("phone", "061234", "The number has 10 digits, for example 0612345678."),
        ("city", "", "Please write your city."),
        ("address", "", "Please write street and number, or how to find you."),
        ("email", "nobody", "This is not an e-mail address"),
        ("method", "gold", "This way to pay is not offered for this order."),
        ("method", "", "Please choose how to pay."),
    ],
)
def test_what_is_missing_or_wrong_is_said_on_top_and_beside_the_field(market, product, field, value, words):
    she = with_basket(market, product)
    page = she.order(**{field: value})
    html = page.content.decode()
    assert page.status_code == 422
    assert text_of(page).count(words) == 2
    assert 'aria-invalid="true"' in html or field == "method"
    assert f'href="#id_{field}' in html
    assert 'id="errors" autofocus' in html
    others = {
        name: ANSWERS[name] for name in ("full_name", "phone", "city", "address", "landmark") if name != field
    }
    assert kept(page, **others)
    assert purchases() == []


@pytest.mark.parametrize("longest", [("full_name", 120), ("city", 80), ("address", 250), ("landmark", 160)])
def test_no_field_breaks_the_database(market, product, longest):
    field, size = longest
    she = with_basket(market, product)
    assert she.order(**{field: "س" * (size + 1)}).status_code == 422
    assert she.order(**{field: "س" * size}).status_code == 303


@pytest.mark.broad
@pytest.mark.parametrize(
    "nasty", ["\x00", "a\x00b", "<script>alert(1)</script>", "\u202e\u2066", "'; --", "{{ 7*7 }}"]
)
def test_strange_letters_are_text_or_refused_never_an_error(market, product, nasty):
    she = with_basket(market, product)
    for field in ("full_name", "address", "city", "phone", "landmark", "country", "method", "seen_total"):
        page = she.post(
            "checkout/", **{**ANSWERS, "seen_total": "47500", field: f"{ANSWERS.get(field, '')}{nasty}"}
        )
        assert page.status_code in {303, 422}, field


@pytest.mark.broad
def test_phones_are_kept_as_she_typed_them_and_stored_as_one_number(market, product):
    she = with_basket(market, product)
    page = she.order(phone="٠٦ ١٢ ٣٤ ٥٦ ٧٨", full_name="")
    assert kept(page, phone="٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    she.order(phone="+٢١٢ ٦١٢٣٤٥٦٧٨")
    assert purchases()[0].phone == "+212612345678"


@pytest.mark.parametrize("typed", ["Meknès", "MEKNES", "meknes", "  مكناس "])
def test_a_city_is_found_however_it_is_written(market, product, typed):
    with_basket(market, product).order(city=typed)
    assert purchases()[0].city == "meknes"


def test_a_city_nobody_listed_is_delivered_from_the_default_zone(market, product):
    answer = with_basket(market, product).order(city="دوار آيت بوكماز")
    assert answer.status_code == 303
    assert (purchases()[0].city_name, purchases()[0].delivery) == ("دوار آيت بوكماز", Money(4000, "MAD"))


def test_asking_for_the_price_keeps_every_field_and_accuses_of_nothing(market, product):
    she = with_basket(market, product)
    page = she.post("checkout/", act="quote", full_name="Mer", city="Rabat", method="bank_transfer")
    html = page.content.decode()
    assert page.status_code == 200
    assert 'id="errors"' not in html
    assert kept(page, name="Mer", city="Rabat")
    assert re.search(r'value="bank_transfer"[^>]*checked', html)
    assert "MAD\N{NO-BREAK SPACE}25" in text_of(page)
    assert purchases() == []


@pytest.mark.broad
def test_abroad_postcode_and_email_appear_and_are_needed(market, product):
    she = with_basket(market, product)
    assert 'name="postcode"' not in she.get("checkout/").content.decode()
    page = she.post("checkout/", act="quote", **{**ANSWERS, "country": "FR", "city": "Lyon"})
    assert 'name="postcode"' in page.content.decode()
    abroad = {"country": "FR", "city": "Lyon", "phone": "06 12 34 56 78", "method": "bank_transfer"}
    page = she.order(**abroad)
    assert page.status_code == 422
    assert "Please write the postcode." in text_of(page)
    assert "Please write your e-mail: we need it to reach you abroad." in text_of(page)
    assert she.order(**abroad, postcode="69001", email="meryem@example.org").status_code == 303
    (purchase,) = purchases()
    assert (purchase.country, purchase.postcode, purchase.phone) == ("FR", "69001", "+33612345678")
    assert purchase.delivery == Money(25000, "MAD")


def test_a_country_that_is_not_served_is_not_taken(market, product):
    page = with_basket(market, product).order(country="JP")
    assert page.status_code == 422
    assert purchases() == []


@pytest.mark.broad
def test_who_does_not_send_abroad_yet_says_so_on_her_line(market, product):
    set_right(market, SHIP_ABROAD, skills=["export"], also_before=True)
    she = with_basket(market, product)
    abroad = {**ANSWERS, "country": "FR", "city": "Lyon", "postcode": "69001", "email": "meryem@example.org"}
    words = "Its workshop does not send abroad yet."
    assert words in text_of(she.post("checkout/", act="quote", **abroad))
    page = she.order(**{**abroad, "method": "bank_transfer"})
    assert page.status_code == 422 and words in text_of(page) and not purchases()
    assert she.order().status_code == 303  # at home


@pytest.mark.broad
def test_cash_is_not_offered_above_the_ceiling_nor_abroad(market, product):
    change_market(market, policies={"cash_ceiling_minor": 40000})
    page = with_basket(market, product).order()
    assert page.status_code == 422
    assert "This way to pay is not offered for this order." in text_of(page)
    assert with_basket(market, product).order(method="bank_transfer").status_code == 303


def test_the_conditions_are_there_in_arabic_whatever_the_language(market, product):
    page = with_basket(market, product, "fr").get("checkout/").content.decode()
    assert 'href="/fr/pages/terms/"' in page
    assert 'href="/ar/pages/terms/" lang="ar" dir="rtl"' in page
    assert 'href="/fr/pages/privacy/"' in page
    assert "7 jours" in page


def test_fields_name_themselves_to_browsers(market, product):
    page = with_basket(market, product).get("checkout/").content.decode()
    for name, purpose in {
        "full_name": "name", "phone": "tel", "city": "address-level2", "address": "street-address", "email": "email",
    }.items():  # fmt: skip
        assert re.search(rf'<input[^>]*name="{name}"[^>]*autocomplete="{purpose}"', page), name
    assert re.search(r'<input type="tel"[^>]*name="phone"', page)
    assert '<option value="Meknes">مكناس · Meknès</option>' in page
    assert 'name="country"' in page


def test_an_empty_basket_has_nothing_to_check_out(market):
    answer = Shopper(market).get("checkout/")
    assert (answer.status_code, path_of(answer)) == (303, "/ar/basket/")
    assert Shopper(market).post("checkout/", **ANSWERS).status_code == 303


@pytest.mark.broad
def test_a_signed_in_buyer_types_nothing_twice_and_may_keep_the_address(market, product):
    person = make_person("+212612345678")
    she = with_basket(market, product)
    she.client.force_login(person)
    assert kept(she.get("checkout/"), phone="+212612345678")
    she.order(keep="on")
    assert [row.address for row in addresses_of(person)] == ["12 زنقة الزيتون"]
    assert purchases()[0].person_id == person.pk
    she.add(product)
    assert kept(she.get("checkout/"), address="12 زنقة الزيتون", landmark="قرب المسجد")
    she.order(address="7 rue B")
    assert len(addresses_of(person)) == 1


def test_without_an_account_nothing_is_kept(market, product):
    page = with_basket(market, product).get("checkout/").content.decode()
    assert 'name="keep"' not in page


def test_the_city_of_an_earlier_page_is_filled_in(market, product):
    she = with_basket(market, product)
    she.post("basket/city/", city="Rabat")
    page = she.get("checkout/")
    assert kept(page, city="Rabat")
    assert seen_total(page) == "47500"


def test_after_ordering_the_basket_counts_nothing(market, product):
    answer = with_basket(market, product).order()
    assert answer.cookies["tadamun_hint"].value == ""
    assert answer.cookies["tadamun_city"].value == "meknes"


@pytest.mark.usefixtures("window_begins")
@pytest.mark.broad
def test_one_phone_does_not_order_without_end(market, product):
    set_quantity(variant_of(product), 100)
    for number in range(20):
        she = with_basket(market, product)
        she.client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        assert she.order().status_code == 303
    she = with_basket(market, product)
    assert she.order().status_code == 429


def test_a_gift_note_goes_into_the_order(market, product):
    she = with_basket(market, product)
    she.post("basket/note/", note="مبروك")
    she.order()
    assert purchases()[0].gift_note == "مبروك"


PROBLEMS = {
    Code.EMPTY: Problem(Code.EMPTY),
    Code.GONE: Problem(Code.GONE),
    Code.SOLD_OUT: Problem(Code.SOLD_OUT),
    Code.AWAY: Problem(Code.AWAY, opens=date(2026, 12, 1)),
    Code.FEWER_LEFT: Problem(Code.FEWER_LEFT, left=3),
    Code.HELD_BY_ANOTHER: Problem(Code.HELD_BY_ANOTHER),
    Code.PRICE_CHANGED: Problem(Code.PRICE_CHANGED, before=Money(45000, "MAD"), after=Money(50000, "MAD")),
    Code.TOTAL_CHANGED: Problem(Code.TOTAL_CHANGED, before=Money(47500, "MAD"), after=Money(52500, "MAD")),
    Code.NOT_ABROAD: Problem(Code.NOT_ABROAD),
    Code.NOT_DELIVERED_THERE: Problem(Code.NOT_DELIVERED_THERE),
    Code.METHOD_NOT_OFFERED: Problem(Code.METHOD_NOT_OFFERED),
}


def test_every_problem_is_a_sentence_in_every_language(market):
    assert set(PROBLEMS) == set(Code)
    for problem in PROBLEMS.values():
        said = {}
        for language in ("ar", "fr", "en"):
            voice = Voice(market, language)
            with voice.speaking():
                said[language] = sentence(problem, voice)
        assert len(set(said.values())) == 3, problem.code
        assert re.search("[\u0600-\u06ff]", said["ar"]), problem.code
        assert not re.search("[a-z]{3}", said["ar"]), problem.code


def test_the_microcopy_of_a_changed_price_is_the_agreed_one(market):
    said = {}
    for language in ("ar", "fr"):
        voice = Voice(market, language)
        with voice.speaking():
            said[language] = sentence(PROBLEMS[Code.PRICE_CHANGED], voice).replace("\u200f", "")
    assert said["ar"] == "تغيّر ثمن هذه القطعة من 450\u00a0د.م. إلى 500\u00a0د.م."
    assert said["fr"] == "Le prix de cette pièce est passé de 450\u00a0MAD à 500\u00a0MAD."


@pytest.mark.parametrize("count", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_page_asks_the_same_however_much_is_ordered(market, count, django_assert_num_queries):
    she = Shopper(market, "en")
    for number in range(count):
        if number % 3 == 0:
            seller = make_organisation(market)
        she.add(make_product(seller))
    she.post("basket/city/", city="Rabat")
    with django_assert_num_queries(14):  # eight of which a process keeps, outside a test
        she.get("checkout/")


@pytest.mark.broad
def test_a_basket_is_of_one_market(market, product):
    she = with_basket(market, product)
    there = Shopper(make_market("other"))
    there.client.cookies = she.client.cookies
    assert path_of(there.get("checkout/")) == "/ar/basket/"
    with scope(market_id=market.pk):
        assert Cart.objects.count() == 1


ICE = "001561191000066"


def test_an_invoice_for_a_company(market, product):
    """Folded and optional; the number in any digits and with spaces."""
    she = with_basket(market, product)
    she.order(company="  Riad   Atlas ", ice="٠٠١ ٥٦١ ١٩١ ٠٠٠ ٠٦٦")
    assert [(row.company, row.ice, row.full_name) for row in purchases()] == [
        ("Riad Atlas", ICE, "مريم العلوي")
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"company": "Riad", "ice": ICE[:-1] + "7"}, "not a valid ICE"),
        ({"company": "Riad", "ice": "9" * 40}, "not a valid ICE"),
        ({"company": "Riad", "ice": "<b>"}, "not a valid ICE"),
        ({"company": "", "ice": ICE}, "name of the company too"),
    ],
)
def test_a_company_that_is_not_one_is_told(market, product, said, words):
    she = with_basket(market, product)
    answers = she.answers()
    page = she.post("checkout/", **{**answers, **said})
    assert page.status_code == 422
    assert words in text_of(page)
    assert '<details class="fold" open><summary><bdi>I need an invoice' in page.content.decode()
    assert purchases() == []


def test_the_database_keeps_no_number_without_its_company(market, product):
    with_basket(market, product).order()
    with (
        everything("a test"),
        transaction.atomic(),
        pytest.raises(IntegrityError, match="an_ice_is_of_a_company"),
    ):
        Purchase.objects.update(ice=ICE)
