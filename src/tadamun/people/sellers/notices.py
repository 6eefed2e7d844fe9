"""Telling an organisation something: its members by phone, itself by e-mail, each in the language they read."""

from collections.abc import Callable

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import Said, Voice, voice_of
from tadamun.people.sellers.models import Member, Organisation


def tell_organisation(
    organisation: Organisation,
    market: Market,
    *,
    key: str,
    kind: str,
    subject_ref: str,
    compose: Callable[[Voice], Said],
) -> None:
    """Tell everyone who acts for it, once for each ``key``. ``compose`` is called with gettext speaking her language."""
    for phone, language in _phones(organisation, market):
        said = _in_language(market, language, compose)
        send_notice(
            market=market, key=f"{key}/{phone}", kind=kind, channel=phone_channel(), to=phone, language=language,
            title=said.title, text=said.short, link=said.link, subject_ref=subject_ref,
        )  # fmt: skip
    if organisation.email:
        language = market.default_language
        said = _in_language(market, language, compose)
        send_notice(
            market=market, key=f"{key}/email", kind=kind, channel=Message.Channel.EMAIL, to=organisation.email,
            language=language, title=said.title, text=said.long or said.short, link=said.link,
            subject_ref=subject_ref,
        )  # fmt: skip


def _phones(organisation: Organisation, market: Market) -> list[tuple[str, str]]:
    """Its members' phones with the language each reads; the organisation's own phone when none of them has one."""
    with everything("the members of one organisation"):
        members = Member.objects.select_related("person").filter(organisation=organisation).order_by("pk")
        found = [
            (member.person.phone, voice_of(market, member.person.language).language)
            for member in members
            if member.person.phone
        ]
    if not found and organisation.phone:
        return [(organisation.phone, market.default_language)]
    return found


def _in_language(market: Market, language: str, compose: Callable[[Voice], Said]) -> Said:
    voice = voice_of(market, language)
    with voice.speaking():
        return compose(voice)
