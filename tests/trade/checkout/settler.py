"""A program that a test kills: ``python -m tests.trade.checkout.settler begin BANK`` sends a buyer to the bank's page,
``ask`` asks the gateway and settles, ``ask STEP`` dies by SIGKILL at that step, ``judge`` prints what is in the book.
"""

import json
import os
import signal
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
NOWHERE = "http://127.0.0.1:9/"


def begin(url: str) -> Any:
    from tadamun.kernel.scopes import scope
    from tadamun.trade.checkout.operations import Addresses, begin_payment
    from tadamun.trade.orders.models import Purchase
    from tests.factories import make_market, make_organisation, make_product, make_purchase
    from tests.simulators.process import SimulatedBank
    from tests.trade.checkout.at_bank import contract_at, enter

    bank = SimulatedBank(url, None)  # type: ignore[arg-type]
    market = make_market()
    contract = contract_at(market, bank, "est")
    make_purchase(market, [make_product(make_organisation(market))], method=contract.method)
    with scope(market_id=market.pk):
        payment, purchase = _payment(), Purchase.objects.select_related("market").get()
        enter(
            bank,
            begin_payment(payment, purchase, language="fr", addresses=Addresses(NOWHERE, NOWHERE, NOWHERE)),
        )
    return payment.code


def _payment() -> Any:
    from tadamun.treasury.payments.models import Payment

    return Payment.objects.select_related("market", "contract").get()


def ask(step: str = "") -> Any:
    from tadamun.kernel.scopes import everything
    from tadamun.trade.checkout.operations import check_payment, hearing, paying

    def die(*_arguments: Any, **_named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "captured":  # the bank has taken the money, nothing of ours is written
        hearing._act = die
    elif step == "written":  # orders, payment and ledger are written, the transaction is not committed
        paying.audit.record = die
    with everything("a test's own payment"):
        return check_payment(_payment())


def judge() -> Any:
    from django.db.models import Sum

    from tadamun.kernel.scopes import everything
    from tadamun.trade.orders.models import SellerOrder
    from tadamun.treasury.ledger.models import Entry

    with everything("a test's own book"):
        came = Entry.objects.filter(debit__kind="gateway").aggregate(sum=Sum("amount_minor"))["sum"] or 0
        return {
            "state": _payment().state, "came": came, "amount": _payment().amount_minor,
            "orders": list(SellerOrder.objects.values_list("money_state", flat=True)),
        }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"begin": begin, "ask": ask, "judge": judge}[sys.argv[1]](*sys.argv[2:])))
