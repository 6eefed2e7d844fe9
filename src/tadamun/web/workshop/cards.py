"""What waits for her today, as cards: one thing each, with a picture, a word, a sum and a sentence to be heard.

Whoever has something for her registers a *provider* in ``WorkshopConfig.ready``: a function that is given the desk and answers
cards, with the same number of queries whatever she has. ``cards_of`` sorts them; the page knows nothing of what they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tadamun.kernel.money import Money
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.rules import HERSELF
from tadamun.ui.cards import Picture
from tadamun.ui.spoken import amount_keys, count_keys
from tadamun.web.workshop.access import Desk

# What is most urgent first; what is late comes before its like.
NEW_ORDER, ESCALATED, TO_MEND, TO_PREPARE, TO_HAND_OVER, TO_BRING, TO_CHECK = 10, 15, 18, 20, 22, 24, 26
MONEY, REQUEST, PROPOSAL, TO_HEAR, SENT_BACK, HELPED, LESSON = 30, 40, 45, 50, 60, 70, 80


@dataclass(frozen=True, slots=True)
class Action:
    """A button. ``posts``: it does something at once; else it leads to a page."""

    url: str
    label: str
    icon: str = ""
    posts: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """``word``: text, kind of the mark, icon. ``keys``: prompts that speak the card, one after another. ``facts``: icon and
    text. ``amount``: what is for her. ``seed``: of a motif where there is no picture.
    """

    rank: int
    word: tuple[str, str, str]
    title: str
    url: str
    keys: tuple[str, ...] = ()
    picture: Picture | None = None
    seed: str = ""
    amount: Money | None = None
    facts: tuple[tuple[str, str], ...] = ()
    late: bool = False
    day: date | None = None
    actions: tuple[Action, ...] = ()
    voice: Recording | None = None
    order: int = 0

    @property
    def urgency(self) -> tuple[bool, int, date, int]:
        return (not self.late, self.rank, self.day or date.max, self.order)


Provider = Callable[[Desk], Iterable[Card]]
_providers: dict[str, tuple[Provider, str]] = {}


def register_cards(name: str, provider: Provider, right: str = HERSELF) -> None:
    """Once, when apps are ready. The same name again replaces. ``right``: what a helper needs to be shown these cards."""
    _providers[name] = (provider, right)


def cards_of(desk: Desk) -> list[Card]:
    """Everybody's whom she may act for so far, the most urgent first."""
    found = [card for provider, right in _providers.values() if desk.may(right) for card in provider(desk)]
    return sorted(found, key=lambda card: card.urgency)


def spoken_language(desk: Desk) -> str:
    return desk.person.spoken_language or desk.language


def spoken_sum(desk: Desk, amount: Money) -> list[str]:
    """“For you: …”; nothing in a currency that has no words."""
    pieces = amount_keys(amount, spoken_language(desk))
    return ["money.for_you", *pieces] if pieces else []


def spoken_days(desk: Desk, days: int | None) -> list[str]:
    """How many days are left."""
    if days is None:
        return []
    if days == 0:
        return ["order.today"]
    return ["order.days_left", *count_keys(days, "day", spoken_language(desk))]
