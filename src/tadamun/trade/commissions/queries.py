"""Questions about requests and stages, in the scope of their market or seller."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tadamun.kernel.scopes import everything, scope
from tadamun.people.conversations.models import Conversation, Message
from tadamun.people.sellers.models import Organisation
from tadamun.trade.commissions.models import CustomRequest, PendingAnswer, Quote, Stage
from tadamun.trade.orders.models import Purchase

S = CustomRequest.State
GOING = (S.ASKED, S.QUOTED, S.ACCEPTED, S.IN_WORK, S.READY)


def _whole() -> QuerySet[CustomRequest]:
    return CustomRequest.objects.select_related(
        "market", "organisation", "conversation__market", "conversation__organisation", "product", "purchase"
    )


def request_of(conversation: Conversation) -> CustomRequest | None:
    return _whole().filter(conversation=conversation).first()


def request_named(code: str) -> CustomRequest | None:
    """Of the scope."""
    return _whole().filter(code=code).first()


def requests_of_seller() -> QuerySet[CustomRequest]:
    """Hers, in her scope: with news first, then the newest."""
    news = Message.objects.filter(
        conversation=OuterRef("conversation"), seen_at=None, side=Message.Side.BUYER
    )
    return _whole().annotate(news=Exists(news)).order_by("-news", "-asked_at", "-pk")


@contextmanager
def nobodys_yet() -> Iterator[None]:
    """Within the block what belongs to an open request may be read: it has no seller whose scope would show it."""
    with everything("what is open to a craft is nobody's yet"):
        yield


def open_to(organisation: Organisation, market_id: int) -> list[CustomRequest]:
    """What anybody of her crafts may take up in this market."""
    with nobodys_yet():
        rows = CustomRequest.objects.select_related("market", "conversation", "product")
        mine = rows.filter(
            market=market_id, organisation=None, state=S.ASKED, craft__in=list(organisation.crafts)
        )
        return list(mine.order_by("-asked_at", "-pk")[:20])


def open_named(organisation: Organisation, market_id: int, code: str) -> CustomRequest | None:
    """One of these."""
    return next((row for row in open_to(organisation, market_id) if row.code == code), None)


def quotes_of(request: CustomRequest) -> list[Quote]:
    return list(Quote.objects.select_related("recording").filter(request=request))


def latest_quotes(requests: Collection[CustomRequest]) -> dict[int, Quote]:
    """Request → the quote that counts, in one query."""
    rows = Quote.objects.filter(request__in=[request.pk for request in requests]).order_by("number")
    return {quote.request_id: quote for quote in rows}


def waiting_answers(requests: Collection[CustomRequest]) -> dict[int, PendingAnswer]:
    """Request → what she answered and the buyer has not heard of yet, in one query."""
    rows = PendingAnswer.objects.select_related("recording", "request").filter(
        request__in=[request.pk for request in requests], state=PendingAnswer.State.WAITING
    )
    return {answer.request_id: answer for answer in rows}


def answer_given(request: CustomRequest, key: str) -> PendingAnswer | None:
    """What was sent with this key, whatever became of it; without a key nothing was sent before."""
    if not key:
        return None
    with scope(market_id=request.market_id):
        return PendingAnswer.objects.select_related("request").filter(request=request, key=key).first()


def as_quoted(answer: PendingAnswer) -> Quote | None:
    """The quote that it becomes; nothing of it is written."""
    if answer.what != PendingAnswer.What.QUOTE:
        return None
    said, request = answer.detail, answer.request
    return Quote(
        request=request, price_minor=said["price_minor"], currency=request.currency, days=said["days"],
        deposit_bp=said["deposit_bp"], words=said["words"], recording=answer.recording,
    )  # fmt: skip


def stages_of(purchase: Purchase) -> dict[int, list[Stage]]:
    """Order → how its making went, in one query."""
    found: dict[int, list[Stage]] = {}
    for stage in Stage.objects.select_related("recording").filter(order__purchase=purchase):
        found.setdefault(stage.order_id, []).append(stage)
    return found


def count_by_state() -> dict[str, int]:
    return dict(CustomRequest.objects.values_list("state").annotate(Count("pk")).order_by())


def like(words: str) -> Q:
    """Found by its number, or by the buyer's phone or name. Zeros alone are the end of no phone."""
    number = words.lstrip("0")
    phone = Q(conversation__phone__endswith=number) if number else Q()
    return Q(code__startswith=words.upper()) | phone | Q(conversation__name__icontains=words)
