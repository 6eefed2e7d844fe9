"""Persons: their phones, addresses and what is known of them."""

from contextlib import suppress

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from tadamun.people.accounts.models import Person, Spoken
from tadamun.people.accounts.operations import (
    BadPhone,
    change_person,
    choose_voice,
    erase_person,
    forget_address,
    keep_address,
    normal_phone,
    register_person,
)
from tadamun.people.accounts.queries import addresses_of, own_data, person_by_phone

PHONE = "+212612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+212 6 12 34 56 78", "00212612345678",
        "٠٦١٢٣٤٥٦٧٨", "۰۶۱۲۳۴۵۶۷۸", "+٢١٢ ٦١٢٣٤٥٦٧٨", " 0612345678 ",
    ],
)  # fmt: skip
def test_a_phone_is_one_number_however_it_is_typed(typed):
    assert normal_phone(typed) == PHONE


@pytest.mark.parametrize(
    "typed", ["", "0", "061234567", "06123456789012", "هاتف", "+", "<script>", "abc0612"]
)
def test_what_cannot_be_called_is_refused(typed):
    with pytest.raises(BadPhone):
        normal_phone(typed)


def test_a_number_without_country_code_is_of_the_country_asked():
    assert normal_phone("06 12 34 56 78", "FR") == "+33612345678"


@pytest.mark.broad
@given(st.text(max_size=40))
def test_no_text_breaks_it(typed):
    with suppress(BadPhone):
        assert normal_phone(typed).startswith("+")


pytestmark = pytest.mark.django_db


def test_one_phone_is_one_person():
    once = register_person(PHONE, language="fr")
    again = register_person(PHONE, language="ar", verified=True)
    assert (again.pk, again.language) == (once.pk, "fr")
    assert again.phone_verified_at is not None
    assert person_by_phone(PHONE) == once
    assert person_by_phone("") is None


def test_the_address_used_last_comes_first_and_is_kept_once():
    person = register_person(PHONE)
    for address in ("1 rue A", "2 rue B", "1 rue A"):
        keep_address(person, full_name="Meryem", phone=PHONE, city="Meknès", address=address)
    assert [row.address for row in addresses_of(person)] == ["1 rue A", "2 rue B"]


def test_nobody_forgets_anothers_address():
    hers, other = register_person(PHONE), register_person("+212600000001")
    kept = keep_address(hers, full_name="Meryem", phone=PHONE, city="Meknès", address="1 rue A")
    forget_address(other, kept.pk)
    assert len(addresses_of(hers)) == 1
    forget_address(hers, kept.pk)
    forget_address(hers, kept.pk)
    assert addresses_of(hers) == []


def test_what_is_known_of_her_is_hers_to_take():
    person = change_person(register_person(PHONE, language="fr"), display_name="Meryem")
    keep_address(
        person, full_name="Meryem", phone=PHONE, city="Meknès", address="1 rue A", landmark="Mosquée"
    )
    data = own_data(person)
    assert (data["phone"], data["name"], data["language"]) == (PHONE, "Meryem", "fr")
    assert data["addresses"] == [
        {
            "name": "Meryem", "phone": PHONE, "address": "1 rue A", "landmark": "Mosquée", "city": "Meknès",
            "country": "MA",
        }
    ]  # fmt: skip


def test_an_erased_person_is_a_row_without_data_and_her_phone_is_free():
    person = register_person(PHONE, name="Meryem", verified=True)
    keep_address(person, full_name="Meryem", phone=PHONE, city="Meknès", address="1 rue A")
    erase_person(person)
    row = Person.objects.get(pk=person.pk)
    assert (row.phone, row.email, row.display_name, row.is_active) == (None, None, "", False)
    assert row.erased_at is not None
    assert addresses_of(row) == []
    assert register_person(PHONE).pk != person.pk


def test_the_database_refuses_an_erased_person_with_a_phone():
    person = register_person(PHONE)
    erase_person(person)
    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=person.pk).update(phone="+212600000009")


def test_she_hears_what_she_reads_until_she_says_otherwise():
    person = register_person(PHONE, language="fr")
    assert person.spoken_language == "fr"
    choose_voice(person, Spoken.ARY)
    person.refresh_from_db()
    assert (person.language, person.spoken_language) == ("fr", "ary")
