"""The verbs of the book: posting and naming rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.events import announce
from tadamun.kernel.money import Money, exponent
from tadamun.kernel.pagecache import tags
from tadamun.kernel.prefixes import begins
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.events import RateNamed
from tadamun.treasury.ledger.models import Account, Entry, Rate
from tadamun.treasury.ledger.rate_files import EURO, NamedRate, crossed, read_rates


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount to move. ``debit`` and ``credit`` are account kinds; ``debit_of`` and ``credit_of`` whose, where the kind is
    hers; ``debit_with`` and ``credit_with`` which carrier's, where it is with one.
    """

    kind: str
    debit: str
    credit: str
    amount: Money
    debit_of: int | None = None
    credit_of: int | None = None
    debit_with: str = ""
    credit_with: str = ""
    available_at: datetime | None = None


def account(
    market: Market, kind: str, currency: str, organisation_id: int | None = None, holder: str = ""
) -> Account:
    """The account of that kind and currency, made when it is first used."""
    # A seller who settles a sale posts to accounts of the market's own too, which her scope does not show.
    with everything("an account by its market, owner, kind and currency"):
        # A lookup by None is IS NULL; get_or_create survives two first postings at once.
        return Account.objects.get_or_create(
            market=market,
            organisation_id=organisation_id,
            kind=kind,
            currency=currency,
            holder=holder,  # type: ignore[misc]
        )[0]


def post(market: Market, *, key: str, subject: str, postings: Sequence[Posting]) -> int:
    """Write the postings once: a repeat with the same key writes nothing. Amounts of zero are left out.

    Must run inside the transaction of the operation that makes them true. Returns how many entries were written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("money is posted inside the transaction of its operation")
    with scope(market_id=market.pk):
        if Entry.objects.filter(begins("key", f"{key}/")).exists():
            return 0
        rows = [
            Entry(
                key=f"{key}/{number}",
                kind=posting.kind,
                debit=account(
                    market, posting.debit, posting.amount.currency, posting.debit_of, posting.debit_with
                ),
                credit=account(
                    market, posting.credit, posting.amount.currency, posting.credit_of, posting.credit_with
                ),
                amount_minor=posting.amount.minor,
                currency=posting.amount.currency,
                subject=subject,
                available_at=posting.available_at,
            )
            for number, posting in enumerate(postings)
            if posting.amount.minor
        ]
        Entry.objects.bulk_create(rows)
        if any(Account.Kind.FUND in (posting.debit, posting.credit) for posting in postings):
            tags.bump(f"fund:{market.pk}")  # a price says whether donors pay its fee
    return len(rows)


def receive_gift(market: Market, amount: Money, *, reference: str) -> bool:
    """A donor's money for sellers' fees is on the market's account. Once for each ``reference``; whether this is news."""
    with transaction.atomic():
        gift = Posting("gift", Account.Kind.BANK, Account.Kind.FUND, amount)
        subject = f"gift:{reference[:60]}"
        made = bool(post(market, key=f"gift:{market.pk}:{reference[:60]}", subject=subject, postings=[gift]))
        if made:
            audit.record(
                "receive_gift", Reference("gift", reference[:60]), market_id=market.pk, amount=str(amount)
            )
    return made


def name_rate(
    base: str, quote: str, rate: Decimal, *, on: date, source: str, market: Market | None = None
) -> Rate:
    """Units of ``quote`` for one ``base`` on that day, for ``market`` alone or for everybody who has none of her own.

    A day's rate may be corrected; what was frozen at it stays. What is priced in ``base`` is shown at the new rate as soon as
    the worker has written it.
    """
    exponent(base), exponent(quote)
    with transaction.atomic():
        row, _ = Rate.objects.update_or_create(
            market=market, base=base, quote=quote, on=on, defaults={"rate": rate, "source": source}
        )
        tags.bump("rates")
        announce(RateNamed(market_id=market.pk if market else 0, base=base, quote=quote))
    return row


def take_rates(data: bytes, *, source: str, market: Market | None = None) -> int:
    """Name every rate that a market here needs and a file of rates tells. Returns how many. Raises ``BadRates``.

    ``market``: whose team brings the file; it then counts for that market alone, and what others need is none of its
    business. Without it the file counts for everybody; a market that named the euro itself has the bank's rates by way
    of its own euro.

    Needed are those to each market's currency from those its sellers name and its visitors see.
    """
    told = read_rates(data)
    with transaction.atomic():
        if market:
            count = _take(told, [market], source, market)
        else:
            markets = list(Market.objects.all())
            count = _take(told, markets, source, None)
            count += sum(_take(told, [each], source, each) for each in markets if _by_own_euro(told, each))
        audit.record(
            "take_rates", Reference("rates", source), market_id=market.pk if market else None, rates=count
        )
    return count


def _take(told: list[NamedRate], markets: Sequence[Market], source: str, owner: Market | None) -> int:
    wanted = {
        (base, each.currency)
        for each in markets
        for base in {*each.policy.seller_currencies, *each.display_currencies}
        if base != each.currency
    }
    rows = crossed(told, wanted, _per_euro({quote for _, quote in wanted}, owner))
    for row in rows:
        name_rate(row.base, row.quote, row.rate, on=row.on, source=source, market=owner)
    return len(rows)


def _by_own_euro(told: list[NamedRate], market: Market) -> bool:
    """Whether these are the bank's rates of the euro, and the market said itself what a euro is."""
    quotes = {row.quote for row in told}
    if market.currency in quotes or any(row.base != EURO for row in told):
        return False
    return Rate.objects.filter(market=market, base=EURO, quote=market.currency).exists()


def _per_euro(currencies: set[str], owner: Market | None) -> dict[str, Decimal]:
    """What everybody knows, and the owner's own before it."""
    rows = Rate.objects.filter(base=EURO, quote__in=currencies).order_by("on")
    known = dict(rows.filter(market=None).values_list("quote", "rate"))
    own = rows.filter(market=owner) if owner else rows.none()
    return known | dict(own.values_list("quote", "rate"))
