"""HASH ver3 against the vectors that independent implementations agree on."""

import pytest

from tadamun_simulators.gateways.est.hashing import is_signed, plain_text, signature

SHOP = "https://shop.example"
V1 = {
    "clientid": "600000001",
    "storetype": "3D_PAY_HOSTING",
    "TranType": "PreAuth",
    "amount": "149.50",
    "currency": "504",
    "oid": "DLALA-2026-000123",
    "okUrl": f"{SHOP}/pay/cmi/ok/",
    "failUrl": f"{SHOP}/pay/cmi/fail/",
    "callbackUrl": f"{SHOP}/pay/cmi/callback/",
    "shopurl": f"{SHOP}/checkout/",
    "rnd": "0.12345600 1700000000",
    "lang": "fr",
    "hashAlgorithm": "ver3",
    "encoding": "UTF-8",
    "refreshtime": "5",
    "AutoRedirect": "true",
    "CallbackResponse": "true",
    "BillToName": "Fatima Zahra",
    "BillToCompany": "Cooperative Tifaouine",
    "BillToStreet1": "12 rue des Artisans",
    "BillToCity": "El Hajeb",
    "BillToStateProv": "Fes-Meknes",
    "BillToPostalCode": "51000",
    "BillToCountry": "504",
    "email": "fz@example.org",
    "tel": "+212612345678",
}
V2 = {
    "clientid": "600000001",
    "storetype": "3D_PAY_HOSTING",
    "TranType": "PreAuth",
    "amount": "10",
    "currency": "504",
    "oid": "A|B\\C",
    "okUrl": f"{SHOP}/ok?x=1&y=2",
    "failUrl": f"{SHOP}/fail",
    "callbackUrl": f"{SHOP}/cb",
    "shopurl": SHOP,
    "rnd": "abcDEF",
    "lang": "ar",
    "hashAlgorithm": "ver3",
    "encoding": "UTF-8",
    "BillToName": "زهرة القدس",
    "BillToCity": "",
    "email": "a@b.ma",
}
V3 = {
    "ReturnOid": "DLALA-2026-000123",
    "TRANID": "",
    "hashAlgorithm": "ver3",
    "lang": "fr",
    "merchantID": "600000001",
    "maskedCreditCard": "4000 00** **** 0010",
    "amount": "149.50",
    "ACQBIN": "411111",
    "Ecom_Payment_Card_ExpDate_Year": "28",
    "Ecom_Payment_Card_ExpDate_Month": "12",
    "EXTRA.CARDBRAND": "VISA",
    "EXTRA.TRXDATE": "20261122 10:11:12",
    "MaskedPan": "400000***0010",
    "acqStan": "000123",
    "clientIp": "203.0.113.7",
    "ProcReturnCode": "00",
    "TransId": "26326KLMN10001",
    "Response": "Approved",
    "SettleId": "77",
    "mdErrorMsg": "Authenticated",
    "mdStatus": "1",
    "ErrMsg": "",
    "HostRefNum": "632610000123",
    "AuthCode": "123456",
    "callbackCall": "true",
    "cavv": "AAABBBCCC=",
    "eci": "05",
    "md": "400000:ABCDEF:1234:##600000001",
    "oid": "DLALA-2026-000123",
    "clientid": "600000001",
    "currency": "504",
    "storetype": "3D_PAY_HOSTING",
    "TranType": "PreAuth",
    "rnd": "xyz",
    "encoding": "UTF-8",
    "BillToName": "Fatima Zahra",
    "xid": "abc=",
}


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
        (
            V3,
            "TEST1234",
            "2l44I0qrpUy91ibe2JMj1ZIVxxiZ0YlM5A1YkRfnZpqupltSKcab80P3iF4u1RwN57H6frAPVSJyq1IdtXeohg==",
        ),
    ],
    ids=["V1 request", "V2 escapes, Arabic, empty", "V3 notice"],
)
def test_vectors(fields: dict[str, str], key: str, expected: str) -> None:
    assert signature(fields, key) == expected
    assert is_signed({**fields, "hash": expected}, key)
    assert not is_signed({**fields, "hash": expected, "oid": "other"}, key)


def test_the_text_that_is_digested_begins_with_the_amount() -> None:
    assert plain_text(V1, "TEST1234").startswith("149.50|true|El Hajeb|Cooperative Tifaouine|504|")
    assert plain_text(V1, "TEST1234").endswith("|+212612345678|PreAuth|TEST1234")
