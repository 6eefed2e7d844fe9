"""The page between an order and its money where the gateway has none of its own, or wants its script on ours."""

import re
from urllib.parse import urlsplit

import pytest
from django.db.models import Sum

from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations import (
    Addresses,
    AlreadyBegun,
    begin_payment,
    cancel_order,
    check_payment,
    confirm_payment,
)
from tadamun.trade.checkout.operations.settling import NotExpected
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.operations import BadContract, claim_beginning, write_contract
from tests.factories import make_market, make_organisation, make_product, make_purchase
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.trade.checkout.at_bank import contract_at
from tests.trade.checkout.test_paying import make_contract
from tests.web.storefront.shopper import Shopper

__all__ = ["simulated_bank"]
pytestmark = pytest.mark.django_db
QR = {
    "kind": "dynamic", "guid": "ma.example.solid", "merchant": "600000001", "category": "5947", "country": "MA",
    "name": "SOUK SOLIDAIRE", "city": "EL HAJEB",
}  # fmt: skip


class Page:
    """The payment page of one purchase that waits for its money."""

    def __init__(
        self, provider: str, bank: SimulatedBank | None = None, language: str = "ar", **changed: str
    ) -> None:
        self.market = make_market()
        self.contract = self._contract(provider, bank, changed)
        product = make_product(make_organisation(self.market))
        self.purchase = make_purchase(self.market, [product], method=self.contract.method)
        self.shopper = Shopper(self.market, language)
        self.path = f"orders/{self.purchase.secret}/payment/"

    def _contract(self, provider: str, bank: SimulatedBank | None, changed: dict[str, str]) -> Contract:
        if bank:
            return contract_at(self.market, bank, provider, **changed)
        return write_contract(
            self.market, provider=provider, acquirer="Banque d’essai", channels=["web"], active=True,
            settings={**QR, **changed}, secrets={},
        )  # fmt: skip

    def text(self) -> str:
        return str(self.shopper.get(self.path).content.decode())

    def payments(self) -> list[Payment]:
        with scope(market_id=self.market.pk):
            return list(Payment.objects.select_related("market", "contract").order_by("pk"))

    def order(self) -> SellerOrder:
        with scope(market_id=self.market.pk):
            return SellerOrder.objects.get()


@pytest.mark.broad
def test_a_code_to_scan_with_amount_and_reference() -> None:
    page = Page("merchant_qr")
    assert "storefront/press" in page.text()
    answer = page.shopper.post(page.path)
    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (303, f"/ar/{page.path}")
    [payment] = page.payments()
    text = page.text()
    assert "<svg" in text and "data:image/png;base64," in text and payment.code in text
    assert not re.search(r"\sstyle=|\son\w+=", text)
    assert payment.due_at is not None and (payment.due_at - payment.made_at).days >= 1


@pytest.mark.broad
def test_asking_again_shows_the_same_code_and_another_way_is_free() -> None:
    page = Page("merchant_qr", language="fr")
    for _ in range(2):
        assert page.shopper.post(page.path, method=page.contract.method).status_code == 303
    assert len(page.payments()) == 1
    answer = page.shopper.post(page.path, method="cash_on_delivery")
    assert answer.headers["Location"].endswith(f"/fr/orders/{page.purchase.secret}/")
    assert page.order().goods_state == "to_confirm"
    assert page.shopper.post(page.path, method="nothing").status_code == 303


@pytest.mark.broad
def test_a_transfer_may_be_left_for_another_way_and_taken_again() -> None:
    page = Page("merchant_qr", language="en")
    page.purchase = make_purchase(
        page.market, [make_product(make_organisation(page.market))], method="bank_transfer"
    )
    page.path = own = f"orders/{page.purchase.secret}/payment/"
    assert own in page.shopper.get(f"orders/{page.purchase.secret}/").content.decode()
    text = page.text()
    assert "Have you sent the transfer already?" in text and 'value="bank_transfer"' not in text
    for nothing_new in ("", "bank_transfer"):
        assert page.shopper.post(own, method=nothing_new).status_code == 303
    assert len(page.payments()) == 2
    assert page.shopper.post(own, method="gold").status_code == 422
    assert page.shopper.post(own, method=page.contract.method).headers["Location"].endswith(f"/en/{own}")
    assert page.shopper.post(own, method="bank_transfer").status_code == 303
    assert [(each.provider, each.state) for each in page.payments()[1:]] == [
        ("bank_transfer", "waiting"), ("merchant_qr", "waiting"), ("bank_transfer", "waiting"),
    ]  # fmt: skip


@pytest.mark.broad
def test_a_try_is_sent_to_its_gateway_once() -> None:
    """Two sendings at once: some gateways would let her pay both."""
    page = Page("merchant_qr")
    [payment] = page.payments()
    where = Addresses("https://a.test", "https://a.test", "https://a.test")
    begin_payment(payment, page.purchase, language="ar", addresses=where)
    with pytest.raises(AlreadyBegun):
        begin_payment(payment, page.purchase, language="ar", addresses=where)
    assert len(page.payments()) == 1


@pytest.mark.broad
def test_a_code_that_never_came_is_asked_for_by_another_try() -> None:
    page = Page("merchant_qr")
    with scope(market_id=page.market.pk):
        assert claim_beginning(page.payments()[0])
    assert "storefront/press" in page.text()
    assert page.shopper.post(page.path).status_code == 303
    assert [payment.code[-2:] for payment in page.payments()] == ["P1", "P2"]
    assert page.payments()[1].code in page.text()


@pytest.mark.broad
def test_a_way_that_is_not_offered_is_refused() -> None:
    page = Page("merchant_qr")
    page.shopper.post(page.path)
    assert page.shopper.post(page.path, method="est.NOBODY").status_code == 422
    assert page.shopper.post(page.path, method="'; --").status_code == 422


@pytest.mark.broad
def test_a_person_confirms_what_came_and_the_bank_has_it() -> None:
    page = Page("merchant_qr")
    page.shopper.post(page.path)
    [payment] = page.payments()
    with pytest.raises(NotExpected):
        confirm_payment(payment, reference=" ")
    assert confirm_payment(payment, reference="MW-77")
    assert not confirm_payment(payment, reference="MW-77")
    assert page.order().money_state == "paid"
    with everything("a test's own book"):
        had = Entry.objects.filter(debit__kind=Account.Kind.BANK).aggregate(sum=Sum("amount_minor"))["sum"]
    assert had == payment.amount_minor
    assert page.shopper.get(page.path).headers["Location"].endswith(f"/orders/{page.purchase.secret}/")


@pytest.mark.broad
def test_nobody_confirms_by_hand_what_a_gateway_tells(simulated_bank: SimulatedBank) -> None:
    page = Page("mastercard", simulated_bank)
    with pytest.raises(NotExpected):
        confirm_payment(page.payments()[0], reference="MW-77")


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [({"kind": "both"}, ["kind"]), ({"city": "الحاجب"}, ["city"]), ({"days": "-1"}, ["days"])],
)
def test_a_contract_whose_code_nobody_could_read(changed: dict[str, str], wrong: list[str]) -> None:
    with pytest.raises(BadContract) as refused:
        Page("merchant_qr", None, "ar", **changed)
    assert refused.value.names == wrong


@pytest.mark.parametrize(
    ("host", "real", "good"),
    [
        ("https://gateway.test", True, True), ("http://127.0.0.1:8200", False, True), ("http://gateway.test", True, False),
        ("javascript:alert(1)", False, False), ("https://", False, False), ("https://[", False, False),
        ("gateway.test", False, False), ("https://gateway.test:99999", False, False),
    ],
)  # fmt: skip
def test_real_money_goes_to_an_address_and_encrypted(host: str, real: bool, good: bool) -> None:
    said = {"host": host, "merchant_id": "M1", "merchant_name": "Dlala", "operation": "PURCHASE"}
    wrong: list[str] = []
    try:
        write_contract(
            make_market(), provider="mastercard", acquirer="Banque", test=not real, settings=said, secrets={"api_password": "x"}
        )  # fmt: skip
    except BadContract as refused:
        wrong = refused.names
    assert wrong == ([] if good else ["host"])


@pytest.mark.broad
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_code_for_the_agency(simulated_bank: SimulatedBank, language: str) -> None:
    page = Page("binga", simulated_bank, language)
    assert page.shopper.post(page.path).status_code == 303
    code = simulated_bank.payment(page.payments()[0].code)["details"]["voucher"]
    text = page.text()
    assert code in text and page.purchase.code in text
    assert "<ol" in text
    simulated_bank.control(f"transactions/{page.payments()[0].code}/expiry")
    with scope(market_id=page.market.pk):
        assert check_payment(page.payments()[0]) == "failed"
    again = page.text()
    assert code not in again
    assert "/payment/" in again
    assert page.shopper.post(page.path, method=page.contract.method).status_code == 303
    assert simulated_bank.payment(page.payments()[1].code)["details"]["voucher"] in page.text()


@pytest.mark.broad
def test_the_gateways_script_runs_on_one_page_alone(simulated_bank: SimulatedBank) -> None:
    page = Page("mastercard", simulated_bank, "fr")
    before = page.shopper.get(page.path)
    assert f"script-src 'self' {simulated_bank.url}" not in before.headers["Content-Security-Policy"]
    answer = page.shopper.post(page.path)
    text = answer.content.decode()
    assert f"script-src 'self' {simulated_bank.url};" in answer.headers["Content-Security-Policy"]
    assert f'<script src="{simulated_bank.url}/static/checkout/checkout.min.js"></script>' in text
    session = re.search(r'data-session="(SESSION\d+)"', text)
    assert session and f'href="{simulated_bank.url}/checkout/pay/{session[1]}"' in text
    assert simulated_bank.get(f"/checkout/pay/{session[1]}").status == 303
    assert "script-src 'self';" in page.shopper.get(page.path).headers["Content-Security-Policy"]


@pytest.mark.broad
def test_only_addresses_are_named_in_the_policy_of_the_page(simulated_bank: SimulatedBank) -> None:
    page = Page("mastercard", simulated_bank, merchant_name="https://elsewhere.test; script-src *")
    policy = page.shopper.post(page.path).headers["Content-Security-Policy"]
    assert "elsewhere" not in policy and "*" not in policy


@pytest.mark.broad
def test_what_ended_before_she_left_is_not_asked_for() -> None:
    """Else its part would come without anybody whose it is."""
    market = make_market()
    contract = make_contract(market)
    products = [make_product(make_organisation(market), price=45000) for _ in range(2)]
    purchase = make_purchase(market, products, method=contract.method)
    with scope(market_id=market.pk):
        [first, second] = SellerOrder.objects.select_related("market", "purchase").order_by("pk")
        payment = Payment.objects.get()
    cancel_order(first, reason="changed_mind")
    assert not claim_beginning(payment)
    page = Shopper(market, "fr").post(f"orders/{purchase.secret}/payment/").content.decode()
    assert f'name="amount" value="{second.total.major}"' in page


@pytest.mark.broad
def test_tries_are_counted(simulated_bank: SimulatedBank) -> None:
    """Each is a row that stays: whoever has the link cannot make them without end."""
    page = Page("est", simulated_bank)
    answers = [page.shopper.post(page.path).status_code for _ in range(33)]
    assert (answers[0], answers[-1]) == (200, 429)
    assert len(page.payments()) == 31


@pytest.mark.broad
def test_the_form_of_youcan_is_a_plain_address(simulated_bank: SimulatedBank) -> None:
    page = Page("youcan", simulated_bank, "ar")
    where = page.shopper.post(page.path).headers["Location"]
    assert where.startswith(f"{simulated_bank.url}/sandbox/payment-form/")
    assert where.endswith("?lang=ar")
    asked = simulated_bank.payment(page.payments()[0].code)["fields"]
    assert asked["customer_ip"] == "127.0.0.1"


@pytest.mark.broad
def test_a_gateway_that_is_away_keeps_the_order(simulated_bank: SimulatedBank) -> None:
    page = Page("binga", simulated_bank, "fr", pay_url="http://127.0.0.1:9/none")
    answer = page.shopper.post(page.path)
    assert answer.status_code == 503
    assert "Aucun code ne peut être créé" in answer.content.decode()
    with scope(market_id=page.market.pk):
        assert Purchase.objects.get().secret in answer.content.decode()
    assert page.order().goods_state == "to_pay"
    assert page.payments()[0].state == "failed"
