"""Questions about papers, in the scope of their market or seller."""

from collections.abc import Iterator

from django.db.models import Count, Max, Q, QuerySet

from tadamun.kernel.scopes import everything
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.papers.models import Paper

K = Paper.Kind
# What a seller may read: what she issued or what was written in her name, and what the market invoices her.
HERS = Q(issuer__isnull=False) | Q(kind=K.COMMISSION) | Q(kind=K.CREDIT_NOTE, corrects__kind=K.COMMISSION)


def order_named(code: str) -> SellerOrder:
    """Of the scope, with everything a paper is written from."""
    return SellerOrder.objects.select_related("market", "purchase", "organisation").get(code=code)


def papers_of_purchase(purchase: Purchase) -> list[Paper]:
    """A buyer's: invoices, credit notes and receipts of all its orders, the oldest first. Their content is not loaded."""
    return list(Paper.objects.filter(purchase=str(purchase.reference)).defer("content").order_by("pk"))


def papers_of_order(order: SellerOrder) -> list[Paper]:
    """All of one seller's order, the oldest first, without their content."""
    return list(Paper.objects.filter(order=str(order.reference)).defer("content").order_by("pk"))


def papers_of_seller(organisation_id: int) -> QuerySet[Paper]:
    """Those she may read, the newest first, without their content."""
    rows = Paper.objects.filter(HERS, organisation=organisation_id)
    return rows.defer("content").order_by("-issued_on", "-pk")


def paper_of_purchase(purchase: Purchase, code: str) -> Paper | None:
    """One of a buyer's own."""
    return _whole().filter(purchase=str(purchase.reference), code=code).first()


def paper_of_seller(organisation_id: int, code: str) -> Paper | None:
    """One she may read: never what the market invoices buyers as merchant."""
    return _whole().filter(HERS, organisation=organisation_id, code=code).first()


def paper_named(code: str) -> Paper | None:
    """Any of the scope's market."""
    return _whole().filter(code=code).first()


def _whole() -> QuerySet[Paper]:
    return Paper.objects.select_related("market", "organisation", "issuer")


def verify_papers() -> Iterator[str]:
    """Where a series has a gap: its greatest number is how many it has."""
    with everything("a check of the whole installation"):
        rows = Paper.objects.order_by().values_list("series").annotate(last=Max("number"), count=Count("pk"))
        for series, last, count in rows:
            if last != count:
                yield f"papers {series}: {count} papers up to number {last}"
