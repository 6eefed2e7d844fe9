"""What waits for somebody in this market: the numbers of the first page and the rows behind them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django_tasks_db.models import DBTaskResult

from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.kernel import clock
from tadamun.kernel.jobs import dead_letters
from tadamun.kernel.models import OutboxEvent
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.queries import keepers
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.states import G
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Withdrawal
from tadamun.treasury.payouts.queries import open_withdrawals

WITH_SELLER = (G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER)
DEAD_AT_MOST = 500  # dead letters of the installation that are looked through for this market's

_DELIVER_EVENTS = ("tadamun.kernel.events.deliver", "tadamun.kernel.events.deliver_long")
_DELIVER_MESSAGE = "tadamun.people.notices.delivery.deliver_message"


def at_risk(today: date) -> Q:
    """Should have left by now and has not: waits with its seller, not with the buyer."""
    return Q(goods_state__in=WITH_SELLER, prepare_by__lt=today)


def _sellers_here() -> QuerySet[Admission, Any]:
    """Of whom the market reviews products. By a subquery: the scope's own join knows nothing of the status."""
    looked_at = (Admission.Status.ADMITTED, Admission.Status.APPLIED)
    return keepers(Admission.objects.filter(status__in=looked_at)).values("organisation")


def waiting_products() -> QuerySet[Product]:
    """Oldest first."""
    rows = Product.objects.filter(review=Product.Review.WAITING, removed_at=None)
    return rows.filter(organisation__in=_sellers_here()).order_by("created_at", "pk")


def waiting_edits() -> QuerySet[ProductEdit]:
    """Oldest first."""
    rows = ProductEdit.objects.filter(state=ProductEdit.State.WAITING, product__removed_at=None)
    return rows.filter(product__organisation__in=_sellers_here()).order_by("asked_at", "pk")


def applications() -> QuerySet[Admission]:
    """Oldest first."""
    return Admission.objects.filter(status=Admission.Status.APPLIED).order_by("applied_at", "pk")


def overdue_since(market: Market) -> datetime:
    """What came before then and is not where it should be waits too long."""
    return clock.now() - timedelta(days=market.policy.overdue_days)


def undelivered(before: datetime) -> QuerySet[SellerOrder]:
    """Paid since before then, the money with us, and not delivered: oldest first. What an acquirer still has waits there."""
    paid = Fact.objects.filter(order=OuterRef("pk"), kind=Fact.Kind.PAID, at__lt=before)
    subject = Concat(Value("order:"), OuterRef("code"))
    away = Entry.objects.filter(
        kind="received", subject=subject, debit__kind=Account.Kind.GATEWAY, coverages=None
    )
    rows = SellerOrder.objects.filter(
        goods_state__in=(*WITH_SELLER, G.SHIPPED), money_state=SellerOrder.MoneyState.PAID
    )
    return rows.filter(Exists(paid)).exclude(Exists(away)).order_by("placed_at", "pk")


def unpaid_balances(before: datetime) -> QuerySet[SellerOrder]:
    """Packed before then; the balance is neither paid nor promised at the door: oldest first."""
    packed = Fact.objects.filter(order=OuterRef("pk"), kind=Fact.Kind.PACKED, at__lt=before)
    rows = SellerOrder.objects.filter(goods_state=G.TO_HAND_OVER, money_state=SellerOrder.MoneyState.DEPOSIT)
    return rows.filter(Exists(packed)).order_by("placed_at", "pk")


def late_withdrawals(before: datetime) -> QuerySet[Withdrawal]:
    """Asked for before then, and nobody began to pay it: oldest first."""
    return open_withdrawals().filter(asked_at__lt=before)


def failed_messages() -> QuerySet[Message]:
    return Message.objects.filter(state=Message.State.FAILED)


def dead_jobs(market_id: int) -> list[DBTaskResult[..., Any]]:
    """Jobs that failed for good and were about this market: reactions to its events, and its messages."""
    found = list(dead_letters()[:DEAD_AT_MOST])
    told = {_first_argument(row) for row in found if row.task_path in _DELIVER_EVENTS}
    sent = {_first_argument(row) for row in found if row.task_path == _DELIVER_MESSAGE}
    if not told and not sent:
        return []
    events = set(OutboxEvent.objects.filter(pk__in=told, market_id=market_id).values_list("pk", flat=True))
    messages = set(Message.objects.filter(pk__in=sent).values_list("pk", flat=True))
    ours = {**dict.fromkeys(_DELIVER_EVENTS, events), _DELIVER_MESSAGE: messages}
    return [row for row in found if _first_argument(row) in ours.get(row.task_path, ())]


def _first_argument(row: DBTaskResult[..., Any]) -> int:
    arguments = row.args_kwargs.get("args") or [0]
    return arguments[0] if isinstance(arguments[0], int) else 0


def subject_of_job(row: DBTaskResult[..., Any]) -> str:
    """``Reaction`` by its own name, or the name of the job: for people who write to whoever runs the server."""
    arguments = row.args_kwargs.get("args") or []
    name = str(arguments[1]) if row.task_path in _DELIVER_EVENTS and len(arguments) > 1 else row.task_path
    return name.rpartition(".")[2]
