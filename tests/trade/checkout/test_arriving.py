"""A buyer's transfer seen in the bank's statement: her orders go to their sellers, once."""

import pytest
from django.db import transaction

from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.operations import (
    cancel_order,
    choose_way,
    confirm_payment,
    execute_refund,
    settle_transfer,
)
from tadamun.trade.checkout.operations.arriving import take_statement
from tadamun.trade.checkout.operations.refunding import NoAcquirer
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import note_begun, note_refunded, write_contract
from tadamun.treasury.payments.providers.base import Done, Start
from tadamun.treasury.payouts.clearing import gateway_balances, open_lines
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.odd_lines import Why, odd_lines
from tadamun.treasury.payouts.operations import match_settlement, prepare_batch
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.standing import standing
from tests.trade.checkout.test_paying import Desk
from tests.treasury.payouts.stage import Office

pytestmark = pytest.mark.django_db
G = SellerOrder.GoodsState


@standing
def purchase() -> Purchase:
    market = make_market()
    products = [make_product(make_organisation(market), price=45000) for _ in range(2)]
    return make_purchase(market, products, method="bank_transfer")


@standing
def bank_desk() -> Desk:
    return Desk()


def line(purchase: Purchase, words: str, minor: int = 0) -> bytes:
    amount = (minor or sum(order.total.minor for order in orders_of(purchase))) / 100
    return f"date;amount;reference;label\n2026-11-20;{amount:.2f};VIR 77;{words}".encode()


def states(purchase: Purchase) -> set[str]:
    return {order.goods_state for order in orders_of(purchase)}


@pytest.mark.broad
def test_named_and_exact_it_is_settled_once(purchase: Purchase) -> None:
    data = line(purchase, f"VIREMENT {purchase.code.lower()} MERCI")
    taken = take_statement(purchase.market, data)
    assert (taken.fresh, taken.matched, taken.transfers) == (1, 1, 1)
    assert states(purchase) == {G.TO_ACCEPT}
    assert take_statement(purchase.market, data).transfers == 0
    with scope(market_id=purchase.market_id):
        assert Entry.objects.filter(debit__kind=Account.Kind.BANK).count() == 2
        assert open_lines() == []


@pytest.mark.parametrize(("words", "minor"), [("no code at all", 0), ("{code}", 1_00)])
def test_unnamed_or_of_another_amount_it_waits_for_a_person(
    purchase: Purchase, words: str, minor: int
) -> None:
    take_statement(purchase.market, line(purchase, words.format(code=purchase.code), minor))
    assert states(purchase) == {G.TO_PAY}
    with scope(market_id=purchase.market_id):
        assert len(open_lines()) == 1
        assert gateway_balances(purchase.market_id, "MAD") == []


@pytest.mark.broad
def test_seen_by_a_person_before_the_bank_says_it_is_no_acquirers(bank_desk: Desk) -> None:
    """An acquirer that has as much by chance has it still."""
    market = bank_desk.market
    bank_desk.say()
    had = gateway_balances(market.pk, "MAD")
    bought = make_purchase(
        market,
        [make_product(make_organisation(market), price=45000) for _ in range(2)],
        method="bank_transfer",
    )
    settle_transfer(bought, reference="VIR 77")
    total = sum(order.total.minor for order in orders_of(bought))
    assert [amount.minor for _, amount in had] == [total]
    for number, matched in ((1, 1), (2, 0)):  # the second is another transfer
        taken = take_statement(market, line(bought, f"VIREMENT {bought.code} {number}"))
        assert (taken.fresh, taken.matched) == (1, matched)
    with scope(market_id=market.pk):
        assert gateway_balances(market.pk, "MAD") == had
        assert Entry.objects.filter(debit__kind=Account.Kind.BANK).count() == 2  # of each order, by hand
        assert [(odd.why, odd.purchase) for odd in odd_lines(open_lines())] == [
            (Why.NOT_AWAITED, bought.code)
        ]


@pytest.mark.broad
def test_a_payment_by_wallet_is_settled_by_the_reference_in_its_code() -> None:
    market = make_market()
    contract = write_contract(
        market, provider="merchant_qr", acquirer="Banque d’essai", channels=["web"], active=True,
        settings={
            "kind": "dynamic", "guid": "ma.example", "merchant": "6000", "category": "5947", "country": "MA",
            "name": "SOUK", "city": "RABAT",
        },
        secrets={},
    )  # fmt: skip
    purchase = make_purchase(market, [make_product(make_organisation(market))], method=contract.method)
    assert take_statement(market, line(purchase, f"MPAY {purchase.code}-P1")).transfers == 1
    assert states(purchase) == {G.TO_ACCEPT}
    with scope(market_id=market.pk):
        payment = Payment.objects.get()
        assert (payment.state, Entry.objects.get().debit.kind) == ("captured", Account.Kind.BANK)
        assert gateway_balances(market.pk, "MAD") == [], "no acquirer has it"
    assert take_statement(market, line(purchase, f"MPAY {purchase.code}-P1")).transfers == 0


@pytest.mark.broad
def test_an_acquirer_settles_a_card_payment_less_its_fee(bank_desk: Desk) -> None:
    """475.00 a piece of two; what arrives is 9.50 less, and a person says so."""
    market, contract = bank_desk.market, bank_desk.contract
    bank_desk.say()
    gross = bank_desk.payment.amount
    assert gateway_balances(market.pk, "MAD") == [(contract, gross)]
    came = f"date;amount;label\n2026-11-20;{(gross.minor - 950) / 100:.2f};REGLEMENT CMI".encode()
    assert take_statement(market, came).matched == 0
    with scope(market_id=market.pk):
        match_settlement(open_lines()[0], contract, gross=gross)
    assert gateway_balances(market.pk, "MAD") == []
    assert (bank_desk.balance("gateway"), bank_desk.balance("gateway_fees")) == (0, -950)


@pytest.mark.broad
def test_an_acquirer_that_settles_exactly_is_matched_at_once(bank_desk: Desk) -> None:
    bank_desk.say()
    came = f"date;amount;label\n2026-11-20;{bank_desk.payment.amount.major};REGLEMENT".encode()
    assert take_statement(bank_desk.market, came).matched == 1
    assert bank_desk.balance("bank") == -bank_desk.payment.amount_minor


def test_what_went_back_by_card_is_not_settled(bank_desk: Desk) -> None:
    """The acquirer has nothing of ours for what it gave back."""
    bank_desk.say()
    order = bank_desk.orders()[0]
    cancel_order(order, reason="no_stock")
    refund = bank_desk.refunds()[0]
    assert refund.provider == "est"
    with transaction.atomic():
        note_refunded(refund, Done(True, "R1"))
        back = [Posting("refunded", "refunds", "gateway", refund.amount)]
        post(bank_desk.market, key=f"refunded/{refund.code}", subject=refund.beneficiary, postings=back)
    left = bank_desk.payment.amount - refund.amount
    assert [balance for _contract, balance in gateway_balances(bank_desk.market.pk, "MAD")] == [left]
    assert bank_desk.balance("gateway") == -left.minor


@pytest.mark.broad
@pytest.mark.parametrize("by_acquirer", [True, False])
def test_what_a_person_gave_back_is_taken_from_where_it_came(bank_desk: Desk, by_acquirer: bool) -> None:
    """On the acquirer's own site it is taken off what that settles; from our account it is on the statement."""
    bank_desk.say()
    order = bank_desk.orders()[0]
    cancel_order(order, reason="no_stock")
    refund = bank_desk.refunds()[0]
    note_refunded(refund, Done(False, why="refused"))
    assert execute_refund(refund, reference="VIR 5", by_acquirer=by_acquirer)
    whole = bank_desk.payment.amount
    left = whole - refund.amount if by_acquirer else whole
    assert [balance for _contract, balance in gateway_balances(bank_desk.market.pk, "MAD")] == [left]
    assert bank_desk.balance("gateway") == -left.minor
    assert bank_desk.balance("bank") == (0 if by_acquirer else refund.amount_minor)
    came = f"date;amount;label\n2026-11-20;{left.major};REGLEMENT".encode()
    assert take_statement(bank_desk.market, came).matched == 1
    assert bank_desk.balance("gateway") == 0


def test_no_acquirer_gives_back_what_came_to_our_own_account(purchase: Purchase) -> None:
    settle_transfer(purchase, reference="VIR 1")
    order = orders_of(purchase)[0]
    cancel_order(order, reason="no_stock")
    with scope(market_id=purchase.market_id):
        refund = Refund.objects.select_related("payment__market").get()
    with pytest.raises(NoAcquirer):
        execute_refund(refund, reference="VIR 2", by_acquirer=True)


@pytest.mark.broad
@pytest.mark.parametrize("words", ["VIR {code} REMBOURSEMENT", "REMB {reference}"])
def test_money_sent_back_is_known_on_the_statement(purchase: Purchase, words: str) -> None:
    """By the refund's code or by what was written of it, at its exact amount; each once."""
    settle_transfer(purchase, reference="VIR 1")
    for order in orders_of(purchase):
        cancel_order(order, reason="no_stock")
    with scope(market_id=purchase.market_id):
        refund, other = Refund.objects.select_related("payment__market").order_by("pk")
    execute_refund(refund, reference="ORDRE 22")
    execute_refund(other, reference="ORDRE 2")
    said = words.format(code=refund.code, reference="ORDRE 22")
    row = f"\n2026-11-20;-{refund.amount.major};;{said}"
    less = f"\n2026-11-20;-{refund.amount.major - 1};;{said}"
    taken = take_statement(purchase.market, f"date;amount;reference;label{less}{row}{row}".encode())
    assert (taken.fresh, taken.matched) == (3, 1)
    with scope(market_id=purchase.market_id):
        lines = StatementLine.objects.filter(state=StatementLine.State.MATCHED)
        assert [line.subject for line in lines] == [f"refund:{refund.code}"]
        assert Entry.objects.filter(credit__kind=Account.Kind.BANK).count() == 2


@pytest.mark.broad
def test_a_refund_that_the_statement_names_is_recorded_as_sent(purchase: Purchase) -> None:
    settle_transfer(purchase, reference="VIR 1")
    cancel_order(orders_of(purchase)[0], reason="no_stock")
    with scope(market_id=purchase.market_id):
        refund = Refund.objects.select_related("payment__market").get()
    data = f"date;amount;reference;label\n2026-11-20;-{refund.amount.major};B77;VIR {refund.code}".encode()
    assert take_statement(purchase.market, data).matched == 1
    assert take_statement(purchase.market, data).fresh == 0
    with scope(market_id=purchase.market_id):
        refund.refresh_from_db()
        assert (refund.state, refund.reference, refund.by_acquirer) == (Refund.State.DONE, "B77", False)
        assert open_lines() == []
    assert orders_of(purchase)[0].money_state == "refunded"


@pytest.mark.parametrize("paid", ["card", "transfer", "both", "neither"])
def test_a_transfer_whose_buyer_pays_by_card_instead(paid: str) -> None:
    """One order; what came twice goes back once, whoever sees it; until it ran out she has the days of her transfer."""
    desk = Desk()
    with scope(market_id=desk.market.pk):
        purchase = Purchase.objects.select_related("market").get()
        transfer = choose_way(purchase, "bank_transfer")
        card = choose_way(purchase, desk.contract.method)
        again = choose_way(purchase, "bank_transfer")
        card = choose_way(purchase, desk.contract.method)
    note_begun(card, Start())
    assert again.due_at == transfer.due_at and card.due_at == transfer.due_at
    if paid in ("card", "both"):
        desk.say(card)
    came = line(purchase, purchase.code) if paid in ("transfer", "both") else b""
    for _ in range(2):
        assert not came or take_statement(desk.market, came).matched in (1, 0)
    if paid == "both":
        confirm_payment(transfer_now(transfer), reference="VIR 78")  # and once more, as a person saw it
    expected = {"to_pay"} if paid == "neither" else {"to_accept"}
    assert {order.goods_state for order in desk.orders()} == expected
    refunded = {refund.payment.code for refund in desk.refunds()}
    assert refunded == ({transfer.code, again.code} if paid == "both" else set())
    assert desk.balance("buyers") == (0 if paid == "neither" else card.amount_minor)
    assert -desk.balance("bank") == {"both": 2, "transfer": 1}.get(paid, 0) * card.amount_minor
    with scope(market_id=desk.market.pk):
        assert open_lines() == []


def transfer_now(transfer: Payment) -> Payment:
    with everything("a test's own payment"):
        return Payment.objects.select_related("market").get(pk=transfer.pk)


def told_of(market: Market) -> list[Message]:
    with everything("a test's own messages"):
        return list(Message.objects.filter(market=market, kind="bank_line_odd").order_by("pk"))


@pytest.mark.broad
def test_who_pays_out_is_told_once_of_what_belongs_to_nothing(purchase: Purchase) -> None:
    market, operator, support = purchase.market, make_person(), make_person()
    appoint(market, operator, "operator")
    appoint(market, support, "support")
    take_statement(market, line(purchase, f"VIREMENT {purchase.code}"))
    assert told_of(market) == []
    data = b"date;amount;reference;label\n2026-11-20;80;R1;INCONNU\n2026-11-21;-12.50;R2;FRAIS"
    for _ in range(2):
        take_statement(market, data)
    [message] = told_of(market)
    assert message.to == operator.phone
    assert "/office/bank/" in message.link
    take_statement(market, data + b"\n2026-11-22;5;R3;ENCORE")
    assert len(told_of(market)) == 2


@pytest.mark.broad
def test_what_an_odd_line_seems_to_be() -> None:
    office = Office(sellers=1)
    market = office.market
    bought = make_purchase(market, [make_product(office.sellers[0])], method="bank_transfer")
    office.earn(office.sellers[0], 3_000)
    prepare_batch(market, office.preparer, currency="MAD", rail="bank_file")
    [payout] = office.payouts()
    rows = [
        ("12.00", f"RETOUR {payout.code}", Why.CAME_BACK), ("-12.00", f"VIR {payout.code}", Why.NO_SUCH_PAYOUT),
        ("12.00", f"VIR {bought.code}", Why.NOT_AWAITED), ("12.00", "VIR 0123456789", Why.STRANGE_IN),
        ("-12.00", "FRAIS DE TENUE", Why.STRANGE_OUT), ("-12.00", bought.code, Why.STRANGE_OUT),
    ]  # fmt: skip
    table = "".join(f"\n2026-11-{20 - n};{amount};;{words}" for n, (amount, words, _) in enumerate(rows))
    assert take_statement(market, f"date;amount;reference;label{table}".encode()).matched == 0
    with scope(market_id=market.pk):
        found = odd_lines(open_lines())
    assert [odd.why for odd in found] == [why for *_, why in rows]
    named = [odd.payout.code if odd.payout else odd.purchase for odd in found]
    assert named == [payout.code, payout.code, bought.code, "", "", ""]
