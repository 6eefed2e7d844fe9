"""A payment by card from placing to the book, and everything a gateway may do wrong; its notices are truly signed."""

import time
from urllib.parse import urlencode

import pytest
from django.db.models import Sum

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.operations import (
    cancel_order,
    choose_way,
    confirm_purchase,
    deliver_order,
    hear_notice,
    refund_order,
    settle_payment,
)
from tadamun.trade.checkout.operations.refunding import execute_refund
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import receive_gift
from tadamun.treasury.ledger.queries import fund_of
from tadamun.treasury.payments.models import Contract, Notice, Payment, Refund
from tadamun.treasury.payments.operations import (
    AboveCaptured,
    claim_beginning,
    keep_notice,
    note_begun,
    release_share,
    write_contract,
)
from tadamun.treasury.payments.providers.base import Done, GatewayAway, Known, Said, Start, Terms
from tadamun.treasury.payments.providers.est import NUMERIC, Est, ver3
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    make_rates,
    orders_of,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db
KEY = "TEST1234"
G, M = SellerOrder.GoodsState, SellerOrder.MoneyState


def make_contract(market: Market) -> Contract:
    return write_contract(
        market, provider="est", acquirer="Banque d’essai", channels=["web"], active=True,
        settings={"page_url": "https://bank.test/fim/est3Dgate", "client_id": "600000001", "tran_type": "PreAuth"},
        secrets={"storekey": KEY},
    )  # fmt: skip


class Desk:
    """A market with a card contract, one purchase of two sellers, and the words of its bank."""

    def __init__(self, **policies: object) -> None:
        self.market = make_market(policies=policies)
        self.contract = make_contract(self.market)
        products = [make_product(make_organisation(self.market), price=45000) for _ in range(2)]
        self.purchase = make_purchase(self.market, products, method=self.contract.method)
        self.payment = self.latest()
        note_begun(self.payment, Start())

    def latest(self) -> Payment:
        with scope(market_id=self.market.pk):
            return Payment.objects.select_related("market", "contract").order_by("-pk")[0]

    def say(self, payment: Payment | None = None, **changed: str) -> str:
        payment = payment or self.payment
        fields = {
            "oid": payment.code, "amount": f"{payment.amount.major}", "currency": NUMERIC[payment.currency],
            "clientid": "600000001", "ProcReturnCode": "00", "Response": "Approved", "TransId": f"T-{payment.code}",
            "mdStatus": "1", "MaskedPan": "400000***0010", "TranType": "PreAuth", **changed,
        }  # fmt: skip
        fields["HASH"] = ver3(fields.items(), KEY)
        return hear_notice("est", self.contract.code, Said(urlencode(fields).encode(), {})).body

    def orders(self) -> list[SellerOrder]:
        with scope(market_id=self.market.pk):
            return list(SellerOrder.objects.select_related("market", "purchase").order_by("pk"))

    def balance(self, kind: str, currency: str = "MAD") -> int:
        """What is owed less what is had, in minor units."""
        with everything("a test's own book"):
            accounts = Account.objects.filter(kind=kind, currency=currency)
            owed = Entry.objects.filter(credit__in=accounts).aggregate(sum=Sum("amount_minor"))["sum"] or 0
            had = Entry.objects.filter(debit__in=accounts).aggregate(sum=Sum("amount_minor"))["sum"] or 0
            return owed - had

    def verdicts(self) -> list[str]:
        with scope(market_id=self.market.pk):
            return list(Notice.objects.order_by("pk").values_list("verdict", flat=True))

    def told(self) -> list[Message]:
        """What was said to the market's team about money."""
        with everything("a test's own messages"):
            return list(Message.objects.filter(kind__startswith="payment_").order_by("pk"))

    def refunds(self) -> list[Refund]:
        with scope(market_id=self.market.pk):
            return list(Refund.objects.select_related("payment__market", "payment__contract").order_by("pk"))


@standing
def desk() -> Desk:
    return Desk()


def test_placed_it_waits_for_its_money(desk: Desk) -> None:
    assert {order.goods_state for order in desk.orders()} == {G.TO_PAY}
    assert desk.payment.code == f"{desk.purchase.code}-P1"
    assert desk.payment.due_at is not None


def test_an_approval_settles_every_order_at_once(desk: Desk) -> None:
    assert desk.say() == "ACTION=POSTAUTH"
    assert {(o.goods_state, o.money_state) for o in desk.orders()} == {(G.TO_ACCEPT, M.PAID)}
    assert desk.balance("gateway") == -desk.payment.amount_minor
    assert desk.balance("buyers") == desk.payment.amount_minor


def test_said_three_times_it_is_posted_once(desk: Desk) -> None:
    assert [desk.say() for _ in range(3)] == ["ACTION=POSTAUTH"] * 3
    assert desk.balance("gateway") == -desk.payment.amount_minor
    assert desk.verdicts() == ["settled", "repeated", "repeated"]


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [({"amount": "1.00"}, "different"), ({"currency": "978"}, "different"), ({"oid": "NOBODY"}, "unknown")],
)
def test_another_amount_currency_or_order_moves_nothing(
    desk: Desk, changed: dict[str, str], verdict: str
) -> None:
    assert desk.say(**changed) == "FAILURE"
    assert desk.verdicts() == [verdict]
    assert {order.money_state for order in desk.orders()} == {M.UNPAID}
    assert desk.balance("gateway") == 0


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"amount": "1.00"}, "different"),
        ({"currency": "978"}, "different"),
        ({"oid": "NOBODY"}, "stranger"),
        ({"oid": "NOBODY", "ProcReturnCode": "51", "Response": "Declined"}, None),
        ({"clientid": "another"}, None),
    ],
)
def test_the_team_is_told_once_of_money_that_does_not_fit(
    desk: Desk, changed: dict[str, str], kind: str | None
) -> None:
    """Not of a refusal, and not of what anybody may post."""
    appoint(desk.market, make_person("+212622222201"), "operator")
    appoint(desk.market, make_person("+212622222202"), "reviewer")
    desk.say(**changed)
    desk.say(**changed, TransId="SAID-AGAIN")
    told = desk.told()
    assert [(row.kind, row.to) for row in told] == ([(f"payment_{kind}", "+212622222201")] if kind else [])
    for row in told:
        assert (desk.payment.code if kind == "different" else "NOBODY") in row.text
        assert "/office/payments/" in row.link and row.link in row.text


@pytest.mark.broad
@pytest.mark.parametrize("twice", [True, False])
def test_the_team_is_told_once_of_money_that_no_order_awaits(desk: Desk, twice: bool) -> None:
    appoint(desk.market, make_person("+212622222201"), "operator")
    if twice:
        other = choose_way(desk.purchase, desk.contract.method)
        note_begun(other, Start())
        desk.say(other)
    else:
        for order in desk.orders():
            cancel_order(order, reason="no_answer")
    assert desk.told() == []
    desk.say()
    desk.say()
    assert [row.kind for row in desk.told()] == ["payment_surplus"]


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b"oid=X&HASH=forged", "forged"),
        (b"\xff", "unreadable"),
        (b"", "unreadable"),
        (b"oid=" + b"x" * 70_000, "too_large"),
    ],
)
def test_forged_cut_and_oversized_are_kept_and_move_nothing(desk: Desk, body: bytes, verdict: str) -> None:
    assert hear_notice("est", desk.contract.code, Said(body, {})).body == "FAILURE"
    assert desk.verdicts() == [verdict]
    assert desk.balance("gateway") == 0


def test_what_is_kept_of_a_notice_proves_nothing_to_others(desk: Desk) -> None:
    desk.say(MaskedPan="4000000000000010", cavv="SECRETCAVV", BillToName="Fatima Zahra", tel="+212612345678")
    with scope(market_id=desk.market.pk):
        body = Notice.objects.get().body
    assert "4000000000000010" not in body and "SECRETCAVV" not in body and "HASH=…" in body
    assert "Fatima" not in body and "612345678" not in body and "mdStatus=1" in body


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('{"email": "a@b.ma", "amount": 5}', '{"email": "…", "amount": 5}'),
        ('{"card":{"number":"4000000000000010"}}', '{"card":{"number":"400000***0010"}}'),
    ],
)
def test_json_is_kept_without_who_she_is(desk: Desk, said: str, kept: str) -> None:
    assert keep_notice(desk.contract, said.encode(), len(said)).body == kept


@pytest.mark.parametrize(
    "said", ["md1" * 3000, "1" * 8000, "md" + " " * 8000, "a.name" * 1500, "md=%" * 2000]
)
def test_words_made_to_be_read_for_hours_are_read_once(desk: Desk, said: str) -> None:
    before = time.process_time()
    keep_notice(desk.contract, said.encode(), len(said))
    assert time.process_time() - before < 1


def test_declined_then_approved(desk: Desk) -> None:
    assert desk.say(ProcReturnCode="51", Response="Declined", TransId="T-0") == "APPROVED"
    assert (desk.latest().state, desk.latest().reason) == ("failed", "refused")
    assert {order.goods_state for order in desk.orders()} == {G.TO_PAY}
    assert desk.say() == "ACTION=POSTAUTH"
    assert desk.latest().state == "captured"


def test_a_decline_after_the_success_changes_nothing(desk: Desk) -> None:
    desk.say()
    assert desk.say(ProcReturnCode="51", Response="Declined", TransId="T-0") == "APPROVED"
    assert desk.latest().state == "captured"
    assert {order.money_state for order in desk.orders()} == {M.PAID}


@pytest.mark.broad
def test_two_payments_for_one_purchase_end_in_one_order_and_one_refund(desk: Desk) -> None:
    first = desk.payment
    second = choose_way(desk.purchase, desk.contract.method)
    note_begun(second, Start())
    assert second.code == f"{desk.purchase.code}-P2"
    desk.say(second)
    assert desk.refunds() == []
    assert desk.say(first) == "ACTION=POSTAUTH"
    assert sum(refund.amount_minor for refund in desk.refunds()) == first.amount_minor
    assert {refund.payment_id for refund in desk.refunds()} == {first.pk}
    assert {(o.goods_state, o.money_state) for o in desk.orders()} == {(G.TO_ACCEPT, M.PAID)}
    assert desk.balance("refunds") == first.amount_minor
    assert desk.balance("buyers") == second.amount_minor


def test_money_for_a_cancelled_order_is_owed_back(desk: Desk) -> None:
    gone, kept = desk.orders()
    cancel_order(gone, reason="no_answer")
    assert desk.say() == "ACTION=POSTAUTH"
    gone, kept = desk.orders()
    assert (gone.goods_state, gone.money_state) == (G.CANCELLED, M.REFUND_DUE)
    assert (kept.goods_state, kept.money_state) == (G.TO_ACCEPT, M.PAID)
    [refund] = desk.refunds()
    assert refund.amount == gone.total
    assert desk.balance("buyers") == kept.total.minor


def test_on_her_way_to_the_gateway_it_stays_claimed(desk: Desk) -> None:
    """Whoever read the payment before she left may not let go of it: what comes is known, and owed back."""
    choose_way(desk.purchase, desk.contract.method)
    before, now = desk.latest(), desk.latest()
    assert claim_beginning(now)
    with scope(market_id=desk.market.pk):
        release_share(before, str(desk.orders()[0].reference), key="late")
        assert all(share.claimed_minor for share in before.shares.all())


@pytest.mark.broad
def test_cancelling_a_paid_order_owes_it_back(desk: Desk) -> None:
    desk.say()
    cancel_order(desk.orders()[0], reason="changed_mind")
    cancel_order(desk.orders()[0], reason="changed_mind")
    [refund] = desk.refunds()
    assert refund.amount == desk.orders()[0].total
    assert execute_refund(refund, reference="VIR-1")
    assert not execute_refund(refund, reference="VIR-1")
    assert desk.orders()[0].money_state == M.REFUNDED
    assert desk.balance("refunds") == 0
    assert desk.balance("buyers") == desk.orders()[1].total.minor


@pytest.mark.broad
def test_while_a_gateway_is_asked_nobody_else_sends_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two colleagues at once, one by hand: only the first reaches the gateway. Unanswered, it may be asked again, counted."""
    desk.say()
    cancel_order(desk.orders()[0], reason="changed_mind")
    seen: list[int | None] = []

    def meanwhile(_gateway: Est, _terms: Terms, known: Known, _amount: Money, _reference: str) -> Done:
        seen.append(known.refunds)
        for reference in ("", "VIR-1"):
            with pytest.raises(GatewayAway):
                execute_refund(desk.refunds()[0], reference=reference)
        if len(seen) == 1:
            raise GatewayAway
        return Done(True, "R-1")

    monkeypatch.setattr(Est, "refund", meanwhile)
    before = desk.refunds()[0]
    with pytest.raises(GatewayAway):
        execute_refund(desk.refunds()[0])
    assert execute_refund(before)  # as a colleague's page had it, before anybody asked
    assert seen == [None, 0]
    assert desk.balance("refunds") == 0


def delivered(desk: Desk, order: SellerOrder) -> None:
    with scope(market_id=desk.market.pk):
        for kind in (Fact.Kind.ACCEPTED, Fact.Kind.PACKED, Fact.Kind.HANDED_OVER):
            record_fact(order, kind)
        deliver_order(order)


@pytest.mark.broad
@pytest.mark.parametrize("before", [True, False])
def test_parts_given_back_take_the_same_part_of_earning_and_fee(desk: Desk, before: bool) -> None:
    """Before delivery or after it, in three odd parts: at the end the seller has earned nothing and owes nothing."""
    desk.say()
    order = desk.orders()[0]
    if not before:
        delivered(desk, order)
    parts = [Money(10_001, "MAD"), Money(20_002, "MAD"), Money(14_997, "MAD")]
    for part in parts:
        refund_order(desk.orders()[0], goods=part, delivery=Money(0, "MAD"), reason="flaw")
    refund_order(
        desk.orders()[0], goods=Money(0, "MAD"), delivery=order.total - Money(45000, "MAD"), reason="flaw"
    )
    if before:
        delivered(desk, order)
    for kind in ("held_for_seller", "fees", "fee_vat", "delivery"):
        assert desk.balance(kind) == 0, kind
    assert desk.balance("refunds") == order.total.minor
    assert desk.balance("buyers") == desk.orders()[1].total.minor


@pytest.mark.broad
def test_a_centime_may_give_back_tax_and_no_fee() -> None:
    """Each is rounded by itself: the step from 3.26 to 3.27 brings the tax its next centime and the fee none."""
    market = make_market()
    make_rates()
    contract = make_contract(market)
    product = make_product(make_organisation(market), price=10_003, currency="ILS")
    purchase = make_purchase(market, [product], method=contract.method)
    with scope(market_id=market.pk):
        payment = Payment.objects.select_related("market").get()
    note_begun(payment, Start())
    settle_payment(payment, key="t")
    [order] = orders_of(purchase)
    assert (order.goods_minor, order.fee_minor, order.fee_vat_minor) == (27_100, 500, 83)
    with scope(market_id=market.pk):
        for kind in (Fact.Kind.ACCEPTED, Fact.Kind.PACKED, Fact.Kind.HANDED_OVER):
            record_fact(order, kind)
        deliver_order(order)
    for minor in (326, 1):
        refund_order(order, goods=Money(minor, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    with everything("a test's own book"):
        last = Entry.objects.filter(kind__in=("fee_back", "fee_vat_back")).order_by("-pk")[0]
        assert (last.kind, last.amount_minor) == ("fee_vat_back", 1)


@pytest.mark.broad
def test_more_than_was_paid_is_not_given_back(desk: Desk) -> None:
    desk.say()
    order = desk.orders()[0]
    with pytest.raises(AboveCaptured):
        refund_order(order, goods=Money(45001, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    assert desk.refunds() == []


@pytest.mark.broad
def test_another_way_after_a_refusal(desk: Desk) -> None:
    """She takes cash instead: no try is lost, the sellers get her order once she confirms."""
    desk.say(ProcReturnCode="51")
    with scope(market_id=desk.market.pk):
        purchase = Purchase.objects.select_related("market").get()
        cash = choose_way(purchase, "cash_on_delivery")
    assert {order.goods_state for order in desk.orders()} == {G.TO_CONFIRM}
    assert desk.say() == "ACTION=POSTAUTH"
    assert {order.money_state for order in desk.orders()} == {M.PAID}
    assert {order.goods_state for order in desk.orders()} == {G.TO_ACCEPT}
    with scope(market_id=desk.market.pk):
        cash.refresh_from_db()
    assert cash.state == "cancelled"
    for order in desk.orders():
        delivered(desk, order)
    assert desk.balance("cash_with_carrier") == 0
    assert desk.balance("buyers") == 0


@pytest.mark.broad
def test_a_card_that_comes_when_the_parcel_left_for_cash_is_owed_back(desk: Desk) -> None:
    with scope(market_id=desk.market.pk):
        purchase = Purchase.objects.select_related("market").get()
        choose_way(purchase, "cash_on_delivery")
    confirm_purchase(purchase)
    for order in desk.orders():
        delivered(desk, order)
    assert desk.say() == "ACTION=POSTAUTH"
    assert sum(refund.amount_minor for refund in desk.refunds()) == desk.payment.amount_minor
    assert {order.money_state for order in desk.orders()} == {M.PAID}
    assert desk.balance("buyers") == 0
    assert desk.balance("held_for_seller") > 0


@pytest.mark.broad
def test_donors_pay_the_fee_while_their_money_lasts() -> None:
    """Two sales, money for the fee of one: the second seller pays hers; what is given back returns to the fund."""
    desk = Desk(fund_pays_fee=True)
    fee = Money(2250, "MAD")
    assert receive_gift(desk.market, Money(3000, "MAD"), reference="DON-1")
    assert not receive_gift(desk.market, Money(3000, "MAD"), reference="DON-1")
    desk.say()
    for order in desk.orders():
        delivered(desk, order)
    assert fund_of(desk.market.pk, "MAD") == Money(3000, "MAD") - fee
    assert desk.balance("held_for_seller") == 2 * 45000 - fee.minor
    refund_order(desk.orders()[0], goods=Money(45000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    assert fund_of(desk.market.pk, "MAD") == Money(3000, "MAD")
    assert desk.balance("held_for_seller") == 45000 - fee.minor
