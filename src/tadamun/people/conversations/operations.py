"""The verbs of conversations: open one, say something, note that it was seen, hand it to a seller, forget who she was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.conversations.events import MessageSaid
from tadamun.people.conversations.models import Conversation, Message
from tadamun.people.markets.models import Market
from tadamun.people.recordings import files
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import erase_recording
from tadamun.people.sellers.models import Organisation

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Caller:
    """How a buyer is reached: ``phone`` is E.164; a phone or an e-mail, or both."""

    name: str
    phone: str = ""
    email: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: at least one of these. ``pictures``: as ``Message.pictures``."""

    words: str = ""
    recording: Recording | None = None
    pictures: Sequence[dict[str, Any]] = field(default_factory=tuple)
    canned: str = ""

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.recording or self.pictures or self.canned)


class NothingSaid(ValueError):
    """No voice, no picture, no words; nothing was written."""


def open_conversation(
    market: Market, subject: Reference, *, organisation: Organisation | None, caller: Caller, language: str
) -> Conversation:
    """About one subject, once: repeating returns the one that is there."""
    with transaction.atomic(), scope(market_id=market.pk):
        made, _ = Conversation.objects.get_or_create(
            subject=str(subject),
            defaults={
                "market": market, "organisation": organisation, "person": caller.person, "name": caller.name,
                "phone": caller.phone, "email": caller.email, "language": language,
            },
        )  # fmt: skip
    return made


def say(conversation: Conversation, side: str, said: Said, *, key: str) -> Message:
    """One side says something; the other is told. Repeating with the same ``key`` returns what was said.

    Raises ``NothingSaid``.
    """
    if not said:
        raise NothingSaid(conversation.code)
    here = current()
    with scope(market_id=conversation.market_id):
        try:
            with transaction.atomic():
                message = Message.objects.create(
                    conversation=conversation, side=side, author=str(here.actor), on_behalf_of=here.for_whom,
                    words=said.words.strip()[:1000], recording=said.recording, pictures=list(said.pictures),
                    canned=said.canned, key=key[:60],
                )  # fmt: skip
                announce(MessageSaid(market_id=conversation.market_id, code=conversation.code, side=side))
        except IntegrityError:
            return Message.objects.get(conversation=conversation, key=key[:60])
    return message


def note_seen(conversation: Conversation, side: str) -> int:
    """This side has the page before her: what the others said is seen. Returns how much was news."""
    with transaction.atomic(), scope(market_id=conversation.market_id):
        news = Message.objects.filter(conversation=conversation, seen_at=None).exclude(side=side)
        return news.update(seen_at=clock.now()) if news.exists() else 0


def hand_to(conversation: Conversation, organisation: Organisation) -> bool:
    """A matter that was open to several is this one's now. ``False`` when another was faster."""
    with transaction.atomic(), scope(market_id=conversation.market_id):
        mine = Conversation.objects.filter(pk=conversation.pk, organisation=None)
        if not mine.update(organisation=organisation):
            return False
        conversation.organisation = organisation
        audit.record("hand_conversation", conversation.reference, market_id=conversation.market_id)
    return True


def forget_caller(conversations: QuerySet[Conversation]) -> int:
    """Who she was and what she said, wrote and showed is erased (law 09-08); that somebody asked stays. Returns how many."""
    with transaction.atomic():
        keys = list(conversations.values_list("pk", flat=True))
        return sum(_forget(keys[at : at + AT_ONCE]) for at in range(0, len(keys), AT_ONCE))


def _forget(keys: Sequence[int]) -> int:
    """Of these. A database takes only so many names in one question."""
    hers = Message.objects.filter(conversation__in=keys, side=Message.Side.BUYER)
    said = list(hers.exclude(recording=None).select_related("recording"))
    shown = [kept["key"] for pictures in hers.values_list("pictures", flat=True) for kept in pictures]
    hers.update(words="", pictures=[], recording=None)
    for message in said:
        if message.recording:
            erase_recording(message.recording, reason="forgotten")
    for key in shown:
        transaction.on_commit(partial(files.remove, key))
    return Conversation.objects.filter(pk__in=keys).update(name="", phone="", email="", person=None)
