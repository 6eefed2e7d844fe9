"""The green hand: others write, she hears, she decides; and reasons she can hear."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tadamun.goods.catalogue.models import Product, Wording
from tadamun.goods.catalogue.operations import attach_voice, keep_draft, store_picture
from tadamun.goods.stock.sending import send_draft
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import how
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.recordings.operations import store_recording
from tests.factories import make_person
from tests.people.recordings.sounds import recorded
from tests.standing import standing
from tests.web.workshop.conftest import Seller, browser
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db


def voice(seconds: float = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("v.wav", recorded("wav", "pcm_s16le", seconds), content_type="audio/wav")


@standing
def reviewer(market: Market) -> Client:
    person = make_person()
    appoint(market, person, "reviewer")
    return browser(market, person)


@standing
def told(seller: Seller) -> Product:
    """A piece listed by voice."""
    picture = store_picture(seller.organisation, photo().read()).digest
    content = {"pictures": [picture], "craft": "carpets", "price": 45000, "mode": "unique", "voice": "c" * 64}
    draft = keep_draft(seller.organisation, uuid4(), content, step=5)
    said = store_recording(
        recorded("wav", "pcm_s16le"), owner=seller.organisation.reference, by=str(Reference("person", "1")),
        market_id=seller.market.pk,
    )  # fmt: skip
    attach_voice(draft, said.code, "c" * 64)
    return send_draft(draft)


def wording(product: Product) -> Wording:
    with everything("a test's own words"):
        return Wording.objects.select_related("product").get(product=product)


def written(**more: Any) -> dict[str, Any]:
    hows = {"how_ar": "voice", "how_fr": "machine", "how_en": "human"}
    return {"title_ar": "زربية حمراء", "story_ar": "نسجتها أمي", "title_fr": "Tapis rouge", **hows, **more}


@pytest.mark.broad
def test_nothing_goes_live_before_she_pressed_the_green_hand(
    seller: Seller, reviewer: Client, told: Product
) -> None:
    queue, hers = f"/fr/office/review/{told.code}/", f"/ar/workshop/products/{told.code}/"
    page = reviewer.get(queue).content.decode()
    assert "voice.m4a" in page and 'id="approve"' not in page
    assert reviewer.post(f"{queue}approval/").status_code == 409
    assert reviewer.post(f"{queue}words/", written(title_ar="", title_fr="")).status_code == 422
    assert reviewer.post(f"{queue}words/", written(reading=voice())).status_code == 303
    row = wording(told)
    assert (row.state, how(row.product.titles, "fr"), bool(row.reading)) == ("to_hear", "machine", True)
    assert row.provenance["ar"]["from"] == row.voice and row.provenance["fr"]["from"] == "ar"
    assert "/words/" in seller.browser.get(hers).content.decode()
    assert f"{hers}words/" in seller.browser.get("/ar/workshop/").content.decode(), "and from Today"
    hearing = seller.browser.get(f"{hers}words/").content.decode()
    assert hearing.count("voice.m4a") >= 2 and "#i-hand" in hearing
    passes = re.findall(r"/voices/(s[0-9a-f]+-[0-9a-f]{24})/", hearing)
    assert len(passes) >= 2 and not set(passes) & set(re.findall(r"/voices/(s[^/]+)/", page)), (
        "each in her session"
    )
    # No, in her own voice.
    assert seller.browser.post(f"{hers}objection/", {"voice": voice(1.2)}).status_code == 303
    assert wording(told).state == "wanted" and wording(told).answer
    assert seller.browser.post(f"{hers}wording/", written()).status_code == 303, "her cooperative writes too"
    assert seller.browser.post(f"{hers}agreement/").status_code == 303
    assert wording(told).state == "to_hear", "she says yes to what she heard"
    heard = re.search(r'name="heard" value="(.+?)"', seller.browser.get(f"{hers}words/").content.decode())
    assert heard
    assert seller.browser.post(f"{hers}agreement/", {"heard": heard[1]}).status_code == 303
    assert wording(told).state == "agreed"
    reviewer.post(f"{queue}approval/")
    told.refresh_from_db()
    assert told.review == "approved"


@standing
def typed(seller: Seller) -> Product:
    """A piece she wrote of herself."""
    picture = store_picture(seller.organisation, photo().read()).digest
    content = {
        "pictures": [picture], "craft": "carpets", "price": 45000, "mode": "unique", "title": "زربية حمراء",
        "story": "نسجتها أمي\nفي بيتنا", "language": "ar",
    }  # fmt: skip
    with acting(actor=seller.person.reference, market_id=seller.market.pk):
        return send_draft(keep_draft(seller.organisation, uuid4(), content, step=5))


@pytest.mark.broad
def test_others_say_her_own_words_in_more_languages_and_her_yes_stays(
    seller: Seller, reviewer: Client, typed: Product
) -> None:
    row, queue = wording(typed), f"/fr/office/review/{typed.code}/"
    assert row.state == "agreed"
    assert row.provenance == {"ar": {"how": "human", "by": str(seller.person.reference), "from": ""}}
    same = written(how_ar="machine", story_ar="نسجتها أمي\r\nفي بيتنا")
    assert reviewer.post(f"{queue}words/", same).status_code == 303
    row = wording(typed)
    assert (row.state, row.provenance["ar"]["by"]) == ("agreed", str(seller.person.reference))
    assert (row.product.titles["fr"], how(row.product.titles, "fr")) == ("Tapis rouge", "machine")
    assert how(row.product.titles, "ar") == "human"
    # Her own words in another way: she hears them first.
    assert reviewer.post(f"{queue}words/", {**same, "title_ar": "زربية"}).status_code == 303
    assert wording(typed).state == "to_hear"
    assert reviewer.post(f"{queue}approval/").status_code == 409


@pytest.mark.broad
def test_her_cooperative_says_her_own_words_in_more_languages(seller: Seller, typed: Product) -> None:
    page = f"/ar/workshop/products/{typed.code}/wording/"
    assert seller.browser.get(page).status_code == 200
    same = written(how_ar="human", story_ar="نسجتها أمي\r\nفي بيتنا")
    assert seller.browser.post(page, same).status_code == 303
    assert (wording(typed).state, wording(typed).product.titles["fr"]) == ("agreed", "Tapis rouge")


@pytest.mark.broad
def test_the_office_reads_where_words_are_from(reviewer: Client, told: Product) -> None:
    queue = f"/fr/office/review/{told.code}/"
    by_craft = ["Fait par une machine", "Métier\xa0: Tapis"]
    assert origins(reviewer.get(queue)) == {"العربية": by_craft, "Français": by_craft, "English": by_craft}
    assert reviewer.post(f"{queue}words/", written()).status_code == 303
    found = origins(reviewer.get(queue))
    assert found["Français"] == ["Fait par une machine", "فاطمة", "العربية"]
    assert [len(parts) for parts in found.values()] == [2, 3]


def origins(answer: Any) -> dict[str, list[str]]:
    """Of each language, in its own name: what the page says of its words."""
    rows = html.fromstring(answer.content).xpath("//dl[dt/bdi/@lang or div/dt/bdi/@lang]/div")
    return {row.xpath("string(dt)"): [part.text for part in row.xpath("dd/bdi")] for row in rows}


@pytest.mark.broad
def test_words_of_another_are_nowhere(other: Seller, told: Product) -> None:
    for path in ("words/", "wording/"):
        assert other.browser.get(f"/ar/workshop/products/{told.code}/{path}").status_code == 404
    for act in ("agreement", "objection", "wording"):
        assert other.browser.post(f"/ar/workshop/products/{told.code}/{act}/").status_code == 404


@pytest.mark.broad
def test_a_broken_recording_is_told(seller: Seller, reviewer: Client, told: Product) -> None:
    broken = SimpleUploadedFile("v.mp3", b"no sound at all")
    reviewer.post(f"/fr/office/review/{told.code}/words/", written())
    answer = seller.browser.post(f"/ar/workshop/products/{told.code}/objection/", {"voice": broken})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    broken.seek(0)
    answer = reviewer.post(f"/fr/office/review/{told.code}/correction/", {"voice": broken})
    assert answer.status_code == 422


@pytest.mark.broad
def test_why_it_came_back_is_seen_and_heard(seller: Seller, reviewer: Client, told: Product) -> None:
    reviewer.post(
        f"/fr/office/review/{told.code}/correction/",
        {"canned": ["photo", "price"], "own": "Merci", "voice": voice(1.4)},
    )
    html = seller.browser.get(f"/ar/workshop/products/{told.code}/").content.decode()
    assert "voice.m4a" in html and "#i-camera" in html and "Merci" in html
    told.refresh_from_db()
    assert told.review_codes == ["photo", "price"] and told.review_reason == "Merci"
