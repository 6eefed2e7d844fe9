"""Questions about sellers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import LANGUAGES
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import (
    Admission,
    Application,
    Decision,
    Grant,
    Member,
    Organisation,
    Submission,
)

# One who was suspended finishes what was ordered and sees what she is owed.
WITH_A_DESK = (Admission.Status.ADMITTED, Admission.Status.SUSPENDED, Admission.Status.APPLIED)


def desks_of(person: Person) -> list[Admission]:
    """The admissions she may sit down for in the scope's market, each with her ``member_role``, in one query."""
    rows = Admission.objects.filter(organisation__members__person=person, status__in=WITH_A_DESK)
    mine = rows.annotate(member_role=F("organisation__members__role"))
    return list(mine.select_related("organisation").order_by("pk"))


def admission_of(organisation_id: int, market_id: int) -> Admission | None:
    with everything("one admission by its two keys"):
        return (
            Admission.objects.select_related("organisation", "market")
            .filter(organisation_id=organisation_id, market_id=market_id)
            .first()
        )


FIRM = (Admission.Status.ADMITTED, Admission.Status.SUSPENDED)


def keepers(rows: QuerySet[Admission]) -> QuerySet[Admission]:
    """Those of ``rows`` whose market keeps the organisation's papers: it changes who acts for her and what she is, and it
    reviews her products. Always one: the first that admitted her, also while it suspends her; before any did, the first she
    asked. A market that refused her keeps nothing.
    """
    with everything("which market keeps an organisation's papers"):
        others = Admission.objects.filter(organisation=OuterRef("organisation"))
        earlier = others.filter(pk__lt=OuterRef("pk"))
        asked = Q(status=Admission.Status.APPLIED) & ~Exists(others.filter(status__in=FIRM))
        return rows.filter(
            Q(status__in=FIRM) & ~Exists(earlier.filter(status__in=FIRM))
            | asked & ~Exists(earlier.filter(status=Admission.Status.APPLIED))
        )


def keeps(admission: Admission) -> bool:
    """Whether its market keeps the organisation's papers."""
    with everything("one admission by its key"):
        return keepers(Admission.objects.filter(pk=admission.pk)).exists()


HELPS = (Member.Role.OWNER, Member.Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Seat:
    """An admission somebody may sit down for: as herself, or as a helper under a mandate."""

    admission: Admission
    grant: Grant | None = None

    @property
    def code(self) -> str:
        """What tells it from her other seats: the mandate's code, else the organisation's."""
        return self.grant.code if self.grant else self.admission.organisation.code

    @property
    def decides(self) -> bool:
        """She is responsible there, or a manager; a helper never is."""
        return self.grant is None and getattr(self.admission, "member_role", "") in HELPS


def mandates_of(person: Person, market: Market) -> QuerySet[Grant]:
    """Under which she may act in this market now: given to her, or to an organisation in which she is responsible."""
    hers = Member.objects.filter(person=person, role__in=HELPS).values("organisation")
    with everything("the mandates of one helper"):
        now = clock.now()
        rows = Grant.objects.filter(Q(helper=person) | Q(helpers__in=hers), ended_at=None, until__gt=now)
        return rows.filter(Q(market=None) | Q(market=market)).select_related("organisation", "helpers")


def seats_of(person: Person, market: Market) -> list[Seat]:
    """Her own desks first, then those she may help at. One query; a second where she helps somebody."""
    with everything("the memberships and mandates of one person"):
        hers = Member.objects.filter(person=person)
        grants = mandates_of(person, market).order_by("pk")
        role = hers.filter(organisation=OuterRef("organisation")).values("role")[:1]
        where = Q(organisation__in=hers.values("organisation")) | Q(
            organisation__in=grants.order_by().values("organisation")
        )
    rows = Admission.objects.filter(where, status__in=WITH_A_DESK).annotate(member_role=Subquery(role))
    found = list(rows.select_related("organisation").order_by("pk"))
    own = [Seat(each) for each in found if each.member_role]
    others = [each for each in found if not each.member_role]
    if not others:
        return own
    newest = {grant.organisation_id: grant for grant in grants}
    return own + [
        Seat(each, newest[each.organisation_id]) for each in others if each.organisation_id in newest
    ]


def ended_mandate(person: Person, market: Market, code: str) -> Grant | None:
    """A mandate that was hers and is over; ``None`` for everything else."""
    hers = Member.objects.filter(person=person, role__in=HELPS).values("organisation")
    with everything("the mandates of one helper"):
        rows = Grant.objects.filter(Q(helper=person) | Q(helpers__in=hers), code=code)
        found = rows.filter(Q(market=None) | Q(market=market)).select_related("organisation").first()
    return found if found and not found.stands(clock.now()) else None


LATELY = timedelta(days=30)


def lately_ended_mandate(person: Person, market: Market) -> Grant | None:
    """The last that was hers and ended within a month: of one who acts for nobody now, and would else be a stranger."""
    hers = Member.objects.filter(person=person, role__in=HELPS).values("organisation")
    now = clock.now()
    over = Q(ended_at__gt=now - LATELY) | Q(ended_at=None, until__gt=now - LATELY, until__lte=now)
    with everything("the mandates of one helper"):
        rows = Grant.objects.filter(Q(helper=person) | Q(helpers__in=hers), over)
        return rows.filter(Q(market=None) | Q(market=market)).select_related("organisation").last()


# One artisan helps another as a person, by her phone.
NOT_SEVERAL = (Organisation.Kind.ARTISAN,)


def helping_organisations(said: str) -> list[Organisation]:
    """Cooperatives, unions and their like, admitted to the scope's market, with this code or name; two at most. One query."""
    typed = " ".join(said.split())
    named = Q(code=typed.upper())
    for language in LANGUAGES:
        named |= Q(**{f"names__{language}__iexact": typed})
    with everything("organisations by their name, below narrowed to one market"):
        rows = Organisation.objects.filter(named).exclude(kind__in=NOT_SEVERAL)
    admitted = Admission.objects.filter(status=Admission.Status.ADMITTED, organisation__in=rows)
    return [row.organisation for row in admitted.select_related("organisation").order_by("pk")[:2]]


def open_application(person: Person) -> Application | None:
    """Hers that is not yet sent, in the scope's market."""
    rows = Application.objects.select_related("organisation", "market", "person")
    return rows.filter(person=person, state=Application.State.DRAFT).first()


def last_decision(admission: Admission) -> Decision | None:
    """What was decided last about her, with her objection."""
    rows = Decision.objects.select_related("appeal").filter(admission=admission)
    return rows.first()


def acts_in_her_name(organisation: Organisation, since: datetime, until: datetime) -> list[AuditEntry]:
    """What was done for her by helpers and by a market's team, oldest first; from the log, which nobody changes."""
    name = str(organisation.reference)
    with everything("mandates of one organisation, those that ended too"):
        grants = list(Grant.objects.filter(organisation=organisation).only("code"))
    names = [name, *(f"{name} under {grant.reference}" for grant in grants)]
    rows = AuditEntry.objects.filter(on_behalf_of__in=names, at__gte=since, at__lt=until)
    return list(rows.order_by("pk")[:500])


def helped_between(organisation: Organisation, market_id: int, since: datetime, until: datetime) -> bool:
    """Whether anything was done for her in this market. One query."""
    name = str(organisation.reference)
    whose = Q(on_behalf_of=name) | Q(on_behalf_of__startswith=f"{name} under ")
    here = Q(market_id=None) | Q(market_id=market_id)
    return AuditEntry.objects.filter(whose, here, at__gte=since, at__lt=until).exists()


def expiring_papers(until: date) -> QuerySet[Submission]:
    """Accepted papers of the scope's market that end by then, or have ended."""
    rows = Submission.objects.filter(state=Submission.State.ACCEPTED, expires_on__lte=until)
    return rows.select_related("requirement", "organisation").defer("sealed").order_by("expires_on", "pk")


def recordings_of(*codes: str) -> dict[str, Recording]:
    """Voices by their codes, for a page that may play them: whoever has the row that names one may hear it. One query."""
    wanted = [code for code in codes if code]
    if not wanted:
        return {}
    with everything("voices that rows of sellers name"):
        return {row.code: row for row in Recording.objects.filter(code__in=wanted)}
