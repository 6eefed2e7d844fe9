"""From the first question to what she sent: kept question by question, taken up again, sent once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import regions
from tadamun.people.sellers.models import Admission, Application, Member, Organisation
from tadamun.people.sellers.operations.admissions import apply_to_market
from tadamun.people.sellers.operations.organisations import add_member, register_organisation
from tadamun.people.sellers.requirements import outstanding
from tadamun.people.sellers.states import NotReady, WrongState

QUESTIONS = ("kind", "name", "region", "craft", "phone")
FIELDS = (*QUESTIONS, "voice", "language", "place")


class TakenPhone(WrongState):
    """Somebody else than who fills the application sells, or has asked to sell, with this phone."""


def forget_applicant(person: Person) -> None:
    """What she answered and never sent is gone; of what was sent, the organisation stays and her words go (law 09-08)."""
    with transaction.atomic(), everything("a person's own applications in all markets"):
        hers = Application.objects.filter(person=person)
        hers.filter(state=Application.State.DRAFT).delete()
        hers.update(answers={})


def begin_application(
    market: Market, person: Person, *, for_another: bool = False, organisation: Organisation | None = None
) -> Application:
    """Her open application to this market; begun when there is none. Repeating it returns the same one.

    ``organisation``: one she already acts for, known from another market; then nothing is asked about it.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        found, new = Application.objects.get_or_create(
            market=market, person=person, state=Application.State.DRAFT,
            defaults={
                "for_another": for_another, "organisation": organisation, "started_at": clock.now(),
                "answers": {} if for_another or organisation else {"phone": person.phone or ""},
            },
        )  # fmt: skip
        if new:
            audit.record("begin_application", person.reference, market_id=market.pk, for_another=for_another)
    return found


def keep_answers(application: Application, answers: Mapping[str, Any]) -> Application:
    """What she said so far. Raises ``WrongState`` once her organisation exists or it was sent."""
    if unknown := set(answers) - set(FIELDS):
        raise ValueError(", ".join(sorted(unknown)))
    with transaction.atomic():
        found = _open(application)
        if found.organisation_id:
            raise WrongState("it is registered already")
        found.answers = {**found.answers, **answers}
        found.save(update_fields=["answers"])
    application.answers = found.answers
    return found


def complete_questions(application: Application) -> Organisation:
    """Her organisation, made of what she said, with her as the one who signs in. Repeating it returns the same one.

    Raises ``WrongState`` when a question is open, ``TakenPhone``; then nothing was written.
    """
    with transaction.atomic():
        found = _open(application)
        if found.organisation is not None:
            return found.organisation
        said = found.answers
        if not all(said.get(name) for name in QUESTIONS) or said["region"] not in regions():
            raise WrongState("a question is open")
        owner = found.person
        if found.for_another:
            owner = _artisan(found, said["phone"], said["name"])
        organisation = register_organisation(
            kind=Organisation.Kind(said["kind"]), names={said.get("language", "ar"): said["name"]}, region=said["region"],
            crafts=[said["craft"]], phone=said["phone"], currency=found.market.currency,
            place={said.get("language", "ar"): said["place"]} if said.get("place") else {},
        )  # fmt: skip
        add_member(organisation, owner, Member.Role.OWNER)
        found.organisation = application.organisation = organisation
        found.save(update_fields=["organisation"])
    return organisation


def _artisan(application: Application, phone: str, name: str) -> Person:
    """Whom the helper fills it for: a new person, or one who neither sells nor asked to sell."""
    person = register_person(phone, name=name, language=application.answers.get("language", "ar"))
    with everything("whether a phone sells already"):
        if person.pk == application.person_id or Member.objects.filter(person=person).exists():
            raise TakenPhone(phone)
    return person


def send_application(application: Application, *, helped: bool = False) -> Admission:
    """She asks to sell. Raises ``NotReady`` when a required paper of hers is missing. Repeating it returns what stands."""
    with transaction.atomic(), everything("an application is sent by its key"):
        found = Application.objects.select_for_update(of=("self",)).select_related("organisation", "market")
        row = found.get(pk=application.pk)
        if row.organisation is None:
            raise WrongState("a question is open")
        if row.state == Application.State.DRAFT:
            missing = outstanding(row.organisation, row.market, at_admission=False)
            missing = [each for each in missing if not (helped and each.rule.herself)]
            if missing:
                raise NotReady(tuple(each.requirement.code for each in missing))
            row.state, row.sent_at = Application.State.SENT, clock.now()
            row.save(update_fields=["state", "sent_at"])
        application.state, application.sent_at = row.state, row.sent_at
        return apply_to_market(row.organisation, row.market)


def drop_application(application: Application) -> None:
    """She does not want it any more; only before it was sent. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=application.market_id):
        rows = Application.objects.filter(pk=application.pk, state=Application.State.DRAFT)
        if rows.delete()[0]:
            audit.record("drop_application", application.person.reference, market_id=application.market_id)


def _open(application: Application) -> Application:
    with everything("an application is locked by its key"):
        rows = Application.objects.select_for_update(of=("self",)).select_related(
            "organisation", "market", "person"
        )
        found = rows.get(pk=application.pk)
    if found.state != Application.State.DRAFT:
        raise WrongState("it was sent")
    return found
