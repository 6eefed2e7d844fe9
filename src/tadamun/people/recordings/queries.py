"""Which sentences of the workshop a person has spoken."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Q

from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import everything
from tadamun.people.recordings.hearing import open_url
from tadamun.people.recordings.models import Prompt


def terms_key(version: int) -> str:
    """Of the voice that reads this version of a market's terms; nobody but the market speaks it."""
    return f"terms.{version}"


def prompt_tag(market_id: int | None) -> str:
    return f"prompts:{market_id or 'all'}"


def _load(asked: tuple[int, str]) -> Mapping[str, str]:
    market_id, language = asked
    with everything("prompts of one market and those of all"):
        rows = Prompt.objects.filter(Q(market_id=market_id) | Q(market=None), language=language)
        # A market's own come last and win.
        found = sorted(rows.values_list("market_id", "key", "recording__key"), key=lambda row: row[0] or 0)
    return MappingProxyType({key: open_url(voice) for _market, key, voice in found})


recorded_prompts: Kept[tuple[int, str], Mapping[str, str]] = Kept(
    _load, lambda asked: (prompt_tag(asked[0]), prompt_tag(None))
)
"""(Market, spoken language) → key of a sentence → address of the voice that says it. Asks the database once a process."""


def prompts_heard(market_id: int, language: str) -> dict[str, Prompt]:
    """Key → the prompt that a market's people hear in a language, with its recording: its own, else that of all."""
    with everything("prompts of one market and those of all"):
        rows = Prompt.objects.filter(Q(market_id=market_id) | Q(market=None), language=language)
        found = sorted(rows.select_related("recording"), key=lambda row: row.market_id or 0)
    return {row.key: row for row in found}
