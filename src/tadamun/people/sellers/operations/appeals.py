"""Objecting to a decision, once; and the answer of somebody who did not decide."""

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.events import AppealAnswered, AppealMade
from tadamun.people.sellers.models import Admission, Appeal, Decision
from tadamun.people.sellers.operations.admissions import admit_seller, lift_suspension
from tadamun.people.sellers.operations.announcing import announce_change
from tadamun.people.sellers.states import WrongState

MAY_BE_APPEALED = (Decision.Verdict.REFUSED, Decision.Verdict.SUSPENDED)


class SamePerson(WrongState):
    """Who decided does not judge the objection to it; nothing was written."""


def appeal(decision: Decision, *, words: str = "", voice: str = "") -> Appeal:
    """She objects. Repeating it returns the objection that was made. Raises ``WrongState`` without words and voice, or
    where the decision is not the last, or stops nobody.
    """
    if not (words.strip() or voice):
        raise WrongState("an objection says something")
    with transaction.atomic(), everything("a decision is objected to by its key"):
        last = Decision.objects.filter(admission=decision.admission_id).first()
        if last is None or last.pk != decision.pk or decision.verdict not in MAY_BE_APPEALED:
            raise WrongState("only the last decision, and only one that stops her")
        made, new = Appeal.objects.get_or_create(
            decision=decision,
            defaults={
                "words": words.strip(), "voice": voice, "by": str(current().actor), "against": decision.by, "at": clock.now(),
            },
        )  # fmt: skip
        if new:
            organisation = decision.admission.organisation
            announce_change(organisation, AppealMade, decision.admission.market_id)
            audit.record("appeal", organisation.reference, market_id=decision.admission.market_id)
    return made


def answer_appeal(asked: Appeal, *, grant: bool, reason: str, voice: str = "") -> Appeal:
    """Another person of the team decides. Granted: she is admitted, or her suspension is lifted.

    Raises ``SamePerson``, ``NotReady`` when a granted objection meets papers that are still missing, and ``WrongState`` when
    it was answered or has no reason; then nothing was written.
    """
    by = str(current().actor)
    if by == asked.against:
        raise SamePerson(by)
    if not reason.strip():
        raise WrongState("an answer needs a reason")
    with transaction.atomic(), everything("an objection is answered by its key"):
        rows = Appeal.objects.select_for_update(of=("self",))
        found = rows.select_related("decision__admission__organisation").get(pk=asked.pk)
        if found.state != Appeal.State.WAITING:
            raise WrongState("it was answered already")
        found.state = Appeal.State.GRANTED if grant else Appeal.State.UPHELD
        found.answer, found.answer_voice = reason.strip(), voice
        found.answered_by, found.answered_at = by, clock.now()
        found.save(update_fields=["state", "answer", "answer_voice", "answered_by", "answered_at"])
        admission = found.decision.admission
        if grant:
            _give_way(admission, reason, voice)
        announce_change(admission.organisation, AppealAnswered, admission.market_id)
        audit.record(
            f"appeal_{found.state}", admission.organisation.reference, market_id=admission.market_id,
            reason=reason,
        )  # fmt: skip
    return found


def _give_way(admission: Admission, reason: str, voice: str) -> None:
    if admission.status == Admission.Status.SUSPENDED or admission.suspends_at:
        lift_suspension(admission, reason=reason, voice=voice)
    elif admission.status == Admission.Status.REFUSED:
        admit_seller(admission, reason=reason, voice=voice)
