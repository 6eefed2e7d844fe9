"""What a phone sends late, twice, in pieces or for somebody else; and what it may keep."""

import gzip
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import brotli
import pytest
from django.test.client import MULTIPART_CONTENT
from lxml.html import document_fromstring

from tadamun.goods.catalogue.models import Draft, Picture, Product
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Member
from tadamun.trade.checkout.models import PendingAct
from tadamun.ui.scripts import smaller
from tadamun.web.workshop.wording import PICTURE_PROBLEMS
from tests.factories import variant_of
from tests.people.recordings.sounds import recorded
from tests.web.workshop.conftest import MakeOrder, Seller
from tests.web.workshop.test_orders import at, photo

pytestmark = pytest.mark.django_db
BASE = "/ar/workshop/drafts/"
ROOT = Path(__file__).parents[3] / "src" / "tadamun"
SCRIPTS = [
    *sorted((ROOT / "web/workshop/static/workshop").glob("*.js")),
    *(ROOT / "ui/static/ui" / f"{name}.js" for name in ("shell", "voice", "recorder")),
]


def owner(seller: Seller) -> str:
    html = seller.browser.get("/ar/workshop/products/new/").content.decode()
    found = re.search(r'name="owner" content="(\w+)"', html)
    assert found
    return found.group(1)


def keep(seller: Seller, key: Any, content: Any, **more: Any) -> Any:
    said = {"content": content, "step": 5, "writer": "phone", "edit": 1, **more}
    return seller.browser.post(f"{BASE}{key}/", json.dumps(said), content_type="application/json")


def put(seller: Seller, key: Any, data: bytes, digest: str, start: int = 0, end: int | None = None) -> Any:
    return seller.browser.put(
        f"{BASE}{key}/files/{digest}/", data[start:end], content_type="application/octet-stream",
        headers={"Upload-Offset": str(start), "Upload-Length": str(len(data))},
    )  # fmt: skip


@pytest.mark.broad
def test_a_listing_in_pieces_is_sent_once(seller: Seller) -> None:
    picture, sound, key = photo().read(), recorded("wav", "pcm_s16le"), uuid4()
    digests = [hashlib.sha256(data).hexdigest() for data in (picture, sound)]
    content = {
        "pictures": digests[:1], "voice": digests[1], "craft": "carpets", "price": 45000, "mode": "unique",
    }  # fmt: skip
    assert keep(seller, key, content).json()["missing"] == digests
    assert seller.browser.post(f"{BASE}{key}/sending/").status_code == 409
    half = len(sound) // 2
    assert put(seller, key, sound, digests[1], 0, half).json() == {"offset": half, "done": False}
    # The battery was empty; the phone asks how far it came.
    assert seller.browser.get(f"{BASE}{key}/files/{digests[1]}/").json()["offset"] == half
    assert put(seller, key, sound, digests[1], half + 9).status_code == 409
    for data, digest, start in (
        (sound, digests[1], half),
        (picture, digests[0], 0),
        (picture, digests[0], 0),
    ):
        assert put(seller, key, data, digest, start).json()["done"] is True
    first = seller.browser.post(f"{BASE}{key}/sending/").json()
    assert seller.browser.post(f"{BASE}{key}/sending/").json() == first
    # Set up anew, the phone says everything again.
    assert keep(seller, key, content, edit=0, writer="other").json()["product"] == first["product"]
    with everything("a test's own products"):
        assert Product.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"content": 3}', b'{"content": {"price": -1}}', b'{"content": {}, "step": "x"}',
             b'{"content": {}, "edit": 1e999}', b"[" * 5000, b'{"content": {"title": "\\ud800"}}', b"\xff"],
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(seller: Seller, body: bytes) -> None:
    answer = seller.browser.post(f"{BASE}{uuid4()}/", body, content_type="application/json")
    assert answer.status_code in {400, 422} and answer.json()["problem"] and answer.json()["say"]


@pytest.mark.parametrize("data", [b"no picture", b"\xff\xd8\xff" + b"\0" * 99])
def test_a_file_that_is_none_is_named_and_forgotten(seller: Seller, data: bytes) -> None:
    digest, key = hashlib.sha256(data).hexdigest(), uuid4()
    keep(seller, key, {"pictures": [digest]})
    answer = put(seller, key, data, digest)
    assert answer.status_code == 422 and answer.json()["file"] == digest
    assert put(seller, key, b"other", digest).status_code == 422
    too_long = seller.browser.put(
        f"{BASE}{key}/files/{digest}/", b"x", headers={"Upload-Offset": "0", "Upload-Length": str(10**9)}
    )
    assert too_long.status_code == 413 and too_long.json()["say"] == "listing.too_large"


@pytest.mark.parametrize(
    ("data", "say"), [(b"no sound at all", "voice.not_a_voice"), (recorded("wav", "pcm_s16le", loud=0), "voice.nothing_heard")],
)  # fmt: skip
def test_a_voice_that_is_none_is_named_and_the_rest_stays(seller: Seller, data: bytes, say: str) -> None:
    """The phone is told which file to take out, by a sentence and a spoken prompt; the draft itself waits."""
    digest, key = hashlib.sha256(data).hexdigest(), uuid4()
    keep(seller, key, {"voice": digest, "price": 700})
    answer = put(seller, key, data, digest)
    assert answer.status_code == 422
    assert (answer.json()["file"], answer.json()["say"]) == (digest, say)
    with everything("a test's own draft"):
        draft = Draft.objects.get()
        assert (draft.content["price"], draft.voice, Recording.objects.count()) == (700, "", 0)
    assert put(seller, key, data, digest).status_code == 422, "nothing of it was kept as if it had arrived"


def test_whatever_is_refused_can_be_heard_on_the_page_without_a_network(seller: Seller) -> None:
    """Each key that an answer may carry has its speaker among those that wait, hidden, beside the sentence."""
    said = {
        key
        for path in (ROOT / "web/workshop").rglob("*.py")
        for key in re.findall(
            r'told\(\s*\d+, "([a-z_.]+)"|\("(listing\.[a-z_]+)", _\(', path.read_text(encoding="utf-8")
        )
    }
    keys = {one or other for one, other in said} | {f"listing.{code}" for code in PICTURE_PROBLEMS}
    keys |= {each.key for each in RefusedRecording.__subclasses__()} | {RefusedRecording.key}
    page = document_fromstring(seller.browser.get("/ar/workshop/products/new/").content)
    heard = {each.get("data-for"): each for each in page.xpath("//*[@data-problem]/*[@data-for]")}
    assert keys <= set(heard) and len(keys) > 20
    assert all(each.get("hidden") is not None and each.xpath(".//*[@data-audio]") for each in heard.values())


def test_no_instant_of_a_phone_is_used() -> None:
    """Its clock may be wrong by a day, or by years: nothing is ordered, kept or thrown away by it."""
    for path in SCRIPTS:
        assert not re.search(r"\bDate\b|timeOrigin", path.read_text(encoding="utf-8")), path.name


@pytest.mark.broad
def test_nobody_sends_for_another(seller: Seller, other: Seller) -> None:
    key = uuid4()
    keep(seller, key, {"price": 5})
    assert put(other, key, b"x", "a" * 64).status_code == 404
    assert other.browser.post(f"{BASE}{key}/sending/").status_code == 404
    late = other.browser.post(
        f"{BASE}{uuid4()}/", json.dumps({"content": {}}), content_type="application/json",
        headers={"X-Workshop-Owner": owner(seller)},
    )  # fmt: skip
    assert late.status_code == 403 and late.json()["problem"]
    seller.browser.logout()
    assert keep(seller, key, {"price": 6}).status_code == 401
    with everything("a test's own draft"):
        assert Draft.objects.get().content["price"] == 5


@pytest.mark.broad
def test_who_may_no_more_is_told_and_nothing_is_lost(seller: Seller) -> None:
    key = uuid4()
    keep(seller, key, {"price": 5})
    with everything("her membership ended while she was without network"):
        Member.objects.filter(person=seller.person).delete()
    answer = keep(seller, key, {"price": 6}, edit=2)
    assert answer.status_code == 403 and answer.json()["say"] == "listing.not_hers"
    with everything("a test's own draft"):
        assert Draft.objects.get().content["price"] == 5


@pytest.mark.broad
def test_a_small_act_with_a_key_is_done_once(seller: Seller, rug: Product) -> None:
    address = f"/ar/workshop/products/{rug.code}/price/"
    headers = {"Idempotency-Key": "k-1", "X-Workshop-Owner": owner(seller)}
    sku = variant_of(rug).sku

    def send(price: str, **more: str) -> Any:
        form = "application/x-www-form-urlencoded"
        body = f"sku={sku}&price={price}"
        return seller.browser.generic("POST", address, body, form, headers={**headers, **more})

    first = send("500")
    assert first.status_code == 200 and "products" in first.json()["to"]
    seller.browser.generic("POST", address, f"sku={sku}&price=700", "application/x-www-form-urlencoded")
    assert send("500").json() == first.json()
    assert variant_of(rug).price_minor == 70000, "the old act, sent again, did not undo the newer one"
    assert send("900").status_code == 422, "another act under the same key"
    assert send("0", **{"Idempotency-Key": "k-2"}).status_code == 422, "refused as the page refuses it"
    assert send("1", **{"Idempotency-Key": "k-3", "X-Workshop-Owner": "0" * 20}).status_code == 403
    assert variant_of(rug).price_minor == 70000


def test_what_she_did_to_an_order_waits_with_its_photograph_and_is_done_once(
    seller: Seller, make_order: MakeOrder
) -> None:
    order = make_order()

    def send(act: str, key: str, said: Any, kind: str = "application/x-www-form-urlencoded") -> Any:
        headers = {"Idempotency-Key": key, "X-Workshop-Owner": owner(seller)}
        return seller.browser.post(at(order, act), said, content_type=kind, headers=headers)

    days = [send("later/", "k-1", "days=2") for _ in range(2)]
    assert days[0].json() == days[1].json() == {"to": at(order)}
    packed = [send("packing/", "k-2", {"photo": photo()}, MULTIPART_CONTENT) for _ in range(2)]
    assert packed[0].json() == packed[1].json() == {"to": at(order)}
    assert send("refusal/", "k-2", {"reason": "sick", "voice": photo()}, MULTIPART_CONTENT).status_code == 422
    with everything("a test's own order"):
        assert Counter(PendingAct.objects.values_list("what", flat=True)) == {"later": 1, "pack": 1}
        assert Picture.objects.filter(key__in=PendingAct.objects.values("detail__photo")).count() == 1


@pytest.mark.broad
def test_what_a_phone_may_keep(seller: Seller, rug: Product) -> None:
    def kept(path: str) -> bool:
        return "X-Offline" in seller.browser.get(f"/ar/workshop/{path}").headers

    assert [
        kept(path) for path in ("", "orders/", "products/", f"products/{rug.code}/", "products/new/")
    ] == [True] * 5
    assert not any(
        kept(path) for path in ("money/", "money/destination/", "money/payouts/", "papers/", "offline/")
    )


def test_the_worker_is_the_same_for_all_and_says_what_it_needs(seller: Seller) -> None:
    seller.browser.logout()
    script = seller.browser.get("/fr/workshop/worker.js")
    assert script["Content-Type"].startswith("text/javascript") and script["Cache-Control"] == "no-cache"
    text = script.content.decode()
    assert 'HOME = "/fr/workshop/"' in text and "Set-Cookie" not in script.headers
    page = seller.browser.get("/fr/workshop/offline/")
    assert page.status_code == 200 and not page.cookies
    manifest = seller.browser.get("/fr/workshop/manifest.webmanifest").json()
    assert manifest["scope"] == "/fr/workshop/" and manifest["share_target"]["action"].startswith(
        manifest["scope"]
    )
    assert len(manifest["shortcuts"]) == 3


@pytest.mark.broad
def test_scripts_stay_within_twelve_kilobytes() -> None:
    """As they are sent, of the heaviest page: a listing, a course, signing out and applying have a script on their own pages."""
    sizes = {path.name: len(brotli.compress(smaller(path.read_text()).encode())) for path in SCRIPTS}
    of_one_page = {
        name: sizes.pop(name) for name in ("listing.js", "learning.js", "leaving.js", "keeping.js")
    }
    assert sum(sizes.values()) + max(of_one_page.values()) <= 12 * 1024, (sizes, of_one_page)


@pytest.mark.parametrize("minor", [1, 9, 10, 333, 45000, 99999, 10**9])
def test_the_phone_counts_as_the_server(minor: int) -> None:
    for bp in (0, 1, 250, 500, 1234, 10_000):
        assert (minor * bp + 5000) // 10_000 == Money(minor, "MAD").share(bp).minor


@pytest.mark.broad
def test_a_photograph_beside_words_stays_light(seller: Seller) -> None:
    answer = seller.browser.get("/ar/workshop/products/new/")
    assert len(gzip.compress(answer.content, 9)) <= 14_600
