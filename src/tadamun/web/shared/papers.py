"""Invoices and their like as files: kept nowhere on the way, given only by a door that knows whose they are."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse

from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.rendering import pdf_of
from tadamun.trade.papers.ubl import xml_of
from tadamun.trade.papers.wording import KINDS


class ShownPaper(NamedTuple):
    """A line of a list; ``code`` names its file."""

    kind: str
    name: str
    code: str
    has_xml: bool


def shown_papers(papers: Iterable[Paper]) -> list[ShownPaper]:
    """In the reader's language."""
    return [
        ShownPaper(str(KINDS[paper.kind]), paper.name, paper.code, paper.kind != Paper.Kind.RECEIPT)
        for paper in papers
    ]


def pdf_answer(paper: Paper, language: str, buyer: Mapping[str, Any] | None = None) -> HttpResponse:
    """``buyer``: see ``papers.rendering.pdf_of``."""
    return _file(pdf_of(paper, language, buyer), f"{paper.name}.pdf", "application/pdf")


def xml_answer(paper: Paper) -> HttpResponse:
    """Raises ``papers.ubl.NotAnInvoice`` for a receipt."""
    return _file(xml_of(paper), f"{paper.name}.xml", "application/xml")


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    """Saved, not shown: the policy that forbids scripts in our pages would leave a browser's own viewer empty."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
