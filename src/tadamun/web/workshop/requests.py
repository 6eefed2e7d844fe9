"""Requests for pieces as the workshop shows them, in the scope of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tadamun.kernel.text import words
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.queries import messages_of
from tadamun.people.recordings.models import Recording
from tadamun.trade.commissions.models import CustomRequest, PendingAnswer, Quote
from tadamun.trade.commissions.queries import as_quoted, latest_quotes, waiting_answers
from tadamun.ui.cards import Picture
from tadamun.web.shared.saying import sent_picture
from tadamun.web.shared.spoken_messages import ANSWERS, ShownMessage, shown_messages
from tadamun.web.workshop.access import Desk

S = CustomRequest.State
# State → (word, kind of the mark, icon).
STATES = {
    S.ASKED: (_("New"), "info", "star"),
    S.QUOTED: (_("Price sent"), "info", "send"),
    S.ACCEPTED: (_("Ordered"), "warn", "coins"),
    S.IN_WORK: (_("In work"), "warn", "clock"),
    S.READY: (pgettext_lazy("request", "Ready"), "ok", "check"),
    S.ENDED: (pgettext_lazy("request", "Sent"), "ok", "truck"),
    S.DECLINED: (_("You said that you cannot"), "out", "close"),
    S.WITHDRAWN: (_("The buyer does not want it any more"), "out", "close"),
    S.EXPIRED: (_("The time is over"), "out", "close"),
}
OPEN = (S.ASKED, S.QUOTED)
ANSWERING = ("yes", "no", "soon", "thanks")


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with what a list says of it. ``free``: open to her craft, nobody's yet. ``pending``: what she answered a
    moment ago; to her it is done.
    """

    request: CustomRequest
    title: str
    picture: Picture | None
    recording: Recording | None
    quote: Quote | None
    news: bool
    free: bool
    pending: PendingAnswer | None = None

    @property
    def state(self) -> str:
        if self.pending and self.request.state in OPEN:
            return S.DECLINED if self.pending.what == PendingAnswer.What.DECLINE else S.QUOTED
        return self.request.state

    @property
    def word(self) -> tuple[str, str, str]:
        word, kind, icon = STATES[S(self.state)]
        return str(word), kind, icon

    @property
    def open(self) -> bool:
        return self.state in OPEN


def shown(desk: Desk, rows: Sequence[CustomRequest], *, free: bool = False) -> list[Shown]:
    """Three queries: what was said first, the quotes, and what waits for its seconds."""
    first: dict[int, Message] = {}
    keys = [row.conversation_id for row in rows]
    said = Message.objects.select_related("recording").filter(conversation__in=keys, side=Message.Side.BUYER)
    for message in said if keys else ():
        first.setdefault(message.conversation_id, message)
    quotes = latest_quotes(rows) if rows and not free else {}
    waiting = waiting_answers(rows) if rows and not free else {}
    return [
        _shown(desk, row, first.get(row.conversation_id), quotes.get(row.pk), free, waiting.get(row.pk))
        for row in rows
    ]


def _shown(
    desk: Desk, row: CustomRequest, said: Message | None, quote: Quote | None, free: bool, pending: PendingAnswer | None
) -> Shown:  # fmt: skip
    quote = (as_quoted(pending) if pending else None) or quote
    like = words(row.product.titles, desk.language) if row.product else ""
    title = said.words[:80] if said and said.words else like
    picture = sent_picture(said.pictures[0], 240) if said and said.pictures else None
    news = bool(getattr(row, "news", False))
    return Shown(row, title, picture, said.recording if said else None, quote, news, free, pending)


def conversation_of(desk: Desk, row: CustomRequest) -> list[ShownMessage]:
    own = desk.organisation.name(desk.language)
    return shown_messages(
        messages_of(row.conversation), Message.Side.SELLER, buyer=row.conversation.name, seller=own
    )


def answers() -> list[tuple[str, str, str]]:
    """What she says by touching a picture: code, word, icon."""
    return [(code, str(ANSWERS[code][0]), ANSWERS[code][1]) for code in ANSWERING]
