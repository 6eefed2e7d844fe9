"""The kinds of requirements as data: who answers, with what, and how the answer and the operator's own settings are judged."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from stdnum.ma import ice

from tadamun.kernel import clock
from tadamun.kernel.bank_accounts import BadAccount, iban_of
from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.operations import BadPhone, normal_phone
from tadamun.people.sellers.models.requirements import Requirement

K = Requirement.Kind
Config = Mapping[str, Any]
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/ .-]*")
FIRST_YEAR = 1950  # older than any label of crafts
MOST_NUMBERS = 3000
LONGEST_NUMBER = 40


class BadAnswer(ValueError):
    """``code``: empty, number, length, check, account, phone, terms, year, paper. Nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadConfig(ValueError):
    """The operator's settings of a requirement are not what its kind understands; ``code`` names the field."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Rule:
    """``by``: the seller, the team (a visit), or a port (an evaluator of a room above). ``gives``: a value, a picture, a
    file, a press; with ``paper`` a file stands beside the value. ``at_submission``: it binds when she sends her
    application; all bind when she is admitted. ``herself``: no helper answers it for her. ``config``: the settings it
    knows, each with its type.
    """

    by: Literal["seller", "team", "port"]
    gives: Literal["value", "picture", "file", "press", "nothing"] = "nothing"
    herself: bool = False
    paper: bool = False
    config: Mapping[str, type] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    check: Callable[[str, Config], str] | None = None

    @property
    def at_submission(self) -> bool:
        return self.by == "seller"


def _plain(said: str) -> str:
    return " ".join(latin_digits(said).upper().split())


def _card(said: str, config: Config) -> str:
    """The number on an artisan card. What it looks like differs by region and year: letters, digits, signs between."""
    text = _plain(said)
    if not text or not _NUMBER.fullmatch(text):
        raise BadAnswer("number")
    count = sum(c.isalnum() for c in text)
    if not int(config.get("shortest", 4)) <= count <= int(config.get("longest", 24)):
        raise BadAnswer("length")
    return text


def _label(said: str, _config: Config) -> str:
    """``NUMBER/YEAR``: what stands on the label, and the year it was given."""
    number, _slash, year = _plain(said).rpartition("/")
    if not 2 <= len(number.strip()) <= LONGEST_NUMBER or not _NUMBER.fullmatch(number):
        raise BadAnswer("number")
    if not (re.fullmatch("[0-9]{4}", year.strip()) and FIRST_YEAR <= int(year) <= clock.today().year):
        raise BadAnswer("year")
    return f"{number.strip()}/{int(year)}"


def listed_numbers(said: Iterable[str]) -> list[str]:
    """A list of a label's numbers as it is kept: written alike, each once, in order. Raises ``BadConfig``."""
    found = sorted({text for line in said if (text := _plain(line))})
    if len(found) > MOST_NUMBERS or any(
        len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text) for text in found
    ):
        raise BadConfig("numbers")
    return found


def _ice(said: str, _config: Config) -> str:
    """Fifteen digits with their check digits (python-stdnum, stdnum.ma.ice)."""
    text = "".join(c for c in latin_digits(said) if c.isdigit())
    if not ice.is_valid(text):
        raise BadAnswer("check")
    return text


def _rib(said: str, _config: Config) -> str:
    try:
        return iban_of(said)
    except BadAccount as error:
        raise BadAnswer("account") from error


def _phone(said: str, _config: Config) -> str:
    try:
        return normal_phone(said)
    except BadPhone as error:
        raise BadAnswer("phone") from error


TRUST: Mapping[str, type] = {"trusted": bool}  # a number that is right needs no look of the team
RULES: dict[str, Rule] = {
    K.TERMS: Rule("seller", "press", herself=True),
    K.CARD: Rule("seller", "value", config={**TRUST, "shortest": int, "longest": int}, check=_card),
    K.ICE: Rule("seller", "value", config=TRUST, check=_ice),
    K.COOPERATIVE: Rule("seller", "value", config={**TRUST, "shortest": int, "longest": int}, check=_card),
    K.RIB: Rule("seller", "value", herself=True, config=TRUST, check=_rib),
    K.PHOTO: Rule("seller", "picture"),
    K.DOCUMENT: Rule("seller", "file", config={"expires": bool}),
    K.GUARDIAN: Rule("seller", "value", config=TRUST, check=_phone),
    K.PRODUCTS: Rule("port", config={"count": int}, needs=("count",)),
    K.VISIT: Rule("team"),
    K.LABEL: Rule(
        "seller",
        "value",
        paper=True,
        config={**TRUST, "label": str, "numbers": list, "expires": bool},
        needs=("label",),
        check=_label,
    ),
    K.TRAINING: Rule("port", config={"course": str}, needs=("course",)),
}


def checked_config(kind: str, said: Config) -> dict[str, Any]:
    """What the kind understands of the operator's settings, empty ones left out. Raises ``BadConfig``."""
    if kind not in RULES:
        raise BadConfig("kind")
    rule = RULES[kind]
    kept: dict[str, Any] = {}
    known = dict(rule.config)
    for name, value in said.items():
        if name not in known:
            raise BadConfig(name)
        if value in (None, "", False, []):
            continue
        if known[name] is list and isinstance(value, list):
            kept[name] = listed_numbers(map(str, value))
            continue
        if type(value) is not known[name] or (isinstance(value, int) and not 0 < value <= 1000):
            raise BadConfig(name)
        if isinstance(value, str) and not re.fullmatch(r"[\w-]{1,60}", value):
            raise BadConfig(name)
        kept[name] = value
    for name in rule.needs:
        if name not in kept:
            raise BadConfig(name)
    if kept.get("shortest", 1) > kept.get("longest", 1000):
        raise BadConfig("shortest")
    return kept
