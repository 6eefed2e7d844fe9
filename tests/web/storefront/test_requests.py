"""A piece made for her: asked for without an account, answered by voice in the workshop, ordered with a deposit, watched."""

import io
import re
import wave
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.conversations.models import Conversation, Message
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import settle_payment
from tadamun.trade.checkout.operations.pending import WAIT, do_waiting
from tadamun.trade.commissions.models import CustomRequest, PendingAnswer, Stage
from tadamun.trade.commissions.operations import begin_quote, withdraw_request
from tadamun.trade.commissions.operations.pending import give_overdue_answers, give_pending_answer
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.models import Payment
from tests.factories import make_market, make_organisation, make_person, make_product, orders_of
from tests.standing import standing
from tests.trade.checkout.test_paying import make_contract
from tests.web.workshop.conftest import browser

pytestmark = pytest.mark.django_db


def sound() -> SimpleUploadedFile:
    """Half a second that can be heard."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(
            b"".join(
                (int(8000 * (i % 40 < 20)) - 4000).to_bytes(2, "little", signed=True) for i in range(8000)
            )
        )
    return SimpleUploadedFile("voice.wav", data.getvalue(), "audio/wav")


def photo() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 40, 40)).save(data, "JPEG")
    return SimpleUploadedFile("p.jpg", data.getvalue(), "image/jpeg")


class Stand:
    """A market with a card contract, a weaver with somebody at her desk, and a visitor."""

    def __init__(self) -> None:
        self.market = make_market()
        self.contract = make_contract(self.market)
        self.weaver = make_organisation(self.market, crafts=["carpets"])
        self.person = make_person(name="بائعة")
        add_member(self.weaver, self.person)
        self.rug = make_product(self.weaver, price=100_000, mode=Variant.Mode.MADE_TO_ORDER)
        self.visitor = browser(self.market)
        self.desk = browser(self.market, self.person)

    def ask(self, **said: object) -> object:
        return self.visitor.post(
            "/ar/requests/new/",
            {
                "product": self.rug.code, "shop": "", "words": "زربية زرقاء", "name": "مريم", "phone": "0612345678",
                "key": "one", "budget": "", "wanted_by": "", **said,
            },
        )  # fmt: skip

    def wish(self) -> CustomRequest:
        with scope(market_id=self.market.pk):
            return CustomRequest.objects.select_related("conversation", "purchase").get()

    @property
    def page(self) -> str:
        return f"/ar/requests/{self.wish().conversation.secret}/"


@standing
def stand() -> Stand:
    return Stand()


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.broad
def test_the_form_is_offered_where_the_piece_is_shown(stand: Stand) -> None:
    with scope(market_id=stand.market.pk):
        slug = stand.rug.slugs.get(language="ar").path
    assert f"/ar/requests/new/?product={stand.rug.code}" in text(stand.visitor, f"/ar/products/{slug}/")
    shop = stand.weaver.code.lower()
    assert f"?shop={shop}" in text(stand.visitor, f"/ar/shops/{shop}/")
    assert 'name="voice"' in text(stand.visitor, f"/ar/requests/new/?shop={shop}")
    assert stand.visitor.get("/ar/requests/new/?product=NOTHING").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"words": ""},
        {"phone": ""},
        {"name": ""},
        {"budget": "كثير"},
        {"wanted_by": "2001-01-01"},
        {"product": "", "craft": ""},
        {"voice": SimpleUploadedFile("v.ogg", b"not a voice", "audio/ogg")},
        {"photo": SimpleUploadedFile("p.jpg", b"not a photo", "image/jpeg")},
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_kept_is_told_why(stand: Stand, said: dict[str, object]) -> None:
    answer = stand.ask(**said)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    with everything("a test's own rows"):
        assert not Conversation.objects.exists()


def told_after_its_seconds(stand: Stand) -> None:
    with everything("a test's own row"):
        answer = PendingAnswer.objects.latest("pk")
    with clock.shifted(WAIT):
        give_pending_answer(answer.pk)


def test_what_she_answers_a_request_is_taken_back_for_ten_seconds(stand: Stand) -> None:
    stand.ask()
    at = f"/ar/workshop/requests/{stand.wish().code}/"

    def change() -> str:
        found = re.search(r'name="change" value="([^"]+)"', text(stand.desk, at))
        return found.group(1) if found else ""

    said = {"price": "1000", "days": "10", "share": "5000", "key": "q1"}
    stand.desk.post(f"{at}quote/", said)
    first = change()
    stand.desk.post(f"{at}quote/", said)
    assert first and change() == first, "pressed twice it is one"
    assert stand.desk.post(f"{at}refusal/")["Location"] == at
    assert change() != first and "/quote/" not in text(stand.desk, at), "to her it is done"
    assert at not in text(stand.desk, "/ar/workshop/")
    for _twice in range(2):
        assert stand.desk.post(f"{at}reversal/", {"change": change() or first})["Location"] == at
    told_after_its_seconds(stand)
    assert stand.wish().state == CustomRequest.State.ASKED and "/quote/" in text(stand.desk, at)
    stand.desk.post(f"{at}refusal/")
    with clock.shifted(WAIT + timedelta(minutes=2)):
        give_overdue_answers()  # its own job was lost with a worker
    assert stand.wish().state == CustomRequest.State.DECLINED and not change()


def test_a_price_for_what_the_buyer_let_be_is_void(stand: Stand) -> None:
    stand.ask()
    wish = stand.wish()
    answer = begin_quote(wish, price=Money(100_000, wish.currency), days=10, deposit_bp=0)
    withdraw_request(wish)
    told_after_its_seconds(stand)
    with everything("a test's own row"):
        answer.refresh_from_db()
    assert answer.state == PendingAnswer.State.VOID and stand.wish().state == CustomRequest.State.WITHDRAWN


@pytest.mark.broad
def test_from_a_voice_to_a_watched_piece(
    stand: Stand, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    assert stand.ask(voice=sound(), photo=photo(), words="").status_code == 303  # type: ignore[attr-defined]
    stand.ask(voice=sound(), words="")
    code = stand.wish().code
    page = text(stand.desk, f"/ar/workshop/requests/{code}/")
    assert "voice.m4a" in page and ".webp" in page
    answered = stand.desk.post(f"/ar/workshop/requests/{code}/", {"canned": "yes", "key": "a1"})
    assert answered.status_code == 303
    quoted = stand.desk.post(
        f"/ar/workshop/requests/{code}/quote/",
        {"price": "١٠٠٠", "days": "10", "share": "5000", "key": "q1", "voice": sound()},
    )
    assert quoted.status_code == 303
    assert "/acceptance/" not in text(stand.visitor, stand.page), "she may still take it back"
    told_after_its_seconds(stand)
    assert "500" in text(stand.visitor, stand.page)
    order = {
        "full_name": "مريم العلوي", "phone": "0612345678", "city": "الرباط", "address": "12 زنقة الزيتون", "email": "",
        "method": stand.contract.method,
    }  # fmt: skip
    asked = stand.visitor.post(f"{stand.page}acceptance/", {**order, "act": "quote"}).content.decode()
    total = asked.partition('name="seen_total" value="')[2].partition('"')[0]
    assert stand.visitor.post(f"{stand.page}acceptance/", order).status_code == 422
    placed = stand.visitor.post(f"{stand.page}acceptance/", {**order, "seen_total": total})
    assert placed.status_code == 303 and placed["Location"].endswith("/payment/"), placed.content.decode()
    with scope(market_id=stand.market.pk):
        payment = Payment.objects.select_related("market").get()
        purchase = Purchase.objects.get()
    assert payment.amount_minor == int(total) - 50_000
    settle_payment(payment, key="card")
    number = f"{purchase.code}-1"
    told = stand.desk.post(f"/ar/workshop/orders/{number}/progress/", {"photo": photo(), "key": "s1"})
    assert told.status_code == 303
    with scope(market_id=stand.market.pk):
        kept = Stage.objects.get().picture["key"]
    own = f"/ar/orders/{purchase.secret}/"
    assert kept in text(stand.visitor, own)
    stand.desk.post(f"/ar/workshop/orders/{number}/packing/", {})
    do_waiting(orders_of(purchase)[0])
    blocked = stand.desk.post(f"/ar/workshop/orders/{number}/handover/", {"carrier": "self"}, follow=True)
    assert blocked.status_code in (200, 422)
    do_waiting(orders_of(purchase)[0])
    assert stand.wish().state == "ready"
    assert f"{own}balance/" in text(stand.visitor, own)
    left = stand.visitor.post(f"{own}balance/", {"way": "cash_on_delivery"})
    assert left["Location"].endswith(own)
    sent = stand.desk.post(f"/ar/workshop/orders/{number}/handover/", {"carrier": "self"})
    assert sent.status_code == 303
    do_waiting(orders_of(purchase)[0])
    assert stand.wish().state == "ended"


@pytest.mark.broad
def test_the_office_reads_with_a_reason(stand: Stand) -> None:
    stand.ask(words="سر بيننا")
    person = make_person(name="فريق")
    appoint(stand.market, person, "support")
    team = browser(stand.market, person)
    path = f"/ar/office/requests/{stand.wish().code}/"
    assert stand.wish().code in text(team, "/ar/office/requests/")
    assert "سر بيننا" not in text(team, path)
    assert team.post(path, {"reason": ""}).status_code == 422
    assert team.post(path, {"reason": "شكوى من المشترية"}).status_code == 303
    assert "سر بيننا" in text(team, path)
    team.post(path, {"words": "نحن هنا", "key": "m1"})
    with scope(market_id=stand.market.pk):
        assert Message.objects.filter(side="market").count() == 1


@pytest.mark.broad
def test_a_list_asks_as_often_for_many(
    stand: Stand, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(5):
        stand.ask(key=f"k{number}", words=f"طلب {number}")
    stand.desk.get("/ar/workshop/requests/")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        page = text(stand.desk, "/ar/workshop/requests/")
    assert page.count('class="item-title" href') == 5


def test_she_lets_it_be(stand: Stand) -> None:
    stand.ask()
    stand.visitor.post(f"{stand.page}withdrawal/")
    assert stand.wish().state == "withdrawn"
    assert stand.visitor.get(f"{stand.page}acceptance/").status_code == 303
