"""What the workshop says in a language, and who says it: a person of this market, of all, a synthesiser, nobody.

Beside the sentences of the workshop stand the market's terms: each version is read aloud anew, and never synthetic.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tadamun.people.accounts.models import Spoken
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import terms_version
from tadamun.people.recordings.hearing import open_url
from tadamun.people.recordings.models import MOST_SECONDS as MOST_OF_TERMS
from tadamun.people.recordings.models import Prompt
from tadamun.people.recordings.queries import prompts_heard, terms_key
from tadamun.ui.spoken import WRITTEN, Speech, number_words, prompts
from tadamun.ui.spoken.numbers import GRAMMAR
from tadamun.ui.spoken.sentences import track_of, tracks

NUMBERS, JOINING = "numbers", "joining"
LANGUAGES: dict[str, str] = {code: str(name) for code, name in Spoken.choices}
STATES = {
    "own": (_("Recorded here"), "ok"),
    "common": (_("Recorded for all markets"), "ok"),
    "synthetic": (_("Synthetic voice"), "info"),
    "silent": (_("No voice yet"), "warn"),
}
MOST_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or number word. ``url``: where it is heard now; empty when it is silent."""

    key: str
    track: str
    words: str
    words_language: str
    prompt: Prompt | None
    url: str

    @property
    def state(self) -> str:
        if self.prompt:
            return "common" if self.prompt.market_id is None else "own"
        return "synthetic" if self.url else "silent"


def all_tracks() -> list[str]:
    return [*tracks(), NUMBERS]


def said_in(market: Market, language: str, reader: str, keys: Iterable[str] | None = None) -> list[Said]:
    """Everything that is said in a spoken language, in the words the reader reads; number words in the language whose
    grammar it follows. One query.
    """
    heard = prompts_heard(market.pk, language)
    speech = Speech(language, {key: open_url(prompt.recording.key) for key, prompt in heard.items()})
    written = reader if reader in WRITTEN else "ar"
    pieces = number_words(GRAMMAR[language])
    read = terms(market)
    asked = [*read, *prompts(), *pieces] if keys is None else list(keys)
    return [
        Said(
            key,
            JOINING if key in read else track_of().get(key, NUMBERS),
            read.get(key) or pieces.get(key) or prompts()[key][written],
            GRAMMAR[language] if key in pieces else written,
            heard.get(key),
            speech.url(key),
        )
        for key in asked
    ]


def terms(market: Market) -> dict[str, str]:
    """Key of the voice that reads the terms in force → what it is called; empty where the market has none."""
    version = terms_version(market.pk)
    return (
        {terms_key(version): gettext("The rules, version %(number)s") % {"number": version}}
        if version
        else {}
    )


def most_seconds(key: str, market: Market) -> int:
    return MOST_OF_TERMS if key in terms(market) else MOST_SECONDS


def is_said(market: Market, language: str, key: str) -> bool:
    if language not in LANGUAGES:
        return False
    return key in prompts() or key in number_words(GRAMMAR[language]) or key in terms(market)
