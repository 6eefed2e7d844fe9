"""A seller's account of one month on paper: by currency what it began with, each amount, what it ended with."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tadamun.kernel.documents import isolated, ltr, paper_amount, paper_money, render
from tadamun.people.markets.models import Market
from tadamun.people.notices.voice import voice_of
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.statements import Row, Statement

_TEMPLATE: Final = """
#text(size: 15pt, weight: "bold")[#data.title]
#v(2mm)
#text(weight: "bold")[#data.holder] \\
#data.market · #data.month
#for section in data.sections [
#v(4mm)
#table(
  columns: (auto, 1fr, auto, auto, auto),
  align: (start, start, start, right, right),
  stroke: (x: none, y: 0.4pt + luma(190)),
  table.header(..data.head.map(word => text(weight: "bold")[#word])),
  table.cell(colspan: 4)[#data.opening-label], [#section.opening],
  ..section.rows.flatten().map(cell => [#cell]),
  table.cell(colspan: 4)[*#data.closing-label*], [*#section.closing*],
)
]
"""


def statement_pdf(
    sections: Sequence[tuple[Statement, Sequence[tuple[Row, str, str]]]], *, organisation: Organisation, market: Market,
    language: str, first: date,
) -> HttpResponse:  # fmt: skip
    """``sections``: by currency, each row with what it is in words and the number it is about. In the reader's language."""
    voice = voice_of(market, language)
    locale, digits = voice.locale, market.digits or None
    data = {
        "title": _("Statement of account"),
        "holder": isolated(organisation.name(language)),
        "market": isolated(market.name(language)),
        "month": voice.day(first, "LLLL y"),
        "head": [_("Date"), _("What"), _("Number"), _("Amount"), _("Balance")],
        "opening-label": _("At the beginning"),
        "closing-label": _("At the end"),
        "sections": [
            {
                "opening": paper_money(statement.opening, locale, digits),
                "closing": paper_money(statement.closing, locale, digits),
                "rows": [
                    [
                        voice.day(row.at), str(what), ltr(number), paper_amount(row.amount, locale, digits),
                        paper_amount(row.balance, locale, digits),
                    ]
                    for row, what, number in rows
                ],
            }
            for statement, rows in sections
        ],
    }  # fmt: skip
    response = HttpResponse(render(_TEMPLATE, data, language), content_type="application/pdf")
    name = f"statement-{organisation.code}-{first:%Y-%m}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
