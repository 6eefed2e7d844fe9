"""A piece that was sent back leads on; what is on sale is changed and waits, with photographs, words, voice and craft."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.goods.catalogue.operations import approve_edit, send_back_edit, send_back_product
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import how
from tests.web.workshop.conftest import Seller
from tests.web.workshop.test_hand import reviewer, told, voice, wording
from tests.web.workshop.test_orders import photo

__all__ = ["reviewer", "told"]
pytestmark = [pytest.mark.django_db, pytest.mark.broad]
W = "/ar/workshop/products/"


def kept(client: Client, code: str) -> dict[str, Any]:
    """What her browser would send of the page as it stands."""
    html = client.get(f"{W}{code}/correction/").content.decode()
    title = re.search(r'name="title" value="([^"]*)"', html)
    story = re.search(r'name="story"[^>]*>([^<]*)<', html)
    assert title and story
    return {
        "keep": re.findall(r'name="keep" value="([0-9a-f]{64})"', html),
        "title": title[1],
        "story": story[1],
    }


def now(product: Product) -> Product:
    with everything("a test's own product"):
        return Product.objects.select_related("organisation").get(pk=product.pk)


def digests(product: Product) -> list[str]:
    with everything("a test's own product"):
        return list(product.pictures.values_list("picture__digest", flat=True))


def edit_of(product: Product) -> ProductEdit:
    with everything("a test's own edit"):
        return (
            ProductEdit.objects.select_related("product__organisation").filter(product=product).latest("pk")
        )


def test_what_was_sent_back_is_corrected_and_waits_again(seller: Seller, told: Product) -> None:
    send_back_product(told, codes=["photo"])
    page, at = f"{W}{told.code}/", f"{W}{told.code}/correction/"
    html = seller.browser.get(page).content.decode()
    assert at in html
    assert "fix.photo" in html
    (before,) = digests(told)
    said = kept(seller.browser, told.code)
    assert said["keep"] == [before]
    # Not one photograph is left: told by a sentence that is spoken, and nothing changes.
    answer = seller.browser.post(at, {**said, "keep": []})
    assert answer.status_code == 422
    assert "listing.need_photo" in answer.content.decode()
    answer = seller.browser.post(at, {**said, "keep": [], "camera": photo(colour="blue")})
    assert (answer.status_code, answer["Location"]) == (303, page)
    (after,) = digests(told)
    assert (after != before, now(told).review, now(told).review_codes) == (True, "waiting", [])
    assert now(told).code == told.code
    html = seller.browser.get(page).content.decode()
    assert "fix.photo" not in html
    assert "listing.sent" in html
    assert wording(told).state == "wanted", "who writes its words goes on as before"


def test_she_says_it_once_more_or_writes_it_herself(seller: Seller, told: Product) -> None:
    send_back_product(told, codes=["text"])
    at = f"{W}{told.code}/correction/"
    before = wording(told).voice
    said = kept(seller.browser, told.code)
    broken = SimpleUploadedFile("v.mp3", b"no sound at all")
    assert seller.browser.post(at, {**said, "voice": broken}).status_code == 422
    assert now(told).review == "sent_back"
    assert seller.browser.post(at, {**said, "voice": voice(1.3)}).status_code == 303
    assert (wording(told).voice != before, wording(told).state) == (True, "wanted")
    assert now(told).review == "waiting"
    send_back_product(now(told), codes=["text"])
    said = kept(seller.browser, told.code)
    assert (
        seller.browser.post(at, {**said, "title": "زربية أمي", "story": "من صوف\r\nأبيض"}).status_code == 303
    )
    row = wording(told)
    assert (row.state, row.provenance["ar"]["how"]) == ("agreed", "human")
    assert (row.product.titles["ar"], row.product.stories["ar"]) == ("زربية أمي", "من صوف\nأبيض")
    assert (how(row.product.titles, "ar"), how(row.product.titles, "fr")) == ("human", "machine")


def test_the_craft_is_chosen_anew_by_pictures(seller: Seller, told: Product) -> None:
    send_back_product(told, codes=["craft"])
    at = f"{W}{told.code}/correction/"
    assert seller.browser.post(at, {"craft": "no-craft"}).status_code == 422
    family = seller.browser.post(at, {"craft": "pottery"})
    assert family["Location"] == f"{at}?in=pottery#craft"
    assert 'value="vase-jar"' in seller.browser.get(f"{at}?in=pottery").content.decode()
    assert seller.browser.post(at, {"craft": "vase-jar", "in": "pottery"})["Location"] == at
    assert (now(told).craft, now(told).review) == ("vase-jar", "sent_back"), "kept, and not sent yet"
    assert "Carpet" not in now(told).titles["en"], "its name was that of its craft"
    seller.browser.post(at, kept(seller.browser, told.code))
    assert (now(told).craft, now(told).review) == ("vase-jar", "waiting")


def test_what_is_on_sale_stays_until_the_market_has_looked(
    seller: Seller, reviewer: Client, rug: Product
) -> None:
    page, at, title = f"{W}{rug.code}/", f"{W}{rug.code}/correction/", rug.titles["ar"]
    assert at in seller.browser.get(page).content.decode()
    said = {
        **kept(seller.browser, rug.code),
        "title": "زربية كبيرة",
        "photos": [photo(), photo(colour="blue")],
    }
    assert seller.browser.post(at, said).status_code == 303
    assert (now(rug).titles["ar"], now(rug).review, digests(rug)) == (title, "approved", [])
    edit = edit_of(rug)
    assert (edit.state, len(edit.changes["pictures"])) == ("waiting", 2)
    assert "listing.sent" in seller.browser.get(page).content.decode()
    office = reviewer.get(f"/fr/office/review/{rug.code}/").content.decode()
    assert "زربية كبيرة" in office
    assert office.count("<picture") >= 2
    # Sent back with a reason: seen and heard where she corrects it, with what she had made of it.
    send_back_edit(edit, reason="أجمل من قبل", codes=["photo"])
    html = seller.browser.get(page).content.decode()
    assert "fix.photo" in html
    assert "أجمل من قبل" in html
    today = seller.browser.get("/ar/workshop/").content.decode()
    assert page in today
    assert "today.sent_back" in today
    again = kept(seller.browser, rug.code)
    assert (again["title"], len(again["keep"])) == ("زربية كبيرة", 2)
    assert seller.browser.post(at, {**again, "keep": again["keep"][1:]}).status_code == 303
    assert page not in seller.browser.get("/ar/workshop/").content.decode(), "it is looked at again"
    approve_edit(edit_of(rug))
    assert (now(rug).titles["ar"], digests(rug)) == ("زربية كبيرة", again["keep"][1:])
    html = seller.browser.get(page).content.decode()
    assert "fix.photo" not in html


def test_nothing_changed_is_no_edit_and_another_seller_reaches_nothing(
    seller: Seller, other: Seller, rug: Product, told: Product
) -> None:
    at = f"{W}{rug.code}/correction/"
    seller.browser.post(at, {**kept(seller.browser, rug.code), "photos": [photo(colour="blue")]})
    approve_edit(edit_of(rug))
    assert seller.browser.post(at, kept(seller.browser, rug.code)).status_code == 303
    assert edit_of(rug).state == "approved"
    assert other.browser.get(at).status_code == other.browser.post(at, {"title": "x"}).status_code == 404
    stolen = {"keep": digests(told), "title": "x"}
    assert seller.browser.post(at, stolen).status_code == 422, "only what stood there is kept"
