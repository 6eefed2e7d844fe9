"""What a market asks, what sellers answer, and what the team says to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.bank_accounts import masked
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import everything, scope
from tadamun.kernel.sealed import seal
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import terms_version
from tadamun.people.markets.regions import regions
from tadamun.people.sellers.events import PaperRejected
from tadamun.people.sellers.kinds import RULES, BadAnswer, BadConfig, checked_config
from tadamun.people.sellers.labels import also_given_by, listed
from tadamun.people.sellers.models import CohortRegion, Document, Organisation, Requirement, Submission
from tadamun.people.sellers.operations.documents import keep_document
from tadamun.people.sellers.states import WrongState

State = Submission.State


def set_requirement(
    market: Market, *, kind: str, required: bool = True, position: int = 0, config: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None, region: str = "", cohort: str = "", requirement: Requirement | None = None,
) -> Requirement:  # fmt: skip
    """Ask for something from now on, or change what is asked. The kind of one that stands never changes.

    Raises ``BadConfig``; then nothing was written.
    """
    if requirement is not None and requirement.kind != kind:
        raise BadConfig("kind")
    if region and region not in regions():
        raise BadConfig("region")
    fields: dict[str, Any] = {
        "kind": kind, "required": required, "position": position, "config": checked_config(kind, config or {}),
        "titles": dict(titles or {}), "region": region, "cohort": cohort.strip(),
    }  # fmt: skip
    with transaction.atomic(), scope(market_id=market.pk):
        if requirement is None:
            requirement = Requirement.objects.create(market=market, **fields)
        else:
            for name, value in fields.items():
                setattr(requirement, name, value)
            requirement.save(update_fields=list(fields))
        audit.record("set_requirement", market.reference, market_id=market.pk, **fields)
    return requirement


def retire_requirement(requirement: Requirement) -> None:
    """It is asked of nobody any more; what was answered stays. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=requirement.market_id):
        if requirement.retired_at is None:
            requirement.retired_at = clock.now()
            requirement.save(update_fields=["retired_at"])
            audit.record(
                "retire_requirement", requirement.market.reference, market_id=requirement.market_id,
                kind=requirement.kind,
            )  # fmt: skip


def open_for_cohort(market: Market, region: str, cohort: str) -> CohortRegion:
    """Sellers of a cohort are admitted from this region before it opens for everybody. Repeating it changes nothing."""
    if region not in regions() or not cohort.strip():
        raise BadConfig("region")
    with transaction.atomic(), scope(market_id=market.pk):
        row, new = CohortRegion.objects.get_or_create(
            market=market, region=region, cohort=cohort.strip(),
            defaults={"opened_by": str(current().actor)},
        )  # fmt: skip
        if new:
            audit.record(
                "open_for_cohort", market.reference, market_id=market.pk, region=region, cohort=row.cohort
            )
    return row


def answer_requirement(
    organisation: Organisation, requirement: Requirement, *, value: str = "", file: bytes = b"", recording: str = ""
) -> Submission:  # fmt: skip
    """What she gives: a number, a picture, a file, a number with its paper, or her yes to the terms in force. The same again
    changes nothing; another one replaces what was not yet accepted. Raises ``BadAnswer``, and ``WrongState`` for what is
    accepted or not hers to give.
    """
    rule = RULES[requirement.kind]
    if rule.by != "seller" or requirement.retired_at:
        raise WrongState(f"{requirement.kind} is not hers to give")
    said: dict[str, Any] = {"recording": recording, "sealed": "", "document": None, "expires_on": None}
    if rule.gives in ("picture", "file"):
        said["document"] = keep_document(organisation, file, pictures_only=rule.gives == "picture")
    said["value"], said["sealed"] = _value(requirement, value)
    if rule.paper and file:
        said["document"] = keep_document(organisation, file)
    with transaction.atomic(), everything("one answer by its requirement and organisation"):
        row = _locked(requirement, organisation)
        if row is not None and not _may_replace(row):
            raise WrongState("it is accepted already")
        row = row or Submission(requirement=requirement, organisation=organisation)
        if rule.paper and not file:
            said["document"] = row.document
            if row.document is None and not listed(said["value"], requirement.config):
                raise BadAnswer("paper")
        for name, each in said.items():
            setattr(row, name, each)
        row.state = (
            State.ACCEPTED if _needs_no_look(requirement, said["value"], organisation) else State.PENDING
        )
        row.at, row.note, row.voice, row.reviewer, row.decided_at = clock.now(), "", "", "", None
        row.save()
        audit.record(
            "answer_requirement",
            organisation.reference,
            market_id=requirement.market_id,
            kind=requirement.kind,
        )
    return row


def _needs_no_look(requirement: Requirement, value: str, organisation: Organisation) -> bool:
    """A press; a number that is trusted when it is right: of a label when it is on the list, and nobody else gave it."""
    rule = RULES[requirement.kind]
    if rule.gives == "press" or not requirement.config.get("trusted"):
        return rule.gives == "press"
    if requirement.kind != Requirement.Kind.LABEL:
        return True
    Requirement.objects.select_for_update().get(
        pk=requirement.pk
    )  # two who give one number come one after the other
    return listed(value, requirement.config) and not also_given_by(requirement, value, organisation)


def _value(requirement: Requirement, value: str) -> tuple[str, str]:
    """What is kept and shown, and what is kept sealed."""
    if requirement.kind == Requirement.Kind.TERMS:
        version = terms_version(requirement.market_id)
        if value != str(version):
            raise BadAnswer("terms")
        return value, ""
    check = RULES[requirement.kind].check
    if check is None:
        return "", ""
    if not value.strip():
        raise BadAnswer("empty")
    right = check(value, requirement.config)
    return (masked(right), seal(right)) if requirement.kind == Requirement.Kind.RIB else (right, "")


def _may_replace(row: Submission) -> bool:
    if row.requirement.kind == Requirement.Kind.TERMS:
        return True
    expired = row.expires_on is not None and row.expires_on < clock.today()
    return row.state not in (State.ACCEPTED, State.WAIVED) or expired


def _locked(requirement: Requirement, organisation: Organisation) -> Submission | None:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("requirement")
    return rows.filter(requirement=requirement, organisation=organisation).first()


def judge_paper(
    organisation: Organisation, requirement: Requirement, *, state: str, note: str = "", voice: str = "",
    expires_on: date | None = None, document: Document | None = None,
) -> Submission:  # fmt: skip
    """The team accepts, rejects or waives; rejecting and waiving say why. A visit is accepted without anything given.

    Raises ``WrongState`` where there is nothing to judge, a reason is missing, or a room above answers for it.
    """
    if state not in (State.ACCEPTED, State.REJECTED, State.WAIVED):
        raise WrongState(state)
    if state != State.ACCEPTED and not note.strip():
        raise WrongState("say why")
    rule = RULES[requirement.kind]
    if rule.by == "port" and state != State.WAIVED:
        raise WrongState("it is known from elsewhere")
    with transaction.atomic(), everything("one answer by its requirement and organisation"):
        row = _locked(requirement, organisation)
        if row is None and state != State.WAIVED and rule.by != "team":
            raise WrongState("nothing was given")
        row = row or Submission(requirement=requirement, organisation=organisation)
        row.state, row.note, row.voice, row.expires_on = state, note.strip(), voice, expires_on
        row.reviewer, row.decided_at = str(current().actor), clock.now()
        row.document = document or row.document
        row.save()
        if state == State.REJECTED:
            _tell_rejected(row)
        audit.record(
            f"paper_{state}", organisation.reference, market_id=requirement.market_id, reason=note,
            kind=requirement.kind,
        )  # fmt: skip
    return row


def _tell_rejected(row: Submission) -> None:
    announce(
        PaperRejected(
            market_id=row.requirement.market_id, organisation_id=row.organisation_id, code=row.organisation.code,
            submission_id=row.pk,
        )
    )  # fmt: skip
