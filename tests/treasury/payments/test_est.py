"""EST: the vectors that four independent implementations and the bank's sample agree on, and what is refused."""

from urllib.parse import urlencode

import pytest

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import Ask, ForgedNotice, Said, Terms, UnreadableNotice
from tadamun.treasury.payments.providers.est import Est, ascii_name, ver3

V1 = {
    "clientid": "600000001", "storetype": "3D_PAY_HOSTING", "TranType": "PreAuth", "amount": "149.50",
    "currency": "504", "oid": "DLALA-2026-000123", "okUrl": "https://shop.example/pay/cmi/ok/",
    "failUrl": "https://shop.example/pay/cmi/fail/", "callbackUrl": "https://shop.example/pay/cmi/callback/",
    "shopurl": "https://shop.example/checkout/", "rnd": "0.12345600 1700000000", "lang": "fr",
    "hashAlgorithm": "ver3", "encoding": "UTF-8", "refreshtime": "5", "AutoRedirect": "true",
    "CallbackResponse": "true", "BillToName": "Fatima Zahra", "BillToCompany": "Cooperative Tifaouine",
    "BillToStreet1": "12 rue des Artisans", "BillToCity": "El Hajeb", "BillToStateProv": "Fes-Meknes",
    "BillToPostalCode": "51000", "BillToCountry": "504", "email": "fz@example.org", "tel": "+212612345678",
}  # fmt: skip
V2 = {
    "clientid": "600000001", "storetype": "3D_PAY_HOSTING", "TranType": "PreAuth", "amount": "10", "currency": "504",
    "oid": "A|B\\C", "okUrl": "https://shop.example/ok?x=1&y=2", "failUrl": "https://shop.example/fail",
    "callbackUrl": "https://shop.example/cb", "shopurl": "https://shop.example", "rnd": "abcDEF", "lang": "ar",
    "hashAlgorithm": "ver3", "encoding": "UTF-8", "BillToName": "زهرة القدس", "BillToCity": "", "email": "a@b.ma",
}  # fmt: skip
V3 = {
    "ReturnOid": "DLALA-2026-000123", "TRANID": "", "hashAlgorithm": "ver3", "lang": "fr", "merchantID": "600000001",
    "maskedCreditCard": "4000 00** **** 0010", "amount": "149.50", "ACQBIN": "411111",
    "Ecom_Payment_Card_ExpDate_Year": "28", "Ecom_Payment_Card_ExpDate_Month": "12", "EXTRA.CARDBRAND": "VISA",
    "EXTRA.TRXDATE": "20261122 10:11:12", "MaskedPan": "400000***0010", "acqStan": "000123",
    "clientIp": "203.0.113.7", "ProcReturnCode": "00", "TransId": "26326KLMN10001", "Response": "Approved",
    "SettleId": "77", "mdErrorMsg": "Authenticated", "mdStatus": "1", "ErrMsg": "", "HostRefNum": "632610000123",
    "AuthCode": "123456", "callbackCall": "true", "cavv": "AAABBBCCC=", "eci": "05",
    "md": "400000:ABCDEF:1234:##600000001", "oid": "DLALA-2026-000123", "clientid": "600000001", "currency": "504",
    "storetype": "3D_PAY_HOSTING", "TranType": "PreAuth", "rnd": "xyz", "encoding": "UTF-8",
    "BillToName": "Fatima Zahra", "xid": "abc=",
}  # fmt: skip
HASH3 = "2l44I0qrpUy91ibe2JMj1ZIVxxiZ0YlM5A1YkRfnZpqupltSKcab80P3iF4u1RwN57H6frAPVSJyq1IdtXeohg=="
TERMS = Terms("K7QM3P", {"client_id": "600000001"}, {"storekey": "TEST1234"}, test=True)


@pytest.mark.parametrize(
    ("fields", "key", "expected"),
    [
        (
            V1,
            "TEST1234",
            "NgIYUMM2sl32ypmyllTZZ3RHYRmsO4IRc0OUpAKR/jDHQnPD2UUlgOiVpz7iaXuqZzO8mC8lizxKOygoog6OJA==",
        ),
        (
            V2,
            "k|y\\9",
            "POp5OgyhGGgq2H+sXgPDnMd4e3v2gWoIuBgpEZnU3vLCJDmQV7pDDiiI4CFlkBF2YuTI+ObKeqooUMbDA7xqbg==",
        ),
        (V3, "TEST1234", HASH3),
    ],
)
def test_hash_ver3(fields: dict[str, str], key: str, expected: str) -> None:
    assert ver3(fields.items(), key) == expected


def test_numbered_fields_sort_as_the_banks_sample_does() -> None:
    fields = [("BillToStreet12", "b"), ("BillToStreet2", "a")]
    assert ver3(fields, "k") == ver3(list(reversed(fields)), "k")
    assert ver3(fields, "k") == ver3([("x1", "a"), ("x2", "b")], "k")
    assert ver3([("x" + "9" * 5000, "b"), ("x08", "a")], "k") == ver3([("x1", "a"), ("x2", "b")], "k")


def _said(fields: dict[str, str]) -> Said:
    return Said(urlencode(fields).encode(), {})


def test_an_approval_is_heard_with_its_amount() -> None:
    heard = Est().hear(TERMS, _said({**V3, "HASH": HASH3}), None)
    assert (heard.reference, heard.outcome, heard.amount) == (
        "DLALA-2026-000123",
        "authorised",
        Money.of("149.50", "MAD"),
    )
    assert heard.gateway_reference == "26326KLMN10001"
    assert "md" not in heard.told and "cavv" not in heard.told


def test_values_shown_as_entities_are_accepted_too() -> None:
    shown = {**V3, "BillToName": "L&#39;atelier"}
    decoded = {**V3, "BillToName": "L'atelier"}
    signed = {**shown, "HASH": ver3(decoded.items(), "TEST1234")}
    assert Est().hear(TERMS, _said(signed), None).outcome == "authorised"


@pytest.mark.parametrize(
    "changed", [{"amount": "1.00"}, {"ProcReturnCode": "51"}, {"oid": "OTHER"}, {"new": "field"}]
)
def test_one_changed_field_is_a_forgery(changed: dict[str, str]) -> None:
    with pytest.raises(ForgedNotice):
        Est().hear(TERMS, _said({**V3, "HASH": HASH3, **changed}), None)


def test_the_fields_of_our_own_form_renamed_are_no_approval() -> None:
    """Her browser has the form and its hash, and she wrote name, city and street herself."""
    ask = Ask(
        "A-P1", Money.of("149.50", "MAD"), "fr", "A", "504", "+212612345678", "a@b.ma", "Fes", "MA", "00",
        "https://shop.test/back", "https://shop.test/left", "https://shop.test/hook", clock.now(),
    )  # fmt: skip
    form = Est().begin(TERMS, ask).fields
    names = iter(
        ["amount", "b1", "b2", "currency", "ProcReturnCode", *(f"r{n}" for n in range(10, 18)), "ReturnOid"]
        + [f"s{n}" for n in range(10, 30)]
    )
    sent = sorted((name for name in form if name not in {"HASH", "encoding"}), key=str.lower)
    forged = {next(names): form[name] for name in sent} | {"HASH": form["HASH"]}
    assert (forged["currency"], forged["ProcReturnCode"], forged["ReturnOid"]) == ("504", "00", "A-P1")
    assert ver3(forged.items(), "TEST1234") == forged["HASH"]
    with pytest.raises(ForgedNotice):
        Est().hear(TERMS, _said(forged), None)


@pytest.mark.parametrize("changed", [{"Response": "Declined"}, {"clientid": "OTHER"}, {"oid": ""}])
def test_an_approval_that_says_too_little_is_a_forgery(changed: dict[str, str]) -> None:
    fields = {**V3, **changed}
    with pytest.raises(ForgedNotice):
        Est().hear(TERMS, _said({**fields, "HASH": ver3(fields.items(), "TEST1234")}), None)


def test_no_hash_is_a_forgery() -> None:
    with pytest.raises(ForgedNotice):
        Est().hear(TERMS, _said(V3), None)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"oid=1&oid=2", b"no fields at all"])
def test_what_is_no_form_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        Est().named(Said(body, {}))


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [("51", "1", "refused"), ("99", "0", "refused"), ("99", "1", "technical"), (None, "1", "technical")],
)
def test_a_decline_tells_why(code: str | None, status: str, reason: str) -> None:
    fields = {**V3, "mdStatus": status}
    fields.pop("ProcReturnCode")
    if code:
        fields["ProcReturnCode"] = code
    heard = Est().hear(TERMS, _said({**fields, "HASH": ver3(fields.items(), "TEST1234")}), None)
    assert (heard.outcome, heard.reason) == ("failed", reason)


def test_answers_are_the_manuals() -> None:
    est = Est()
    assert [est.answer(v).body for v in ("capture", "noted", "refused")] == [
        "ACTION=POSTAUTH",
        "APPROVED",
        "FAILURE",
    ]
    assert est.answer("capture").content_type == "text/plain"


def test_names_are_sent_in_plain_letters() -> None:
    assert ascii_name("Zaïneb El-Haddad|&", 20) == "Zaineb El-Haddad"
    assert ascii_name("زهرة", 20) == ""
