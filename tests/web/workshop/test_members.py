"""Her members: a list looked at, brought in once, its faults as a table; what the world sees of each, given and taken back."""

import pytest
from django.test import Client

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Member
from tadamun.people.sellers.operations import add_maker, add_member, admit_seller, apply_to_market
from tests.factories import make_market, make_organisation, make_person
from tests.people.papers import picture

pytestmark = pytest.mark.django_db
W = "/ar/workshop/"
LIST = "الاسم,الهاتف\nنعيمة,0612345678\nسعاد,12\n".encode()


def sit(role: str = "owner") -> tuple[Client, Maker]:
    market = make_market()
    organisation, person = make_organisation(market), make_person()
    add_member(organisation, person, role)
    maker = add_maker(organisation, names={"ar": "فاطمة"}, consents=["photo"], person=person)
    client = Client(SERVER_NAME="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(person)
    return client, maker


@pytest.mark.broad
def test_looked_at_then_brought_in() -> None:
    client, maker = sit()
    page = client.post(f"{W}members/import/", {"file": picture("x.csv", LIST)})
    assert page.status_code == 200
    with everything("a test"):
        before = Maker.objects.count()
    found = page.context["found"]
    assert [each.code for each, _words in found.said] == ["phone"]
    table = client.post(f"{W}members/problems/", {"list": found.token})
    assert "الهاتف" in table.content.decode()
    for _ in range(2):
        assert client.post(f"{W}members/import/", {"list": found.token}).status_code == 303
    with everything("a test"):
        assert Maker.objects.count() == before + 1
        assert Member.objects.filter(organisation=maker.organisation).count() == 1
    assert "نعيمة" in client.get(f"{W}members/").content.decode()
    assert client.post(f"{W}members/import/", {"list": "x" + found.token}).status_code == 303
    assert client.post(f"{W}members/problems/", {"list": "x"}).status_code == 404


@pytest.mark.broad
def test_another_cooperatives_list_is_not_ours() -> None:
    client, _maker = sit()
    token = client.post(f"{W}members/import/", {"file": picture("x.csv", LIST)}).context["found"].token
    other, person = make_organisation(), make_person()
    admit_seller(apply_to_market(other, Market.objects.get()))
    add_member(other, person)
    client.force_login(person)
    client.post(f"{W}members/import/", {"list": token})
    with everything("a test"):
        assert not Maker.objects.filter(organisation=other, names__ar="نعيمة").exists()


@pytest.mark.broad
@pytest.mark.parametrize("role", ["maker", "owner"])
def test_consent_is_her_own_and_counts_at_once(role: str) -> None:
    client, maker = sit(role)
    stranger = make_person()
    another = add_maker(maker.organisation, names={"ar": "أخرى"}, person=stranger)
    assert client.get(f"{W}consents/").status_code == 200
    assert client.post(f"{W}consents/", {"maker": maker.code, "consent": "name:yes"}).status_code == 303
    assert client.post(f"{W}consents/", {"maker": maker.code, "consent": "photo:no"}).status_code == 303
    assert client.post(f"{W}consents/", {"maker": another.code, "consent": "name:yes"}).status_code == 404
    assert client.post(f"{W}consents/", {"maker": maker.code, "consent": "soul:yes"}).status_code == 404
    with everything("a test"):
        now = Maker.objects.get(pk=maker.pk)
        assert now.name_consent_at is not None
        assert now.photo_consent_at is None
        assert now.public_name("ar") == "فاطمة"
        assert Maker.objects.get(pk=another.pk).name_consent_at is None
    assert client.get(f"{W}members/").status_code == (200 if role == "owner" else 404)


@pytest.mark.broad
def test_the_consents_of_many_makers_come_in_pages() -> None:
    client, maker = sit()
    for number in range(35):
        last = add_maker(maker.organisation, names={"ar": f"صانعة {number}"})
    assert client.get(f"{W}consents/").content.count(b'name="maker"') == 30
    assert client.get(f"{W}consents/?page=2").content.count(b'name="maker"') == 7
    answer = client.post(f"{W}consents/?page=2", {"maker": last.code, "consent": "name:yes"})
    assert "page=2&" in answer.headers["Location"]


@pytest.mark.broad
def test_when_more_act_for_it_than_are_shown_it_says_where_all_are() -> None:
    client, maker = sit()
    for _ in range(49):
        add_member(maker.organisation, make_person(), Member.Role.MAKER)
    assert (
        'href="/ar/workshop/keys/"' not in client.get(f"{W}members/").content.decode().partition("<main")[2]
    )
    add_member(maker.organisation, make_person(), Member.Role.MAKER)
    assert 'href="/ar/workshop/keys/"' in client.get(f"{W}members/").content.decode().partition("<main")[2]
