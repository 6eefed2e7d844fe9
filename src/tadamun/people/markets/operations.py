"""The verbs of markets. Each is one transaction, announces ``MarketChanged`` and leaves an audit entry; only a person's own
filters change nothing for anybody else, so nobody is told of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from tadamun.kernel import audit, clock
from tadamun.kernel.events import announce
from tadamun.kernel.money import exponent
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import every
from tadamun.people.accounts.models import Person
from tadamun.people.markets.events import MarketChanged
from tadamun.people.markets.models import (
    EVER,
    FILTERS_MOST,
    FeePlan,
    FeeTerm,
    KeptFilter,
    LegalText,
    Market,
    MarketHost,
    MarketRegion,
    TeamMember,
)
from tadamun.people.markets.policies import Policies
from tadamun.people.markets.regions import regions

EDITABLE = {
    "names", "taglines", "status", "languages", "locales", "digits", "display_currencies", "sell_countries",
    "ship_countries", "time_zone", "identity", "theme", "policies", "position",
}  # fmt: skip


class NotEditable(ValueError):
    """A field that this operation does not write, or a value it cannot keep."""


class Backwards(ValueError):
    """A fee that would have begun before today; nothing was written."""


class LastOperator(ValueError):
    """Nobody could run the market any more; nothing was written."""


class TooManyFilters(ValueError):
    """She has as many as one may keep; nothing was written."""


def _changed(market: Market, action: str, reason: str = "", **changes: Any) -> None:
    tags.bump(f"market:{market.pk}", "markets")
    announce(MarketChanged(market_id=market.pk, slug=market.slug))
    audit.record(action, market.reference, market_id=market.pk, reason=reason, **changes)


FEE_BP = 500  # what we would keep; question: what must the market earn to live without subsidy?
FEE_NAMES = {"ar": "عمولة السوق", "fr": "Commission du marché", "en": "The market’s fee"}


def open_market(
    slug: str, *, currency: str, languages: Sequence[str], hosts: Sequence[str], fee_bp: int = FEE_BP, **fields: Any
) -> Market:  # fmt: skip
    """Make a market, with the plan of fees that holds for all it admits: ``fee_bp`` in hundredths of a percent.

    Raises ``NotEditable`` for an unknown field, ``IntegrityError`` for a slug or host in use.
    """
    exponent(currency)
    _refuse(fields)
    with transaction.atomic():
        market = Market.objects.create(slug=slug, currency=currency, languages=list(languages), **fields)
        MarketHost.objects.bulk_create(
            MarketHost(market=market, host=host, position=position) for position, host in enumerate(hosts)
        )
        draw_fee_plan(market, FEE_NAMES, fee_bp)
        _changed(market, "open_market", hosts=list(hosts))
    return market


def change_market(market: Market, *, reason: str = "", **fields: Any) -> Market:
    """Write the given fields. Repeating it writes the same again. The slug never changes."""
    _refuse(fields)
    before = {name: getattr(market, name) for name in fields}
    for name, value in fields.items():
        setattr(market, name, value)
    market.__dict__.pop("policy", None)
    with transaction.atomic():
        market.save(update_fields=list(fields))
        _changed(market, "change_market", reason, before=before, after=dict(fields))
    return market


def rename_currency(market: Market, currency: str) -> None:
    """Only for ``checkout.change_currencies``, which knows what else is priced. Raises ``UnknownCurrency``."""
    exponent(currency)
    before, market.currency = market.currency, currency
    with transaction.atomic():
        market.save(update_fields=["currency"])
        _changed(market, "rename_currency", before=before, after=currency)


def _refuse(fields: Mapping[str, Any]) -> None:
    if unknown := set(fields) - EDITABLE:
        raise NotEditable(", ".join(sorted(unknown)))
    if "policies" in fields:
        Policies.from_dict(fields["policies"])
    if "languages" in fields and not fields["languages"]:
        raise NotEditable("a market speaks at least one language")


def set_hosts(market: Market, hosts: Sequence[str]) -> None:
    """Exactly these hosts, the first written in links."""
    with transaction.atomic():
        market.hosts.all().delete()
        MarketHost.objects.bulk_create(
            MarketHost(market=market, host=host.lower(), position=position)
            for position, host in enumerate(hosts)
        )
        _changed(market, "set_hosts", hosts=list(hosts))


def draw_fee_plan(
    market: Market, names: Mapping[str, str], fee_bp: int, *, debt_most_minor: int | None = None
) -> FeePlan:
    """A plan of fees sellers can be admitted under; the first of a market is everybody's who has no other.

    ``debt_most_minor``: of fees of cash they kept they may owe so much; without it, what the market's rules say.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        first = not FeePlan.objects.filter(market=market).exists()
        plan = FeePlan.objects.create(
            market=market, names=dict(names), is_default=first, debt_most_minor=debt_most_minor
        )
        FeeTerm.objects.create(
            plan=plan, basis_points=fee_bp, starts=EVER, set_on=clock.day_in(market.time_zone)
        )
        _fees_changed(market, "draw_fee_plan", plan, after=fee_bp)
    return plan


def change_fee(plan: FeePlan, fee_bp: int, *, starts: date | None = None, reason: str) -> FeeTerm:
    """From that day of the market on, or from now on: orders placed before keep their fee.

    What was planned for later days stays planned. Raises ``Backwards``.
    """
    today = clock.day_in(plan.market.time_zone)
    day = starts or today
    if day < today:
        raise Backwards(str(day))
    with transaction.atomic(), scope(market_id=plan.market_id):
        term = FeeTerm.objects.create(plan=plan, basis_points=fee_bp, starts=day, set_on=today, reason=reason)
        _fees_changed(plan.market, "change_fee", plan, reason, after=fee_bp, starts=str(day))
    return term


def name_fee_plan(plan: FeePlan, names: Mapping[str, str], *, debt_most_minor: int | None) -> FeePlan:
    """Write its name in each language, and how much its sellers may owe of cash they kept; ``None``: as the market's rules say.

    Who owes more than that from now on has the market's days from the next look at the book.
    """
    before = {**plan.names, "debt_most_minor": plan.debt_most_minor}
    plan.names, plan.debt_most_minor = dict(names), debt_most_minor
    after = {**names, "debt_most_minor": debt_most_minor}
    with transaction.atomic(), scope(market_id=plan.market_id):
        plan.save(update_fields=["names", "debt_most_minor"])
        _fees_changed(plan.market, "name_fee_plan", plan, before=before, after=after)
    return plan


def make_default(plan: FeePlan) -> FeePlan:
    """From now on it holds for every seller who was admitted under no plan of her own."""
    with transaction.atomic(), scope(market_id=plan.market_id):
        Market.objects.select_for_update(no_key=True).get(pk=plan.market_id)  # of two, the later stands
        FeePlan.objects.filter(market=plan.market_id, is_default=True).update(is_default=False)
        plan.is_default = True
        plan.save(update_fields=["is_default"])
        _fees_changed(plan.market, "make_default", plan)
    return plan


def _fees_changed(market: Market, action: str, plan: FeePlan, reason: str = "", **changes: Any) -> None:
    tags.bump(f"fees:{market.pk}")
    audit.record(action, market.reference, market_id=market.pk, reason=reason, plan=plan.code, **changes)


def publish_legal_text(market: Market, kind: str, body: Mapping[str, str]) -> LegalText:
    """A new version of a text. Refuses one without Arabic: law 31-08 wants an Arabic version of every contract."""
    if "ar" not in every(body):
        raise NotEditable("a legal text needs its Arabic version")
    with transaction.atomic(), scope(market_id=market.pk):
        last = LegalText.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
        text = LegalText.objects.create(market=market, kind=kind, version=last + 1, body=dict(body))
        _changed(market, "publish_legal_text", kind=kind, version=text.version)
    return text


def set_region(market: Market, region: str, state: str) -> None:
    """Open a region, announce it as soon, or close it."""
    if region not in regions():
        raise NotEditable(f"unknown region {region}")
    with transaction.atomic(), scope(market_id=market.pk):
        MarketRegion.objects.update_or_create(market=market, region=region, defaults={"state": state})
        _changed(market, "set_region", region=region, state=state)


def set_regions(market: Market, states: Mapping[str, str]) -> int:
    """Region code → state, or empty to say nothing of it. Returns how many changed; repeating changes none."""
    known = regions()
    if wrong := [
        code
        for code, state in states.items()
        if code not in known or state not in ("", *MarketRegion.State.values)
    ]:
        raise NotEditable(f"unknown region or state: {', '.join(sorted(wrong))}")
    with transaction.atomic(), scope(market_id=market.pk):
        before = dict(MarketRegion.objects.filter(region__in=states).values_list("region", "state"))
        changed = {code: state for code, state in states.items() if before.get(code, "") != state}
        MarketRegion.objects.filter(
            region__in=[code for code, state in changed.items() if not state]
        ).delete()
        for code, state in changed.items():
            if state:
                MarketRegion.objects.update_or_create(market=market, region=code, defaults={"state": state})
        if changed:
            _changed(
                market, "set_regions", before={code: before.get(code, "") for code in changed}, after=changed
            )
    return len(changed)


def _keep_an_operator(person: Person) -> None:
    """Inside the transaction that takes her role away."""
    operators = TeamMember.objects.select_for_update().filter(role=TeamMember.Role.OPERATOR)
    if set(operators.values_list("person_id", flat=True)) == {person.pk}:
        raise LastOperator(str(person.reference))


def appoint(market: Market, person: Person, role: str) -> TeamMember:
    """Give a person a role in the market's team, or another role than she had.

    Raises ``LastOperator`` when the only operator would become something else.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        if role != TeamMember.Role.OPERATOR:
            _keep_an_operator(person)
        member, _ = TeamMember.objects.update_or_create(market=market, person=person, defaults={"role": role})
        _changed(market, "appoint", person=str(person.reference), role=role)
    return member


def dismiss(market: Market, person: Person) -> None:
    """Take a person out of the team. Repeating it does nothing. Raises ``LastOperator``."""
    with transaction.atomic(), scope(market_id=market.pk):
        _keep_an_operator(person)
        TeamMember.objects.filter(market=market, person=person).delete()
        _changed(market, "dismiss", person=str(person.reference))


def keep_filter(member: TeamMember, of: str, name: str, asked: Mapping[str, str]) -> KeptFilter:
    """Under a name of hers: one that she has already asks this from now on. Raises ``TooManyFilters``."""
    with transaction.atomic(), scope(market_id=member.market_id):
        TeamMember.objects.select_for_update(no_key=True).get(pk=member.pk)  # two at once take two slots
        hers = KeptFilter.objects.filter(member=member, of=of)
        if kept := hers.filter(name=name).first():
            kept.asked = dict(asked)
            kept.save(update_fields=["asked"])
            return kept
        taken = set(hers.values_list("slot", flat=True))
        slot = next((number for number in range(1, FILTERS_MOST + 1) if number not in taken), 0)
        if not slot:
            raise TooManyFilters(of)
        return KeptFilter.objects.create(member=member, of=of, slot=slot, name=name, asked=dict(asked))


def drop_filter(member: TeamMember, of: str, slot: int) -> None:
    """One of hers. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=member.market_id):
        KeptFilter.objects.filter(member=member, of=of, slot=slot).delete()
