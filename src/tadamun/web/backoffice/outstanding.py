"""Who has money of the market's, as its pages show it, and what a pasted list names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits
from tadamun.people.markets.models import Market
from tadamun.trade.shipping.models import Parcel
from tadamun.treasury.payments.models import PaymentEvent
from tadamun.treasury.payouts.covering import GATEWAY, Holder, Open, holders
from tadamun.web.backoffice.forms.payouts import CARRIER

_BETWEEN = re.compile(r"[\s,;،؛|\"]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A payment or an order of which the money is still with somebody. ``days``: since when."""

    row: Open
    href: str
    days: int
    late: bool


def kind_of(one: Holder) -> str:
    """How a form names it: the code of a contract, or a carrier."""
    return one.who if one.what == GATEWAY else f"{CARRIER}{one.who}"


def holder_address(one: Holder) -> str:
    return f"{reverse('backoffice:outstanding')}?{urlencode({'of': kind_of(one)})}"


def name_of(one: Holder) -> str:
    if one.what == GATEWAY:
        return one.contract.acquirer if one.contract else one.who
    return one.who or _("Nobody said with whom")


def holder_like(market: Market, currency: str, kind: str) -> Holder | None:
    """Whom a form names; ``None`` when nobody like that has anything of ours."""
    return next((one for one in holders(market, currency) if kind_of(one) == kind), None)


def shown(one: Holder, rows: Sequence[Open]) -> list[Row]:
    """Without a query."""
    name = "backoffice:payment" if one.what == GATEWAY else "backoffice:order"
    now = clock.now()
    return [
        Row(
            row, reverse(name, args=[row.code]) if row.code else "", (now - row.since).days,
            row.since <= one.before and row.amount.minor > 0,
        )
        for row in rows
    ]  # fmt: skip


def named_in(text: str, one: Holder) -> set[str]:
    """Codes of what a list of theirs names: by our number, by the acquirer's own, or by the parcel's. One query."""
    words = {normal_code(part) for part in _BETWEEN.split(latin_digits(text)) if part}
    known = {row.code: row.code for row in one.rows if row.code}
    others: dict[str, str]
    if one.what == GATEWAY:
        told = PaymentEvent.objects.filter(payment__code__in=known, kind=PaymentEvent.Kind.CAPTURED)
        others = dict(told.exclude(reference="").values_list("reference", "payment__code"))
    else:
        parcels = Parcel.objects.filter(order__code__in=known).exclude(number="")
        others = dict(parcels.values_list("number", "order__code"))
    known |= {normal_code(said): code for said, code in others.items()}
    return {known[word] for word in words if word in known}
