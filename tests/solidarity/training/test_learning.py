"""Skills are shown by results or before a person, certificates follow, sessions are attended once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.solidarity.training.door_codes import door_code, door_pass, is_fresh, lets_in
from tadamun.solidarity.training.models import Attainment, Attendance, Certificate, Learner, TrainingSession
from tadamun.solidarity.training.operations import (
    NoSeat,
    NotComplete,
    NotShown,
    OwnSkill,
    TooLate,
    attend,
    check_skill,
    enrol,
    enter_training,
    issue_certificate,
    plan_session,
    reopen_skill,
    revoke_certificate,
    sign_off,
)
from tadamun.solidarity.training.standing import held_by_organisation, held_skills
from tadamun.trade.checkout.operations import confirm_purchase
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import pack
from tests.factories import make_person, make_product, make_purchase, orders_of
from tests.solidarity.training.conftest import course, skill

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def packed_by(market: Market, organisation: Organisation, person: Person) -> None:
    purchase = make_purchase(market, [make_product(organisation)])
    confirm_purchase(purchase)
    [order] = orders_of(purchase)
    with acting(actor=person.reference):
        record_fact(order, Fact.Kind.ACCEPTED)
        pack(order)


def test_a_result_counts_for_who_did_it_alone(
    market: Market, organisation: Organisation, learner: Learner
) -> None:
    packing = skill(market, "packing")
    packed_by(market, organisation, make_person())
    with pytest.raises(NotShown):
        check_skill(learner, packing)
    packed_by(market, organisation, learner.person)
    shown = check_skill(learner, packing)
    assert shown and shown.how == "result" and shown.fades_at
    assert check_skill(learner, packing) is None
    with scope(market_id=market.pk):
        certificate = Certificate.objects.get(learner=learner)
    assert certificate.number == f"SOUK-{clock.today().year}-00001"
    assert held_by_organisation(organisation.pk, market.pk) == {"packing"}


def test_what_faded_must_be_shown_anew(market: Market, organisation: Organisation, learner: Learner) -> None:
    packing = skill(market, "packing")
    packed_by(market, organisation, learner.person)
    check_skill(learner, packing)
    with scope(market_id=market.pk):
        with clock.shifted(timedelta(days=731)):
            assert held_skills(learner.pk) == set()
        assert held_skills(learner.pk) == {packing.pk}
    assert reopen_skill(learner, packing, note="late_parcels")
    assert reopen_skill(learner, packing, note="late_parcels") is None
    with pytest.raises(NotShown):  # the old parcel shows nothing any more
        check_skill(learner, packing)
    packed_by(market, organisation, learner.person)
    assert check_skill(learner, packing)


def test_a_person_signs_off_others_never_herself(market: Market, learner: Learner, trainer: Person) -> None:
    payment = skill(market, "e_payment")
    with pytest.raises(NotShown):
        check_skill(learner, payment)
    with pytest.raises(OwnSkill):
        sign_off([enter_training(market, trainer), learner], payment, by=trainer)
    second = enter_training(market, make_person())
    assert len(sign_off([learner, second], payment, by=trainer)) == 2
    assert sign_off([learner], payment, by=trainer) == []
    with scope(market_id=market.pk):
        assert Attainment.objects.count() == 2
        assert [row.number[-5:] for row in Certificate.objects.order_by("pk")] == ["00001", "00002"]
        with pytest.raises(IntegrityError), transaction.atomic():
            Attainment.objects.update(note="changed")


def test_a_certificate_is_issued_once_and_revoked_with_a_reason(
    market: Market, learner: Learner, trainer: Person
) -> None:
    payment = course(market, "payment")
    with pytest.raises(NotComplete):
        issue_certificate(learner, payment)
    sign_off([learner], skill(market, "e_payment"), by=trainer)
    first = issue_certificate(learner, payment)
    assert issue_certificate(learner, payment) == first
    with pytest.raises(ValueError, match="reason"):
        revoke_certificate(first, reason=" ")
    revoke_certificate(first, reason="أُعطيت خطأ")
    assert revoke_certificate(first, reason="other").reason == "أُعطيت خطأ"
    second = issue_certificate(learner, payment)
    assert second.number != first.number


@pytest.fixture
def session(market: Market, trainer: Person) -> TrainingSession:
    now = clock.now()
    return plan_session(
        market, course(market, "payment"), place="دار الصانع، الداخلة", starts_at=now - HOUR, ends_at=now + HOUR,
        trainer=trainer, seats=1,
    )  # fmt: skip


def test_seats_and_times_are_kept(market: Market, learner: Learner, session: TrainingSession) -> None:
    other = enter_training(market, make_person())
    enrol(session, learner)
    enrol(session, learner)
    with pytest.raises(NoSeat):
        enrol(session, other)
    for _ in range(2):
        attend(session, learner, Attendance.How.SCANNED)
    attend(session, learner, Attendance.How.LIST)
    with scope(market_id=market.pk):
        assert Attendance.objects.get().how == "scanned"
    with clock.shifted(2 * HOUR):
        with pytest.raises(TooLate):
            attend(session, other, Attendance.How.CARD)
        assert attend(session, other, Attendance.How.LIST)
        with pytest.raises(TooLate):
            enrol(session, other)
    with clock.shifted(-2 * HOUR), pytest.raises(TooLate):
        attend(session, enter_training(market, make_person()), Attendance.How.LIST)


def test_the_code_at_the_door_changes(session: TrainingSession) -> None:
    code = door_code(session)
    assert is_fresh(session, code) and lets_in(session, door_pass(session))
    with clock.shifted(timedelta(minutes=4)):
        assert door_code(session) != code
        assert not lets_in(session, code)
        assert lets_in(session, door_pass(session))
    passed = door_pass(session)
    with clock.shifted(timedelta(minutes=21)):
        assert not lets_in(session, passed)
    assert not lets_in(session, "") and not lets_in(session, "é:x:y")
