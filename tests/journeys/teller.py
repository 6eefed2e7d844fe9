"""A second program on a served installation, for what no page does at once: it signs contracts with the bank, places orders and
says how they and their money stand. ``python -m tests.journeys.teller`` reads one JSON array a line: a verb and its words.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

from tests.journeys.stage import Installation

ACQUIRER = "Journeys"
WALLET = {
    "kind": "dynamic", "template": "26", "guid": "ma.example.solid", "merchant": "600000001", "category": "5947",
    "country": "MA", "name": "SOUK SOLIDAIRE", "city": "EL HAJEB",
}  # fmt: skip


class Teller:
    """The running program, asked from a test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, verb: str, *words: str) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([verb, *words]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the teller has gone"
        return json.loads(line)


@contextmanager
def teller(installation: Installation) -> Iterator[Teller]:
    """Until the block ends, with its contracts in force."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.teller"],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"},
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Teller(process)
    finally:
        process.communicate(timeout=30)


def main() -> None:
    django.setup()
    from tadamun.goods.catalogue.models import Product, Variant
    from tadamun.kernel.scopes import everything, scope
    from tadamun.people.markets.models import Market
    from tadamun.people.notices.models import Message
    from tadamun.people.sellers.models import Admission
    from tadamun.trade.checkout.operations import cancel_order, check_payment
    from tadamun.trade.orders.models import Purchase, SellerOrder
    from tadamun.treasury.payments.models import Contract, Payment, Refund
    from tadamun.treasury.payments.operations import write_contract
    from tests.factories import make_purchase
    from tests.simulators.process import SimulatedBank
    from tests.trade.checkout.at_bank import CONTRACTS, contract_at

    def sign(slug: str, bank: str) -> dict[str, str]:
        """The way to pay and the contract's own code, by provider."""
        with everything("the market of a journey"):
            market = Market.objects.get(slug=slug)
        made = {name: contract_at(market, SimulatedBank(bank), name) for name in CONTRACTS}
        for contract in made.values():
            write_contract(market, contract, settings=contract.settings, secrets={}, acquirer=ACQUIRER)
        return {name: contract.code for name, contract in made.items()}

    def sign_by_hand(slug: str) -> dict[str, str]:
        """A wallet's code and a terminal, which everybody holds: nobody tells us of what is paid there."""
        with everything("the market and sellers of a journey"):
            market = Market.objects.get(slug=slug)
            sellers = Admission.objects.filter(market=market).values_list("organisation__code", flat=True)
            held = {"merchant": "1", "sellers": ", ".join(sellers)}
        ways = {"merchant_qr": (["web", "link"], WALLET), "terminal": (["terminal"], held)}
        return {
            name: write_contract(
                market, provider=name, acquirer=ACQUIRER, channels=channels, settings=settings, secrets={}, active=True
            ).method
            for name, (channels, settings) in ways.items()
        }  # fmt: skip

    def close() -> None:
        with everything("the contracts of a journey"):
            found = list(Contract.objects.select_related("market").filter(acquirer=ACQUIRER))
        for contract in found:
            write_contract(
                contract.market, contract, settings=contract.settings, secrets={}, active=False
            )  # fmt: skip

    def place(slug: str, method: str, language: str) -> dict[str, str]:
        """One piece that is made to order, so that nothing is sold out by it."""
        with everything("the goods of a journey"):
            market = Market.objects.get(slug=slug)
            made = Variant.objects.filter(mode=Variant.Mode.MADE_TO_ORDER, active=True)
            rows = Product.objects.filter(pk__in=made.values("product"), review="approved", removed_at=None)
            here = Admission.objects.filter(market=market, status="admitted").values("organisation")
            product = rows.filter(organisation__in=here, shown=True).order_by("pk")[0]
        placed = make_purchase(market, [product], method=method, language=language)
        return {"code": placed.code, "secret": placed.secret}

    def state(code: str) -> dict[str, Any]:
        with everything("an order of a journey"):
            purchase = Purchase.objects.get(code=code)
            [order] = SellerOrder.objects.filter(purchase=purchase)
            tries = list(Payment.objects.filter(subject=str(purchase.reference)).order_by("pk"))
            refunds = Refund.objects.filter(payment__in=tries).order_by("pk")
            told = Message.objects.filter(kind__startswith="payment_", text__contains=code)
            return {
                "order": [order.goods_state, order.money_state],
                "asked": [str(one.amount.major) for one in tries],
                "tries": [[one.code, one.provider, one.state] for one in tries],
                "refunds": [[one.payment.code, one.amount_minor == order.total.minor] for one in refunds],
                "told": sorted(set(told.values_list("kind", flat=True))),
            }

    def look(code: str) -> str:
        """Ask the gateway of a try, as the clock does."""
        with everything("a payment of a journey"):
            payment = Payment.objects.select_related("market", "contract").get(code=code)
        return check_payment(payment)

    def end(code: str) -> None:
        """As the clock does with what nobody paid in time."""
        with everything("an order of a journey"):
            order = SellerOrder.objects.select_related("market", "purchase").get(purchase__code=code)
        with scope(market_id=order.market_id):
            cancel_order(order, reason="no_answer")

    verbs: dict[str, Callable[..., Any]] = {
        "sign": sign, "sign_by_hand": sign_by_hand, "close": close, "place": place, "state": state, "look": look, "end": end,
    }  # fmt: skip
    for line in sys.stdin:
        verb, *words = json.loads(line)
        print(json.dumps(verbs[verb](*words)), flush=True)
    close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tadamun.config.settings")
    main()
