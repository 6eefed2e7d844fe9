"""Each fault over each gateway: how many notices come, and what the bank holds afterwards."""

from collections.abc import Callable

import pytest

from tadamun_simulators.cards import FAULTS
from tests.simulators.est import form, signed
from tests.simulators.process import Shop, SimulatedBank
from tests.simulators.test_binga import ask
from tests.simulators.test_mastercard import call, request
from tests.simulators.test_payzone import launch, payload
from tests.simulators.test_youcan import tokenize

pytestmark = pytest.mark.broad

Open = Callable[[SimulatedBank, Shop, str], object]

OPENED: dict[str, Open] = {
    "est": lambda bank, shop, order: bank.post(
        "/fim/est3Dgate", signed(form(order, shop.url, TranType="Auth"))
    ),
    "mastercard": lambda bank, shop, order: call(bank, "POST", "/session", request(order, shop)),
    "youcan": tokenize,
    "payzone": lambda bank, shop, order: launch(bank, payload(shop, order)),
    "binga": ask,
}
NOTICES = {"retry": 2, "repeat": 3, "reorder": 2, "drop": 0}
REFUSED = {"decline", "secure-failed"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("gateway", OPENED)
def test_a_fault(simulated_bank: SimulatedBank, shop: Shop, order: str, gateway: str, fault: str) -> None:
    simulated_bank.control("webhooks", gateway="youcan", url=f"{shop.url}/hook/")
    simulated_bank.control("choices", gateway=gateway, fault=fault, seconds=0.02)
    OPENED[gateway](simulated_bank, shop, order)
    simulated_bank.pay(order)
    expected = NOTICES.get(fault, 1)
    assert len(shop.wait(expected)) == expected
    assert simulated_bank.payment(order)["state"] == ("failed" if fault in REFUSED else "captured")


def test_a_name_below_localhost_is_this_machine(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    """The markets of the demonstration have such names, which not every resolver knows."""
    named = shop.url.replace("127.0.0.1", "dlala.localhost")
    simulated_bank.post("/fim/est3Dgate", signed(form(order, named)))
    simulated_bank.pay(order)
    assert shop.posts[0].headers["host"] == named.removeprefix("http://")
