"""The process itself: what it keeps, what it refuses, what it shows a developer."""

import time
from pathlib import Path

import pytest

from tadamun_simulators.cards import CARDS, FAULTS, check_digit
from tests.simulators.est import form, signed
from tests.simulators.process import Shop, SimulatedBank
from tests.simulators.test_est_api import status, typed

pytestmark = pytest.mark.broad


def test_payments_outlive_the_process(shop: Shop, tmp_path: Path) -> None:
    first = SimulatedBank.start("--data", str(tmp_path))
    first.post("/fim/est3Dgate", signed(form("KEPT-1", shop.url)))
    before = first.pay("KEPT-1", fault="repeat")
    assert first.stop() == 0
    second = SimulatedBank.start("--data", str(tmp_path), "--webhook", "youcan=http://shop.localhost/hook/")
    try:
        assert second.payment("KEPT-1") == {name: before[name] for name in before if name != "browser"}
        assert second.post("/fim/est3Dgate", signed(form("KEPT-1", shop.url))).status == 400
        second.control("reset")
        assert second.get("/control/transactions.json").json == {"transactions": []}
    finally:
        second.stop()


def test_what_a_shop_took_before_is_answered_for_and_given_back(tmp_path: Path) -> None:
    rows = "order,amount,currency,transaction\nOLD-1,149.50,MAD,TX-OLD-1\nOLD-2,3.000,JOD,TX-OLD-2\nOLD-3,none,MAD,TX\n"
    (tmp_path / "earlier.csv").write_text(rows)
    first = SimulatedBank.start("--data", str(tmp_path))
    shown = status(first, "OLD-1")
    assert (shown["TRANS_STAT"], shown["CAPTURE_AMT"], shown["TransId"]) == ("C", "14950", "TX-OLD-1")
    assert typed(first, "Credit", "OLD-1", "49.50")["Response"] == "Approved"
    assert first.stop() == 0
    second = SimulatedBank.start("--data", str(tmp_path))
    try:
        assert second.payment("OLD-1")["refunded"] == "49.50"
        assert {each["order"] for each in second.get("/control/transactions.json").json["transactions"]} == {
            "OLD-1",
            "OLD-2",
        }
    finally:
        second.stop()


def test_the_guide_names_every_card_and_merchant(simulated_bank: SimulatedBank) -> None:
    page = simulated_bank.get("/").text
    assert all(card.number[-4:] in page for card in CARDS.values())
    merchants = simulated_bank.get("/merchants.json").json
    assert set(merchants) == {"est", "mastercard", "youcan", "payzone", "binga"}
    assert merchants["est"]["storekey"] == "TEST1234"
    assert {card["fault"] for card in simulated_bank.get("/cards.json").json} == set(FAULTS)


def test_card_numbers_have_their_check_digit() -> None:
    assert all(check_digit(number[:-1]) == number[-1] for number in CARDS)
    assert len({card.masked for card in CARDS.values()}) == len(CARDS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/pay/NOBODY", 404),
        ("POST", "/", 405),
        ("GET", "/assets/..%2fbank.py", 404),
        ("GET", "/control/transactions/nobody.json", 404),
        ("POST", "/control/transactions/nobody/notice", 404),
        ("POST", "/control/choices", 400),
    ],
)
def test_what_is_not_there(simulated_bank: SimulatedBank, method: str, path: str, status: int) -> None:
    assert simulated_bank.ask(method, path).status == status


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"\xff\xfe=1", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"{", {"Content-Type": "application/json"}, 400),
        (b"a=%ff", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"", {"Host": "evil.example"}, 421),
        (b"gateway=est&fault=drop", {"Origin": "http://evil.example"}, 403),
    ],
)
def test_what_is_refused(
    simulated_bank: SimulatedBank, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert simulated_bank.ask("POST", "/control/choices", body, headers).status == status


def test_a_body_that_is_too_long_is_refused(simulated_bank: SimulatedBank) -> None:
    assert simulated_bank.ask("POST", "/fim/est3Dgate", b"", {"Content-Length": "9999999"}).status == 413


def test_a_line_goes_down_and_comes_up(simulated_bank: SimulatedBank) -> None:
    login = "<Name>demo.api</Name><Password>DEMO-api-2026</Password><ClientId>600000001</ClientId>"
    body = f"<CC5Request>{login}<Type>Void</Type><OrderId>none</OrderId></CC5Request>".encode()
    simulated_bank.control("lines", gateway="est", state="down")
    assert simulated_bank.ask("POST", "/fim/api", body).status == 503
    simulated_bank.control("lines", gateway="est", state="up")
    assert simulated_bank.ask("POST", "/fim/api", body).status == 200


def test_the_control_page_works_by_its_forms(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    answer = simulated_bank.post(f"/control/transactions/{order}/success", {})
    assert (answer.status, answer.headers["Location"]) == (303, "/control")
    page = simulated_bank.get("/control").text
    assert "captured" in page
    assert "<script" not in page
    assert " style=" not in page


def test_the_line_can_be_slow(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    """The wait is the thing itself: it is measured from outside, and short."""
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    simulated_bank.pay(order)
    simulated_bank.control(f"transactions/{order}/fault", fault="slow", seconds=0.2)
    login = "<Name>demo.api</Name><Password>DEMO-api-2026</Password><ClientId>600000001</ClientId>"
    body = f"<CC5Request>{login}<OrderId>{order}</OrderId><Extra><ORDERSTATUS>QUERY</ORDERSTATUS></Extra></CC5Request>"
    began = time.monotonic()
    assert simulated_bank.ask("POST", "/fim/api", body.encode()).status == 200
    assert time.monotonic() - began >= 0.2


def test_the_written_guide_names_every_fault_and_every_address(simulated_bank: SimulatedBank) -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/simulated-bank.md").read_text(encoding="utf-8")
    assert all(f"| `{fault}` |" in guide for fault in FAULTS)
    for path in ("/", "/control", "/merchants.json", "/cards.json", "/agency"):
        assert f"`{path}`" in guide
        assert simulated_bank.get(path).status == 200
