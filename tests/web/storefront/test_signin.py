"""Signing in by phone and code: no password, no telling who is known, no guessing."""

import re

import pytest
from django.contrib.sessions.models import Session

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.notices.models import Message
from tests.factories import BUYER, make_market, make_organisation, make_person, make_product, make_purchase
from tests.standing import standing
from tests.web.storefront.shopper import Shopper, code_sent, letters, path_of, text_of

pytestmark = pytest.mark.django_db
PHONE = "+212612345678"


@standing
def market():
    return make_market()


def signed_in(shopper):
    return shopper.get("account/").status_code == 200


def test_the_page_that_asks_for_a_number_says_why(market):
    she = Shopper(market, "fr")
    main = she.get("sign-in/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'href="/fr/pages/privacy/"' in main
    assert she.get("pages/privacy/").status_code == 200


@pytest.mark.broad
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_new_phone_and_its_code_make_an_account(market, language):
    she = Shopper(market, language)
    assert she.get("sign-in/").status_code == 200
    answer = she.post("sign-in/", phone="06 12 34 56 78")
    assert path_of(answer) == f"/{language}/sign-in/code/"
    assert not Person.objects.exists()
    assert she.get("sign-in/code/").status_code == 200
    answer = she.post("sign-in/code/", code=code_sent(market))
    assert (answer.status_code, path_of(answer)) == (303, f"/{language}/account/")
    person = Person.objects.get()
    assert (person.phone, person.language) == (PHONE, language)
    assert person.phone_verified_at is not None
    assert not person.has_usable_password()
    assert signed_in(she)


def test_the_message_is_in_the_language_of_the_page_and_fills_itself_in(market):
    Shopper(market, "fr").post("sign-in/", phone=PHONE)
    (message,) = letters(market, "sign_in_code")
    code = code_sent(market)
    assert (
        message.text
        == f"{code} est votre code pour Souk d'essai. Ne le donnez à personne.\n@souk.localhost #{code}"
    )
    assert (message.to, message.language) == (PHONE, "fr")


def test_a_known_phone_signs_the_same_person_in(market):
    person = make_person(PHONE)
    she = Shopper(market)
    she.sign_in()
    assert signed_in(she)
    assert Person.objects.count() == 1
    assert str(person.pk) == she.client.session["_auth_user_id"]


def test_a_known_and_an_unknown_phone_look_the_same(market):
    make_person(PHONE)
    pages = []
    for phone in (PHONE, "+212612345679"):
        she = Shopper(market)
        answer = she.post("sign-in/", phone=phone)
        page = she.get("sign-in/code/")
        kinds = [(m.kind, len(m.text)) for m in letters(market, "sign_in_code") if m.to == phone]
        pages.append(
            (
                answer.status_code,
                path_of(answer),
                set(answer.cookies),
                text_of(page).replace(phone, "N"),
                kinds,
            )
        )
    assert pages[0] == pages[1]


@pytest.mark.parametrize("phone", ["", "12", "hello", "+", "0612345678\n0612345679", "x" * 500, "\x00"])
def test_what_is_no_phone_gets_no_code(market, phone):
    page = Shopper(market, "en").post("sign-in/", phone=phone)
    assert page.status_code == 422
    assert letters(market) == []


def test_a_code_is_read_in_any_digits_and_with_spaces(market):
    she = Shopper(market)
    she.post("sign-in/", phone=PHONE)
    code = code_sent(market).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    she.post("sign-in/code/", code=f" {code[:3]} {code[3:]} ")
    assert signed_in(she)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.broad
def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(market):
    she = Shopper(market, "en")
    she.post("sign-in/", phone=PHONE)
    code = code_sent(market)
    for _ in range(4):
        page = she.post("sign-in/code/", code=wrong(code))
        assert page.status_code == 422
        assert "This code is not right." in text_of(page)
    assert path_of(she.post("sign-in/code/", code=wrong(code))) == "/en/sign-in/"
    assert "That was the fifth wrong code." in text_of(she.get("sign-in/"))
    assert path_of(she.post("sign-in/code/", code=code)) == "/en/sign-in/"
    assert not signed_in(she)


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_a_thousand_guesses_open_nothing(market):
    """From as many browsers and addresses as one likes: a phone is tried twenty times an hour."""
    answers = []
    for number in range(1000):
        if number % 5 == 0:
            she = Shopper(market)
            she.client.defaults["REMOTE_ADDR"] = f"10.0.{number // 250}.{number % 250}"
            she.post("sign-in/", phone=PHONE)
        answers.append(she.post("sign-in/code/", code=f"{number:06d}").status_code)
        if number >= 60 and set(answers[-30:]) <= {303, 429}:
            break  # nothing is judged any more
    judged = sum(status == 422 for status in answers)
    assert judged <= 20
    assert not Person.objects.exists()
    with everything("a test"):
        assert Message.objects.filter(kind="sign_in_code").count() <= 8


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_codes_are_limited_by_phone_and_by_address(market):
    statuses = []
    for number in range(9):
        she = Shopper(market)
        she.client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        statuses.append(she.post("sign-in/", phone=PHONE).status_code)
    assert statuses == [303] * 8 + [429]
    she = Shopper(market)
    statuses = [she.post("sign-in/", phone=f"+21261234{number:04d}").status_code for number in range(31)]
    assert statuses == [303] * 30 + [429]


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_who_asks_in_the_name_of_another_does_not_lock_her_out(market):
    mallory, she = Shopper(market), Shopper(market)
    mallory.client.defaults["REMOTE_ADDR"] = "192.0.2.66"
    asked = [mallory.post("sign-in/", phone=PHONE).status_code for _ in range(20)]
    assert asked == [303] * 5 + [429] * 15
    for number in range(30):
        mallory.post("sign-in/code/", code=f"{number:06d}")
    she.sign_in(PHONE)
    assert signed_in(she)


def test_a_code_is_good_for_ten_minutes(market, monkeypatch):
    she = Shopper(market)
    she.post("sign-in/", phone=PHONE)
    code = code_sent(market)
    session = she.client.session
    login = session["account_login"]
    login["state"]["stages"]["login_by_code"]["data"]["at"] -= 601
    session["account_login"] = login
    session.save()
    assert path_of(she.post("sign-in/code/", code=code)) == "/ar/sign-in/"
    assert not signed_in(she)


def test_a_code_is_good_once_and_only_in_the_browser_that_asked(market):
    she, thief = Shopper(market), Shopper(market)
    she.post("sign-in/", phone=PHONE)
    code = code_sent(market)
    assert path_of(thief.post("sign-in/code/", code=code)) == "/ar/sign-in/"
    she.post("sign-in/code/", code=code)
    she.post("sign-out/")
    assert path_of(she.post("sign-in/code/", code=code)) == "/ar/sign-in/"
    assert not signed_in(she)


@pytest.mark.broad
def test_another_code_replaces_the_first_and_forgives_no_wrong_guess(market):
    she = Shopper(market, "en")
    she.post("sign-in/", phone=PHONE)
    first = code_sent(market)
    for _ in range(4):
        she.post("sign-in/code/", code=wrong(first))
    she.post("sign-in/code/", again="1")
    second = code_sent(market)
    assert path_of(she.post("sign-in/code/", code=wrong(second))) == "/en/sign-in/"
    for _ in range(3):
        she.post("sign-in/", phone=PHONE)
    assert len(letters(market, "sign_in_code")) == 5


def test_no_more_than_three_codes_are_sent_again(market):
    she = Shopper(market)
    she.post("sign-in/", phone=PHONE)
    for _ in range(4):
        she.post("sign-in/code/", again="1")
    assert len(letters(market, "sign_in_code")) == 4


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/ar/checkout/", "/ar/checkout/"),
        ("https://evil.example/", "/ar/account/"),
        ("//evil.example/", "/ar/account/"),
        ("/\\evil.example", "/ar/account/"),
        ("javascript:alert(1)", "/ar/account/"),
        ("account/", "/ar/account/"),
        ("/" + "x" * 600, "/ar/account/"),
        ("", "/ar/account/"),
    ],
)
def test_she_goes_on_only_to_a_page_of_ours(market, asked, goes):
    she = Shopper(market)
    page = she.get("sign-in/", next=asked).content.decode()
    she.post("sign-in/", phone=PHONE, next=asked)
    answer = she.post("sign-in/code/", code=code_sent(market))
    assert path_of(answer) == goes
    assert f'name="next" value="{asked if goes == asked else ""}"' in page


def test_signing_in_changes_the_session_so_that_nobody_waits_in_an_old_one(market):
    she = Shopper(market)
    she.post("sign-in/", phone=PHONE)
    before = she.client.cookies["tadamun_session"].value
    answer = she.post("sign-in/code/", code=code_sent(market))
    after = answer.cookies["tadamun_session"]
    assert after.value != before
    assert not Session.objects.filter(session_key=before).exists()
    assert (after["httponly"], after["samesite"], after["max-age"]) == (True, "Lax", 90 * 24 * 3600)


def test_a_visitor_who_only_looks_gets_no_session(market):
    assert not Shopper(market).get("sign-in/").cookies


@pytest.mark.broad
def test_signing_out_needs_a_post_and_keeps_the_basket(market):
    she = Shopper(market)
    she.add(make_product(make_organisation(market)))
    she.sign_in()
    assert she.get("sign-out/").status_code == 405
    assert signed_in(she)
    answer = she.post("sign-out/")
    assert path_of(answer) == "/ar/"
    assert not signed_in(she)
    assert len(she.lines()) == 1


@pytest.mark.broad
def test_what_she_bought_before_is_hers_at_once(market):
    product = make_product(make_organisation(market))
    purchase = make_purchase(market, [product], buyer=BUYER)
    she = Shopper(market)
    she.sign_in()
    purchase.refresh_from_db(fields=["person"], from_queryset=type(purchase)._base_manager.all())
    assert purchase.person == Person.objects.get()
    assert purchase.code in text_of(she.get("account/"))


def test_a_person_who_was_shut_out_stays_out(market):
    person = make_person(PHONE)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    she = Shopper(market)
    assert she.sign_in().status_code == 403
    assert not signed_in(she)


def test_who_is_signed_in_is_not_asked_again(market):
    she = Shopper(market)
    she.sign_in()
    assert path_of(she.get("sign-in/", next="/ar/checkout/")) == "/ar/checkout/"


@pytest.mark.broad
def test_the_demonstration_says_where_codes_lie_and_nothing_else_does(market, settings):
    assert "/ar/mailbox/" in Shopper(market).get("sign-in/").content.decode()
    settings.SMS_URL = "http://127.0.0.1:9"
    assert "/ar/mailbox/" not in Shopper(market).get("sign-in/").content.decode()
    settings.SMS_URL, settings.DEMO = "", False
    assert "/ar/mailbox/" not in Shopper(market).get("sign-in/").content.decode()
    assert Shopper(market).get("mailbox/").status_code == 404


@pytest.mark.broad
def test_codes_lie_in_the_mailbox_of_their_market_alone(market):
    Shopper(market).post("sign-in/", phone=PHONE)
    code = code_sent(market)
    assert code in Shopper(market).get("mailbox/").content.decode()
    assert code not in Shopper(make_market("other")).get("mailbox/").content.decode()


@pytest.mark.broad
def test_allauths_own_words_and_pages_are_nowhere(market):
    she = Shopper(market, "en")
    she.sign_in()
    text = text_of(she.get("account/"))
    assert "Successfully signed in" not in text
    for path in ("/accounts/login/", "/en/accounts/login/", "/en/login/"):
        assert she.get(path).status_code == 404


@pytest.mark.broad
def test_codes_are_six_digits_that_do_not_repeat(market):
    codes = set()
    for number in range(6):
        Shopper(market).post("sign-in/", phone=f"+21261234{number:04d}")
        codes.add(code_sent(market))
    assert len(codes) > 3
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
