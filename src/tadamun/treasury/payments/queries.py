"""Questions about payments and the contracts they run under."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F, Q

from tadamun.kernel import clock
from tadamun.kernel.kept import Kept
from tadamun.kernel.logs import hide
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.kernel.sealed import CannotOpen, unseal
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import BY_HAND, Contract, Payment, Refund
from tadamun.treasury.payments.providers import GATEWAYS, PROVIDERS, seen_at_bank
from tadamun.treasury.payments.providers.base import GatewayAway, Instructs, Known, Tells, Terms
from tadamun.treasury.payments.providers.terminal import stands_with

TELLING = tuple(name for name, gateway in GATEWAYS.items() if isinstance(gateway, Tells))
SLOW = tuple(name for name, gateway in GATEWAYS.items() if isinstance(gateway, Instructs))


@dataclass(frozen=True, slots=True)
class Way:
    """A contract as a basket sees it: ``method`` is what a purchase keeps; ``names`` what buyers read, may be empty.

    ``days`` to pay; 0 where she pays at once on the gateway's page.
    """

    method: str
    provider: str
    names: dict[str, str]
    currency: str
    least_minor: int
    most_minor: int
    test: bool
    channels: tuple[str, ...]
    days: int


def _load(market_id: int) -> tuple[Way, ...]:
    with everything("the contracts of one market, without their secrets"):
        rows = list(Contract.objects.filter(market=market_id, active=True))
    return tuple(
        Way(
            row.method, row.provider, dict(row.names), row.currency, row.least_minor, row.most_minor, row.test,
            tuple(each for each in row.channels if each in GATEWAYS[row.provider].channels), _days(row),
        )
        for row in rows
        if row.provider in GATEWAYS
    )  # fmt: skip


def _days(row: Contract) -> int:
    gateway = GATEWAYS[row.provider]
    return gateway.days(row.settings) if isinstance(gateway, Instructs) else 0


_ways = Kept(_load, tags=lambda market_id: (f"market:{market_id}",))


def ways_of(market: Market) -> tuple[Way, ...]:
    """Its contracts that are open, in the operator's order."""
    return _ways(market.pk)


def methods_for(
    market: Market, total: Money, country: str, channel: str = Contract.Channel.WEB
) -> tuple[str, ...]:
    """The ways to pay offered for this total to that country: by hand first, in the shop on the web, then by contract."""
    web = channel == Contract.Channel.WEB
    by_hand = [name for name, each in PROVIDERS.items() if web and each.offered(market, total, country)]
    by_contract = [
        way.method
        for way in ways_of(market)
        if channel in way.channels
        and way.currency == total.currency
        and way.least_minor <= total.minor <= way.most_minor
    ]
    return (*by_hand, *by_contract)


def terminal_for(market: Market, organisation_code: str, amount: Money) -> str:
    """The way by a card terminal that a seller holds, for an amount; empty without one. No query where the market has none."""
    ways = methods_for(market, amount, "", Contract.Channel.TERMINAL)
    found = (contract_of(method) for method in ways)
    return next((row.method for row in found if row and stands_with(row.settings, organisation_code)), "")


def contract_code(method: str) -> str:
    """Of the contract a method names; empty for a way by hand."""
    return method.partition(".")[2]


def contract_of(method: str) -> Contract | None:
    """The contract a method names, in the scope's market; ``None`` for a way by hand or one that is closed."""
    provider, _, code = method.partition(".")
    return Contract.objects.filter(code=code, provider=provider, active=True).first() if code else None


def due_at(market: Market, method: str, amount: Money, reference: str) -> datetime | None:
    """When what is asked now ends unpaid: a gateway's page after the market's minutes, other ways as they say."""
    name = method.partition(".")[0]
    if name in PROVIDERS:
        return PROVIDERS[name].start(market, amount, reference).due_at
    days = next((way.days for way in ways_of(market) if way.method == method), 0) if name in SLOW else 0
    if days:
        return clock.now() + timedelta(days=days)
    return clock.now() + timedelta(minutes=market.policy.checkout_hold_minutes)


def terms_of(contract: Contract) -> Terms:
    """Opened for one use, and kept out of what is logged. Raises ``GatewayAway`` where they are sealed with a lost key:
    nobody can speak to it then.
    """
    try:
        secrets = contract.secrets()
    except CannotOpen as error:
        raise GatewayAway("the secrets of the contract cannot be opened") from error
    hide(secrets.values())
    return Terms(contract.code, contract.settings, secrets, contract.test)


def known_of(payment: Payment) -> Known:
    """What its gateway recognises it by. Raises ``GatewayAway`` where it is sealed with a lost key."""
    try:
        kept = json.loads(unseal(payment.kept)) if payment.kept else {}
    except CannotOpen as error:
        raise GatewayAway("what was kept of the payment cannot be opened") from error
    return Known(payment.code, payment.amount, kept, str(kept.get("reference", "")))


def has_acquirer(payment: Payment) -> bool:
    """Whether an acquirer took its money, and settles it: not where it came to the market's own account."""
    return payment.contract_id is not None and payment.provider not in seen_at_bank()


def known_for_refund(refund: Refund) -> Known:
    """Of its payment; with what its gateway did before where an answer about this refund was lost."""
    known = known_of(refund.payment)
    others = Refund.objects.filter(payment=refund.payment_id, state=Refund.State.DONE).exclude(
        provider=BY_HAND
    )
    return replace(known, refunds=others.count()) if refund.state == Refund.State.SENT else known


def was_sent_back(payment: Payment) -> bool:
    """Whether its gateway was told to give of it back: it may show it as undone since."""
    told = (Refund.State.SENT, Refund.State.DONE)
    return Refund.objects.filter(payment=payment, state__in=told).exclude(provider=BY_HAND).exists()


def payment_of(subject: str) -> Payment | None:
    """The latest payment of a subject in the scope's market."""
    return (
        Payment.objects.select_related("market", "contract").filter(subject=subject).order_by("-pk").first()
    )


def payments_claimed_by(beneficiary: str) -> list[Payment]:
    """Those of which a beneficiary claims a part, the latest first."""
    rows = Payment.objects.select_related("market", "contract")
    claimed = rows.filter(shares__beneficiary=beneficiary, shares__claimed_minor__gt=0)
    return list(claimed.order_by("-pk"))


def payment_by_secret(secret: str) -> Payment | None:
    """The try whose address a gateway sent her back to, in the scope's market."""
    return Payment.objects.select_related("market", "contract").filter(secret=secret).first()


def latest_payments(subjects: Collection[str]) -> dict[str, Payment]:
    """The latest payment of each subject."""
    rows = Payment.objects.filter(subject__in=subjects).order_by("pk")
    return {payment.subject: payment for payment in rows}


def to_ask(now: datetime, limit: int = 50) -> list[Payment]:
    """Payments whose gateway is to be asked now, of all markets.

    A try without an answer: two minutes after she left for the gateway, then each five (each hour where she has days),
    once after its time, and a last time the day after (a late success). What we believe captured: five minutes later, for
    our answer may be lost, and until the gateway said that it took it: each five minutes, after an hour each hour.
    """
    minutes, day = timedelta(minutes=1), timedelta(days=1)
    S = Payment.State
    begun = Q(begun_at__lte=now - 2 * minutes, state__in=(S.WAITING, S.AUTHORISED, S.FAILED))
    again = (
        Q(asked_at=None)
        | Q(due_at__gt=now, asked_at__lte=now - 60 * minutes)
        | Q(due_at__gt=now, asked_at__lte=now - 5 * minutes) & ~Q(provider__in=SLOW)
        | Q(due_at__lte=now, asked_at__lt=F("due_at"))
        | Q(due_at__lte=now - day, asked_at__lt=F("due_at") + day)
    )
    taken = Q(state=S.CAPTURED, confirmed_at=None, begun_at__lte=now - 5 * minutes) & (
        Q(asked_at=None)
        | Q(asked_at__lte=now - 5 * minutes, begun_at__gte=now - 60 * minutes)
        | Q(asked_at__lte=now - 60 * minutes)
    )
    with everything("payments of all markets are asked for by the clock"):
        rows = Payment.objects.select_related("market", "contract").filter(
            (begun & again) | taken,
            Q(made_at__gte=now - 4 * day) | Q(due_at__gte=now - 4 * day),
            contract__isnull=False,
            provider__in=TELLING,
        )
        return list(rows.order_by(F("asked_at").asc(nulls_first=True), "pk")[:limit])


def payments_of(subject: str) -> list[Payment]:
    """Every try, the latest first."""
    rows = Payment.objects.select_related("market", "contract").filter(subject=subject)
    return list(rows.order_by("-pk"))
