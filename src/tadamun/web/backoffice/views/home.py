"""The first page (B1): numbers that open the rows behind them, then what is due today."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel import clock
from tadamun.people.markets.models import Market
from tadamun.people.markets.rules import (
    may_admit,
    may_change_market,
    may_follow_orders,
    may_pay_out,
    may_review,
    may_see_payouts,
)
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.states import G
from tadamun.treasury.payouts.clearing import count_open_lines
from tadamun.treasury.payouts.covering import count_late
from tadamun.web.backoffice import waiting
from tadamun.web.backoffice.access import anybody, for_team
from tadamun.web.backoffice.orders import UNDELIVERED
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.payments import refused_notices
from tadamun.web.backoffice.payouts import TOO_LONG, late_before
from tadamun.web.backoffice.refunds import count_refunds
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import GOODS, GOODS_KINDS, word
from tadamun.web.shared.redirects import see

DUE_AT_MOST = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; ``kind`` colours it when it is not zero."""

    label: str
    value: int
    href: str
    alarm: str = "warn"

    @property
    def kind(self) -> str:
        return self.alarm if self.value else "ok"


@for_team(bool)
@require_safe
def home(plain: HttpRequest) -> HttpResponse:
    request = in_office(plain)
    if not anybody(request.role):
        return see(reverse("backoffice:training"))
    return page(
        request,
        "home",
        figures=_figures(request.role, request.market),
        due=_due(request.role),
        due_head=[_("Order"), _("Seller"), _("State"), _("Should leave by")],
    )


def _figures(role: str, market: Market) -> list[Figure]:
    found = []
    if may_follow_orders(role):
        found += _order_figures(market)
    if may_see_payouts(role):
        found += _money_figures(market)
        late = list(waiting.late_withdrawals(late_before(market)).values_list("currency", flat=True))
        asked = f"{reverse('backoffice:payouts')}?asked={TOO_LONG}{f'&currency={late[0]}' if late else ''}"
        found.append(Figure(_("Money asked for long ago"), len(late), asked, "bad"))
    if may_pay_out(role):
        found.append(
            Figure(_("Bank lines nobody explained"), count_open_lines(), reverse("backoffice:bank"), "bad")
        )
    if may_review(role):
        count = waiting.waiting_products().count() + waiting.waiting_edits().count()
        found.append(Figure(_("Products to review"), count, reverse("backoffice:review")))
    if may_admit(role):
        found.append(
            Figure(
                _("Applications"),
                waiting.applications().count(),
                f"{reverse('backoffice:admissions')}?status=applied",
            )
        )
    if may_follow_orders(role):
        found.append(
            Figure(
                _("Messages not delivered"),
                waiting.failed_messages().count(),
                f"{reverse('backoffice:messages')}?state=failed",
                "bad",
            )
        )
    if may_change_market(role):
        found.append(
            Figure(
                _("Tasks that failed"), len(waiting.dead_jobs(market.pk)), reverse("backoffice:jobs"), "bad"
            )
        )
    return found


def _money_figures(market: Market) -> list[Figure]:
    """Money that is not where it should be by now: with an acquirer, with a carrier, and ours for goods that did not arrive."""
    address, (acquirers, carriers) = reverse("backoffice:outstanding"), count_late(market, market.currency)
    return [
        Figure(_("Paid, not settled for long"), acquirers, address, "bad"),
        Figure(_("Cash not brought for long"), carriers, address, "bad"),
    ]


def _order_figures(market: Market) -> list[Figure]:
    counts = SellerOrder.objects.aggregate(
        late=Count("pk", filter=waiting.at_risk(clock.today())),
        to_confirm=Count("pk", filter=Q(goods_state=G.TO_CONFIRM)),
        to_pay=Count("pk", filter=Q(goods_state=G.TO_PAY)),
    )
    orders = reverse("backoffice:orders")
    return [
        Figure(_("Orders at risk"), counts["late"], f"{orders}?state=late", "bad"),
        Figure(
            _("Orders nobody answers"),
            SellerOrder.objects.filter(goods_state=G.TO_ACCEPT, facts__key="escalated/team").count(),
            f"{orders}?state={G.TO_ACCEPT}",
            "bad",
        ),
        Figure(_("Cash orders not confirmed"), counts["to_confirm"], f"{orders}?state={G.TO_CONFIRM}"),
        Figure(_("Transfers awaited"), counts["to_pay"], f"{orders}?state={G.TO_PAY}"),
        Figure(
            _("Balances unpaid for long"),
            waiting.unpaid_balances(clock.now() - timedelta(days=market.policy.balance_days)).count(),
            f"{orders}?state=balance",
            "bad",
        ),
        Figure(
            _("Paid, not delivered for long"),
            waiting.undelivered(waiting.overdue_since(market)).count(),
            f"{orders}?state={UNDELIVERED}",
            "bad",
        ),
        Figure(_("Refunds to send"), count_refunds(), reverse("backoffice:refunds")),
        Figure(
            _("Notices refused in seven days"),
            refused_notices().filter(at__gte=clock.now() - WEEK).count(),
            reverse("backoffice:notices"),
            "bad",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """An order that should leave today or should have left before."""

    order: SellerOrder
    state: str
    kind: str
    late: bool


def _due(role: str) -> list[Due]:
    if not may_follow_orders(role):
        return []
    today = clock.today()
    rows = SellerOrder.objects.filter(goods_state__in=waiting.WITH_SELLER, prepare_by__lte=today)
    rows = rows.select_related("organisation").order_by("prepare_by", "pk")[:DUE_AT_MOST]
    return [
        Due(row, word(GOODS, row.goods_state), GOODS_KINDS[G(row.goods_state)], row.prepare_by < today)
        for row in rows
    ]
