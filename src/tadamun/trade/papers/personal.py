"""The papers of a buyer, for her to take away with everything else that is known of her."""

from typing import Any

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.trade.orders.queries import purchases_of
from tadamun.trade.papers.models import Paper


def papers_of_person(person: Person) -> list[dict[str, Any]]:
    """Of her purchases in every market, the oldest first, as plain values for JSON. Three queries."""
    with everything("a person's own data in all markets"):
        mine = [str(purchase.reference) for purchase in purchases_of(person)]
        rows = Paper.objects.select_related("market").filter(purchase__in=mine).order_by("pk")
        return [
            {
                "market": row.market.slug, "kind": row.kind, "number": row.name, "purchase": row.purchase.partition(":")[2],
                "issued_on": row.issued_on.isoformat(), "total": str(row.total), "content": row.content,
            }
            for row in rows
        ]  # fmt: skip
