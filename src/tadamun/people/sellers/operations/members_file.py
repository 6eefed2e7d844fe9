"""Bringing in a cooperative's list of members: in one transaction, once, however often the same list is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tadamun.kernel import audit
from tadamun.kernel.links import link
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import voice_of
from tadamun.people.sellers.events import OrganisationChanged
from tadamun.people.sellers.member_table import Entry
from tadamun.people.sellers.models import Maker, Member, Organisation
from tadamun.people.sellers.operations.announcing import announce_change

BATCH = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """How many members are new, were changed, were already so, and were invited to sign in."""

    new: int
    changed: int
    same: int
    invited: int


def take_members(
    organisation: Organisation,
    market: Market,
    entries: Sequence[Entry],
    *,
    language: str,
    invite: bool = False,
) -> Taken:
    """Make or change the makers that the list names, all or none. The same phone is the same person and maker; without a
    phone the same card, else the same name. Nobody is taken away. ``invite``: each with a phone may sign in and is told.
    """
    with transaction.atomic(), scope(organisation_id=organisation.pk, market_id=market.pk):
        # Two who bring in a list at once would make each member twice.
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        people = _people(entries, language)
        known = _Known(list(Maker.objects.select_related("person")))
        new, changed, same = _sorted(organisation, entries, people, known, language)
        Maker.objects.bulk_create(new, batch_size=BATCH)
        Maker.objects.bulk_update(changed, ["person", "craft", "card", "since"], batch_size=BATCH)
        invited = _invite(organisation, market, people, language) if invite else 0
        if new or changed or invited:
            announce_change(organisation, OrganisationChanged)
            audit.record(
                "take_members", organisation.reference, market_id=market.pk, new=len(new), changed=len(changed),
                invited=invited,
            )  # fmt: skip
    return Taken(len(new), len(changed), same, invited)


def _people(entries: Sequence[Entry], language: str) -> dict[str, Person]:
    """Phone → person: those there are, in few queries, and new ones."""
    named = {entry.phone: entry.name for entry in entries if entry.phone}
    phones = list(named)
    found: dict[str, Person] = {}
    for start in range(0, len(phones), BATCH):
        rows = Person.objects.filter(phone__in=phones[start : start + BATCH])
        found |= {row.phone: row for row in rows if row.phone}
    for phone in phones:
        if phone not in found:
            found[phone] = register_person(phone, name=named[phone], language=language)
    return found


class _Known:
    """The makers there are, by what tells them apart."""

    def __init__(self, makers: list[Maker]) -> None:
        self.by_person = {maker.person_id: maker for maker in makers if maker.person_id}
        self.by_card = {maker.card: maker for maker in makers if maker.card}
        self.by_name = {
            str(name): maker
            for maker in makers
            if not maker.person_id and not maker.card
            for name in maker.names.values()
        }

    def find(self, entry: Entry, person: Person | None) -> Maker | None:
        if person is not None and person.pk in self.by_person:
            return self.by_person[person.pk]
        if entry.card and entry.card in self.by_card:
            found = self.by_card[entry.card]
            return found if person is None or found.person_id in (None, person.pk) else None
        return self.by_name.get(entry.name)


def _sorted(
    organisation: Organisation,
    entries: Sequence[Entry],
    people: dict[str, Person],
    known: _Known,
    language: str,
) -> tuple[list[Maker], list[Maker], int]:
    new: list[Maker] = []
    changed: list[Maker] = []
    same = 0
    for entry in entries:
        person = people.get(entry.phone)
        maker = known.find(entry, person)
        said: dict[str, Any] = {
            "craft": entry.craft,
            "card": entry.card,
            "since": entry.since,
            "person": person,
        }
        if maker is None:
            new.append(Maker(organisation=organisation, names={language: entry.name}, **said))
            continue
        told = {name: value for name, value in said.items() if value and getattr(maker, name) != value}
        for name, value in told.items():
            setattr(maker, name, value)
        if told:
            changed.append(maker)
        else:
            same += 1
    return new, changed, same


def _invite(organisation: Organisation, market: Market, people: dict[str, Person], language: str) -> int:
    """Those who do not act for it yet, each told once."""
    with everything("who acts for one organisation"):
        already = set(Member.objects.filter(organisation=organisation).values_list("person_id", flat=True))
    fresh = [person for person in people.values() if person.pk not in already]
    Member.objects.bulk_create(
        [Member(organisation=organisation, person=person, role=Member.Role.MAKER) for person in fresh],
        batch_size=BATCH,
    )
    for person in fresh:
        _tell(organisation, market, person)
    return len(fresh)


def _tell(organisation: Organisation, market: Market, person: Person) -> None:
    voice = voice_of(market, person.language)
    address = link("workshop", market=market, language=voice.language)
    with voice.speaking():
        names = {"seller": organisation.name(voice.language), "shop": voice.shop}
        title = _("%(seller)s on %(shop)s") % names
        text = _("You can now see the orders of %(seller)s on %(shop)s. Sign in with this phone:") % names
    send_notice(
        market=market, key=f"invited/{organisation.code}/{person.pk}", kind="member_invited", channel=phone_channel(),
        to=person.phone or "", language=voice.language, title=title, text=f"{text} {address}", link=address,
        subject_ref=str(organisation.reference),
    )  # fmt: skip
