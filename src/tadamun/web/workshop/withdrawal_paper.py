"""The receipt of what a seller asked for, on paper."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tadamun.kernel.documents import isolated, ltr, paper_money, render
from tadamun.people.markets.models import Market
from tadamun.people.notices.voice import voice_of
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.payouts.models import Destination, Payout
from tadamun.web.workshop.withdrawals import Asked

_TEMPLATE: Final = """
#text(size: 15pt, weight: "bold")[#data.title]
#v(2mm)
#text(weight: "bold")[#data.holder] \\
#data.market
#v(4mm)
#table(
  columns: (auto, 1fr),
  align: (start, start),
  stroke: (x: none, y: 0.4pt + luma(190)),
  ..data.rows.flatten().map(cell => [#cell]),
)
"""


def withdrawal_pdf(
    asked: Asked, place: Payout | Destination, *, organisation: Organisation, market: Market, language: str
) -> HttpResponse:
    """One page, in the reader's language."""
    voice, row = voice_of(market, language), asked.row
    amount = (
        paper_money(asked.amount, voice.locale, market.digits or None)
        if asked.amount
        else _("All that is ready")
    )
    rows = [
        [_("Number"), ltr(row.code)], [_("Amount"), amount], [_("To"), isolated(f"{place.holder} {place.masked}".strip())],
        [_("Asked on"), voice.day(row.asked_at, "d MMMM y")], [_("State"), asked.words],
    ]  # fmt: skip
    if asked.expected:
        rows.append([_("The next payouts are made on"), voice.day(asked.expected, "d MMMM y")])
    data = {
        "title": _("Receipt"), "holder": isolated(organisation.name(language)), "market": isolated(market.name(language)),
        "rows": rows,
    }  # fmt: skip
    response = HttpResponse(render(_TEMPLATE, data, language), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{row.code}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
