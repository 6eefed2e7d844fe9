"""RIB and IBAN, against numbers that are known to be right."""

import pytest

from tadamun.kernel.bank_accounts import BadAccount, grouped, iban_of, masked
from tadamun.kernel.latin import ascii_text

RIGHT = [
    ("MA64011519000001205000534921", "MA64011519000001205000534921"),
    ("007780000123456789012396", "MA64007780000123456789012396"),
    ("٠٠٧ ٧٨٠ ٠٠٠١٢٣٤٥٦٧٨٩٠١٢٣ ٩٦", "MA64007780000123456789012396"),
    ("ma64 0077 8000 0123 4567 8901 2396", "MA64007780000123456789012396"),
    ("PS92PALS000000000400123456702", "PS92PALS000000000400123456702"),
    ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
]
WRONG = [
    ("007780000123456789012397", "key"), ("00778000012345678901239", "length"), ("MA65007780000123456789012396", "check"),
    ("PS92PALS00000000040012345670", "length"), ("PS93PALS000000000400123456702", "check"), ("hello", "letters"),
    ("", "letters"), ("M164007780000123456789012396", "letters"), ("MA64<script>", "letters"), ("GB", "letters"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "iban"), RIGHT)
def test_right(said: str, iban: str) -> None:
    assert iban_of(said) == iban


@pytest.mark.parametrize(("said", "code"), WRONG)
def test_wrong(said: str, code: str) -> None:
    with pytest.raises(BadAccount) as refused:
        iban_of(said)
    assert refused.value.code == code


def test_one_wrong_digit_is_always_found() -> None:
    right = "007780000123456789012396"
    for place in range(24):
        for digit in "0123456789":
            if digit != right[place]:
                with pytest.raises(BadAccount):
                    iban_of(right[:place] + digit + right[place + 1 :])


def test_people_see_its_ends() -> None:
    assert masked("MA64007780000123456789012396") == "MA64 •••• 2396"
    assert grouped("MA64007780000123456789012396") == "MA64 0077 8000 0123 4567 8901 2396"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("تعاونية زيت الأركان", "taaounia zit alarkan"),
        ("Coopérative d’Aït Baâmrane & fils", "Cooperative d'Ait Baamrane fils"),
        ("木", "?"),
    ],
)
def test_names_in_the_letters_of_banks(said: str, written: str) -> None:
    assert ascii_text(said, 70) == written
