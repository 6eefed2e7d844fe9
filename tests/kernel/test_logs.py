"""A line says who, where and what, and never a secret."""

import json
import logging

import pytest

from tadamun.kernel.context import acting
from tadamun.kernel.logs import JsonFormatter, TextFormatter, hide, redact
from tadamun.kernel.references import Reference


def record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("tadamun.test", logging.WARNING, "file.py", 1, message, arguments, None)
    made.__dict__.update(extra)
    return made


@pytest.mark.parametrize(
    "text",
    [
        "call +212612345678 now", "call +212 6 12 34 56 78", "call 00212612345678", "call 0612345678",
        "call 06 12 34 56 78", "call 06-12-34-56-78", "tel=+212612345678",
    ],
)  # fmt: skip
def test_phones_do_not_pass(text: str) -> None:
    assert "345678" not in redact(text).replace(" ", "").replace("-", "")
    assert "⟨phone⟩" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "code=493817", "code: 493817", '{"code": "493817"}', "otp=493817", "token=493817", "password=493817",
        "Authorization: Bearer 493817abcdef", "Cookie: tadamun_session=493817", "/sign-in/?code=493817&x=1",
    ],
)  # fmt: skip
def test_codes_and_tokens_do_not_pass(text: str) -> None:
    assert "493817" not in redact(text)


def test_the_name_of_a_mail_address_does_not_pass() -> None:
    assert redact("to fatima.z@example.org") == "to ⟨address⟩@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "order K7QM-2XBD placed", "GET /ar/products/zarbia-42/ 200 in 12.4 ms", "2026-03-28T12:00:00",
        "amount 125000 MAD", "job-0a1b2c3d4e5f", "listening on 127.0.0.1:8000", "sku TAP-0012345-XL",
        "550e8400-e29b-41d4-a716-446655440000",
    ],
)  # fmt: skip
def test_other_words_stay(text: str) -> None:
    assert redact(text) == text


def test_a_line_for_machines() -> None:
    with acting(actor=Reference("person", "18"), market_id=3, request_id="ABC"):
        line = json.loads(
            JsonFormatter().format(record("sent to %s", "+212612345678", ms=12.5, to="0612345678"))
        )
    assert line["message"] == "sent to ⟨phone⟩"
    assert (line["request"], line["market"], line["actor"]) == ("ABC", 3, "person:18")
    assert (line["ms"], line["to"], line["level"]) == (12.5, "⟨phone⟩", "warning")


def test_a_traceback_is_redacted_too() -> None:
    try:
        raise ValueError("no such phone +212612345678")
    except ValueError as error:
        made = record("failed")
        made.exc_info = (type(error), error, error.__traceback__)
    assert "612345678" not in TextFormatter().format(made)
    assert "ValueError" in JsonFormatter().format(made)


def test_a_line_for_people_is_short() -> None:
    assert TextFormatter().format(record("done")).endswith("warning tadamun.test: done")


@pytest.mark.parametrize(
    "text",
    [
        "pan=4000000000000010",
        "card 4000 0000 0000 0010 refused",
        "5453-0100-0006-6100",
        '{"number": "378282246310005"}',
    ],
)
def test_numbers_of_cards_do_not_pass(text: str) -> None:
    assert "⟨card⟩" in redact(text)


def test_what_is_hidden_by_its_value_does_not_pass() -> None:
    hide(["k9x-Sesame", "ab"])
    assert redact("invalid key k9x-Sesame of ab") == "invalid key ⟨secret⟩ of ab"


@pytest.mark.parametrize(
    "text",
    ["GET /ar/orders/Zm9vYmFyYmF6cXV4cXV1eA/ 500", "POST /fr/orders/Zm9vYmFyYmF6cXV4cXV1eA/confirmation/",
     "GET /fr/payments/Zm9vYmFyYmF6cXV4cXV1eA/", "/o/Zm9vYmFyYm", "GET /ar/requests/Zm9vYmFyYmF6cXV4cXV1eA/ 500",
     "GET /k/Zm9vYmFyYmF6cXV4cXV1eA 303", "GET /l/Zm9vYmFyYmF6 303", "GET /voices/l7a3-Zm9vYmFyYmF6cXV4cXV1eA/key/voice.m4a"],
)  # fmt: skip
def test_secrets_of_tracking_links_do_not_pass(text: str) -> None:
    assert "Zm9vYmFyYm" not in redact(text)


def test_the_number_of_an_order_passes() -> None:
    assert (
        redact("POST /fr/office/orders/K7M2QX-1/delivery/ 500")
        == "POST /fr/office/orders/K7M2QX-1/delivery/ 500"
    )
