"""A seller takes up what was asked of a craft, names price and days, or says that she cannot."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from tadamun.kernel import clock
from tadamun.kernel.context import current
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.conversations.operations import hand_to
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation
from tadamun.trade.commissions.models import CustomRequest, Quote
from tadamun.trade.commissions.operations.asking import NotOpen, end_request, locked, moved

S = CustomRequest.State
MOST_DAYS = 365
MOST_MINOR = 10**9


class BadQuote(ValueError):
    """``field``: price, days or deposit. Nothing was written."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def take_request(request: CustomRequest, organisation: Organisation) -> bool:
    """What was open to a craft is hers from now on; ``False`` when another was faster. Raises ``NotOpen``."""
    with everything("what is open to a craft is nobody's yet"), transaction.atomic():
        row = locked(request)
        if row.organisation_id is not None or not hand_to(row.conversation, organisation):
            return row.organisation_id == organisation.pk
        row.organisation = request.organisation = organisation
        row.save(update_fields=["organisation"])
    return True


def check_quote(request: CustomRequest, price: Money, days: int, deposit_bp: int) -> None:
    """Raises ``BadQuote``."""
    if price.currency != request.currency or not 0 < price.minor <= MOST_MINOR:
        raise BadQuote("price")
    if not 1 <= days <= MOST_DAYS:
        raise BadQuote("days")
    if not 0 <= deposit_bp < 10_000:
        raise BadQuote("deposit")


def quote_request(
    request: CustomRequest, *, price: Money, days: int, deposit_bp: int, words: str = "", recording: Recording | None = None
) -> Quote:  # fmt: skip
    """For how much and in how many working days she makes it; it replaces the quote before. Raises ``NotOpen``, ``BadQuote``.

    ``deposit_bp`` of the price is paid when it is ordered, the rest before it leaves; 0: the whole when ordered.
    """
    check_quote(request, price, days, deposit_bp)
    here = current()
    with transaction.atomic(), scope(market_id=request.market_id):
        row = locked(request)
        if row.organisation_id is None:
            raise NotOpen(row.code)
        number = (Quote.objects.filter(request=row).aggregate(last=Max("number"))["last"] or 0) + 1
        until = _end_of_day(row, row.market.policy.quote_days)
        quote = Quote.objects.create(
            request=row, number=number, price_minor=price.minor, currency=price.currency, days=days,
            deposit_bp=deposit_bp, words=words.strip()[:500], recording=recording, author=str(here.actor),
            on_behalf_of=here.for_whom, valid_until=until,
        )  # fmt: skip
        row.state, row.expires_at = S.QUOTED, until
        row.save(update_fields=["state", "expires_at"])
        moved(row, number)
        request.state = row.state
    return quote


def _end_of_day(request: CustomRequest, days: int) -> datetime:
    """Of the market: a person is told a day, not an hour."""
    zone = ZoneInfo(request.market.time_zone)
    day = (clock.now().astimezone(zone) + timedelta(days=days)).date()
    return datetime.combine(day, time(23, 59), zone)


def decline_request(request: CustomRequest, *, reason: str = "") -> CustomRequest:
    """She cannot make it. Raises ``NotOpen``."""
    return end_request(request, S.DECLINED, reason)
