"""The verbs of persons and of what opens the door to them."""

from tadamun.people.accounts.operations.cards import note_card_use, print_card, revoke_card
from tadamun.people.accounts.operations.devices import (
    forget_device,
    forget_devices,
    keep_session,
    renew_trust,
    trust_device,
)
from tadamun.people.accounts.operations.entries import end_sessions, note_entry
from tadamun.people.accounts.operations.guessing import Guess, try_pin
from tadamun.people.accounts.operations.letting_in import (
    MayNotLetIn,
    allow_trustee,
    give_let_in,
    use_let_in,
    withdraw_trustee,
)
from tadamun.people.accounts.operations.passkeys import (
    KnownPasskey,
    add_passkey,
    note_passkey_use,
    remove_passkey,
)
from tadamun.people.accounts.operations.persons import (
    BadPhone,
    change_person,
    choose_voice,
    erase_person,
    forget_address,
    keep_address,
    normal_phone,
    register_person,
    verify_phone,
)
from tadamun.people.accounts.operations.pins import WeakPin, check_pin, digits_of, set_pin

__all__ = [
    "BadPhone",
    "Guess",
    "KnownPasskey",
    "MayNotLetIn",
    "WeakPin",
    "add_passkey",
    "allow_trustee",
    "change_person",
    "check_pin",
    "choose_voice",
    "digits_of",
    "end_sessions",
    "erase_person",
    "forget_address",
    "forget_device",
    "forget_devices",
    "give_let_in",
    "keep_address",
    "keep_session",
    "normal_phone",
    "note_card_use",
    "note_entry",
    "note_passkey_use",
    "print_card",
    "register_person",
    "remove_passkey",
    "renew_trust",
    "revoke_card",
    "set_pin",
    "trust_device",
    "try_pin",
    "use_let_in",
    "verify_phone",
    "withdraw_trustee",
]
