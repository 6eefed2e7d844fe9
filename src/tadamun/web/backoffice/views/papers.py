"""Invoices, credit notes, commissions and receipts of this market: the list, each as PDF and for machines."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.people.markets.rules import may_follow_orders, may_see_payouts
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.queries import paper_named
from tadamun.trade.papers.ubl import NotAnInvoice
from tadamun.trade.papers.wording import KINDS
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.papers import pdf_answer, shown_papers, xml_answer


@for_team(may_follow_orders)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The newest first, of one kind or all, found by the beginning of the printed number."""
    kind, words = request.GET.get("kind", ""), question(request)
    rows = Paper.objects.select_related("organisation").defer("content").order_by("-pk")
    if kind in Paper.Kind.values:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(name__istartswith=words)
    found = listing(request, rows)
    address = reverse("backoffice:papers")
    tabs = [
        (
            f"{address}?kind={code}" if code else address,
            label,
            code == (kind if kind in Paper.Kind.values else ""),
            0,
        )
        for code, label in [("", _("All")), *((code.value, str(KINDS[code])) for code in Paper.Kind)]
    ]
    return page(
        request, "papers", found=found, rows=list(zip(shown_papers(found.rows), found.rows, strict=True)), words=words,
        kind=kind, tabs=tabs, tax=may_see_payouts(in_office(request).role),
        head=[_("Number"), _("Kind"), _("Issued on"), _("Seller"), (_("Total"), "num"), _("Files")],
    )  # fmt: skip


def _paper(code: str) -> Paper:
    found = paper_named(code)
    if found is None:
        raise Http404
    return found


@for_team(may_follow_orders)
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    return pdf_answer(_paper(code), in_office(request).language)


@for_team(may_follow_orders)
@require_safe
def xml(request: HttpRequest, code: str) -> HttpResponse:
    try:
        return xml_answer(_paper(code))
    except NotAnInvoice as error:
        raise Http404 from error
