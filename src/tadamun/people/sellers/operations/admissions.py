"""Asking to sell in a market, and the market's answer. Every answer is kept as a ``Decision``, with words and voice."""

from datetime import datetime

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.events import (
    OrganisationChanged,
    SellerAdmitted,
    SellerApplied,
    SellerRefused,
    SellerSuspended,
    SuspensionAnnounced,
)
from tadamun.people.sellers.models import Admission, Decision, Organisation
from tadamun.people.sellers.operations.announcing import announce_change
from tadamun.people.sellers.requirements import outstanding, region_open
from tadamun.people.sellers.states import NotReady, WrongState

__all__ = [
    "NotReady", "admit_seller", "apply_to_market", "lift_suspension", "refuse_seller", "set_cohort", "suspend_seller",
    "take_effect",
]  # fmt: skip
Status, Verdict = Admission.Status, Decision.Verdict


def apply_to_market(organisation: Organisation, market: Market) -> Admission:
    """Ask to sell in a market; after a refusal, ask again. Repeating it returns the application that stands."""
    with transaction.atomic(), scope(market_id=market.pk, organisation_id=organisation.pk):
        admission, made = Admission.objects.get_or_create(organisation=organisation, market=market)
        if not made and admission.status == Status.REFUSED:
            admission.status, admission.applied_at, made = Status.APPLIED, clock.now(), True
            admission.save(update_fields=["status", "applied_at"])
        if made:
            announce_change(organisation, SellerApplied, market.pk)
            audit.record("apply_to_market", organisation.reference, market_id=market.pk)
    return admission


def admit_seller(admission: Admission, *, reason: str = "", voice: str = "") -> Admission:
    """Its approved goods are shown from the next request on.

    Raises ``NotReady`` when a required paper is neither accepted nor waived or her region is not open for her cohort, and
    ``WrongState``; then nothing was written.
    """
    with transaction.atomic():
        found = _locked(admission)
        if found.status == Status.ADMITTED:
            return _as_it_stands(admission, found)
        if found.status != Status.SUSPENDED:
            _refuse_unready(found)
        _decide(found, Status.ADMITTED, Verdict.ADMITTED, reason, voice, SellerAdmitted)
    return _as_it_stands(admission, found)


def _refuse_unready(admission: Admission) -> None:
    if not region_open(admission.market_id, admission.organisation.region, admission.cohort):
        raise NotReady(region_closed=True)
    missing = outstanding(admission.organisation, admission.market, admission.cohort, at_admission=True)
    if missing:
        raise NotReady(tuple(point.requirement.code for point in missing))


def refuse_seller(admission: Admission, *, reason: str, voice: str = "") -> Admission:
    """With a reason it is told. Raises ``WrongState``."""
    if not reason.strip():
        raise WrongState("a refusal needs a reason")
    with transaction.atomic():
        found = _locked(admission)
        if found.status != Status.REFUSED:
            _decide(found, Status.REFUSED, Verdict.REFUSED, reason, voice, SellerRefused)
    return _as_it_stands(admission, found)


def suspend_seller(
    admission: Admission, *, reason: str, voice: str = "", effective_at: datetime | None = None
) -> Admission:
    """Its goods disappear from the market at ``effective_at``, else now; open orders go on. Repeating it changes nothing.

    Until then she sells as before, and is told the day. Raises ``WrongState``.
    """
    if not reason.strip():
        raise WrongState("a suspension needs a reason")
    with transaction.atomic():
        found = _locked(admission)
        if found.status == Status.SUSPENDED or (found.suspends_at and effective_at):
            return _as_it_stands(admission, found)
        if effective_at is None or effective_at <= clock.now():
            found.suspends_at = None
            _decide(found, Status.SUSPENDED, Verdict.SUSPENDED, reason, voice, SellerSuspended)
        else:
            _announce_suspension(found, reason, voice, effective_at)
    return _as_it_stands(admission, found)


def _announce_suspension(admission: Admission, reason: str, voice: str, effective_at: datetime) -> None:
    if admission.status != Status.ADMITTED:
        raise WrongState(f"{admission.status} → suspended later")
    admission.suspends_at, admission.reason = effective_at, reason
    _keep(admission, Verdict.SUSPENDED, reason, voice, effective_at)
    announce_change(admission.organisation, SuspensionAnnounced, admission.market_id)


def take_effect(admission: Admission) -> bool:
    """A suspension whose day has come closes her shop. Returns whether it did; repeating it does nothing."""
    with transaction.atomic():
        found = _locked(admission)
        if found.suspends_at is None or found.suspends_at > clock.now() or found.status != Status.ADMITTED:
            return False
        found.status, found.suspends_at = Status.SUSPENDED, None
        with everything("an admission is written by its key"):
            found.save(update_fields=["status", "suspends_at"])
        announce_change(found.organisation, SellerSuspended, found.market_id)
        audit.record(
            "suspension_in_effect", found.organisation.reference, market_id=found.market_id,
            reason=found.reason,
        )  # fmt: skip
    return True


def lift_suspension(admission: Admission, *, reason: str, voice: str = "") -> Admission:
    """She sells again, or goes on selling when its day had not come. Raises ``WrongState``."""
    with transaction.atomic():
        found = _locked(admission)
        if found.status != Status.SUSPENDED and found.suspends_at is None:
            raise WrongState("no suspension stands")
        found.suspends_at, found.status = None, Status.ADMITTED
        found.reason = reason
        _keep(found, Verdict.LIFTED, reason, voice, clock.now())
        announce_change(found.organisation, SellerAdmitted, found.market_id)
    return _as_it_stands(admission, found)


def set_cohort(admission: Admission, cohort: str) -> Admission:
    """With whom she starts: a word of the market's own, as ``pilot-1``."""
    admission.cohort = cohort.strip()
    with transaction.atomic(), everything("an admission is written by its key"):
        admission.save(update_fields=["cohort"])
        audit.record(
            "set_cohort", admission.organisation.reference, market_id=admission.market_id,
            cohort=admission.cohort,
        )  # fmt: skip
    return admission


def _locked(admission: Admission) -> Admission:
    """As it stands now, and nobody else decides meanwhile."""
    with everything("an admission is locked by its key"):
        rows = Admission.objects.select_for_update(of=("self",)).select_related("organisation", "market")
        return rows.get(pk=admission.pk)


def _as_it_stands(given: Admission, found: Admission) -> Admission:
    """The caller's own row says the same as the table."""
    for name in ("status", "reason", "decided_at", "decided_by", "suspends_at"):
        setattr(given, name, getattr(found, name))
    return given


def _decide(
    admission: Admission, status: str, verdict: str, reason: str, voice: str, kind: type[OrganisationChanged]
) -> None:
    if status not in Admission.FOLLOWS[admission.status]:
        raise WrongState(f"{admission.status} → {status}")
    admission.status, admission.reason = status, reason
    _keep(admission, verdict, reason, voice, clock.now())
    announce_change(admission.organisation, kind, admission.market_id)


def _keep(admission: Admission, verdict: str, reason: str, voice: str, effective_at: datetime) -> None:
    """The admission as it stands from now on, the decision for ever, and the log."""
    by = str(current().actor)
    admission.decided_at, admission.decided_by = clock.now(), by
    with everything("an admission is written by its key"):
        admission.save(update_fields=["status", "reason", "suspends_at", "decided_at", "decided_by"])
        Decision.objects.create(
            admission=admission, verdict=verdict, reason=reason, voice=voice, by=by, at=clock.now(),
            effective_at=effective_at,
        )  # fmt: skip
    audit.record(
        f"admission_{verdict}", admission.organisation.reference, market_id=admission.market_id, reason=reason
    )
