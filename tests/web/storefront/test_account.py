"""A person's own pages: orders, addresses, data out, data gone."""

import json
from dataclasses import replace

import pytest

from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import keep_address
from tadamun.people.accounts.queries import addresses_of
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import cancel_order
from tests.factories import (
    BUYER,
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.standing import standing
from tests.trade.papers.selling import give_back, sell
from tests.web.storefront.shopper import Shopper, path_of, text_of

pytestmark = pytest.mark.django_db


@standing
def market():
    return make_market()


@standing
def person():
    return make_person(BUYER.phone, name="Meryem")


def visit(market, person, language="en"):
    she = Shopper(market, language)
    she.client.force_login(person)
    return she


def buy(market):
    return make_purchase(market, [make_product(make_organisation(market))])


@pytest.mark.parametrize("path", ["account/", "account/data/", "account/data/export/"])
def test_a_stranger_signs_in_first_and_comes_back(market, path):
    answer = Shopper(market, "fr").get(path)
    assert (answer.status_code, path_of(answer)) == (303, f"/fr/sign-in/?next=/fr/{path}")


@pytest.mark.parametrize(
    "path", ["account/", "account/addresses/", "account/addresses/1/", "account/erasure/"]
)
def test_a_stranger_changes_nothing(market, path):
    answer = Shopper(market, "fr").post(path)
    assert path_of(answer) == "/fr/sign-in/?next=/fr/account/"


@pytest.mark.broad
@pytest.mark.parametrize(
    ("language", "state"), [("ar", "في انتظار التأكيد"), ("fr", "À confirmer"), ("en", "To be confirmed")]
)
def test_her_orders_are_those_made_with_her_phone_in_this_market(market, person, language, state):
    mine, elsewhere = buy(market), buy(make_market("other"))
    text = text_of(visit(market, person, language).get("account/"))
    assert mine.code in text
    assert state in text
    assert elsewhere.code not in text


@pytest.mark.broad
def test_nobody_sees_anothers_orders(market):
    purchase = buy(market)
    assert purchase.code not in text_of(visit(market, make_person()).get("account/"))


@pytest.mark.broad
def test_an_unproved_phone_shows_nothing(market):
    purchase = buy(market)
    person = Person.objects.create(phone=BUYER.phone)
    assert purchase.code not in text_of(visit(market, person).get("account/"))


def test_her_name_is_hers_to_change_and_goes_into_the_hint(market, person):
    she = visit(market, person, "fr")
    answer = she.post("account/", display_name="مريم <b>")
    assert answer.status_code == 303
    row = Person.objects.get(pk=person.pk)
    assert (row.display_name, row.language) == ("مريم <b>", "fr")
    assert "مريم &lt;b&gt;" in she.get("account/").content.decode()
    assert she.post("account/", display_name="x" * 121).status_code == 422


@pytest.mark.broad
def test_sellers_and_the_team_find_their_desks_from_here(market, person):
    assert "/en/workshop/" not in visit(market, person).get("account/").content.decode()
    add_member(make_organisation(market), person)
    appoint(market, person, "support")
    page = visit(market, person).get("account/").content.decode()
    assert 'href="/en/workshop/"' in page
    assert 'href="/en/office/"' in page
    elsewhere = visit(make_market("other"), person).get("account/").content.decode()
    assert 'href="/en/office/"' not in elsewhere
    assert 'href="/en/workshop/"' not in elsewhere


@pytest.mark.broad
def test_an_address_is_kept_from_her_order_and_from_nobody_elses(market, person):
    mine, theirs = buy(market), buy(market)
    type(theirs)._base_manager.filter(pk=theirs.pk).update(phone="+212699999999")
    she = visit(market, person)
    assert she.post("account/addresses/", purchase=mine.secret).status_code == 303
    assert she.post("account/addresses/", purchase=theirs.secret).status_code == 404
    assert she.post("account/addresses/", purchase="").status_code == 404
    assert [row.address for row in addresses_of(person)] == [BUYER.address]


def test_an_address_is_removed_by_its_owner_alone(market, person):
    kept = keep_address(person, full_name="M", phone=BUYER.phone, city="Meknès", address="1 rue A")
    visit(market, make_person()).post(f"account/addresses/{kept.pk}/")
    assert len(addresses_of(person)) == 1
    visit(market, person).post(f"account/addresses/{kept.pk}/")
    assert addresses_of(person) == []


@pytest.mark.broad
def test_the_export_is_a_file_of_everything_in_all_markets(market, person):
    codes = {buy(market).code, buy(make_market("other")).code}
    answer = visit(market, person).get("account/data/export/")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tadamun-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    data = json.loads(answer.content)
    assert {row["number"] for row in data["purchases"]} == codes
    assert "مريم العلوي" in answer.content.decode()
    assert data["papers"] == []


@pytest.mark.broad
def test_the_export_has_her_papers_and_no_others(market, person):
    order, theirs = sell(market), sell(market, buyer=replace(BUYER, phone="+212612340099"))
    give_back(order, 10_000)
    data = json.loads(visit(market, person).get("account/data/export/").content)
    assert [(row["kind"], row["purchase"]) for row in data["papers"]] == [
        ("invoice", order.purchase.code), ("credit_note", order.purchase.code)
    ]  # fmt: skip
    assert data["papers"][0]["content"]["buyer"]["name"] == BUYER.full_name
    assert theirs.code not in json.dumps(data)


@pytest.mark.broad
def test_erasing_asks_for_a_word_and_says_what_stays(market, person):
    open_, done = buy(market), buy(market)
    cancel_order(orders_of(done)[0], reason="mistake")
    she = visit(market, person)
    page = she.get("account/data/")
    assert open_.code in text_of(page)
    assert done.code not in text_of(page)
    for word in ("", "yes", "eras"):
        refused = she.post("account/erasure/", word=word)
        assert refused.status_code == 422
        assert "nothing was erased" in text_of(refused)
    assert Person.objects.get(pk=person.pk).phone == BUYER.phone
    answer = she.post("account/erasure/", word=" Erase ")
    assert answer.status_code == 200
    assert open_.code in text_of(answer)
    assert Person.objects.get(pk=person.pk).phone is None
    assert path_of(she.get("account/")) == "/en/sign-in/?next=/en/account/"


@pytest.mark.parametrize(("language", "word"), [("ar", "محو"), ("fr", "Effacer"), ("en", "erase")])
def test_the_word_is_of_her_language(market, person, language, word):
    assert visit(market, person, language).post("account/erasure/", word=word).status_code == 200
    assert Person.objects.get(pk=person.pk).erased_at is not None


def test_who_acts_for_others_is_told_so_instead(market, person):
    add_member(make_organisation(market), person)
    page = visit(market, person).post("account/erasure/", word="erase")
    assert page.status_code == 409
    assert "You act for an organisation or a market." in text_of(page)
    assert Person.objects.get(pk=person.pk).phone == BUYER.phone


def test_every_session_of_an_erased_person_is_over(market, person):
    here, there = visit(market, person), visit(market, person)
    here.post("account/erasure/", word="erase")
    assert there.get("account/").status_code == 303


@pytest.mark.parametrize("count", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_page_asks_the_same_however_many_orders_there_are(
    market, person, count, django_assert_num_queries
):
    seller = make_organisation(market)
    product = make_product(seller, quantity=50)
    for _ in range(count):
        make_purchase(market, [product])
    she = visit(market, person)
    with django_assert_num_queries(9):
        she.get("account/")
