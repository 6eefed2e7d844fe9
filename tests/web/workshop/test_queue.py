"""What a phone's queue sends late: done once, or refused with the reason; never silently neither."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tadamun.goods.catalogue.models import Draft, Picture, Variant
from tadamun.kernel import clock
from tadamun.kernel.models import KeptAnswer
from tadamun.kernel.once import PATIENCE
from tadamun.kernel.scopes import everything
from tadamun.people.conversations.models import Message
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.checkout.operations import begin_act, cancel_order, do_waiting
from tadamun.trade.commissions.models import PendingAnswer, Quote, Stage
from tadamun.trade.commissions.operations import withdraw_request
from tadamun.trade.commissions.operations.pending import give_pending_answer
from tests.factories import make_product
from tests.people.recordings.sounds import recorded
from tests.trade.commissions.making import ask
from tests.web.workshop.conftest import MakeOrder, Seller
from tests.web.workshop.test_offline import owner
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db
HOME = "/ar/workshop/"
What = PendingAct.What


def sound() -> io.BytesIO:
    data = io.BytesIO(recorded("wav", "pcm_s16le"))
    data.name = "voice.wav"
    return data


def send(seller: Seller, path: str, said: Any, key: str = "k-1") -> Any:
    headers = {"Idempotency-Key": key, "X-Workshop-Owner": owner(seller)}
    return seller.browser.post(f"{HOME}{path}", said, headers=headers)


class Bench:
    """Orders and requests that have moved on while her phone had no network."""

    def __init__(self, seller: Seller, make_order: MakeOrder) -> None:
        self.seller, self.make_order = seller, make_order

    def cancelled(self) -> str:
        order = self.make_order()
        cancel_order(order, reason="no_answer")
        return f"orders/{order.code}/"

    def accepted(self) -> str:
        order = self.make_order()
        begin_act(order, What.ACCEPT)
        do_waiting(order)
        return f"orders/{order.code}/"

    def on_its_way(self) -> str:
        order = self.make_order()
        for act, detail in (
            (What.ACCEPT, {}),
            (What.PACK, {"photo": ""}),
            (What.HAND_OVER, {"carrier": "post", "number": "RB1"}),
        ):
            begin_act(order, act, **detail)
        do_waiting(order)
        return f"orders/{order.code}/"

    def new(self) -> str:
        return f"orders/{self.make_order().code}/"

    def withdrawn(self) -> str:
        wish = ask(self.seller.market, self.seller.organisation)
        withdraw_request(wish)
        return f"requests/{wish.code}/"

    def free(self) -> str:
        with everything("a test's own shop"):
            Organisation.objects.filter(pk=self.seller.organisation.pk).update(crafts=["carpets"])
        return f"requests/{ask(self.seller.market, None, craft='carpets').code}/"

    def product(self) -> str:
        return f"products/{make_product(self.seller.organisation).code}/"

    def shop(self) -> str:
        return "shop/"


def day(seller: Seller, by: int = 0) -> str:
    return str(clock.day_in(seller.market.time_zone) + timedelta(days=by))


QUOTE = {"price": "900", "days": "9", "share": "5000", "key": "q"}


@pytest.mark.broad
@pytest.mark.parametrize(
    ("where", "act", "said"),
    [
        (Bench.cancelled, "acceptance/", {}),
        (Bench.cancelled, "making/", {}),
        (Bench.cancelled, "packing/", {"photo": photo}),
        (Bench.cancelled, "handover/", {"carrier": "self"}),
        (Bench.cancelled, "later/", {"days": "2"}),
        (Bench.on_its_way, "refusal/", {"reason": "sick", "voice": sound}),
        (Bench.new, "delivery/", {}),
        (Bench.on_its_way, "delivery/", {}),
        (Bench.accepted, "return/", {"fit": "yes"}),
        (Bench.accepted, "return/", {}),
        (Bench.accepted, "progress/", {"words": "x", "key": "s"}),
        (Bench.accepted, "packing/", {"photo": lambda: io.BytesIO(b"no photograph")}),
        (Bench.withdrawn, "quote/", {**QUOTE, "voice": sound}),
        (Bench.withdrawn, "refusal/", {}),
        (Bench.free, "", {"words": "x", "key": "m"}),
        (Bench.free, "quote/", QUOTE),
        (Bench.free, "refusal/", {}),
        (Bench.product, "visibility/", {"shown": "?"}),
        (Bench.shop, "holiday/", {"act": "?"}),
        (Bench.shop, "holiday/", {"act": "close", "day": "2024-02-30"}),
        (Bench.shop, "holiday/", {"act": "home", "day": "2024-02-03"}),
        (Bench.shop, "holiday/", {"act": "away", "start": "2024-02-03", "end": "2024-02-04"}),
    ],
)  # fmt: skip
def test_what_was_not_done_is_refused_with_the_reason(
    seller: Seller, make_order: MakeOrder, where: Callable[[Bench], str], act: str, said: dict[str, Any]
) -> None:
    """Neither kept as done nor sent for ever: her phone drops it, and its bar says why and leads there."""
    path = where(Bench(seller, make_order)) + act
    answer = send(seller, path, {name: value() if callable(value) else value for name, value in said.items()})
    assert answer.status_code == 422, answer.content[:200]
    told = answer.json()
    assert told["problem"] and told["say"] and told["to"].startswith(HOME)
    page = seller.browser.get(told["to"], follow=True)
    assert page.status_code == 200 and told["problem"] not in page.content.decode(), "it is told by the bar"
    assert not KeptAnswer.objects.exists(), "and may be tried again"
    assert seller.browser.post(f"{HOME}{path}", {}).headers["Content-Type"].startswith("text/html")


def test_a_day_that_is_over_closes_no_other(seller: Seller) -> None:
    def closed() -> Any:
        with everything("a test's own admission"):
            return Admission.objects.get(organisation=seller.organisation).closed_on

    page = seller.browser.get(f"{HOME}shop/holiday/").content.decode()
    assert f'name="day" value="{day(seller)}"' in page
    assert send(seller, "shop/holiday/", {"act": "close", "day": day(seller, -1)}).status_code == 422
    assert closed() is None
    assert send(seller, "shop/holiday/", {"act": "close", "day": day(seller)}).status_code == 200
    assert str(closed()) == day(seller)
    assert send(seller, "shop/holiday/", {"act": "open", "day": day(seller, -1)}, "k-2").status_code == 422
    assert str(closed()) == day(seller), "what she meant for yesterday opens nothing today"


@pytest.mark.broad
def test_said_with_a_voice_or_a_photograph_it_is_done_once_however_late(
    seller: Seller, make_order: MakeOrder
) -> None:
    """At once, and again days later, when all of it has moved on: a key makes it one, whatever the form."""
    wish = ask(seller.market, seller.organisation)
    piece = make_product(seller.organisation, mode=Variant.Mode.MADE_TO_ORDER)
    order = make_order(piece)
    begin_act(order, What.ACCEPT)
    do_waiting(order)
    acts: dict[str, Callable[[], dict[str, Any]]] = {
        f"requests/{wish.code}/": lambda: {"voice": sound(), "photo": photo(), "key": "m"},
        f"requests/{wish.code}/quote/": lambda: {**QUOTE, "voice": sound()},
        f"orders/{order.code}/progress/": lambda: {"photo": photo(), "key": "s"},
        f"orders/{order.code}/packing/": lambda: {"photo": photo("blue")},
    }

    def counted() -> list[int]:
        with everything("a test's own rows"):
            packed = PendingAct.objects.filter(what="pack").count()
            kinds: tuple[Any, ...] = (PendingAnswer, Stage, Recording, Picture)
            said = Message.objects.filter(side="seller").count()
            return [packed, said, *(kind.objects.count() for kind in kinds)]

    said = {path: send(seller, path, form(), path[-20:]).json() for path, form in acts.items()}
    assert all(answer["to"] for answer in said.values())
    once = counted()
    assert once[:4] == [1, 1, 1, 1]
    for path, form in acts.items():
        assert send(seller, path, form(), path[-20:]).json() == said[path]
    withdraw_request(wish)
    cancel_order(order, reason="no_answer")
    with clock.shifted(timedelta(days=20)):
        seller.browser.force_login(seller.person)
        for path, form in acts.items():
            assert send(seller, path, form(), path[-20:]).json() == said[path]
    assert counted() == once
    other = send(
        seller,
        f"orders/{order.code}/packing/",
        {"photo": photo("red")},
        f"orders/{order.code}/packing/"[-20:],
    )
    assert other.status_code == 422, "another photograph is another act"


def test_photographs_shared_from_the_phone_begin_a_draft_where_no_worker_is_in_charge(seller: Seller) -> None:
    def share(site: str, **said: Any) -> Any:
        headers = {"Sec-Fetch-Site": site, "Origin": "null"}
        return seller.browser.post(f"{HOME}products/new/shared/", said, headers=headers)

    answer = share("none", photos=photo())
    assert answer.status_code == 303 and answer["Location"].startswith(f"{HOME}products/new/")
    assert share("cross-site", photos=photo("blue")).status_code == 403
    with everything("a test's own draft"):
        assert [len(draft.content["pictures"]) for draft in Draft.objects.all()] == [1]
    assert b"/photos/" in share("none").content, "nothing came: she may take one here"
    seller.browser.logout()
    assert "next=/ar/workshop/products/new/" in share("none", photos=photo())["Location"]


def test_a_price_with_a_voice_is_given_once_though_the_server_died(seller: Seller) -> None:
    """It died after the price was kept and before the phone's key had its answer; the phone asks again minutes later."""
    wish = ask(seller.market, seller.organisation)
    path = f"requests/{wish.code}/quote/"

    def again() -> Any:
        KeptAnswer.objects.update(answer={}, at=clock.now() - PATIENCE - timedelta(seconds=1))
        return send(seller, path, {**QUOTE, "voice": sound()})

    def given() -> list[str]:
        with everything("a test's own rows"):
            assert Recording.objects.count() == 1, "no voice is kept twice either"
            return list(PendingAnswer.objects.values_list("state", flat=True))

    led = send(seller, path, {**QUOTE, "voice": sound()}).json()
    assert again().json() == led and given() == ["waiting"]
    with everything("a test's own rows"), clock.shifted(timedelta(minutes=1)):
        give_pending_answer(PendingAnswer.objects.get().pk)
    assert again().json() == led and given() == ["done"], "the buyer hears one price"
    withdraw_request(wish)
    assert again().json() == led and given() == ["done"], "and it is not called refused"
    with everything("a test's own rows"):
        assert Quote.objects.count() == 1


def test_another_price_of_the_same_page_is_another(seller: Seller) -> None:
    """She goes back in her browser and thinks better of it: the last is what the buyer hears."""
    wish = ask(seller.market, seller.organisation)
    for price in ("900", "950", "950"):
        seller.browser.post(f"{HOME}requests/{wish.code}/quote/", {**QUOTE, "price": price, "voice": sound()})
    with everything("a test's own rows"):
        told = [(each.detail["price_minor"], each.state) for each in PendingAnswer.objects.order_by("pk")]
    assert told == [(90_000, "taken_back"), (95_000, "waiting")]
