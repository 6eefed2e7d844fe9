"""What the team looks at before it decides: her papers, her objection, her mandates, papers that end soon."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tadamun.kernel import clock
from tadamun.kernel.sealed import CannotOpen, unseal
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.labels import also_given_by, listed
from tadamun.people.sellers.models import Admission, Decision, Grant, Organisation, Requirement, Submission
from tadamun.people.sellers.queries import expiring_papers, last_decision, recordings_of
from tadamun.people.sellers.requirements import Point, checklist, region_open
from tadamun.people.sellers.told import helper_name
from tadamun.web.shared.joining_words import APPEALS, GIVEN, REQUIREMENTS, RIGHTS, STATES, requirement_title

SOON = timedelta(days=60)
SHOWN_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Paper:
    """One requirement with what was given, as the team sees it. ``value``: a bank account in full."""

    point: Point
    title: str
    icon: str
    state: str
    colour: str
    value: str
    voice: Recording | None = None
    label: "Label | None" = None

    @property
    def code(self) -> str:
        return self.point.requirement.code

    @property
    def opened(self) -> bool:
        """A sealed value stands on the page in full."""
        given = self.point.submission
        return given is not None and bool(given.sealed) and self.value != given.value

    @property
    def may_be_accepted(self) -> bool:
        rule, given = self.point.rule, self.point.submission
        waits = given is not None and self.point.state in ("pending", "rejected", "expired")
        return rule.by != "port" and (waits or (rule.by == "team" and not self.point.fulfilled))

    @property
    def may_be_rejected(self) -> bool:
        given = self.point.submission
        return self.point.rule.by == "seller" and given is not None and given.state != "rejected"


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of the number of a label: ``listed`` is ``None`` where the market keeps no list."""

    listed: bool | None
    others: list[Organisation]


def label_of(point: Point, organisation: Organisation) -> Label | None:
    """One query, for a label that was given; none for everything else."""
    asked, given = point.requirement, point.submission
    if asked.kind != Requirement.Kind.LABEL or given is None or not given.value:
        return None
    known = listed(given.value, asked.config) if asked.config.get("numbers") else None
    return Label(known, also_given_by(asked, given.value, organisation))


def papers_of(organisation: Organisation, market: Market, cohort: str, language: str) -> list[Paper]:
    points = checklist(organisation, market, cohort)
    voices = recordings_of(*(each.submission.recording for each in points if each.submission))
    found = []
    for point in points:
        state, colour = STATES[point.state]
        given = point.submission
        found.append(
            Paper(
                point, requirement_title(point.requirement, language), REQUIREMENTS[point.requirement.kind][2], str(state),
                colour, _value(given), voices.get(given.recording) if given else None, label_of(point, organisation),
            )
        )  # fmt: skip
    return found


def _value(given: Submission | None) -> str:
    if given is None:
        return ""
    try:
        return unseal(given.sealed) if given.sealed else given.value
    except CannotOpen:
        return given.value


def shown(admission: Admission, language: str) -> dict[str, Any]:
    """For the page of one seller: how many papers stand open, what was decided, her objection, her mandates."""
    points = checklist(admission.organisation, admission.market, admission.cohort)
    decision = last_decision(admission)
    objection = getattr(decision, "appeal", None) if decision else None
    voices = recordings_of(
        decision.voice if decision else "", objection.voice if objection else "",
        objection.answer_voice if objection else "",
    )  # fmt: skip
    return {
        "papers_open": sum(1 for each in points if each.requirement.required and not each.fulfilled),
        "papers_waiting": sum(1 for each in points if each.state == "pending"), "papers_asked": len(points),
        "region_closed": not region_open(admission.market_id, admission.organisation.region, admission.cohort),
        "decision": decision, "decision_voice": voices.get(decision.voice) if decision else None,
        "objection": objection, "objection_words": APPEALS[objection.state] if objection else None,
        "objection_voice": voices.get(objection.voice) if objection else None,
        "answer_voice": voices.get(objection.answer_voice) if objection else None,
    }  # fmt: skip


def objections(limit: int = SHOWN_AT_MOST) -> list[Decision]:
    """Decisions with an objection that waits, the oldest first."""
    rows = Decision.objects.filter(appeal__state="waiting").select_related(
        "admission__organisation", "appeal"
    )
    return list(rows.order_by("appeal__at")[:limit])


def mandates(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """All of hers, those that stand first."""
    now = clock.now()
    rows = Grant.objects.filter(organisation=organisation).select_related(
        "helper", "helpers", "document", "market"
    )
    found = list(rows.defer("document__body").order_by("-pk")[:SHOWN_AT_MOST])
    voices = recordings_of(*(row.recording for row in found))
    listed = [
        {
            "grant": row, "helper": helper_name(row, language), "stands": row.stands(now), "given": GIVEN[row.given],
            "rights": [RIGHTS[right] for right in row.rights if right in RIGHTS], "voice": voices.get(row.recording),
        }
        for row in found
    ]  # fmt: skip
    return sorted(listed, key=lambda each: not each["stands"])


def expiring(language: str) -> list[tuple[Submission, str, bool]]:
    """Papers that end within two months, with their title, and whether they have ended."""
    today = clock.today()
    rows = expiring_papers(today + SOON).filter(requirement__retired_at=None)[:SHOWN_AT_MOST]
    return [
        (
            row,
            requirement_title(row.requirement, language),
            row.expires_on is not None and row.expires_on < today,
        )
        for row in rows
    ]
