"""Telling people something by phone."""

from collections.abc import Callable, Iterable

from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import Said, Voice, voice_of


def tell_people(
    market: Market, people: Iterable[Person], *, key: str, kind: str, compose: Callable[[Voice], Said],
    subject_ref: str = "", urgent: bool = False,
) -> None:  # fmt: skip
    """Each who has a phone, once for each ``key``. ``compose`` is called with gettext speaking the language she reads."""
    for person in people:
        if not person.phone:
            continue
        voice = voice_of(market, person.language)
        with voice.speaking():
            said = compose(voice)
        send_notice(
            market=market, key=f"{key}/{person.phone}", kind=kind, channel=phone_channel(), to=person.phone,
            language=voice.language, title=said.title, text=said.short, link=said.link, subject_ref=subject_ref,
            urgent=urgent,
        )  # fmt: skip
