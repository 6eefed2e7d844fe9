"""Contracts with the simulated bank, and buyers who were sent to it."""

from collections.abc import Callable, Mapping
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Max
from pytest_django.live_server_helper import LiveServer

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import (
    Addresses,
    begin_payment,
    check_payment,
    choose_way,
    refund_order,
)
from tadamun.trade.checkout.operations.refunding import execute_refund
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.payments.models import Contract, Notice, Payment, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.providers.base import Start
from tests.factories import make_market, make_organisation, make_product, make_purchase
from tests.simulators.process import SimulatedBank

Words = Mapping[str, str]


def _est(url: str, known: Words) -> tuple[Words, Words]:
    return (
        {"page_url": url + known["gateway_path"], "api_url": url + known["api_path"], "client_id": known["clientid"],
         "tran_type": "PreAuth", "api_user": known["api_user"]},
        {"storekey": known["storekey"], "api_password": known["api_password"]},
    )  # fmt: skip


def _mastercard(url: str, known: Words) -> tuple[Words, Words]:
    return (
        {"host": url, "merchant_id": known["merchant_id"], "merchant_name": "Dlala", "operation": "PURCHASE"},
        {"api_password": known["api_password"], "notification_secret": known["notification_secret"]},
    )


def _youcan(url: str, known: Words) -> tuple[Words, Words]:
    return (
        {"tokenize_url": url + known["tokenize_path"], "form_url": url + known["form_path"],
         "transactions_url": url + known["transactions_path"]},
        {"pri_key": known["pri_key"]},
    )  # fmt: skip


def _payzone(url: str, known: Words) -> tuple[Words, Words]:
    return (
        {"launch_url": url + known["launch_path"], "charges_url": url + known["charges_path"],
         "merchant_account": known["merchant_account"], "caller_name": known["caller_name"]},
        {"paywall_secret_key": known["paywall_secret_key"], "notification_key": known["notification_key"],
         "caller_password": known["caller_password"]},
    )  # fmt: skip


def _binga(url: str, known: Words) -> tuple[Words, Words]:
    return (
        {"pay_url": url + known["pay_path"], "orders_url": url + known["status_path"], "store_id": known["store_id"],
         "user": known["user"]},
        {"password": known["password"], "private_key": known["private_key"]},
    )  # fmt: skip


CONTRACTS: dict[str, Callable[[str, Words], tuple[Words, Words]]] = {
    "est": _est, "mastercard": _mastercard, "youcan": _youcan, "payzone": _payzone, "binga": _binga,
}  # fmt: skip


def contract_at(market: Market, bank: SimulatedBank, provider: str, **changed: str) -> Contract:
    settings, secrets = CONTRACTS[provider](bank.url, bank.get("/merchants.json").json[provider])
    return write_contract(
        market, provider=provider, acquirer="Simulateur", channels=["web"], active=True,
        settings={**settings, **changed}, secrets=secrets,
    )  # fmt: skip


def enter(bank: SimulatedBank, start: Start) -> None:
    """Her browser goes where it is sent, as far as the page that asks for her card."""
    if start.url:
        where = urlsplit(start.url)
        assert f"{where.scheme}://{where.netloc}" == bank.url
        page = (
            bank.post(where.path, start.fields)
            if start.fields
            else bank.get(start.url.removeprefix(bank.url))
        )
        assert page.status == 303, page.text


class Desk:
    """A market with one contract at the bank."""

    def __init__(
        self,
        server: LiveServer,
        bank: SimulatedBank,
        provider: str = "est",
        slug: str = "souk",
        **changed: str,
    ) -> None:
        self.server, self.bank, self.provider = server, bank, provider
        self.codes: set[str] = set()
        self.market = make_market(slug)
        self.organisation = make_organisation(self.market)
        self.contract = contract_at(self.market, bank, provider, **changed)
        if provider == "youcan":
            bank.control("webhooks", gateway="youcan", url=self.notices)

    @property
    def notices(self) -> str:
        return f"{self.server.url}/hooks/payments/{self.provider}/{self.contract.code}/"

    def buy(self) -> "Buyer":
        return Buyer(self)


class Buyer:
    """One purchase, sent to the bank's page unless she ``stays``."""

    def __init__(self, desk: Desk, *, stays: bool = False, in_parts: bool = False) -> None:
        self.desk, self.bank, self.market, self.contract = desk, desk.bank, desk.market, desk.contract
        mode = Variant.Mode.MADE_TO_ORDER if in_parts else Variant.Mode.STOCK
        product = make_product(desk.organisation, price=100_000 if in_parts else 45_000, mode=mode)
        placed = make_purchase(self.market, [product], method=self.contract.method, in_parts=in_parts)
        with scope(market_id=self.market.pk):
            self.purchase = Purchase.objects.select_related("market").get(pk=placed.pk)
        self.payment = self.latest()
        self.desk.codes.add(self.payment.code)
        with everything("a test's own notices"):
            self.before = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
        if not stays:
            self._leave()

    def _leave(self) -> None:
        desk = self.desk
        back = f"{desk.server.url}/fr/payments/{self.payment.secret}/"
        self.start = begin_payment(
            self.payment,
            self.purchase,
            language="fr",
            addresses=Addresses(back, f"{back}?left=1", desk.notices),
        )
        enter(self.bank, self.start)

    def pay_balance(self) -> None:
        """By the link of the message, at the bank's page again: another try under another number."""
        with scope(market_id=self.market.pk):
            self.payment = choose_way(self.purchase, self.contract.method)
        self.desk.codes.add(self.payment.code)
        self._leave()

    def latest(self) -> Payment:
        with scope(market_id=self.market.pk):
            rows = Payment.objects.select_related("market", "contract")
            return rows.filter(subject=str(self.purchase.reference)).order_by("-pk")[0]

    def pay(self, fault: str, **values: Any) -> Any:
        """Be the buyer; what comes late comes a moment later."""
        self.bank.control(f"transactions/{self.payment.code}/fault", fault=fault, seconds=0.05)
        return self.bank.pay(self.payment.code, fault=fault, **values)

    @property
    def state(self) -> str:
        return self.latest().state

    @property
    def at_bank(self) -> str:
        return str(self.bank.payment(self.payment.code)["state"])

    def verdicts(self) -> list[str]:
        """Of the notices about this payment; one that is cut may name nobody."""
        others = self.desk.codes - {self.payment.code}
        with everything("a test's own notices"):
            rows = list(
                Notice.objects.filter(pk__gt=self.before).order_by("pk").values_list("verdict", "body")
            )
        return [verdict for verdict, body in rows if not any(code in body for code in others)]

    def order(self) -> SellerOrder:
        with scope(market_id=self.market.pk):
            return SellerOrder.objects.select_related("market", "purchase").get(purchase=self.purchase)

    def check(self) -> str:
        with scope(market_id=self.market.pk):
            return check_payment(self.latest())

    def refund(self, goods: int = 0) -> Refund:
        """Decided: so much of the goods in minor units, or all of the order."""
        order = self.order()
        of = order.purchase.goods
        part = type(of)(goods, of.currency) if goods else of
        delivery = type(of)(0, of.currency) if goods else order.purchase.delivery
        [decided] = refund_order(order, goods=part, delivery=delivery, reason="flaw")
        return self.refunded(decided)

    def refunded(self, refund: Refund) -> Refund:
        with scope(market_id=self.market.pk):
            return Refund.objects.select_related("payment__market", "payment__contract").get(pk=refund.pk)

    def execute(self, refund: Refund) -> bool:
        return execute_refund(self.refunded(refund))


def until(found: Callable[[], bool]) -> None:
    """What another program does a moment later."""
    end = monotonic() + 10
    while not found():
        assert monotonic() < end
        sleep(0.02)
