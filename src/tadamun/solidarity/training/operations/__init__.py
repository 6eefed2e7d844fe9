"""The verbs of training: courses are written, learned and checked, sessions held, certificates issued."""

from tadamun.solidarity.training.operations.attaining import (
    NotShown,
    OwnSkill,
    answer_question,
    check_skill,
    reopen_skill,
    sign_off,
)
from tadamun.solidarity.training.operations.certifying import (
    NotComplete,
    certify,
    issue_certificate,
    issuer_key,
    revoke_certificate,
)
from tadamun.solidarity.training.operations.courses import (
    add_external_course,
    forget_step_voice,
    record_step,
    retire_external_course,
    sync_courses,
    write_course,
)
from tadamun.solidarity.training.operations.learning import (
    agree_to_name,
    enter_training,
    keep_course,
    open_step,
)
from tadamun.solidarity.training.operations.own_courses import (
    NotReady,
    begin_course,
    begin_lesson,
    describe_course,
    describe_lesson,
    move_lesson,
    publish_course,
    show_lesson,
    withdraw_course,
)
from tadamun.solidarity.training.operations.own_steps import (
    drop_check,
    move_step,
    remove_step,
    write_check,
    write_step,
)
from tadamun.solidarity.training.operations.practising import (
    erase_with_practice,
    leave_practice,
    order_in_play,
    pay_in_play,
    practise,
    review_in_play,
    scan_in_play,
)
from tadamun.solidarity.training.operations.rights import (
    decide_narrowing,
    notice_late_parcels,
    set_right,
    stand_surety,
)
from tadamun.solidarity.training.operations.sessions import (
    NoSeat,
    TooLate,
    attend,
    enrol,
    plan_session,
    withdraw_enrolment,
)

__all__ = [
    "NoSeat", "NotComplete", "NotReady", "NotShown", "OwnSkill", "TooLate", "add_external_course", "agree_to_name",
    "answer_question", "attend", "begin_course", "begin_lesson", "certify", "check_skill", "decide_narrowing",
    "describe_course", "describe_lesson", "drop_check", "enrol", "enter_training", "erase_with_practice", "forget_step_voice",
    "issue_certificate", "issuer_key", "keep_course", "leave_practice", "move_lesson", "move_step",
    "notice_late_parcels", "open_step", "order_in_play", "pay_in_play", "plan_session", "practise", "publish_course",
    "record_step", "remove_step", "reopen_skill", "retire_external_course", "review_in_play", "revoke_certificate",
    "scan_in_play", "set_right", "show_lesson", "sign_off", "stand_surety", "sync_courses", "withdraw_course",
    "withdraw_enrolment", "write_check", "write_course", "write_step",
]  # fmt: skip
