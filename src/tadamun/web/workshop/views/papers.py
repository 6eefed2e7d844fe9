"""Her invoices and credit notes, and what the market invoices her."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.trade.papers.queries import paper_of_seller, papers_of_seller
from tadamun.web.shared.paging import page_asked
from tadamun.web.shared.papers import pdf_answer, shown_papers
from tadamun.web.workshop.access import desk_of, for_seller
from tadamun.web.workshop.pages import page

A_PAGE, LAST = 24, 10_000


@require_safe
@for_seller
def papers(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    desk, number = desk_of(request), page_asked(request, LAST)
    start = (number - 1) * A_PAGE
    rows = list(papers_of_seller(desk.organisation.pk)[start : start + A_PAGE + 1])
    return page(
        request, "papers", tab="money", papers=list(zip(shown_papers(rows[:A_PAGE]), rows, strict=False)),
        number=number, older=len(rows) > A_PAGE, back_url=desk.path("money/"),
    )  # fmt: skip


@require_safe
@for_seller
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Another seller's and none at all are the same to her."""
    desk = desk_of(request)
    found = paper_of_seller(desk.organisation.pk, code)
    if found is None:
        raise Http404
    return pdf_answer(found, desk.language)
