"""Adding a product without a script: four plain forms over a draft that the server keeps."""

import re
from gzip import compress
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tadamun.goods.catalogue.models import Draft, Product, Wording
from tadamun.goods.catalogue.operations import keep_draft
from tadamun.goods.stock.operations import free
from tadamun.kernel.scopes import everything
from tests.factories import variant_of
from tests.people.recordings.sounds import recorded
from tests.web.workshop.conftest import Seller
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db
NEW = "/ar/workshop/products/new/"


def the_draft() -> Draft:
    with everything("a test's own draft"):
        return Draft.objects.get()


def upload(data: bytes, name: str = "x.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def begun(seller: Seller) -> str:
    html = seller.browser.get(NEW).content.decode()
    found = re.search(r'action="([^"]+)photos/"', html)
    assert found
    return found.group(1)


@pytest.mark.broad
def test_four_steps_and_it_waits_for_review(seller: Seller) -> None:
    at = begun(seller)

    def post(address: str, data: dict[str, Any] | None = None) -> Any:
        """Of the page as it is now, with the revision it was drawn from."""
        html = seller.browser.get(address).content.decode()
        seen = re.search(r'name="revision" value="(\d+)"', html)
        return seller.browser.post(address, {**(data or {}), "revision": seen.group(1) if seen else ""})

    answer = post(f"{at}photos/", {"photos": [photo()], "next": "1"})
    assert answer.status_code == 303 and answer["Location"] == f"{at}what/"
    assert post(f"{at}what/", {"craft": "textile-wool"})["Location"] == f"{at}what/?in=textile-wool"
    assert post(f"{at}what/", {"craft": "handira", "in": "textile-wool"})["Location"] == f"{at}what/?of=1"
    assert "wool" in seller.browser.get(f"{at}what/?of=1").content.decode()
    assert post(f"{at}what/", {"material": "wool"})["Location"] == f"{at}price/"
    assert post(f"{at}price/", {"price": "٤٥٠", "next": "1"})["Location"] == f"{at}pieces/"
    assert post(f"{at}pieces/", {"mode": "stock", "count": "3"})["Location"] == f"{at}preview/"
    html = seller.browser.get(f"{at}preview/").content.decode()
    assert "427.50" in html or "427,50" in html, "what she receives after the fee"
    first, second = post(f"{at}preview/"), post(f"{at}preview/")
    assert first["Location"] == second["Location"]
    with everything("a test's own product"):
        product = Product.objects.get()
        assert Wording.objects.get(product=product).state == "wanted"
    assert product.review == "waiting" and free(variant_of(product)) == 3
    assert variant_of(product).price_minor == 45000


@pytest.mark.parametrize("step", ["photos", "what", "price", "pieces", "preview"])
def test_each_step_says_what_is_missing(seller: Seller, step: str) -> None:
    key = uuid4()
    keep_draft(seller.organisation, key, {}, step=1)
    assert seller.browser.get(f"{NEW}{key}/{step}/").status_code == 200
    answer = seller.browser.post(f"{NEW}{key}/{step}/", {"price": "", "mode": "none"})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"GIF89a" + b"\xff" * 50, b"\xff\xd8\xff\xe0" + b"\0" * 400, b"<svg/>"]
)
def test_what_is_no_photo_is_told_and_nothing_kept(seller: Seller, data: bytes) -> None:
    answer = seller.browser.post(f"{NEW}{uuid4()}/photos/", {"photos": [upload(data)]})
    assert answer.status_code == 422
    with everything("a test's own drafts"):
        assert not Draft.objects.exists()


@pytest.mark.broad
def test_a_voice_is_kept_and_a_text_is_none(seller: Seller) -> None:
    key = uuid4()
    keep_draft(seller.organisation, key, {}, step=4)
    address = f"{NEW}{key}/pieces/"
    assert (
        seller.browser.post(address, {"mode": "unique", "voice": upload(b"hello", "v.mp3")}).status_code
        == 422
    )
    answer = seller.browser.post(
        address, {"mode": "unique", "voice": upload(recorded("wav", "pcm_s16le"), "v.wav")}
    )
    assert answer.status_code == 303
    assert the_draft().voice and the_draft().content["voice"] == the_draft().voice_digest
    assert "voice" in seller.browser.get(f"{NEW}{key}/preview/").content.decode()


def test_the_fair_price_is_worked_out_and_hers_to_take(seller: Seller) -> None:
    key = uuid4()
    seller.browser.post(
        f"{NEW}{key}/price/", {"fair": "1", "hours": "10", "rate": "25", "material": "80", "margin": "10"}
    )
    assert the_draft().content["price"] == 36300


@pytest.mark.broad
def test_two_pages_open_on_one_draft_keep_both(seller: Seller) -> None:
    key = uuid4()
    keep_draft(seller.organisation, key, {}, step=3)
    for price in ("100", "200"):
        answer = seller.browser.post(f"{NEW}{key}/price/", {"price": price, "revision": "1"})
    assert str(key) not in answer["Location"]
    html = seller.browser.get(NEW).content.decode()
    assert html.count("data-draft=") == 2


@pytest.mark.broad
def test_another_seller_sees_nothing_of_it(seller: Seller, other: Seller) -> None:
    key = uuid4()
    keep_draft(seller.organisation, key, {"price": 12300}, step=4)
    assert other.browser.get(f"{NEW}{key}/price/").status_code == 303
    assert str(key) not in other.browser.get(NEW).content.decode()
    other.browser.post(f"{NEW}{key}/removal/")
    assert the_draft().dropped_at is None
    away = seller.browser.post(f"{NEW}{key}/removal/")["Location"]
    change = re.search(r'name="change" value="([^"]+)"', seller.browser.get(away).content.decode())
    assert change and the_draft().dropped_at
    other.browser.post("/ar/workshop/reversal/", {"change": change.group(1)})
    assert the_draft().dropped_at, "only who put it away takes it back"
    for _twice in range(2):
        back = seller.browser.post("/ar/workshop/reversal/", {"change": change.group(1)})
        assert back["Location"].endswith(NEW) and the_draft().dropped_at is None
    assert str(key) in seller.browser.get(NEW).content.decode()


@pytest.mark.broad
def test_the_whole_page_is_small(seller: Seller) -> None:

    # Every craft and material with its drawing comes behind the page, once.
    for address, most in ((NEW, 14_600), (f"{NEW}words.json", 16_400), (f"{NEW}share/?price=450", 14_600)):
        answer = seller.browser.get(address)
        assert answer.status_code == 200 and len(compress(answer.content, 9)) <= most, address
    assert seller.browser.get(f"{NEW}share/?price=x").status_code == 204
