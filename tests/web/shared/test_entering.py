"""The seller's door: a trusted phone, faces, PINs, cards, codes of trustees; and what each of them does not open."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.urls import get_resolver
from lxml.html import document_fromstring

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.models import AuditEntry
from tadamun.people.accounts.models import Card, Person, TrustedDevice
from tadamun.people.accounts.operations import (
    allow_trustee,
    give_let_in,
    print_card,
    set_pin,
    trust_device,
)
from tadamun.people.accounts.queries import has_pin
from tadamun.people.markets.models import Market
from tadamun.people.sellers.operations import add_member
from tests.factories import make_market, make_organisation, make_person
from tests.standing import standing
from tests.web.storefront.shopper import Shopper, code_sent, letters, path_of, text_of
from tests.web.test_access_matrix import addresses

pytestmark = pytest.mark.django_db
PHONE, PIN = "+212612345678", "274915"
DOOR = "tadamun_door_en"
FIRST = re.compile(r'name="first" value="([^"]+)"')


@standing
def market():
    return make_market()


@standing
def cooperative(market):
    return make_organisation(market)


@standing
def she(cooperative):
    person = make_person(PHONE, name="Fatima")
    add_member(cooperative, person, "maker")
    return person


@standing
def chair(cooperative):
    person = make_person("+212612345699", name="Khadija")
    add_member(cooperative, person)
    return person


def at_code(browser, phone="0612345678", **said):
    browser.post("sign-in/", phone=phone, **said)
    return browser.post("sign-in/code/", code=code_sent(browser.market))


def person_in(browser):
    pk = browser.client.session.get("_auth_user_id")
    return Person.objects.get(pk=pk) if pk else None


@pytest.fixture
def phone(market, she):
    """Hers: it knows her face, and she has a PIN. Nobody is signed in on it."""
    browser = Shopper(market, "en")
    set_pin(she, PIN)
    trust_device(she, "t" * 40, "Android")
    for language in ("ar", "fr", "en"):
        browser.client.cookies[f"tadamun_door_{language}"] = "t" * 40
    return browser


@pytest.mark.broad
@pytest.mark.parametrize("second", ["", "27491"])
def test_too_few_digits_the_second_time_keep_the_first(market, she, second):
    browser = Shopper(market, "en")
    at_code(browser)
    first = FIRST.findall(browser.post("sign-in/pin/", pin=PIN).content.decode())
    answer = browser.post("sign-in/pin/", pin=second, first=first)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Once more, the same digits" in page and "six digits" in page
    assert PIN not in page
    assert browser.post("sign-in/pin/", pin=PIN, first=FIRST.findall(page)).status_code == 303


def test_other_digits_the_second_time_begin_anew(market, she):
    browser = Shopper(market, "en")
    at_code(browser)
    (first,) = FIRST.findall(browser.post("sign-in/pin/", pin=PIN).content.decode())
    for other in ("391746", "111111"):
        answer = browser.post("sign-in/pin/", pin=other, first=first)
        assert answer.status_code == 422 and not FIRST.findall(answer.content.decode())


def face(browser, person):
    return f"sign-in/faces/{TrustedDevice.objects.get(person=person).pk}/"


@pytest.mark.broad
def test_from_a_code_to_a_face(market, she, chair):
    """Code, trust, PIN twice, who may help; out; face, PIN, in."""
    browser = Shopper(market, "en")
    answer = at_code(browser, next="/en/workshop/")
    assert path_of(answer) == "/en/sign-in/trust/?next=/en/workshop/"
    answer = browser.post("sign-in/trust/", answer="yes", next="/en/workshop/")
    assert path_of(answer) == "/en/sign-in/pin/?next=/en/workshop/"
    door = answer.cookies[DOOR]
    assert (door["path"], door["httponly"], door["samesite"], door["max-age"]) == (
        "/en/sign-in/", True, "Lax", 400 * 24 * 3600,
    )  # fmt: skip
    page = browser.post("sign-in/pin/", pin="٢٧٤٩١٥", next="/en/workshop/").content.decode()
    (first,) = FIRST.findall(page)
    assert PIN not in page
    answer = browser.post("sign-in/pin/", pin=PIN, first=first, next="/en/workshop/")
    assert path_of(answer) == "/en/sign-in/trustee/?next=/en/workshop/"
    assert path_of(browser.post("sign-in/trustee/", next="/en/workshop/")) == "/en/workshop/"
    assert browser.get("workshop/").status_code == 200
    assert path_of(browser.post("sign-out/", next="/en/sign-in/")) == "/en/sign-in/"
    assert "Fatima" in text_of(browser.get("sign-in/"))
    answer = browser.post(face(browser, she), pin="274 915", next="/en/workshop/")
    assert path_of(answer) == "/en/workshop/"
    assert person_in(browser) == she
    assert AuditEntry.objects.filter(action="sign_in", subject=str(she.reference)).count() == 1


def test_a_buyer_is_asked_nothing_of_this(market):
    assert path_of(at_code(Shopper(market), "0612345600")) == "/ar/account/"


def test_a_borrowed_phone_keeps_nothing(market, she):
    browser = Shopper(market, "en")
    at_code(browser)
    assert path_of(browser.post("sign-in/trust/", answer="no", next="/en/workshop/")) == "/en/workshop/"
    browser.post("sign-out/")
    assert DOOR not in browser.client.cookies
    assert "Fatima" not in text_of(browser.get("sign-in/"))


def test_a_phone_that_is_not_trusted_shows_nobody(phone, market, she):
    number = TrustedDevice.objects.get().pk
    stranger = Shopper(market, "en")
    assert "Fatima" not in text_of(stranger.get("sign-in/"))
    for address in (f"sign-in/faces/{number}/", f"sign-in/faces/{number}/removal/"):
        assert stranger.get(address).status_code == 404
    for address in (
        f"sign-in/faces/{number}/",
        f"sign-in/faces/{number}/code/",
        f"sign-in/faces/{number}/removal/",
    ):
        assert stranger.post(address, pin=PIN).status_code == 404
    stranger.client.cookies[DOOR] = "guessed" * 6
    assert "Fatima" not in text_of(stranger.get("sign-in/"))
    assert person_in(stranger) is None
    assert TrustedDevice.objects.count() == 1


@pytest.mark.broad
def test_five_wrong_digits_and_she_needs_a_code(phone, market, she, chair):
    for left in (4, 3, 2, 1):
        page = phone.post(face(phone, she), pin="999991")
        assert page.status_code == 422
        assert f"{left} tr" in page.content.decode()
    for typed in ("999991", PIN, PIN):
        page = phone.post(face(phone, she), pin=typed)
        assert page.status_code == 403
        assert "Nothing is lost" in text_of(page)
    assert person_in(phone) is None
    told = {message.to for message in letters(market, "pin_closed")}
    assert told == {PHONE, chair.phone}
    answer = phone.post(face(phone, she) + "code/")
    assert path_of(answer) == "/en/sign-in/code/"
    assert PHONE not in phone.get("sign-in/code/").content.decode()
    answer = phone.post("sign-in/code/", code=code_sent(market))
    assert path_of(answer).startswith("/en/sign-in/pin/")  # she chooses one she remembers
    phone.post("sign-out/")
    assert path_of(phone.post(face(phone, she), pin=PIN)) == "/en/workshop/"


@pytest.mark.broad
def test_a_family_s_phone(phone, market, she):
    """Two faces, each with her own PIN; who comes in sends the other out, and a face can be taken off."""
    sister = make_person("+212612345688", name="Zahra")
    add_member(make_organisation(market), sister)
    set_pin(sister, "861942")
    phone.post(face(phone, she), pin=PIN)
    hers = phone.client.session.session_key
    phone.post("sign-out/")
    at_code(phone, sister.phone)
    phone.post("sign-in/trust/", answer="yes")
    assert person_in(phone) == sister
    phone.post("sign-out/")
    page = text_of(phone.get("sign-in/"))
    assert "Fatima" in page
    assert "Zahra" in page
    assert phone.post(face(phone, she), pin="861942").status_code == 422
    phone.post(face(phone, sister), pin="861942")
    former = phone.client.session.session_key
    phone.post(face(phone, she), pin=PIN)
    assert person_in(phone) == she
    assert not Session.objects.filter(session_key__in=[hers, former]).exists()
    phone.post("sign-out/")
    assert phone.get(face(phone, sister) + "removal/").status_code == 200
    phone.post(face(phone, sister) + "removal/")
    assert "Zahra" not in text_of(phone.get("sign-in/"))
    assert "Fatima" in text_of(phone.get("sign-in/"))


@pytest.mark.broad
def test_a_cookie_that_somebody_planted_dies_when_another_trusts_the_phone(phone, market, she):
    at_code(phone, make_member(market).phone)
    phone.post("sign-in/trust/", answer="yes")
    planted = Shopper(market, "en")
    planted.client.cookies[DOOR] = "t" * 40
    assert "Fatima" not in text_of(planted.get("sign-in/"))
    phone.post("sign-out/")
    assert "Fatima" in text_of(phone.get("sign-in/"))


def make_member(market):
    person = make_person()
    add_member(make_organisation(market), person)
    return person


@pytest.mark.broad
def test_a_stolen_phone_is_put_out_from_another(phone, market, she):
    phone.post(face(phone, she), pin=PIN)
    other = Shopper(market, "en")
    at_code(other)
    assert "Android" in text_of(other.get("account/phones/"))
    other.post(f"account/phones/{TrustedDevice.objects.get().pk}/removal/")
    assert person_in(phone) is None
    assert "Fatima" not in text_of(phone.get("sign-in/"))
    assert person_in(other) == she


@pytest.mark.broad
def test_a_phone_that_proved_itself_by_a_code_meanwhile_is_put_out_too(phone, market, she):
    """A proof gives the session another name; it still ends with the trust."""
    phone.post(face(phone, she), pin=PIN)
    for _ in range(5):
        phone.post("sign-in/proof/", pin="999991")
    assert path_of(phone.post("sign-in/proof/code/", next="/en/sign-in/pin/")) == "/en/sign-in/code/"
    answer = phone.post("sign-in/code/", code=code_sent(market))
    assert path_of(answer) == "/en/sign-in/pin/"
    with clock.shifted(timedelta(hours=1)):
        answer = phone.post("sign-in/proof/", pin=PIN, next="/en/workshop/")  # the code opened it again
    assert path_of(answer) == "/en/workshop/"
    other = Shopper(market, "en")
    at_code(other)
    other.post(f"account/phones/{TrustedDevice.objects.get().pk}/removal/")
    assert person_in(phone) is None


def test_nobody_removes_what_is_another_s(phone, market, she):
    other = Shopper(market, "en")
    other.client.force_login(make_member(market))
    other.post(f"account/phones/{TrustedDevice.objects.get().pk}/removal/")
    other.post("account/phones/card/removal/")
    assert TrustedDevice.objects.count() == 1


@pytest.mark.broad
def test_what_opens_is_changed_only_by_who_showed_who_she_is(phone, market, she):
    """A session left open on a table is not enough."""
    browser = Shopper(market, "en")
    at_code(browser)
    with clock.shifted(timedelta(minutes=16)):
        for address in ("sign-in/pin/", "sign-in/trust/", "sign-in/trustee/"):
            assert path_of(browser.get(address)).startswith("/en/sign-in/proof/")
            assert path_of(browser.post(address, answer="yes", pin="861942")).startswith("/en/sign-in/proof/")
        assert browser.post("account/phones/passkeys/options/").status_code == 403
        assert browser.post("sign-in/proof/", pin="999991").status_code == 422
        answer = browser.post("sign-in/proof/", pin=PIN, next="/en/sign-in/pin/")
        assert path_of(answer) == "/en/sign-in/pin/"
        assert browser.get("sign-in/pin/").status_code == 200


@pytest.mark.parametrize("pin", ["000000", "123456", "612345", "12", ""])
def test_a_pin_that_anybody_would_guess_is_refused_with_a_sentence(market, she, pin):
    browser = Shopper(market, "en")
    at_code(browser)
    page = browser.post("sign-in/pin/", pin=pin)
    assert (page.status_code, has_pin(she)) == (422, False)
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("first", ["", "x", "gAAAAA", PIN])
def test_a_pin_is_typed_twice_the_same(market, she, first):
    browser = Shopper(market, "en")
    at_code(browser)
    assert browser.post("sign-in/pin/", pin=PIN, first=first).status_code == 200
    assert not has_pin(she)


def test_every_digit_has_a_picture_of_its_own_and_a_name(phone, market, she):
    page = document_fromstring(phone.get(face(phone, she)).content)
    keys = {key.get("data-digit"): key for key in page.xpath("//button[@data-digit]")}
    assert sorted(keys) == list("0123456789")
    pictures = {digit: key.xpath(".//use/@href")[0] for digit, key in keys.items()}
    assert len(set(pictures.values())) == 10
    assert {page.xpath(f"boolean(//symbol[@id='{each[1:]}'])") for each in pictures.values()} == {True}
    assert [keys[digit].text_content().strip() for digit in "0123456789"] == list("0123456789")
    assert len({key.xpath(".//*[@role='img']/@aria-label")[0] for key in keys.values()}) == 10


def scan(browser, secret):
    return browser.client.get(f"/k/{secret}")


def test_a_card_and_a_pin_open_any_phone(market, she, chair):
    set_pin(she, PIN)
    card, secret = print_card(she, chair)
    browser = Shopper(market, "en")
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert path_of(scan(browser, secret)) == "/en/sign-in/card/"
    page = browser.get("sign-in/card/")
    assert person_in(browser) is None
    assert "Fatima" not in page.content.decode()
    assert PHONE not in page.content.decode()
    assert browser.post("sign-in/card/", pin="999991").status_code == 422
    assert path_of(browser.post("sign-in/card/", pin=PIN)) == "/en/sign-in/trust/?next=/en/workshop/"
    assert person_in(browser) == she
    assert Card.objects.get(pk=card.pk).wrong == 0


def test_a_card_alone_opens_nothing(market, she, chair):
    _card, secret = print_card(she, chair)
    browser = Shopper(market, "en")
    scan(browser, secret)
    assert browser.post("sign-in/card/", pin=PIN).status_code == 403  # she has no PIN yet
    assert path_of(browser.post("sign-in/card/code/")) == "/en/sign-in/code/"
    assert PHONE not in browser.get("sign-in/code/").content.decode()
    browser.post("sign-in/code/", code=code_sent(market))
    assert person_in(browser) == she


@pytest.mark.broad
def test_a_found_card_is_guessed_five_times(market, she, chair):
    set_pin(she, PIN)
    _card, secret = print_card(she, chair)
    answers = []
    for number in range(8):
        browser = Shopper(market, "en")
        scan(browser, secret)
        answers.append(browser.post("sign-in/card/", pin=f"99999{number}").status_code)
    assert answers == [422] * 4 + [403] * 4


def test_an_old_card_and_none_look_the_same(market, she, chair):
    _first, old = print_card(she, chair)
    _second, _new = print_card(she, chair)
    pages = [scan(Shopper(market, "en"), secret) for secret in (old, "a" * 22)]
    assert [page.status_code for page in pages] == [404, 404]
    numbers = re.compile(r"\b[A-Z0-9]{8}\b")
    assert len({numbers.sub("", text_of(page)) for page in pages}) == 1
    assert path_of(Shopper(market).get("sign-in/card/")) == "/ar/sign-in/"


def test_a_card_taken_back_while_it_lies_before_the_door_opens_nothing(market, she, chair):
    set_pin(she, PIN)
    _card, secret = print_card(she, chair)
    browser = Shopper(market, "en")
    scan(browser, secret)
    print_card(she, chair)
    assert path_of(browser.post("sign-in/card/", pin=PIN)) == "/en/sign-in/"
    assert person_in(browser) is None


def let_in(she, chair, cooperative):
    allow_trustee(she, str(cooperative.reference))
    with acting(market_id=Market.objects.get().pk):
        _row, code = give_let_in(she, by=chair, organisation_ref=str(cooperative.reference))
    return code


@pytest.mark.broad
def test_a_trustee_s_code_lets_her_in_once_and_to_a_new_pin(phone, market, she, chair, cooperative):
    phone.post(face(phone, she), pin=PIN)
    code = let_in(she, chair, cooperative)
    new = Shopper(market, "en")
    answer = new.client.get(f"/l/{code}", headers={"accept-language": "en"})
    assert path_of(answer) == f"/en/sign-in/recovery/?code={code}"
    assert code in new.get("sign-in/recovery/", code=code).content.decode()
    assert person_in(new) is None
    answer = new.post("sign-in/recovery/", code=code.lower())
    assert path_of(answer).startswith("/en/sign-in/pin/")
    assert person_in(new) == she
    assert person_in(phone) is None  # whoever has the lost phone is out
    page = new.post("sign-in/pin/", pin="861942").content.decode()
    new.post("sign-in/pin/", pin="861942", first=re.findall(r'name="first" value="([^"]+)"', page)[0])
    she.refresh_from_db()
    assert she.pin.holds_from > clock.now() + timedelta(hours=23)  # it sends no money today
    thief = Shopper(market, "en")
    assert thief.post("sign-in/recovery/", code=code).status_code == 422
    assert {message.to for message in letters(market, "let_in_given")} == {PHONE}
    page = new.post("sign-in/pin/", pin="740285").content.decode()
    new.post("sign-in/pin/", pin="740285", first=re.findall(r'name="first" value="([^"]+)"', page)[0])
    she.pin.refresh_from_db()
    assert she.pin.holds_from > clock.now() + timedelta(hours=23)  # nor with another one she chooses today


def test_who_gave_the_code_does_not_become_her(market, she, chair, cooperative):
    code = let_in(she, chair, cooperative)
    browser = Shopper(market, "en")
    browser.client.force_login(chair)
    for answer in (browser.get("sign-in/recovery/", code=code), browser.post("sign-in/recovery/", code=code)):
        assert answer.status_code == 409
    assert person_in(browser) == chair


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_codes_of_trustees_are_not_guessed(market):
    browser = Shopper(market, "en")
    answers = [
        browser.post("sign-in/recovery/", code=f"ACDEFGHJKM{number:02d}").status_code for number in range(25)
    ]
    assert answers == [422] * 20 + [429] * 5


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "call", "pigeon", ""])
def test_a_code_comes_as_she_likes(market, channel):
    browser = Shopper(market, "en")
    browser.post("sign-in/", phone=PHONE, channel=channel)
    (message,) = letters(market, "sign_in_code")
    assert message.channel == (channel if channel in {"sms", "whatsapp", "call"} else "sms")
    if channel == "call":
        assert re.search(r"(\d\. ){5}\d\.", message.text)
        code = "".join(re.findall(r"(\d)\.", message.text))
        browser.post("sign-in/code/", code=code)
        assert person_in(browser).phone == PHONE


def test_ways_that_nobody_carries_are_not_offered(market, settings):
    settings.DEMO, settings.SMS_URL = False, "http://127.0.0.1:9"
    assert "Call me" not in text_of(Shopper(market, "en").get("sign-in/"))
    settings.CALL_URL = "http://127.0.0.1:9"
    assert "Call me" in text_of(Shopper(market, "en").get("sign-in/"))
    assert "WhatsApp" not in text_of(Shopper(market, "en").get("sign-in/"))


@pytest.mark.usefixtures("window_begins")
def test_a_phone_rings_three_times_an_hour(market):
    browser = Shopper(market, "en")
    asked = [browser.post("sign-in/", phone=PHONE, channel="call").status_code for _ in range(5)]
    assert asked == [303] * 3 + [429] * 2


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"id": 1}', "{" * 9000, '{"rawId": "AA", "id": "AA"}']
)
def test_what_is_no_key_opens_nothing(market, answer):
    browser = Shopper(market, "en")
    assert browser.post("sign-in/passkey/", answer=answer).status_code == 303
    said = browser.post("sign-in/passkey/options/").json()["publicKey"]
    assert (said["rpId"], said["userVerification"]) == ("souk.localhost", "required")
    assert browser.post("sign-in/passkey/", answer=answer).status_code == 303
    assert person_in(browser) is None


@pytest.mark.broad
def test_there_is_no_password_anywhere(market, she):
    browser = Shopper(market, "en")
    pages = [browser.get("sign-in/"), browser.get("sign-in/recovery/")]
    at_code(browser)
    pages += [
        browser.get(path)
        for path in ("sign-in/trust/", "sign-in/pin/", "account/", "account/phones/", "workshop/")
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    for page in pages:
        assert 'type="password"' not in page.content.decode()
    assert not [route for route in addresses(get_resolver(), "/") if "password" in route]
    assert not any("password" in str(name) for name in configured.ACCOUNT_LOGIN_METHODS)
    assert not Person.objects.get(pk=she.pk).has_usable_password()


@pytest.mark.broad
def test_a_phone_that_is_used_stays_trusted_and_one_that_is_not_does_not(phone, market, she):
    phone.post(face(phone, she), pin=PIN)
    phone.get("workshop/")
    with clock.shifted(timedelta(days=2)):
        assert phone.get("workshop/").cookies["tadamun_session"]["max-age"] == 90 * 24 * 3600
        assert "tadamun_session" not in phone.get("workshop/").cookies
    with clock.shifted(timedelta(days=91)):
        assert TrustedDevice.objects.get().until > clock.now()
    with clock.shifted(timedelta(days=93)):
        phone.post("sign-out/")
        assert "Fatima" not in text_of(phone.get("sign-in/"))
