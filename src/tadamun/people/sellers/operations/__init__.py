"""The verbs of sellers."""

from tadamun.people.sellers.operations.admissions import (
    NotReady,
    admit_seller,
    apply_to_market,
    lift_suspension,
    refuse_seller,
    set_cohort,
    suspend_seller,
    take_effect,
)
from tadamun.people.sellers.operations.appeals import answer_appeal, appeal
from tadamun.people.sellers.operations.debts import note_debts
from tadamun.people.sellers.operations.organisations import (
    WrongState,
    add_maker,
    add_member,
    change_organisation,
    choose_fee_plan,
    enrol_organisation,
    register_organisation,
    remove_member,
    set_consents,
    set_sells_as,
)
from tadamun.people.sellers.operations.showing import PARTS, forget_maker, keep_part

__all__ = [
    "PARTS",
    "NotReady",
    "WrongState",
    "add_maker",
    "add_member",
    "admit_seller",
    "answer_appeal",
    "appeal",
    "apply_to_market",
    "change_organisation",
    "choose_fee_plan",
    "enrol_organisation",
    "forget_maker",
    "keep_part",
    "lift_suspension",
    "note_debts",
    "refuse_seller",
    "register_organisation",
    "remove_member",
    "set_cohort",
    "set_consents",
    "set_sells_as",
    "suspend_seller",
    "take_effect",
]  # fmt: skip
