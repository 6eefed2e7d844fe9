"""The ports every way to pay implements. A provider translates: it never writes and never decides.

``Provider`` is all a way by hand needs. A ``Gateway`` is a company's: it is spoken to under a contract, outside any
transaction of ours, and implements those of the small protocols below that its manual knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market


@dataclass(frozen=True, slots=True)
class Start:
    """What a buyer must do now.

    ``instructions`` are facts for the page to word. ``url`` is where she goes; with ``fields`` they are posted there by a
    form; a ``script`` of the gateway leads there too, given its ``session``. ``code`` is a text for a QR code. ``kept`` is
    what the provider needs later and nobody else may know. ``reference`` is the gateway's own number; ``due_at`` when it
    ends unpaid.
    """

    instructions: dict[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    url: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    script: str = ""
    session: str = ""
    code: str = ""
    kept: dict[str, str] = field(default_factory=dict, repr=False)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A contract opened for one use. ``secrets`` are never logged."""

    code: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    test: bool

    def setting(self, name: str) -> str:
        return str(self.settings.get(name, ""))

    def secret(self, name: str) -> str:
        return str(self.secrets.get(name, ""))


@dataclass(frozen=True, slots=True)
class Ask:
    """The wish to be paid. ``reference`` is ours and new for each try, without whitespace; addresses are absolute.

    ``email`` is the market's own where the buyer gave none: gateways want one. ``client`` is the address of her device.
    """

    reference: str
    amount: Money
    language: str
    description: str
    name: str
    phone: str
    email: str
    city: str
    country: str
    address: str
    return_url: str
    cancel_url: str
    notice_url: str
    due_at: datetime
    client: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A payment as its gateway must recognise it: our reference, its amount, what the start gave us to keep.

    ``refunds``, where an earlier try of a refund may have been done: how many others it is known to have done.
    """

    reference: str
    amount: Money
    kept: Mapping[str, str] = field(repr=False)
    gateway_reference: str = ""
    refunds: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was posted to us, as it came. Header names are lower case."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)


Outcome = Literal["captured", "authorised", "failed", "waiting", "voided"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a gateway says of one try, its signature proved.

    ``authorised``: the buyer's bank agreed and our answer, or ``capture``, takes the money. ``key`` is the same for the
    same message. ``reason`` of a failure: ``refused``, ``left``, ``late`` or ``technical``. ``told`` is what may be kept
    for people to read. ``hint``: said by somebody who proved too little; ask the gateway itself.
    """

    reference: str
    outcome: Outcome
    key: str
    amount: Money | None = None
    gateway_reference: str = ""
    reason: str = ""
    told: dict[str, str] = field(default_factory=dict)
    hint: bool = False


Verdict = Literal["capture", "noted", "refused"]


@dataclass(frozen=True, slots=True)
class Answer:
    """To the byte what the gateway's manual wants to read."""

    body: str
    status: int = 200
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Done:
    """How a capture, void or refund ended. ``reference`` is the gateway's number of it; ``why`` its words of refusal.

    ``later``: refused only until the day is settled; nothing was done, and the same is asked again some hours later.
    """

    ok: bool
    reference: str = ""
    why: str = ""
    later: bool = False


class ForgedNotice(ValueError):
    """The signature is not the gateway's; nothing may move."""


class UnreadableNotice(ValueError):
    """Cut, empty, or not what the manual describes."""


class GatewayAway(RuntimeError):
    """It did not answer in time, or not in its protocol: nobody knows whether it did what was asked. Ask ``status``."""


class NoInterface(GatewayAway):
    """Its contract names no address for programs: nobody can be asked, now or later."""


class NotTaken(GatewayAway):
    """It answered, and does not do what was asked: nothing moved. The same may be tried again."""


class GatewayRefused(RuntimeError):
    """It answered, and does not take this payment (a wrong key, a closed contract)."""


class Provider(Protocol):
    """``name`` is kept on payments. ``paid_before_dispatch``: goods wait until the money is here."""

    name: str
    paid_before_dispatch: bool

    def offered(self, market: Market, total: Money, country: str) -> bool:
        """Whether this market offers it for this total to that country."""

    def start(self, market: Market, amount: Money, reference: str) -> Start:
        """Translate the wish to pay; asks nobody who could fail in between."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a contract must say. ``secret`` ones are sealed and never shown again. ``example`` is for the operator.

    ``for_money``: a trial may do without it, a contract that takes real money may not.
    """

    name: str
    secret: bool = False
    required: bool = True
    example: str = ""
    choices: tuple[str, ...] = ()
    for_money: bool = False

    def needed(self, *, real: bool) -> bool:
        return self.required or (real and self.for_money)

    @property
    def is_address(self) -> bool:
        return self.example.startswith("https://")


class Gateway(Protocol):
    """``fields`` are what a contract of this protocol must say; ``currencies`` those its manual knows; ``channels`` where a
    contract of it can be used, names of ``Contract.Channel``.
    """

    name: str
    channels: tuple[str, ...]
    fields: tuple[Field, ...]
    currencies: tuple[str, ...]

    def begin(self, terms: Terms, ask: Ask) -> Start:
        """May speak to the gateway. Raises ``GatewayAway`` and ``GatewayRefused``."""


@runtime_checkable
class Hears(Protocol):
    """It posts notices to us."""

    def named(self, said: Said) -> str:
        """Our reference as the notice names it, before anything of it is believed. Raises ``UnreadableNotice``."""

    def hear(self, terms: Terms, said: Said, known: Known | None) -> Heard:
        """Raises ``ForgedNotice`` and ``UnreadableNotice``. ``known`` is the payment it names, if we have it."""

    def answer(self, verdict: Verdict) -> Answer: ...


@runtime_checkable
class Tells(Protocol):
    """It can be asked how a payment stands: the way to find a lost notice."""

    def status(self, terms: Terms, known: Known) -> Heard:
        """Raises ``GatewayAway``. A try it never saw is ``waiting``."""


@runtime_checkable
class Captures(Protocol):
    def capture(self, terms: Terms, known: Known, amount: Money) -> Done:
        """Take what was authorised. Raises ``GatewayAway``. Repeating takes nothing twice."""


@runtime_checkable
class Voids(Protocol):
    def void(self, terms: Terms, known: Known) -> Done:
        """Let go of what was authorised and nobody wants any more. Raises ``GatewayAway``."""


@runtime_checkable
class Refunds(Protocol):
    def refund(self, terms: Terms, known: Known, amount: Money, reference: str) -> Done:
        """Give back a part or all; before the day's settlement a whole one may be a void, and a part be ``later``. Raises
        ``GatewayAway``.

        ``reference`` is ours and the same for every try of one refund; one refund of a payment is tried at a time.
        """


@runtime_checkable
class Instructs(Protocol):
    """It has no page of its own: what to do is shown on ours, and done within days."""

    def days(self, settings: Mapping[str, str]) -> int:
        """How long she has."""

    def shown(self, known: Known) -> Start:
        """The code and the facts her page shows, from what its start gave us to keep."""


@runtime_checkable
class Judges(Protocol):
    """Its settings may contradict its manual in ways that ``fields`` cannot say."""

    def wrong(self, settings: Mapping[str, str]) -> list[str]:
        """Names of those that do."""
