"""A conversation as both its sides see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tadamun.people.conversations.models import Message
from tadamun.people.recordings.models import Recording
from tadamun.ui.cards import Picture
from tadamun.web.shared.saying import sent_picture

SIDE, CANNED = Message.Side, Message.Canned
# What is said by touching a picture → word, icon.
ANSWERS: dict[str, tuple[Any, str]] = {
    CANNED.YES: (gettext_lazy("Yes"), "check"),
    CANNED.NO: (gettext_lazy("No"), "close"),
    CANNED.SOON: (gettext_lazy("Soon"), "clock"),
    CANNED.THANKS: (gettext_lazy("Thank you"), "hand"),
    CANNED.CALL: (gettext_lazy("Please call me"), "phone"),
}


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """``helped``: somebody said it for the artisan. ``canned``: word and icon of an answer by picture."""

    who: str
    mine: bool
    helped: bool
    words: str
    canned: tuple[str, str] | None
    recording: Recording | None
    pictures: tuple[Picture, ...]
    at: datetime


def shown_messages(messages: Sequence[Message], side: str, *, buyer: str, seller: str) -> list[ShownMessage]:
    """Under the names of those who speak; ``side``: whose page it is."""
    names: dict[str, str] = {
        SIDE.BUYER: buyer or _("The buyer"),
        SIDE.SELLER: seller or _("The seller"),
        SIDE.MARKET: _("The market"),
    }
    return [_shown(message, side, names) for message in messages]


def _shown(message: Message, side: str, names: Mapping[str, str]) -> ShownMessage:
    answer = ANSWERS.get(message.canned)
    return ShownMessage(
        who=_("You") if message.side == side else names[message.side],
        mine=message.side == side,
        helped=bool(message.on_behalf_of),
        words=message.words,
        canned=(str(answer[0]), answer[1]) if answer else None,
        recording=message.recording,
        pictures=tuple(sent_picture(kept) for kept in message.pictures),
        at=message.at,
    )
