"""PINs, phones, cards and codes of trustees: what opens, how often it may be guessed, and what a database tells."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, connection, transaction

from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry, OutboxEvent
from tadamun.kernel.sealed import unseal
from tadamun.people.accounts.models import Card, LetIn, Pin, TrustedDevice
from tadamun.people.accounts.operations import (
    Guess,
    KnownPasskey,
    MayNotLetIn,
    WeakPin,
    add_passkey,
    allow_trustee,
    erase_person,
    forget_device,
    give_let_in,
    note_passkey_use,
    print_card,
    renew_trust,
    revoke_card,
    set_pin,
    trust_device,
    try_pin,
    use_let_in,
    withdraw_trustee,
)
from tadamun.people.accounts.queries import (
    card_of_secret,
    cards_of,
    devices_known,
    has_pin,
    let_in_opens,
    passkeys_of,
    trusting,
)
from tests.factories import make_person

PIN, TOKEN = "274915", "t" * 32
COOP = "organisation:ACDEFGH"


@pytest.fixture
def she(db):
    person = make_person("+212612345678")
    set_pin(person, PIN)
    return person


@pytest.fixture
def phone(she):
    return trust_device(she, TOKEN, "Android")


@pytest.mark.parametrize("typed", [PIN, "274 915", "٢٧٤٩١٥", "۲۷۴۹۱۵", " 27-49-15 "])
def test_it_opens_in_every_digit_family(phone, typed):
    assert try_pin(phone, typed) == Guess.RIGHT


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "length"), ("12345", "length"), ("1234567", "length"), ("12345a", "length"), ("²³¹²³¹", "length"),
        ("000000", "same"), ("٧٧٧٧٧٧", "same"), ("123456", "row"), ("012345", "row"), ("654321", "row"),
        ("345678", "row"), ("612345", "phone"), ("212612", "phone"),
    ],
)  # fmt: skip
def test_what_anybody_would_guess_is_refused(she, typed, code):
    with pytest.raises(WeakPin) as refused:
        set_pin(she, typed)
    assert refused.value.code == code
    assert try_pin(trust_device(she, TOKEN, ""), PIN) == Guess.RIGHT


def test_a_copy_of_the_database_does_not_tell_it(she):
    kept = Pin.objects.get(person=she).sealed
    assert PIN not in kept
    assert "$" not in kept  # not even the hash, which a million guesses would open
    assert identify_hasher(unseal(kept))


def test_five_wrong_ones_in_a_row_close_it_for_the_right_one_too(phone):
    assert [try_pin(phone, "999991") for _ in range(4)] == [Guess.WRONG] * 4
    assert try_pin(phone, PIN) == Guess.RIGHT  # and forgives the four
    assert [try_pin(phone, "999991") for _ in range(6)] == [Guess.WRONG] * 4 + [Guess.CLOSED] * 2
    assert try_pin(phone, PIN) == Guess.CLOSED
    assert OutboxEvent.objects.filter(kind="PinClosed").count() == 1
    assert AuditEntry.objects.filter(action="close_pin").count() == 1


def test_what_is_closed_on_one_phone_is_open_on_another(she, phone):
    for _ in range(5):
        try_pin(phone, "999991")
    assert try_pin(trust_device(she, "u" * 32, "iPhone"), PIN) == Guess.RIGHT
    assert try_pin(trust_device(she, TOKEN, "Android"), PIN) == Guess.RIGHT  # trusted anew, by a code


def test_without_a_pin_there_is_nothing_to_guess(db):
    phone = trust_device(make_person(), TOKEN, "")
    assert try_pin(phone, PIN) == Guess.NONE
    phone.refresh_from_db()
    assert phone.wrong == 0


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_a_thousand_guesses_at_once_are_five():
    person = make_person()
    set_pin(person, PIN)
    phone = trust_device(person, TOKEN, "")

    def guess(first):
        try:
            return Counter(try_pin(phone, f"{number:06d}") for number in range(first, first + 125))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        found = sum(threads.map(guess, range(500_000, 501_000, 125)), Counter())
    assert found[Guess.WRONG] <= 4
    assert found[Guess.WRONG] + found[Guess.CLOSED] == 1000
    assert OutboxEvent.objects.filter(kind="PinClosed").count() == 1
    assert try_pin(phone, PIN) == Guess.CLOSED


def test_the_database_counts_no_sixth(phone):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustedDevice.objects.filter(pk=phone.pk).update(wrong=6)


def test_a_phone_knows_whom_it_was_trusted_with_and_for_how_long(she, phone, settings):
    other = make_person(name="عائشة")
    trust_device(other, TOKEN, "Android")
    assert {row.person for row in devices_known(TOKEN)} == {she, other}
    assert devices_known("u" * 32) == devices_known("") == devices_known("x" * 5000) == []
    assert TOKEN not in str(TrustedDevice.objects.filter(pk=phone.pk).values().get())
    with clock.shifted(timedelta(days=settings.TRUSTED_DAYS - 1)):
        assert renew_trust(phone.pk)
    with clock.shifted(timedelta(days=settings.TRUSTED_DAYS + 1)):
        assert [row.person for row in devices_known(TOKEN)] == [she]
        forget_device(phone)
        assert devices_known(TOKEN) == []
        assert not renew_trust(phone.pk)


def test_a_card_replaces_the_one_before_and_can_be_taken_back(she):
    by = make_person()
    _first, old = print_card(she, by)
    card, secret = print_card(she, by)
    assert card_of_secret(old) is None
    assert card_of_secret(secret) == card == cards_of([she])[she.pk]
    assert secret not in str(Card.objects.filter(pk=card.pk).values().get())
    for nonsense in ("", "x", "é" * 22, "a" * 5000, "'; --"):
        assert card_of_secret(nonsense) is None
    revoke_card(she)
    assert card_of_secret(secret) is None
    assert cards_of([she]) == {}


def test_only_whom_she_allowed_lets_her_in_and_once(she, phone):
    by, out = make_person(), make_person()
    _card, secret = print_card(she, by)
    with pytest.raises(MayNotLetIn):
        give_let_in(she, by=by, organisation_ref=COOP)
    allow_trustee(she, COOP)
    assert trusting([she, out], COOP) == {she.pk}
    with pytest.raises(MayNotLetIn):
        give_let_in(she, by=she, organisation_ref=COOP)
    _row, former = give_let_in(she, by=by, organisation_ref=COOP)
    row, code = give_let_in(she, by=by, organisation_ref=COOP)
    assert (let_in_opens(former), use_let_in(former)) == (False, None)
    assert code not in str(LetIn.objects.filter(pk=row.pk).values().get())
    add_passkey(she, host="souk.localhost", credential_id="x", credential="x", sign_count=0, name="")
    before = she.get_session_auth_hash()
    assert use_let_in(f"{code[:6].lower()} {code[6:]}") == she
    assert use_let_in(code) is None
    she.refresh_from_db()
    assert she.get_session_auth_hash() != before  # every session of hers has ended
    assert (devices_known(TOKEN), card_of_secret(secret), has_pin(she)) == ([], None, False)
    assert passkeys_of(she) == []
    told = AuditEntry.objects.filter(action="give_let_in").latest("pk")
    assert (told.subject, told.changes["by"]) == (str(she.reference), str(by.reference))
    assert OutboxEvent.objects.filter(kind="LetInGiven").count() == 2


def test_it_opens_for_a_day_and_not_after_she_took_her_trust_back(she):
    allow_trustee(she, COOP)
    by = make_person()
    _row, code = give_let_in(she, by=by, organisation_ref=COOP)
    with clock.shifted(timedelta(hours=24, seconds=1)):
        assert use_let_in(code) is None
    withdraw_trustee(she, COOP)
    assert use_let_in(code) is None
    with pytest.raises(MayNotLetIn):
        give_let_in(she, by=by, organisation_ref=COOP)


def test_a_key_whose_counter_does_not_go_on_is_a_copy(she):
    key = add_passkey(she, host="souk.localhost", credential_id="x", credential="x", sign_count=4, name="")
    assert note_passkey_use(key, 5)
    assert not note_passkey_use(key, 5)
    assert not note_passkey_use(key, 0)
    silent = add_passkey(she, host="souk.localhost", credential_id="y", credential="y", sign_count=0, name="")
    assert note_passkey_use(silent, 0)
    assert note_passkey_use(silent, 0)
    with pytest.raises(KnownPasskey):
        add_passkey(
            make_person(), host="souk.localhost", credential_id="x", credential="z", sign_count=0, name=""
        )


def test_who_is_forgotten_leaves_no_door(she, phone):
    print_card(she, make_person())
    erase_person(she)
    assert (devices_known(TOKEN), cards_of([she]), has_pin(she)) == ([], {}, False)
