"""Drafts: kept once, sent once, lost never."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from tadamun.goods.catalogue.contents import BadDraft, cleaned
from tadamun.goods.catalogue.models import Draft, Product, Wording
from tadamun.goods.catalogue.operations import (
    NotHeard,
    TooManyDrafts,
    WrongState,
    agree_to_words,
    approve_edit,
    approve_product,
    attach_voice,
    change_price,
    drafting,
    drop_draft,
    edit_product,
    keep_draft,
    object_to_words,
    send_back_product,
    store_picture,
    write_words,
)
from tadamun.goods.stock.operations import free, set_quantity
from tadamun.goods.stock.sending import FilesMissing, send_draft
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import how
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.factories import make_market, make_organisation, make_product, variant_of
from tests.standing import standing

pytestmark = pytest.mark.django_db


def jpeg(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(file, "JPEG")
    return file.getvalue()


@standing
def market() -> Market:
    return make_market()


@standing
def organisation(market: Market) -> Organisation:
    return make_organisation(market)


@standing
def digest(organisation: Organisation) -> str:
    return store_picture(organisation, jpeg()).digest


def said(digest: str, **more: Any) -> dict[str, Any]:
    return {
        "pictures": [digest],
        "craft": "carpets",
        "material": "wool",
        "price": 45000,
        "mode": "unique",
        **more,
    }


@pytest.mark.broad
def test_the_same_again_is_kept_once(organisation: Organisation, digest: str) -> None:
    key = uuid4()
    first = keep_draft(organisation, key, {"price": 100}, step=3, writer="phone", edit=1)
    again = keep_draft(organisation, key, {"price": 100}, step=3, writer="phone", edit=1)
    assert (first.pk, again.revision) == (again.pk, 1)
    # The answer was lost, so the phone still writes on the revision it saw: it is its own, no second draft.
    later = keep_draft(organisation, key, {"price": 200}, step=3, writer="phone", edit=3)
    stale = keep_draft(organisation, key, {"price": 150}, step=3, writer="phone", edit=2)
    assert later.pk == stale.pk and stale.content["price"] == 200


@pytest.mark.broad
def test_two_phones_make_two_drafts_and_a_lost_answer_no_third(
    organisation: Organisation, digest: str
) -> None:
    key = uuid4()
    first = keep_draft(organisation, key, said(digest), step=3, writer="hers", edit=1)
    keep_draft(organisation, key, said(digest, price=50000), step=4, seen=1, writer="daughter", edit=1)
    for _ in range(2):
        copy = keep_draft(organisation, key, said(digest, price=60000), step=4, seen=1, writer="hers", edit=2)
    with everything("a test's own drafts"):
        rows = {row.key: row.content["price"] for row in Draft.objects.all()}
    assert rows == {key: 50000, copy.key: 60000}
    assert copy.copy_of == first and copy.pk != first.pk


def test_sent_once_whatever_is_sent_how_often(organisation: Organisation, digest: str) -> None:
    draft = keep_draft(organisation, uuid4(), said(digest), step=5)
    product = send_draft(draft)
    # A phone set up anew replays everything it ever heard of, older content and all.
    replayed = keep_draft(organisation, draft.key, said(digest, price=1), step=2, writer="new")
    assert send_draft(replayed) == product
    with everything("a test's own products"):
        assert Product.objects.count() == 1
        product.refresh_from_db()
    assert product.review == "waiting" and product.materials == ["wool"]
    variant = variant_of(product)
    assert (variant.price_minor, variant.mode, free(variant)) == (45000, "unique", 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"pictures": []}, "pictures"), ({"craft": ""}, "craft"), ({"price": 0}, "price"), ({"mode": ""}, "mode"),
     ({"mode": "made_to_order"}, "mode")],
)  # fmt: skip
def test_a_gap_is_said_and_nothing_made(
    organisation: Organisation, digest: str, more: Any, field: str
) -> None:
    draft = keep_draft(organisation, uuid4(), said(digest, **more), step=5)
    with pytest.raises(BadDraft) as refused:
        send_draft(draft)
    assert refused.value.field == field
    with everything("a test's own products"):
        assert not Product.objects.exists()


def test_files_that_did_not_arrive_are_asked_for(organisation: Organisation, digest: str) -> None:
    draft = keep_draft(
        organisation, uuid4(), said(digest, pictures=[digest, "a" * 64], voice="b" * 64), step=5
    )
    with pytest.raises(FilesMissing) as refused:
        send_draft(draft)
    assert refused.value.digests == ["a" * 64, "b" * 64]


@pytest.mark.parametrize(
    "content",
    [{"price": -1}, {"price": True}, {"price": "12"}, {"price": 10**12}, {"craft": "no-such"}, {"craft": ["carpets"]},
     {"pictures": ["../../etc"]}, {"pictures": ["a" * 64] * 7}, {"pictures": "a"}, {"title": 3}, {"title": "\ud800"},
     {"story": "\0"}, {"mode": "edition"}, {"voice": 5}, {"language": "xx"}],
)  # fmt: skip
def test_what_a_phone_sends_is_judged(content: dict[str, Any]) -> None:
    if content == {"pictures": ["a" * 64] * 7}:
        content = {"pictures": [f"{number:064x}" for number in range(7)]}
    with pytest.raises(BadDraft):
        cleaned(content)


def test_a_broken_phone_fills_nothing(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MOST_OPEN", 2)
    kept = [keep_draft(organisation, UUID(int=number), {}, step=1) for number in range(2)]
    with pytest.raises(TooManyDrafts):
        keep_draft(organisation, UUID(int=9), {}, step=1)
    drop_draft(kept[0])
    assert keep_draft(organisation, UUID(int=9), {}, step=1).pk


def test_another_organisations_key_is_another_draft(market: Market, organisation: Organisation) -> None:
    key, other = uuid4(), make_organisation(market)
    mine, theirs = (keep_draft(whose, key, {"price": 5}, step=3) for whose in (organisation, other))
    assert mine.pk != theirs.pk and theirs.copy_of is None


@pytest.mark.broad
def test_words_wait_for_the_green_hand(organisation: Organisation, digest: str) -> None:
    draft = keep_draft(organisation, uuid4(), said(digest, voice="c" * 64), step=5)
    attach_voice(draft, "VOICE1", "c" * 64)
    product = send_draft(draft)
    with everything("a test's own words"):
        wording = Wording.objects.select_related("product").get(product=product)
    assert wording.voice == "VOICE1" and how(product.titles, "fr") == "machine"
    with pytest.raises(NotHeard):
        approve_product(product)
    with pytest.raises(WrongState):
        agree_to_words(wording)
    write_words(
        wording, {"ar": "زربية حمراء", "fr": "Tapis rouge"}, {"ar": "نسجتها أمي"},
        hows={"ar": "voice", "fr": "machine"}, sources={"ar": "VOICE1", "fr": "ar"},
    )  # fmt: skip
    wording = object_to_words(wording, voice="NOVOICE")
    assert wording.state == "wanted" and wording.answer == "NOVOICE"
    write_words(wording, {"ar": "زربية"}, {}, hows={"ar": "voice"}, sources={"ar": "VOICE1"}, reading="READ1")
    with pytest.raises(WrongState):
        agree_to_words(wording, heard="those before")
    wording = agree_to_words(agree_to_words(wording, heard=wording.version))
    assert wording.provenance["ar"] == {"how": "voice", "by": "system:tadamun", "from": "VOICE1"}
    with everything("a page that was opened before"):
        before = Wording.objects.select_related("product").get(pk=wording.pk)
    assert approve_product(wording.product).review == "approved"
    for late in (wording, before):
        with pytest.raises(WrongState):
            write_words(late, {"ar": "غيرها"}, {}, hows={}, sources={})
    with pytest.raises(WrongState):
        write_words(wording, {"ar": "غيرها"}, {}, hows={}, sources={})


@pytest.mark.parametrize("more", [{"title": "زربية", "language": "ar"}, {}])
def test_her_own_words_and_a_market_without_the_rule_need_no_hand(
    organisation: Organisation, digest: str, more: dict[str, str]
) -> None:
    draft = keep_draft(organisation, uuid4(), said(digest, **more), step=5)
    product = send_draft(draft, green_hand=bool(more))
    assert approve_product(product).review == "approved"


def test_a_reason_may_be_a_picture_or_a_voice(organisation: Organisation, digest: str) -> None:
    product = send_draft(keep_draft(organisation, uuid4(), said(digest), step=5))
    with pytest.raises(WrongState):
        send_back_product(product)
    send_back_product(product, codes=["photo"], voice="WHY1")
    product.refresh_from_db()
    assert (product.review, product.review_codes, product.review_voice) == ("sent_back", ["photo"], "WHY1")


def test_edits_of_what_is_approved_wait_and_price_and_stock_do_not(organisation: Organisation) -> None:
    product = make_product(organisation, price=45000, quantity=3)
    edit = edit_product(product, {"titles": {"ar": "غيرها"}})
    variant = change_price(variant_of(product), Money(50000, "MAD"))
    set_quantity(variant, 7)
    product.refresh_from_db()
    assert edit is not None and product.titles["ar"] != "غيرها" and product.review == "approved"
    assert (variant_of(product).price_minor, free(variant)) == (50000, 7)
    approve_edit(edit)
    product.refresh_from_db()
    assert product.titles["ar"] == "غيرها"
