"""What others are told when a member’s PIN was closed, and what she is told when somebody lets her in again."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.events import LetInGiven, PinClosed
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.notices.operations import occasion
from tadamun.people.notices.telling import tell_people
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.letting_in import LOOK_AFTER
from tadamun.people.sellers.models import Member, Organisation


@reaction(PinClosed, when="later")
def tell_who_looks_after_her(event: PinClosed) -> None:
    """Owners and managers of the organisations she acts for, and herself."""
    market = Market.objects.filter(pk=event.market_id).first()
    person = Person.objects.filter(pk=event.person_id).first()
    if market is None or person is None:
        return
    with everything("who looks after a person, in whatever organisation"):
        hers = Member.objects.filter(person=person).values("organisation")
        rows = Member.objects.filter(organisation__in=hers, role__in=LOOK_AFTER).select_related("person")
        others = {row.person for row in rows if row.person_id != person.pk}
    _tell(event, market, others, "pin_closed", lambda voice: _closed(person, voice))
    _tell(event, market, [person], "pin_closed", _closed_hers)


def _closed(person: Person, voice: Voice) -> str:
    return _(
        "%(name)s: somebody typed five wrong PINs where she comes in, so her PIN is closed. Please ask her how she is. "
        "A code to her phone opens it again; if she lost the phone, you can let her in again: %(link)s"
    ) % {"name": person.display_name or _hidden(person.phone or ""), "link": _workshop(voice)}


def _closed_hers(voice: Voice) -> str:
    return _(
        "Somebody typed five wrong PINs where you come in to %(shop)s. Your PIN is closed there; a code opens it again."
    ) % {"shop": voice.shop}


@reaction(LetInGiven, when="later")
def tell_her_she_is_let_in(event: LetInGiven) -> None:
    """On the phone she may have lost: who has it learns nothing, and she is warned if she has it still."""
    market = Market.objects.filter(pk=event.market_id).first()
    person = Person.objects.filter(pk=event.person_id).first()
    giver = Person.objects.filter(pk=event.given_by_id).first()
    if market is None or person is None or giver is None:
        return
    organisation = _organisation(event.organisation_ref)
    _tell(event, market, [person], "let_in_given", lambda voice: _given(giver, organisation, voice))


def _given(giver: Person, organisation: Organisation | None, voice: Voice) -> str:
    return _(
        "%(giver)s of %(seller)s gave you a code to come in to %(shop)s again on a new phone. "
        "If you did not ask for it, come in with your phone and say so in your account: %(link)s"
    ) % {
        "giver": giver.display_name or _hidden(giver.phone or ""), "shop": voice.shop, "link": _workshop(voice),
        "seller": organisation.name(voice.language) if organisation else "",
    }  # fmt: skip


def _organisation(reference: str) -> Organisation | None:
    with everything("an organisation by its code"):
        return Organisation.objects.filter(code=Reference.parse(reference).code).first()


def _workshop(voice: Voice) -> str:
    return link("workshop", market=voice.market, language=voice.language)


def _hidden(phone: str) -> str:
    return f"…{phone[-2:]}" if phone else ""


def _tell(
    event: PinClosed | LetInGiven, market: Market, readers: Iterable[Person], kind: str,
    compose: Callable[[Voice], str],
) -> None:  # fmt: skip
    """At once, whatever the hour: who waits at a closed door cannot wait for the morning."""
    tell_people(
        market, readers, key=f"{kind}/{occasion(event)}", kind=kind, subject_ref=str(event.subject), urgent=True,
        compose=lambda voice: Said("", compose(voice), ""),
    )  # fmt: skip
