"""Parts of an organisation's earning that are its makers'."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from tadamun.kernel import audit, clock
from tadamun.kernel.money import Money
from tadamun.kernel.prefixes import begins
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Organisation
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import MemoEntry, ShareRule
from tadamun.treasury.payouts.shares import rules_in_force

WHOLE = 10_000
HERS = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)


class AboveTheWhole(ValueError):
    """The parts come to more than the whole; nothing was written."""


def name_shares(
    organisation: Organisation, shares: Mapping[Maker, int], *, starts: date | None = None, by: Person | None = None,
    keeping: bool = False,
) -> None:  # fmt: skip
    """From that day on exactly these parts, in hundredths of a percent; the rest stays the organisation's. ``keeping``: makers
    who are not named keep theirs.

    Earnings already posted keep theirs. Raises ``AboveTheWhole``.
    """
    day = starts or clock.today()
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = rules_in_force(organisation.pk, day)
        others = before if keeping else dict.fromkeys(before, 0)
        rows = {**others, **{maker.pk: bp for maker, bp in shares.items()}}
        if sum(rows.values()) > WHOLE or min(rows.values(), default=0) < 0:
            raise AboveTheWhole(organisation.code)
        ShareRule.objects.bulk_create(
            ShareRule(organisation=organisation, maker_id=maker, basis_points=bp, starts=day, set_by=by)
            for maker, bp in rows.items()
            if before.get(maker, 0) != bp
        )
        audit.record("name_shares", organisation.reference, parts=sum(rows.values()), starts=str(day))


def share_earning(market: Market, organisation_id: int, *, key: str, subject: str) -> int:
    """Note each maker's part of what the entries under ``key`` gave the organisation, or took back. Once; returns how many.

    Called in the transaction that posted them. Parts and the rest sum to the earning exactly (largest remainder). What is
    taken back is taken from those who had their part of it, in their proportions of that day, whatever is agreed since: of
    an earning of which nothing is left, nothing is left to anybody.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        if MemoEntry.objects.filter(begins("key", f"{key}/")).exists():
            return 0
        entries = _entries(organisation_id).filter(begins("key", f"{key}/"))
        rows = [
            MemoEntry(
                key=f"{key}/{currency}/{maker}", market=market, organisation_id=organisation_id, maker_id=maker,
                subject=subject, amount_minor=part, currency=currency,
            )
            for currency, minor in _sums(list(entries), organisation_id).items()
            for maker, part in _parts(organisation_id, Money(minor, currency), subject).items()
            if part
        ]  # fmt: skip
        MemoEntry.objects.bulk_create(rows)
    return len(rows)


def _entries(organisation_id: int) -> QuerySet[Entry]:
    hers = Q(credit__organisation=organisation_id) | Q(debit__organisation=organisation_id)
    return Entry.objects.filter(hers).select_related("credit", "debit")


def _parts(organisation_id: int, amount: Money, subject: str) -> dict[int, int]:
    """Maker → her part in minor units, of what came (by the rules of today) or went (by what was noted when it came)."""
    if amount.minor > 0:
        rules = rules_in_force(organisation_id, clock.today())
        parts = amount.split([*rules.values(), WHOLE - sum(rules.values())])
        return {maker: part.minor for maker, part in zip(rules, parts, strict=False)}
    memos = MemoEntry.objects.filter(
        organisation_id=organisation_id, subject=subject, currency=amount.currency
    )
    came: Counter[int] = Counter()
    had: Counter[int] = Counter()
    for memo in memos:
        had[memo.maker_id] += memo.amount_minor
        came[memo.maker_id] += max(memo.amount_minor, 0)
    entries = list(_entries(organisation_id).filter(subject=subject))
    earned = [entry for entry in entries if not entry.kind.endswith("_back")]
    whole, left = (_sums(each, organisation_id).get(amount.currency, 0) for each in (earned, entries))
    weights = [*came.values(), whole - sum(came.values())]
    parts = Money(left, amount.currency).split(weights) if came else []
    return {maker: part.minor - had[maker] for maker, part in zip(came, parts, strict=False)}


def _sums(entries: list[Entry], organisation_id: int) -> dict[str, int]:
    """Currency → what became hers for goods, held or payable; cash she kept is her earning too, already in her hand."""
    sums: dict[str, int] = {}
    for entry in entries:
        if entry.kind in ("cash_kept", "delivery"):
            continue
        for account, sign in ((entry.credit, 1), (entry.debit, -1)):
            if account.organisation_id == organisation_id and account.kind in HERS:
                sums[entry.currency] = sums.get(entry.currency, 0) + sign * entry.amount_minor
    return {currency: minor for currency, minor in sums.items() if minor}
