"""How many messages to phones a market pays for in an hour: whoever makes it send thousands makes it pay for thousands.

A code that is one too many is refused, for its reader sits and waits. Any other message is delivered later, never lost.
"""

import logging
from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count, QuerySet

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message

CODE_KIND = "sign_in_code"
PHONE = (Message.Channel.SMS, Message.Channel.WHATSAPP, Message.Channel.CALL)
HOUR = timedelta(hours=1)
SHORTEST_WAIT = 60  # seconds
logger = logging.getLogger("tadamun.notices")


class CeilingReached(Exception):
    """The market has sent as many messages to phones as it may in an hour; in ``wait`` seconds there is room again."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"again in {wait} s")
        self.wait = wait


def _last_hour(markets: Collection[Market]) -> tuple[QuerySet[Message], QuerySet[Message]]:
    """Codes and other messages to phones. A code counts from when it was asked for, whatever it still waits for."""
    since = clock.now() - HOUR
    rows = Message.objects.filter(market__in=markets, channel__in=PHONE).order_by()
    return rows.filter(kind=CODE_KIND, created_at__gt=since), rows.exclude(kind=CODE_KIND).filter(
        sent_at__gt=since
    )


def messages_in_hour(markets: Collection[Market]) -> Counter[int]:
    """Market key → how many messages to phones went out in the last hour; two queries however many markets."""
    found = Counter[int]()
    with everything("messages of several markets"):
        for rows in _last_hour(markets):
            found.update(dict(rows.values_list("market_id").annotate(Count("pk"))))
    return found


def wait_for_room(market: Market) -> int:
    """Seconds until one more may go out; 0: now. Two that ask in the same instant may both get the last place."""
    at_most = market.policy.phone_messages_an_hour
    if messages_in_hour([market])[market.pk] < at_most:
        return 0
    with everything("messages of one market"):
        codes, others = _last_hour([market])
        asked, sent = codes.values_list("created_at", flat=True), others.values_list("sent_at", flat=True)
        went_out = sorted([*asked, *(at for at in sent if at is not None)])
    logger.warning(
        "market %s has sent %d messages to phones within an hour, its ceiling", market.slug, at_most
    )
    free_at = went_out[-at_most] + HOUR if len(went_out) >= at_most else clock.now()
    return max(SHORTEST_WAIT, int((free_at - clock.now()).total_seconds()) + 1)
