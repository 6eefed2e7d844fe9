"""A buyer asks for a piece; she may let it be, and what nobody answers ends by the clock."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.events import announce
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.conversations.models import Conversation, Message
from tadamun.people.conversations.operations import Caller, Said, forget_caller, open_conversation, say
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.trade.commissions.events import RequestMoved
from tadamun.trade.commissions.models import CustomRequest

S = CustomRequest.State
OPEN = (S.ASKED, S.QUOTED)
GOING = (*OPEN, S.ACCEPTED, S.IN_WORK, S.READY)


class NotOpen(ValueError):
    """It was accepted or has ended; nothing was written."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be made: of one seller, or of whoever works in ``craft``. ``said`` is her own voice, pictures and words."""

    said: Said
    organisation: Organisation | None = None
    product: Product | None = None
    craft: str = ""
    size: str = ""
    colour: str = ""
    budget: Money | None = None
    wanted_by: date | None = None


def ask_for_piece(market: Market, wish: Wish, caller: Caller, *, key: str, language: str) -> CustomRequest:
    """Write the request and what she said. Repeating with the same ``key`` returns it. Raises ``conversations.NothingSaid``."""
    code = new_code()
    with transaction.atomic(), scope(market_id=market.pk):
        # Sent twice at once it is asked once.
        Market.objects.select_for_update(no_key=True).get(pk=market.pk)
        earlier = Message.objects.filter(side=Message.Side.BUYER, key=f"asked/{key}"[:60])
        if found := CustomRequest.objects.filter(conversation__messages__in=earlier).first():
            return found
        conversation = open_conversation(
            market,
            Reference("request", code),
            organisation=wish.organisation,
            caller=caller,
            language=language,
        )
        request = CustomRequest.objects.create(
            code=code, market=market, organisation=wish.organisation, conversation=conversation,
            craft=wish.craft or (wish.product.craft if wish.product else ""), product=wish.product,
            size=wish.size[:120], colour=wish.colour[:120], wanted_by=wish.wanted_by, currency=market.currency,
            budget_minor=wish.budget.minor if wish.budget else None,
            expires_at=clock.now() + timedelta(days=market.policy.request_days),
        )  # fmt: skip
        say(conversation, Message.Side.BUYER, wish.said, key=f"asked/{key}")
        moved(request)
    return request


def moved(request: CustomRequest, number: int = 0, reason: str = "") -> None:
    """Announce and note where it stands now, in the caller's transaction."""
    announce(RequestMoved(market_id=request.market_id, code=request.code, what=request.state, number=number))
    audit.record(f"request_{request.state}", request.reference, market_id=request.market_id, reason=reason)


def locked(request: CustomRequest) -> CustomRequest:
    """As it is now, behind its lock, while it is asked or quoted. Raises ``NotOpen``."""
    row = CustomRequest.objects.select_for_update().get(pk=request.pk)
    if row.state not in OPEN:
        raise NotOpen(row.code)
    return row


def end_request(request: CustomRequest, state: str, reason: str = "") -> CustomRequest:
    """Raises ``NotOpen``."""
    with transaction.atomic(), scope(market_id=request.market_id):
        row = locked(request)
        row.state = state
        row.save(update_fields=["state"])
        moved(row, reason=reason)
    return row


def withdraw_request(request: CustomRequest) -> CustomRequest:
    """She does not want it any more. Raises ``NotOpen``; what was accepted is cancelled as an order."""
    return end_request(request, S.WITHDRAWN)


def end_old_requests() -> int:
    """Those nobody answered or accepted in time, of all markets. Returns how many."""
    with everything("requests of all markets end by the clock"):
        due = list(
            CustomRequest.objects.filter(state__in=OPEN, expires_at__lte=clock.now()).order_by("pk")[:500]
        )
        for request in due:
            with suppress(NotOpen):  # it was answered a moment ago
                end_request(request, S.EXPIRED)
    return len(due)


def forget_old_requests() -> int:
    """Who asked is forgotten once what she asked for is over for as long as the market keeps buyers. Returns how many."""
    count = 0
    with everything("requests of all markets age by the clock"):
        for market in Market.objects.all():
            before = clock.now() - timedelta(days=market.policy.retention_days)
            over = CustomRequest.objects.filter(market=market, asked_at__lt=before).exclude(state__in=GOING)
            kept = Conversation.objects.filter(request__in=over).exclude(name="", phone="", email="")
            count += forget_caller(kept)
    return count
