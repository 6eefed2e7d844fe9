"""The verbs of organisations, their people, and what a market agrees with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import CrossScope, everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import FeePlan, Market
from tadamun.people.sellers.events import OrganisationChanged
from tadamun.people.sellers.models import Admission, Maker, Member, Organisation
from tadamun.people.sellers.operations.admissions import apply_to_market
from tadamun.people.sellers.operations.announcing import announce_change
from tadamun.people.sellers.states import WrongState

__all__ = [
    "WrongState", "add_maker", "add_member", "change_organisation", "choose_fee_plan", "enrol_organisation",
    "register_organisation", "remove_member", "set_consents", "set_sells_as",
]  # fmt: skip


def register_organisation(*, kind: str, names: Mapping[str, str], region: str, **fields: Any) -> Organisation:
    """Make an organisation; it sells nowhere until a market admits it."""
    with transaction.atomic(), everything("a new organisation has no scope yet"):
        organisation = Organisation.objects.create(kind=kind, names=dict(names), region=region, **fields)
        audit.record("register_organisation", organisation.reference)
    return organisation


def change_organisation(organisation: Organisation, **fields: Any) -> Organisation:
    """Write the given fields; every card that shows them is made anew."""
    for name, value in fields.items():
        setattr(organisation, name, value)
    with transaction.atomic(), everything("an organisation is written by its key"):
        organisation.save(update_fields=list(fields))
        announce_change(organisation, OrganisationChanged)
        audit.record("change_organisation", organisation.reference, fields=sorted(fields))
    return organisation


def add_member(organisation: Organisation, person: Person, role: str = Member.Role.OWNER) -> Member:
    """A person acts for the organisation from now on. Repeating it changes at most her role."""
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        member, _ = Member.objects.update_or_create(
            organisation=organisation, person=person, defaults={"role": role}
        )
        audit.record("add_member", organisation.reference, person=str(person.reference), role=role)
    return member


def remove_member(organisation: Organisation, person: Person) -> None:
    """She no longer acts for it. Repeating it does nothing."""
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        Member.objects.filter(person=person).delete()
        audit.record("remove_member", organisation.reference, person=str(person.reference))


def add_maker(
    organisation: Organisation, *, names: Mapping[str, str], consents: Sequence[str] = (), **fields: Any
) -> Maker:
    """Someone who makes for it. ``consents``: of name, photo, voice, given now."""
    given = {f"{consent}_consent_at": clock.now() for consent in consents}
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        maker = Maker.objects.create(organisation=organisation, names=dict(names), **given, **fields)
        announce_change(organisation, OrganisationChanged)
        audit.record("add_maker", organisation.reference, maker=maker.code, consents=list(consents))
    return maker


def enrol_organisation(
    market: Market, *, member_phone: str, member_name: str = "", language: str = "ar", **fields: Any
) -> Organisation:
    """Register an organisation, the person who signs in for it (phone in E.164), and its application: all or nothing."""
    with transaction.atomic():
        organisation = register_organisation(**fields)
        add_member(organisation, register_person(member_phone, name=member_name, language=language))
        apply_to_market(organisation, market)
    return organisation


def set_consents(maker: Maker, consents: Sequence[str]) -> Maker:
    """Exactly these of name, photo and voice may be shown: one that stands keeps its date, one left out is withdrawn."""
    with transaction.atomic(), scope(organisation_id=maker.organisation_id):
        for consent in ("name", "photo", "voice"):
            column = f"{consent}_consent_at"
            setattr(maker, column, (getattr(maker, column) or clock.now()) if consent in consents else None)
        maker.save(update_fields=["name_consent_at", "photo_consent_at", "voice_consent_at"])
        announce_change(maker.organisation, OrganisationChanged)
        audit.record(
            "set_consents", maker.organisation.reference, maker=maker.code, consents=sorted(consents)
        )
    return maker


def choose_fee_plan(admission: Admission, plan: FeePlan | None, *, reason: str) -> Admission:
    """Under which of the market's plans she sells from now on; ``None``: under its default, whichever that is.

    Orders already placed keep the fee they were placed with. Raises ``CrossScope`` for another market's plan.
    """
    if plan and plan.market_id != admission.market_id:
        raise CrossScope(f"plan {plan.code} is another market's")
    before, admission.fee_plan = admission.fee_plan, plan
    with transaction.atomic(), everything("an admission is written by its key"):
        admission.save(update_fields=["fee_plan"])
        tags.bump(f"fees:{admission.market_id}")
        audit.record(
            "choose_fee_plan", admission.organisation.reference, market_id=admission.market_id, reason=reason,
            before=before.code if before else None, after=plan.code if plan else None,
        )  # fmt: skip
    return admission


def set_sells_as(admission: Admission, sells_as: str, *, reason: str) -> Admission:
    """Whether the market sells this seller's goods as her agent or as their merchant: who invoices buyers follows.

    Orders already placed stay what they were placed as.
    """
    before, admission.sells_as = admission.sells_as, Admission.SellsAs(sells_as)
    with transaction.atomic(), everything("an admission is written by its key"):
        admission.save(update_fields=["sells_as"])
        tags.bump(f"fees:{admission.market_id}")  # donors pay fees, and a merchant takes none
        audit.record(
            "set_sells_as", admission.organisation.reference, market_id=admission.market_id, reason=reason,
            before=before, after=admission.sells_as,
        )  # fmt: skip
    return admission
