"""Every fault, as a shop's server sees it over EST."""

import pytest

from tests.simulators.est import form, hashed, signed
from tests.simulators.process import Post, Shop, SimulatedBank

pytestmark = pytest.mark.broad


def notices(bank: SimulatedBank, shop: Shop, order: str, fault: str, count: int) -> list[Post]:
    bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    bank.control(f"transactions/{order}/fault", fault=fault, seconds=0.05)
    bank.pay(order)
    return shop.wait(count)


def codes(posts: list[Post]) -> list[str]:
    return [post.form.get("ProcReturnCode", "") for post in posts]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("approve", ["00"]),
        ("decline", ["51"]),
        ("secure-failed", [""]),
        ("retry", ["51", "00"]),
        ("repeat", ["00", "00", "00"]),
        ("delay", ["00"]),
        ("reorder", ["00", "51"]),
    ],
)
def test_notices_come_as_the_fault_says(
    simulated_bank: SimulatedBank, shop: Shop, order: str, fault: str, expected: list[str]
) -> None:
    posts = notices(simulated_bank, shop, order, fault, len(expected))
    assert codes(posts) == expected
    assert all(post.form["HASH"] == hashed(post.form) for post in posts)


def test_a_repeated_notice_is_the_same_to_the_byte(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    assert len({post.body for post in notices(simulated_bank, shop, order, "repeat", 3)}) == 1


def test_a_dropped_notice_never_comes(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    notices(simulated_bank, shop, order, "drop", 0)
    assert shop.posts == []
    assert simulated_bank.payment(order)["state"] == "authorised"


def test_a_forged_notice_has_another_hash(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    (post,) = notices(simulated_bank, shop, order, "forge", 1)
    assert post.form["HASH"] != hashed(post.form)


def test_a_wrong_amount_and_a_wrong_currency_are_signed(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    (dearer,) = notices(simulated_bank, shop, order, "amount", 1)
    assert (dearer.form["amount"], dearer.form["HASH"]) == ("150.50", hashed(dearer.form))
    foreign = notices(simulated_bank, shop, f"{order}-b", "currency", 2)[1]
    assert (foreign.form["currency"], foreign.form["HASH"]) == ("978", hashed(foreign.form))


def test_a_notice_can_be_too_short_or_too_long(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    (short,) = notices(simulated_bank, shop, order, "truncate", 1)
    assert short.form.get("HASH", "") != hashed(short.form)
    long = notices(simulated_bank, shop, f"{order}-b", "oversize", 2)[1]
    assert len(long.body) > 1_048_576


def test_a_lost_answer_captures_nothing(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    notices(simulated_bank, shop, order, "answer-lost", 1)
    assert simulated_bank.payment(order)["state"] == "authorised"


def test_a_shop_that_is_away_is_noted(simulated_bank: SimulatedBank, order: str) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, "http://127.0.0.1:9")))
    assert simulated_bank.pay(order)["state"] == "authorised"
    assert any(event["what"] == "answer" for event in simulated_bank.payment(order)["history"])


def test_no_notice_leaves_this_machine(simulated_bank: SimulatedBank, order: str) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, "http://shop.example")))
    history = simulated_bank.pay(order)["history"]
    assert any("not sent" in event["detail"] for event in history)


def test_the_control_page_sends_more(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    simulated_bank.pay(order, fault="decline")
    for act in ("success", "notice", "failure", "forgery"):
        simulated_bank.control(f"transactions/{order}/{act}")
    assert codes(shop.posts) == ["51", "00", "00", "51", "00"]
    assert simulated_bank.payment(order)["state"] == "captured"
    assert shop.posts[-1].form["HASH"] != hashed(shop.posts[-1].form)
    assert order in simulated_bank.get("/control").text


def test_a_fault_is_chosen_before_the_payment(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    simulated_bank.control("choices", gateway="est", fault="decline")
    for name in (order, f"{order}-b"):
        simulated_bank.post("/fim/est3Dgate", signed(form(name, shop.url)))
        simulated_bank.pay(name)
    assert codes(shop.posts) == ["51", "00"]
