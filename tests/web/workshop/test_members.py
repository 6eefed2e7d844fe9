"""Her members: a list looked at, brought in once, its faults as a table; what the world sees of each, given and taken back."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tadamun.goods.catalogue.operations.portraits import forget_portraits
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Member
from tadamun.people.sellers.operations import add_maker, add_member, admit_seller, apply_to_market
from tadamun.trade.checkout.operations.erasing import erase_buyer
from tadamun.trade.checkout.personal import export_of
from tadamun.web.shared.entering.faces import faces_of_persons
from tests.factories import make_market, make_organisation, make_person
from tests.people.papers import picture
from tests.people.recordings.sounds import recorded

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


def photo(side: int = 300) -> SimpleUploadedFile:
    """As a phone writes it, with the place where it was taken."""
    image, file = Image.effect_noise((side, side * 2), 80).convert("RGB"), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = "her house"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", file.getvalue(), "image/jpeg")


@pytest.mark.broad
def test_her_picture_is_shown_once_she_says_yes_to_it(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, maker = sit()
    here, visitor = f"{W}consents/?of={maker.code}", Client(SERVER_NAME="souk.localhost")

    def seen() -> tuple[bool, bool]:
        """On her own public page and on her organisation's."""
        shop = f"/ar/shops/{maker.organisation.code.lower()}/"
        pages = [f"/ar/makers/{maker.code.lower()}/", shop]
        first, second = ("/media/p-/" in visitor.get(path).content.decode() for path in pages)
        return first, second

    client.post(f"{W}consents/", {"maker": maker.code, "consent": "name:yes"})
    assert (
        client.post(here).status_code
        == 422
        == client.post(here, {"camera": picture("x.jpg", b"?")}).status_code
    )
    html = client.post(here, {"camera": photo()}, follow=True).content.decode()
    with everything("a test"):
        now = Maker.objects.get(pk=maker.pk)
    assert now.portrait.startswith("p-") and now.photo_consent_at is None, "that yes was to no picture"
    assert now.portrait in html and seen() == (False, False)
    for file in (tmp_path / "p-" / now.portrait).iterdir():
        with Image.open(file) as kept:
            assert (
                kept.size[0] == kept.size[1] and not kept.getexif() and b"her house" not in file.read_bytes()
            )
    client.post(here, {"maker": maker.code, "consent": "photo:yes"})
    with everything("a test"):  # the door of a family's phone
        face = faces_of_persons([now.person or pytest.fail("nobody")], "ar")[now.person_id or 0]
    assert now.portrait in face.portrait
    assert seen() == (True, True) and now.portrait in str(export_of(now.person or pytest.fail("nobody")))
    away = client.post(here, {"away": "photo"}, follow=True).content.decode()
    assert seen() == (False, False)
    change = away.split('name="change" value="')[1].split('"')[0]
    assert "consents/?of=" in client.post(f"{W}reversal/", {"change": change})["Location"]
    assert seen() == (True, True), "with the yes she had given"
    client.post(here, {"gallery": photo(90)})
    assert seen() == (False, False), "another picture, another yes"
    assert forget_portraits() == 0
    os.utime(tmp_path / "p-" / now.portrait, (0, 0))
    assert forget_portraits() == 1
    with everything("a test"):
        replaced = Maker.objects.get(pk=maker.pk).portrait
        Member.objects.filter(person=maker.person).delete()
    assert (tmp_path / "p-" / replaced / "240.webp").exists()
    erase_buyer(now.person or pytest.fail("nobody"))
    with everything("a test"):
        gone = Maker.objects.get(pk=maker.pk)
    assert (gone.portrait, gone.name_consent_at, gone.photo_consent_at) == ("", None, None)
    assert visitor.get(f"/ar/makers/{maker.code.lower()}/").status_code == 404


@pytest.mark.broad
def test_her_voice_is_heard_on_her_page_while_she_consents(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, maker = sit()
    stranger, here = make_person(), f"{W}consents/?of={maker.code}"
    visitor, page = Client(SERVER_NAME="souk.localhost"), f"/ar/makers/{maker.code.lower()}/"
    client.post(here, {"maker": maker.code, "consent": "name:yes"})
    assert client.post(here, {"voice": picture("x.ogg", b"?")}).status_code == 422
    assert (
        client.post(here, {"voice": SimpleUploadedFile("x.ogg", recorded("ogg", "libopus"))}).status_code
        == 303
    )
    assert "/voices/" not in visitor.get(page).content.decode()
    client.post(here, {"maker": maker.code, "consent": "voice:yes"})
    answer = visitor.get(page)
    assert "/voices/" in answer.content.decode() and answer["X-Page-Cache"] == "no", "a pass ends by itself"
    client.post(here, {"maker": maker.code, "consent": "voice:no"})
    assert "/voices/" not in visitor.get(page).content.decode()
    another = add_maker(maker.organisation, names={"ar": "أخرى"}, person=stranger)
    for path in (f"{W}consents/?of={another.code}", f"{W}consents/?of=x"):
        assert (client.get(path).status_code, client.post(path, {"camera": photo()}).status_code) == (
            404,
            404,
        )
    client.force_login(stranger)
    assert client.post(here, {"camera": photo()}).status_code == 404
