"""The hosted page of EST, from the merchant's form to the return of the browser."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.simulators.est import form, hashed, signed
from tests.simulators.process import Answer, Shop, SimulatedBank

pytestmark = pytest.mark.broad

GATE = "/fim/est3Dgate"


def card(number: str = "4000000000000010") -> dict[str, str]:
    year = str(datetime.now(UTC).year + 1)
    return {"number": number, "month": "12", "year": year, "cvc": "000", "holder": "Fatima Zahra"}


def opened(bank: SimulatedBank, fields: dict[str, str]) -> str:
    answer = bank.post(GATE, signed(fields))
    assert answer.status == 303, answer.text
    return answer.headers["Location"]


def walked(bank: SimulatedBank, page: str, number: str = "4000000000000010", code: str = "123") -> Answer:
    """Card, then the code; what the browser sees at the end."""
    answer = bank.post(page, card(number))
    assert answer.headers["Location"] == f"{page}/secure", answer.text
    return bank.post(f"{page}/secure", {"code": code})


def test_a_buyer_pays_and_the_shop_hears_it_before_her_browser(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    shown = simulated_bank.get(page)
    assert "149.50 MAD" in shown.text
    assert '<html lang="fr" dir="ltr">' in shown.text
    back = walked(simulated_bank, page)
    (notice,) = shop.posts
    assert notice.path == "/hook/"
    told = notice.form
    assert told["HASH"] == hashed(told)
    assert told["callbackCall"] == "true"
    assert (told["ProcReturnCode"], told["Response"], told["mdStatus"]) == ("00", "Approved", "1")
    assert (told["oid"], told["ReturnOid"], told["amount"], told["currency"]) == (
        order,
        order,
        "149.50",
        "504",
    )
    assert told["BillToCompany"] == "A|B\\C & co"
    assert len(told["HostRefNum"]) == 12
    assert len(told["AuthCode"]) == 6
    assert told["MaskedPan"] == "400000***0010"
    assert f'action="{shop.url}/ok/"' in back.text
    assert back.fields["HASH"] == hashed(back.fields)
    assert "callbackCall" not in back.fields
    assert simulated_bank.payment(order)["state"] == "captured"


@pytest.mark.parametrize(
    ("says", "status", "state"),
    [
        ("ACTION=POSTAUTH", 200, "captured"),
        ("APPROVED", 200, "authorised"),
        ("FAILURE", 200, "authorised"),
        ("ACTION=POSTAUTH\n", 200, "authorised"),
        ("ACTION=POSTAUTH", 500, "authorised"),
    ],
)
def test_the_answer_to_the_notice_decides_to_the_byte(
    simulated_bank: SimulatedBank, shop: Shop, order: str, says: str, status: int, state: str
) -> None:
    shop.says, shop.status = says, status
    walked(simulated_bank, opened(simulated_bank, form(order, shop.url)))
    assert simulated_bank.payment(order)["state"] == state


def test_a_sale_is_captured_without_the_shop(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    fields = form(order, shop.url, TranType="Auth")
    del fields["CallbackResponse"]
    walked(simulated_bank, opened(simulated_bank, fields))
    assert simulated_bank.payment(order)["state"] == "captured"
    assert shop.posts == []


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_speak_the_language_asked_for(
    simulated_bank: SimulatedBank, shop: Shop, order: str, language: str
) -> None:
    page = opened(simulated_bank, form(order, shop.url, lang=language))
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in simulated_bank.get(page).text
    assert "<script" not in simulated_bank.get(page).text
    assert simulated_bank.get(page).headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": "150.00"}, "HASH"),
        ({"clientid": "600000002"}, "clientid"),
        ({"oid": ""}, "Missing: oid"),
        ({"lang": "de"}, "lang"),
        ({"okUrl": "javascript:alert(1)"}, "okurl"),
    ],
)
def test_a_wrong_form_is_shown_its_mistake(
    simulated_bank: SimulatedBank, shop: Shop, order: str, change: dict[str, str], sentence: str
) -> None:
    answer = simulated_bank.post(GATE, {**signed(form(order, shop.url)), **change})
    assert answer.status == 400
    assert sentence in answer.text


@pytest.mark.parametrize(
    "change",
    [{"amount": "0"}, {"amount": "1.234,5"}, {"amount": "1.005"}, {"currency": "949"}, {"oid": "a b"}],
)
def test_a_signed_form_can_be_wrong_too(
    simulated_bank: SimulatedBank, shop: Shop, order: str, change: dict[str, str]
) -> None:
    answer = simulated_bank.post(GATE, signed(form(order, shop.url, **change)))
    assert answer.status == 400
    assert "HASH" not in answer.text


def test_an_order_is_taken_once(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    opened(simulated_bank, form(order, shop.url))
    again = simulated_bank.post(GATE, signed(form(order, shop.url)))
    assert (again.status, "CORE-2302" in again.text) == (400, True)


def test_a_buyer_who_comes_back_is_shown_the_way(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    walked(simulated_bank, page)
    again = simulated_bank.get(page)
    assert (again.status, f'action="{shop.url}/ok/"' in again.text) == (409, True)
    assert "<script" not in again.text
    assert again.fields["HASH"] == hashed(again.fields)


def test_a_buyer_cancels(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    answer = simulated_bank.post(f"{page}/cancellation", {})
    assert (answer.status, answer.headers["Location"]) == (303, f"{shop.url}/basket/")
    assert simulated_bank.post(page, card()).status == 409
    assert shop.posts == []


def test_a_mistyped_card_is_asked_again_and_an_unknown_one_declined(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    wrong = simulated_bank.post(page, {**card("4000000000000011"), "month": "13", "cvc": "1"})
    assert wrong.status == 422
    assert wrong.text.count('role="alert"') == 3
    refused = simulated_bank.post(page, card("4242424242424242"))
    assert refused.fields["ProcReturnCode"] == "14"
    assert f'action="{shop.url}/fail/"' in refused.text
    assert shop.posts[0].form["ProcReturnCode"] == "14"


def test_three_wrong_codes_fail_3d_secure(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    simulated_bank.post(page, card())
    codes = [simulated_bank.post(f"{page}/secure", {"code": "999"}) for _ in range(3)]
    assert [answer.status for answer in codes] == [422, 422, 200]
    told = shop.posts[0].form
    assert told["mdStatus"] == "0"
    assert "ProcReturnCode" not in told
    assert told["HASH"] == hashed(told)


def test_a_buyer_who_presses_ten_times_pays_once(
    simulated_bank: SimulatedBank, shop: Shop, order: str
) -> None:
    page = opened(simulated_bank, form(order, shop.url))
    simulated_bank.post(page, card())
    with ThreadPoolExecutor(10) as fingers:
        list(fingers.map(lambda _: simulated_bank.post(f"{page}/secure", {"code": "123"}), range(10)))
    assert len(shop.posts) == 1
    words = [event["what"] for event in simulated_bank.payment(order)["history"]]
    assert words.count("authorised") == words.count("captured") == 1
