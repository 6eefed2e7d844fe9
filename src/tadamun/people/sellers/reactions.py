"""What an organisation is told when a market decided about it, and when somebody helps it."""

from collections.abc import Callable

from tadamun.kernel.events import reaction
from tadamun.kernel.jobs import enqueue, job
from tadamun.kernel.scopes import everything
from tadamun.people.notices.operations import occasion
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers import told
from tadamun.people.sellers.events import (
    AppealAnswered,
    ChangeProposed,
    MandateEnded,
    MandateGiven,
    OrganisationChanged,
    PaperRejected,
    SellerAdmitted,
    SellerRefused,
    SellerSuspended,
    SuspensionAnnounced,
)
from tadamun.people.sellers.models import Admission, Appeal, Decision, Grant, Member, Proposal, Submission
from tadamun.people.sellers.notices import tell_organisation
from tadamun.people.sellers.proposing import TAKEN_BACK_WITHIN
from tadamun.people.sellers.queries import admission_of

TOLD = (Admission.Status.ADMITTED, Admission.Status.REFUSED, Admission.Status.SUSPENDED)


def _tell(
    event: OrganisationChanged, admission: Admission, kind: str, compose: Callable[[Voice], Said]
) -> None:
    tell_organisation(
        admission.organisation, admission.market, key=f"{kind}/{event.market_id}/{occasion(event)}", kind=kind,
        subject_ref=str(admission.organisation.reference), compose=compose,
    )  # fmt: skip


def _admission(event: OrganisationChanged) -> Admission | None:
    return admission_of(event.organisation_id, event.market_id)


@reaction(SellerAdmitted, SellerRefused, SellerSuspended, when="later")
def tell_of_admission(event: OrganisationChanged) -> None:
    admission = _admission(event)
    if admission is None or admission.status not in TOLD:
        return
    tell_organisation(
        admission.organisation, admission.market, key=f"admission/{event.market_id}/{occasion(event)}",
        kind=f"admission_{admission.status}", subject_ref=str(admission.organisation.reference),
        compose=lambda voice: told.decided(voice, admission),
    )  # fmt: skip


@reaction(SuspensionAnnounced, when="later")
def tell_of_suspension_to_come(event: OrganisationChanged) -> None:
    admission = _admission(event)
    with everything("the last decision about one seller"):
        decision = Decision.objects.filter(admission=admission).first()
    if admission is not None and decision is not None:
        _tell(
            event, admission, "suspension_announced",
            lambda voice: told.suspension_announced(voice, admission, decision),
        )  # fmt: skip


@reaction(AppealAnswered, when="later")
def tell_of_answer(event: OrganisationChanged) -> None:
    admission = _admission(event)
    with everything("the last objection of one seller"):
        rows = Appeal.objects.filter(decision__admission=admission).exclude(state=Appeal.State.WAITING)
        answered = rows.order_by("-answered_at").first()
    if admission is not None and answered is not None:
        _tell(
            event,
            admission,
            "appeal_answered",
            lambda voice: told.appeal_answered(voice, admission, answered),
        )


@reaction(PaperRejected, when="later")
def tell_of_paper(event: PaperRejected) -> None:
    """On her way to a market there is no admission yet, and nobody to judge her papers: it is always found."""
    admission = _admission(event)
    with everything("one paper by its key"):
        row = Submission.objects.filter(pk=event.submission_id).first()
    if admission is not None and row is not None and row.state == Submission.State.REJECTED:
        _tell(event, admission, "paper_rejected", lambda voice: told.paper_rejected(voice, row))


def _market_of(event: OrganisationChanged) -> Admission | None:
    """Where it was done, else the first market that knows her: a mandate may hold in all."""
    found = _admission(event)
    if found is not None:
        return found
    with everything("a market that knows one seller"):
        rows = Admission.objects.select_related("organisation", "market")
        return rows.filter(organisation=event.organisation_id).order_by("pk").first()


@reaction(MandateGiven, when="later")
def tell_of_mandate(event: MandateGiven) -> None:
    admission = _market_of(event)
    with everything("one mandate by its code"):
        grant = Grant.objects.select_related("helper", "helpers").filter(code=event.grant_code).first()
    if admission is not None and grant is not None and grant.ended_at is None:
        _tell(event, admission, "mandate_given", lambda voice: told.mandate_given(voice, grant))


@reaction(MandateEnded, when="later")
def tell_of_end(event: MandateEnded) -> None:
    """Who ended it herself knows."""
    admission = _market_of(event)
    with everything("one mandate by its code, and who acts for the seller"):
        grant = Grant.objects.select_related("helper", "helpers").filter(code=event.grant_code).first()
        members = Member.objects.select_related("person").filter(organisation=event.organisation_id)
        own = {str(member.person.reference) for member in members}
    if admission is not None and grant is not None and grant.ended_by not in own:
        _tell(event, admission, "mandate_ended", lambda voice: told.mandate_ended(voice, grant))


@reaction(ChangeProposed, when="later")
def tell_of_proposal(event: ChangeProposed) -> None:
    admission = _market_of(event)
    with everything("one proposal by its code"):
        row = Proposal.objects.filter(code=event.proposal_code).first()
    if admission is None or row is None or row.state != Proposal.State.WAITING:
        return
    if row.change.get("first"):
        enqueue(tell_of_first_price, admission.market_id, row.code, after=row.at + TAKEN_BACK_WITHIN)
    else:
        _tell(event, admission, "change_proposed", lambda voice: told.change_proposed(voice, row))


@job()
def tell_of_first_price(market_id: int, code: str) -> None:
    """Of a piece that a helper sent and did not take back. Twice tells once."""
    with everything("one proposal by its code"):
        row = Proposal.objects.select_related("organisation").filter(code=code).first()
    admission = admission_of(row.organisation_id, market_id) if row is not None else None
    if row is not None and admission is not None and row.state == Proposal.State.WAITING:
        tell_organisation(
            row.organisation, admission.market, key=f"first_price/{row.code}", kind="change_proposed",
            subject_ref=str(row.organisation.reference), compose=lambda voice: told.change_proposed(voice, row),
        )  # fmt: skip
