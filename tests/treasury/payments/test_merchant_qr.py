"""The merchant's QR code: the specification's sample and ours, to the letter, and what is no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import Known, Terms
from tadamun.treasury.payments.providers.emv import NotEmv, closed, crc16, elements_of, opened, row
from tadamun.treasury.payments.providers.merchant_qr import MerchantQr, payload
from tests.treasury.payments.asking import ASK, KNOWN, ask

OURS = (
    "00020101021226330016ma.example.solid01096000000015204594753035045406149.505802MA5914SOUK SOLIDAIRE"
    "6008EL HAJEB62220109CMD0001230705POS0163048896"
)
STANDARD = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME"
    "91320016A0112233449988770708123456786304A13A"
)
PARTS = {
    "kind": "dynamic", "guid": "ma.example.solid", "merchant": "600000001", "category": "5947", "country": "MA",
    "name": "SOUK SOLIDAIRE", "city": "EL HAJEB", "terminal": "POS01",
}  # fmt: skip


def test_the_checksum() -> None:
    assert crc16("123456789") == "29B1"


@pytest.mark.parametrize("text", [OURS, STANDARD])
def test_a_code_is_read_and_written_to_the_letter(text: str) -> None:
    assert closed(opened(text)) == text


def test_a_code_of_parts_with_amount_and_reference() -> None:
    assert payload(PARTS, ASK) == OURS


def test_a_static_code_names_no_amount() -> None:
    names = [name for name, _ in opened(payload({**PARTS, "kind": "static"}, ASK))]
    assert "54" not in names
    assert dict(opened(payload({**PARTS, "kind": "static"}, ASK)))["01"] == "11"


def test_the_acquirers_own_text_is_shown_as_it_is_or_with_the_amount() -> None:
    assert payload({"kind": "static", "payload": STANDARD}, ASK) == STANDARD
    found = dict(opened(payload({"kind": "dynamic", "payload": OURS}, ask(amount=Money.of("7", "MAD")))))
    assert (found["54"], dict(elements_of(found["62"]))) == ("7.00", {"01": "CMD000123", "07": "POS01"})


def test_arabic_is_in_the_template_of_languages() -> None:
    found = dict(opened(payload({**PARTS, "name_ar": "سوق التضامن", "city_ar": "الحاجب"}, ASK)))
    assert elements_of(found["64"]) == [("00", "AR"), ("01", "سوق التضامن"), ("02", "الحاجب")]
    assert found["59"] == "SOUK SOLIDAIRE"


def test_a_dinar_has_three_decimals() -> None:
    found = dict(opened(payload(PARTS, ask(amount=Money(1500, "JOD")))))
    assert (found["53"], found["54"]) == ("400", "1.500")


@pytest.mark.parametrize(
    "text", ["", "0002", OURS[:-1], OURS[:-4] + "0000", OURS.replace("149.50", "149.51"), OURS[4:], "00٠٢01", "x" * 40]
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(NotEmv):
        opened(text)


@pytest.mark.broad
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        elements = elements_of(text)
    except NotEmv:
        return
    assert row(elements) == "".join(f"{name}{len(value):02}{value}" for name, value in elements if value)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"guid": ""}, ["guid"]),
        ({"name": "سوق"}, ["name"]),
        ({"city": "A city of a very long name"}, ["city"]),
        ({"category": "59"}, ["category"]),
        ({"template": "52"}, ["template"]),
        ({"days": "0"}, ["days"]),
        ({"days": "٣"}, ["days"]),
        ({"payload": OURS[:-4] + "0000"}, ["payload"]),
    ],
)
def test_a_contract_that_contradicts_the_specification(changed: dict[str, str], wrong: list[str]) -> None:
    assert MerchantQr().wrong({**PARTS, **changed}) == wrong


def test_what_her_page_shows_comes_from_what_was_kept() -> None:
    terms = Terms("K7QM3P", PARTS, {}, test=True)
    start = MerchantQr().begin(terms, ASK)
    assert MerchantQr().shown(Known(KNOWN.reference, KNOWN.amount, start.kept)).code == OURS
    fixed = MerchantQr().begin(Terms("K7QM3P", {**PARTS, "kind": "static"}, {}, test=True), ASK)
    assert MerchantQr().shown(Known("x", KNOWN.amount, fixed.kept)).instructions == {"write": "yes"}


def test_days() -> None:
    assert [MerchantQr().days(each) for each in ({}, {"days": "5"}, {"days": "many"})] == [2, 5, 2]
