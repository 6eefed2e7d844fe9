"""The verbs of notices: keep a message, send it, send it again, forget what it said."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tadamun.kernel import clock
from tadamun.kernel.events import Event, number_of
from tadamun.kernel.jobs import enqueue
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.ceiling import CODE_KIND, PHONE, CeilingReached, wait_for_room
from tadamun.people.notices.delivery import deliver_message
from tadamun.people.notices.hours import next_waking
from tadamun.people.notices.models import Message
from tadamun.people.notices.providers import port_of
from tadamun.people.notices.providers.mailbox import Mailbox
from tadamun.people.notices.segments import economical


def phone_channel() -> str:
    """How phones are reached here: WhatsApp where it is contracted, else SMS."""
    return Message.Channel.WHATSAPP if settings.WHATSAPP_URL else Message.Channel.SMS


def code_channels(market: Market) -> list[str]:
    """How a code can reach a phone here, the usual way first: carriers that are contracted, in a demonstration all of them.

    A market may name those it pays for (``code_channels`` among its facts).
    """
    first = phone_channel()
    others = [channel for channel in PHONE if channel != first]
    reach = [
        first,
        *(channel for channel in others if settings.DEMO or not isinstance(port_of(channel), Mailbox)),
    ]
    paid = market.identity.get("code_channels")
    return [channel for channel in reach if channel in paid] or [first] if isinstance(paid, list) else reach


def occasion(event: Event) -> str:
    """What tells this happening of an event's kind from earlier ones of the same subject: for keys of messages."""
    return f"{type(event).__name__}/{number_of(event)}"


def send_notice(
    *, market: Market | None, key: str, kind: str, channel: str, to: str, language: str, text: str,
    title: str = "", link: str = "", subject_ref: str = "", urgent: bool = False,
) -> Message:  # fmt: skip
    """Keep a message and let the worker deliver it; with a ``key`` that was used it returns that message instead.

    ``text`` is complete, with its link in it; ``link`` is the page that says the same. A phone does not ring in
    the quiet hours of the market unless the reader waits for the message (``urgent``). Raises ``CeilingReached`` for a
    code when the market has sent too many; then nothing was written. Other messages wait until there is room.
    """
    if kind == CODE_KIND and market is not None and (wait := wait_for_room(market)):
        raise CeilingReached(wait)
    if channel == Message.Channel.SMS:
        text = economical(text)
    with transaction.atomic(), everything("a message by its key"):
        message, made = Message.objects.get_or_create(
            key=key,
            defaults={
                "market": market, "kind": kind, "channel": channel, "to": to, "language": language, "text": text,
                "title": " ".join(title.split())[:200], "link": link, "subject_ref": subject_ref,
                "created_at": clock.now(),
            },
        )  # fmt: skip
        if made and not (market and market.policy.practice):  # nobody outside hears of practice
            quiet = market is not None and not urgent and channel != Message.Channel.EMAIL
            after = next_waking(clock.now(), market.time_zone) if quiet and market else None
            enqueue(deliver_message, message.pk, after=after)
    return message


def resend_notice(message: Message) -> None:
    """Deliver it once more: a person asked for it. Does nothing when its words were erased."""
    with transaction.atomic(), everything("a message by its key"):
        if (
            Message.objects.filter(pk=message.pk)
            .exclude(text="")
            .update(state=Message.State.WAITING, error="")
        ):
            enqueue(deliver_message, message.pk)


def forget_words(*, codes_before: datetime, others_before: datetime) -> int:
    """Erase what old messages said and to whom; that they were sent stays. Returns how many."""
    with everything("messages of all markets age by the clock"):
        kept = Message.objects.exclude(text="")
        codes = kept.filter(kind=CODE_KIND, created_at__lt=codes_before)
        others = kept.exclude(kind=CODE_KIND).filter(created_at__lt=others_before)
        return sum(rows.update(text="", to="", title="", link="") for rows in (codes, others))


def forget_reader(*addresses: str) -> int:
    """Erase every message to these phones and addresses: its reader asked to be forgotten."""
    with everything("messages of all markets to one reader"):
        mine = Message.objects.filter(to__in=[address for address in addresses if address])
        return mine.update(text="", to="", title="", link="")
