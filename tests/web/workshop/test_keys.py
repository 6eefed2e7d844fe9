"""Cards and ways back: who prints and gives them, and the PIN that is asked before."""

import re

import pytest

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import LetIn
from tadamun.people.accounts.operations import allow_trustee, set_pin
from tadamun.people.accounts.queries import cards_of, let_in_opens
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Maker, Member
from tadamun.people.sellers.operations import add_member
from tadamun.web.workshop.card_paper import card_pdf
from tests.factories import make_person
from tests.standing import standing
from tests.web.storefront.shopper import code_sent
from tests.web.workshop.conftest import Seller, browser

pytestmark = pytest.mark.django_db
PIN = "274915"


@standing
def weaver(seller: Seller) -> Member:
    person = make_person(name="Zineb")
    return add_member(seller.organisation, person, Member.Role.MAKER)


def key(member: Member, act: str) -> str:
    return f"/en/workshop/keys/{member.pk}/{act}/"


@pytest.mark.broad
def test_who_looks_after_a_group_prints_a_card_and_the_new_one_ends_the_old(
    seller, weaver, django_assert_max_num_queries
):
    page = seller.browser.get("/en/workshop/keys/").content.decode()
    assert "Zineb" in page
    with django_assert_max_num_queries(16):
        seller.browser.get("/en/workshop/keys/")
    answer = seller.browser.post(key(weaver, "card"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    first = cards_of([weaver.person])[weaver.person_id]
    seller.browser.post(key(weaver, "card"))
    assert cards_of([weaver.person])[weaver.person_id] != first
    seller.browser.post(key(weaver, "removal"))
    assert cards_of([weaver.person]) == {}


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_new_cards_are_not_printed_to_guess_her_pin_anew(seller, weaver):
    assert [seller.browser.post(key(weaver, "card")).status_code for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.broad
def test_nobody_else_does(seller, other, weaver):
    """A maker of the group, another group's owner, a visitor: none finds the page or the member."""
    member = browser(seller.market, weaver.person)
    for browse in (member, other.browser, browser(seller.market)):
        for act in ("card", "removal", "letting-in"):
            assert browse.post(key(weaver, act)).status_code in {303, 404}
    assert member.get("/en/workshop/keys/").status_code == 404
    assert "Zineb" not in other.browser.get("/en/workshop/keys/").content.decode()
    assert cards_of([weaver.person]) == {}


def test_a_card_shows_name_and_portrait_only_as_she_consents(seller, weaver, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    with everything("a test"):
        maker = Maker.objects.get(organisation=seller.organisation)
        Maker.objects.filter(pk=maker.pk).update(person=weaver.person)
    shown = []
    monkeypatch.setattr(
        "tadamun.web.workshop.card_paper.render", lambda _t, data, language: shown.append(data) or b""
    )
    for consent in (maker.name_consent_at, None):
        with everything("a test"):
            Maker.objects.filter(pk=maker.pk).update(name_consent_at=consent)
        with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
            card_pdf(seller.market, seller.organisation, weaver.person, "seed", "https://souk.example/k/abc")
    assert ["خديجة" in data["name"] for data in shown] == [True, False]
    assert [data["portrait"] for data in shown] == [[], []]
    assert [step["language"] for step in shown[0]["steps"]] == ["ar", "fr", "en"]


@pytest.fixture
def trusted(seller, weaver):
    set_pin(seller.person, PIN)
    allow_trustee(weaver.person, str(seller.organisation.reference))
    return weaver


@pytest.mark.broad
def test_letting_in_asks_the_pin_of_who_does_it_and_keeps_both_names(seller, trusted):
    address = key(trusted, "letting-in")
    assert seller.browser.get(address).status_code == 200
    page = seller.browser.post(address)
    assert (page.status_code, LetIn.objects.count()) == (200, 0)
    assert 'name="pin"' in page.content.decode()
    assert seller.browser.post(address, {"pin": "999991"}).status_code == 422
    assert LetIn.objects.count() == 0
    page = seller.browser.post(address, {"pin": PIN}).content.decode()
    (code,) = re.findall(r"\b([A-Z0-9]{4} [A-Z0-9]{4} [A-Z0-9]{4})\b", page)
    assert let_in_opens(code.replace(" ", ""))
    entry = AuditEntry.objects.get(action="give_let_in")
    assert (entry.actor, entry.subject) == (str(seller.person.reference), str(trusted.person.reference))


@pytest.mark.broad
def test_who_has_no_pin_types_a_code(seller, trusted):
    seller.person.pin.delete()
    address = key(trusted, "letting-in")
    assert 'name="code"' in seller.browser.post(address).content.decode()
    code = code_sent(seller.market)
    assert seller.browser.post(address, {"code": f"{(int(code) + 1) % 10**6:06d}"}).status_code == 422
    assert LetIn.objects.count() == 0
    seller.browser.post(address, {"code": code})
    assert LetIn.objects.count() == 1


@pytest.mark.broad
def test_five_wrong_pins_and_nothing_more_is_judged(seller, trusted):
    address = key(trusted, "letting-in")
    answers = [seller.browser.post(address, {"pin": "999991"}).status_code for _ in range(6)]
    assert answers == [422] * 4 + [403] * 2
    assert seller.browser.post(address, {"pin": PIN}).status_code == 403
    assert LetIn.objects.count() == 0


@pytest.mark.broad
def test_nobody_is_let_in_who_did_not_allow_it_or_stands_higher(seller, weaver, market):
    set_pin(seller.person, PIN)
    assert seller.browser.post(key(weaver, "letting-in"), {"pin": PIN}).status_code == 403  # did not allow it
    reference = str(seller.organisation.reference)
    manager = add_member(seller.organisation, make_person(), Member.Role.MANAGER)
    with everything("a test"):
        owner = Member.objects.get(person=seller.person)
    official = add_member(seller.organisation, make_person(), Member.Role.MAKER)
    appoint(market, official.person, "support")
    set_pin(manager.person, PIN)
    for each in (owner, official, manager):
        allow_trustee(each.person, reference)
    hers = browser(market, manager.person)
    for each in (owner, official, manager):
        assert hers.post(key(each, "letting-in"), {"pin": PIN}).status_code == 403
    assert LetIn.objects.count() == 0
    assert seller.browser.post(key(manager, "letting-in"), {"pin": PIN}).status_code == 200
    assert LetIn.objects.count() == 1


@pytest.mark.broad
def test_the_members_of_a_large_group_come_in_pages(seller):
    for _ in range(31):
        last = add_member(seller.organisation, make_person(), Member.Role.MAKER)
    pages = [seller.browser.get(f"/en/workshop/keys/?page={number}").content for number in (1, 2)]
    assert [page.count(b'<article class="item">') for page in pages] == [30, 2]
    assert seller.browser.post(key(last, "removal")).headers["Location"].endswith("keys/?page=2")
