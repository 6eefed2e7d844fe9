"""From a wish to an order like any other: said, quoted, accepted, made before her eyes, and left alone when its time is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.conversations.events import MessageSaid
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import NothingSaid, Said, note_seen, say
from tadamun.people.conversations.reactions import tell_others
from tadamun.people.notices.models import Message as Notice
from tadamun.people.sellers.fees import fee_under
from tadamun.people.sellers.models import Organisation
from tadamun.trade.checkout.operations import cancel_order, settle_payment
from tadamun.trade.checkout.problems import CannotPlace
from tadamun.trade.commissions.models import CustomRequest, Stage
from tadamun.trade.commissions.operations import (
    BadQuote,
    NotInWork,
    NotOpen,
    NotQuoted,
    Wish,
    ask_for_piece,
    decline_request,
    end_old_requests,
    take_request,
    tell_stage,
    withdraw_request,
)
from tadamun.trade.commissions.operations.asking import forget_old_requests
from tadamun.trade.commissions.queries import like, open_to, requests_of_seller, stages_of
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.shipping.operations import pack
from tadamun.treasury.payments.models import Contract, Payment
from tests.factories import BUYER, make_market, make_organisation, orders_of
from tests.standing import standing
from tests.trade.checkout.test_paying import make_contract
from tests.trade.commissions.making import CALLER, ask, order, quote

pytestmark = pytest.mark.django_db
S = CustomRequest.State
Act = Callable[[CustomRequest], object]


class Stand:
    """A market with a card contract, a weaver, a neighbour, and a request to the weaver."""

    def __init__(self) -> None:
        self.market = make_market()
        self.contract: Contract = make_contract(self.market)
        self.weaver: Organisation = make_organisation(self.market, crafts=["carpets"])
        self.neighbour: Organisation = make_organisation(self.market, crafts=["carpets"])
        self.request = ask(self.market, self.weaver)

    def state(self) -> str:
        with scope(market_id=self.market.pk):
            return CustomRequest.objects.get(pk=self.request.pk).state

    def fresh(self) -> CustomRequest:
        with scope(market_id=self.market.pk):
            return CustomRequest.objects.select_related("market", "organisation", "conversation__market").get(
                pk=self.request.pk
            )

    def buy(self, deposit_bp: int = 5000) -> Purchase:
        return order(self.fresh(), quote(self.request, deposit_bp=deposit_bp), self.contract.method)

    def pay(self, part: str) -> None:
        with everything("a test's own payment"):
            payment = Payment.objects.select_related("market").get(part=part)
        settle_payment(payment, key=f"card/{part}")


@standing
def stand() -> Stand:
    return Stand()


def test_asking_twice_asks_once(stand: Stand) -> None:
    again = [
        ask_for_piece(
            stand.market, Wish(Said("طاولة"), organisation=stand.weaver), CALLER, key="one", language="ar"
        ).code
        for _ in range(2)
    ]
    assert len(set(again)) == 1
    with pytest.raises(NothingSaid), scope(market_id=stand.market.pk):
        say(stand.request.conversation, Message.Side.BUYER, Said("  "), key="empty")
    with scope(market_id=stand.market.pk):
        assert connection.vendor != "sqlite" or "message_key" in Message.objects.filter(key="one").explain()


def test_a_quote_replaces_the_one_before(stand: Stand) -> None:
    first = quote(stand.request, 90_000)
    second = quote(stand.request, 100_000)
    with pytest.raises(NotQuoted):
        order(stand.fresh(), first, stand.contract.method)
    purchase = order(stand.fresh(), second, stand.contract.method)
    assert order(stand.fresh(), second, stand.contract.method) == purchase
    with pytest.raises(NotOpen):
        quote(stand.request, 110_000)
    assert stand.state() == S.ACCEPTED


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("price", {"minor": 0}),
        ("price", {"minor": 2 * 10**9}),
        ("days", {"days": 0}),
        ("deposit", {"deposit_bp": 10_000}),
    ],
)
def test_a_quote_that_cannot_be_kept(stand: Stand, field: str, given: dict[str, int]) -> None:
    with pytest.raises(BadQuote) as refused:
        quote(stand.request, **given)
    assert refused.value.field == field
    assert stand.state() == S.ASKED


@pytest.mark.broad
def test_it_is_an_order_like_any_other(stand: Stand) -> None:
    purchase = stand.buy()
    made = orders_of(purchase)[0]
    assert made.goods_minor == 100_000
    assert (made.deposit_minor, made.balance_minor, made.organisation) == (50_000, 50_000, stand.weaver)
    assert made.fee_minor == Money(100_000, "MAD").share(fee_under(None, stand.market)).minor
    stand.pay("deposit")
    assert (stand.state(), orders_of(purchase)[0].goods_state) == (S.IN_WORK, "to_prepare")
    pack(orders_of(purchase)[0])
    assert stand.state() == S.READY
    cancel_order(orders_of(purchase)[0])
    assert stand.state() == S.WITHDRAWN


def test_the_whole_when_ordered(stand: Stand) -> None:
    purchase = stand.buy(deposit_bp=0)
    assert orders_of(purchase)[0].balance_minor == 0
    stand.pay("whole")
    assert stand.state() == S.IN_WORK


@pytest.mark.parametrize("change", [{"method": "cash_on_delivery"}, {"city": "لا مكان", "country": "AQ"}])
def test_what_is_not_offered_orders_nothing(stand: Stand, change: dict[str, str]) -> None:
    method = change.pop("method", stand.contract.method)
    with pytest.raises(CannotPlace):
        order(
            stand.fresh(), quote(stand.request), method, buyer=BUYER.__class__(**{**_said(BUYER), **change})
        )
    assert stand.state() == S.QUOTED


def _said(buyer: object) -> dict[str, str]:
    return {name: getattr(buyer, name) for name in buyer.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("act", "state"), [(decline_request, S.DECLINED), (withdraw_request, S.WITHDRAWN)])
def test_it_ends_once(stand: Stand, act: Act, state: str) -> None:
    act(stand.request)
    assert stand.state() == state
    for again in (decline_request, withdraw_request, quote):
        with pytest.raises(NotOpen):
            again(stand.request)


def test_nobody_waits_for_ever(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    named = quote(stand.request)
    later = clock.now() + timedelta(days=stand.market.policy.quote_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotQuoted):
        order(stand.fresh(), named, stand.contract.method)
    assert (end_old_requests(), end_old_requests(), stand.state()) == (1, 0, S.EXPIRED)


def test_what_is_open_to_a_craft_is_taken_once(stand: Stand) -> None:
    free = ask(stand.market, None, craft="carpets")
    for organisation in (stand.weaver, stand.neighbour):
        assert free in open_to(organisation, stand.market.pk)
    assert take_request(free, stand.neighbour)
    assert not take_request(free, stand.weaver)
    assert take_request(free, stand.neighbour)
    with scope(market_id=stand.market.pk, organisation_id=stand.weaver.pk):
        assert list(requests_of_seller()) == [stand.request]
    assert open_to(stand.weaver, stand.market.pk) == []


def test_a_helper_is_named_with_whom_she_speaks_for(stand: Stand) -> None:
    helper, artisan = Reference("person", "7"), stand.weaver.reference
    with acting(actor=helper, on_behalf_of=artisan):
        said = say(stand.request.conversation, Message.Side.SELLER, Said(canned="yes"), key="1")
        again = say(stand.request.conversation, Message.Side.SELLER, Said(canned="no"), key="1")
    assert again.pk == said.pk
    assert (said.author, said.on_behalf_of) == (str(helper), str(artisan))
    assert note_seen(stand.request.conversation, Message.Side.BUYER) == 1
    assert note_seen(stand.request.conversation, Message.Side.BUYER) == 0
    with pytest.raises(DatabaseError), transaction.atomic(), scope(market_id=stand.market.pk):
        Message.objects.filter(pk=said.pk).update(side="buyer")


def test_the_other_side_is_told_once_an_hour(stand: Stand) -> None:
    for number in range(2):
        say(stand.request.conversation, Message.Side.SELLER, Said("نعم"), key=str(number))
        tell_others(
            MessageSaid(market_id=stand.market.pk, code=stand.request.conversation.code, side="seller")
        )
    with everything("a test's own messages"):
        told = Notice.objects.filter(kind="message_said", to=CALLER.phone)
        assert told.count() == 1
        assert stand.request.conversation.secret in told[0].text


def test_stages_are_told_while_it_is_made(stand: Stand) -> None:
    purchase = stand.buy()
    with pytest.raises(NotInWork):
        tell_stage(orders_of(purchase)[0], key="1", words="بدأت")
    stand.pay("deposit")
    made: SellerOrder = orders_of(purchase)[0]
    first = tell_stage(made, key="1", words="بدأت")
    assert tell_stage(made, key="1", words="غيره") == first
    with scope(market_id=stand.market.pk):
        assert [stage.words for stage in stages_of(purchase)[made.pk]] == ["بدأت"]
        with pytest.raises(DatabaseError), transaction.atomic():
            Stage.objects.update(words="")


def test_who_asked_is_forgotten_in_the_end(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw_request(stand.request)
    assert forget_old_requests() == 0
    later = clock.now() + timedelta(days=stand.market.policy.retention_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (forget_old_requests(), forget_old_requests()) == (1, 0)
    with scope(market_id=stand.market.pk):
        message = Message.objects.select_related("conversation").get()
    assert (message.words, message.conversation.name, message.conversation.phone) == ("", "", "")


@pytest.mark.parametrize(
    ("words", "found"), [("0612345678", 1), ("5678", 1), ("مريم", 1), ("0", 0), ("000", 0), ("0999", 0)]
)
def test_a_request_is_found_by_its_buyer_and_not_by_zeros(stand: Stand, words: str, found: int) -> None:
    CustomRequest._base_manager.filter(pk=stand.request.pk).update(code="KLMN")
    with scope(market_id=stand.market.pk):
        assert CustomRequest.objects.filter(like(words)).count() == found
