"""CC5: capture, void, refund, status and history."""

from http.client import RemoteDisconnected
from xml.etree import ElementTree

import pytest

from tests.simulators.est import form, signed
from tests.simulators.process import Shop, SimulatedBank

pytestmark = pytest.mark.broad

LOGIN = "<Name>demo.api</Name><Password>DEMO-api-2026</Password><ClientId>600000001</ClientId>"


def call(bank: SimulatedBank, inner: str, login: str = LOGIN) -> dict[str, str]:
    """All elements of the answer by their names."""
    body = f'<?xml version="1.0" encoding="UTF-8"?><CC5Request>{login}{inner}</CC5Request>'
    answer = bank.ask("POST", "/fim/api", body.encode(), {"Content-Type": "text/xml"})
    assert answer.status == 200, answer.text
    return {element.tag: element.text or "" for element in ElementTree.fromstring(answer.body).iter()}


def typed(bank: SimulatedBank, kind: str, order: str, total: str = "") -> dict[str, str]:
    amount = f"<Total>{total}</Total><Currency>504</Currency>" if total else ""
    return call(bank, f"<Type>{kind}</Type><OrderId>{order}</OrderId>{amount}")


def status(bank: SimulatedBank, order: str) -> dict[str, str]:
    return call(bank, f"<OrderId>{order}</OrderId><Extra><ORDERSTATUS>QUERY</ORDERSTATUS></Extra>")


@pytest.fixture
def authorised(simulated_bank: SimulatedBank, shop: Shop, order: str) -> str:
    shop.says = "APPROVED"
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    simulated_bank.pay(order)
    return order


def test_an_order_is_captured_settled_and_refunded(simulated_bank: SimulatedBank, authorised: str) -> None:
    assert status(simulated_bank, authorised)["TRANS_STAT"] == "A"
    assert typed(simulated_bank, "PostAuth", authorised, "149.50")["ProcReturnCode"] == "00"
    shown = status(simulated_bank, authorised)
    assert (shown["TRANS_STAT"], shown["ORIG_TRANS_AMT"], shown["CAPTURE_AMT"]) == ("C", "14950", "14950")
    early = typed(simulated_bank, "Credit", authorised, "49.50")
    assert (early["Response"], early["ERRORCODE"], early["NUMCODE"]) == ("Error", "CORE-2508", "992508")
    simulated_bank.control(f"transactions/{authorised}/settlement")
    assert typed(simulated_bank, "Void", authorised)["ERRORCODE"] == "CORE-2511"
    assert typed(simulated_bank, "Credit", authorised, "49.50")["Response"] == "Approved"
    assert status(simulated_bank, authorised)["CAPTURE_AMT"] == "14950"
    assert typed(simulated_bank, "Credit", authorised, "100.01")["ERRORCODE"] == "CORE-2503"
    assert typed(simulated_bank, "Credit", authorised, "100.00")["Response"] == "Approved"
    assert typed(simulated_bank, "Credit", authorised, "0.01")["ERRORCODE"] == "CORE-2504"
    assert status(simulated_bank, authorised)["CHARGE_TYPE_CD"] == "C"
    history = call(
        simulated_bank, f"<OrderId>{authorised}</OrderId><Extra><ORDERHISTORY>QUERY</ORDERHISTORY></Extra>"
    )
    assert history["TRXCOUNT"] == "4"


def test_an_order_that_nobody_paid_has_no_record(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    assert status(simulated_bank, order)["ErrMsg"] == f"No record found for {order}"
    simulated_bank.pay(order, fault="decline")
    assert status(simulated_bank, order)["TRANS_STAT"] == "D"


def test_an_order_is_voided(simulated_bank: SimulatedBank, authorised: str) -> None:
    assert typed(simulated_bank, "Void", authorised)["Response"] == "Approved"
    assert status(simulated_bank, authorised)["TRANS_STAT"] == "V"
    assert typed(simulated_bank, "PostAuth", authorised)["ERRORCODE"] == "CORE-2509"
    assert typed(simulated_bank, "Void", authorised)["ERRORCODE"] == "CORE-2008"


def test_a_part_is_captured_and_more_is_refused(simulated_bank: SimulatedBank, authorised: str) -> None:
    assert typed(simulated_bank, "PostAuth", authorised, "149.51")["ERRORCODE"] == "CORE-2512"
    assert typed(simulated_bank, "PostAuth", authorised, "100.00")["Response"] == "Approved"
    assert status(simulated_bank, authorised)["CAPTURE_AMT"] == "10000"


def test_what_is_wrong_is_refused(simulated_bank: SimulatedBank, authorised: str) -> None:
    wrong = call(
        simulated_bank, f"<Type>Void</Type><OrderId>{authorised}</OrderId>", LOGIN.replace("2026", "x")
    )
    assert (wrong["Response"], wrong["ProcReturnCode"]) == ("Error", "99")
    assert typed(simulated_bank, "Credit", "nobody")["ERRORCODE"] == "CORE-2123"
    assert typed(simulated_bank, "Void", "nobody")["ERRORCODE"] == "CORE-2008"
    assert typed(simulated_bank, "Steal", authorised)["ERRORCODE"] == "CORE-2001"
    assert typed(simulated_bank, "PostAuth", authorised, "x")["ERRORCODE"] == "CORE-2007"
    assert status(simulated_bank, "nobody")["Response"] == "Declined"
    assert simulated_bank.ask("POST", "/fim/api", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>').status == 400
    assert simulated_bank.ask("POST", "/fim/api", b"<CC5Request>").status == 400


def test_the_line_is_down_for_one_order(simulated_bank: SimulatedBank, authorised: str) -> None:
    simulated_bank.control(f"transactions/{authorised}/fault", fault="down")
    body = f"<CC5Request>{LOGIN}<Type>Void</Type><OrderId>{authorised}</OrderId></CC5Request>".encode()
    assert simulated_bank.ask("POST", "/fim/api", body).status == 503
    simulated_bank.control(f"transactions/{authorised}/fault", fault="approve")
    assert typed(simulated_bank, "Void", authorised)["Response"] == "Approved"


def test_a_capture_is_done_and_its_answer_lost(simulated_bank: SimulatedBank, authorised: str) -> None:
    simulated_bank.control(f"transactions/{authorised}/fault", fault="capture-lost")
    with pytest.raises(RemoteDisconnected):
        typed(simulated_bank, "PostAuth", authorised)
    assert status(simulated_bank, authorised)["TRANS_STAT"] == "C"
    assert typed(simulated_bank, "PostAuth", authorised)["ERRORCODE"] == "CORE-2509"
