"""A buyer's invoices by the secret link of her order: masked as its page is, whole once she signed in with her phone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.people.accounts.models import Person
from tadamun.trade.orders.models import Purchase
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.queries import paper_of_purchase
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.papers import pdf_answer
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.masks import masked_address, masked_name
from tadamun.web.storefront.views.tracking import by_secret_alone, is_hers

DRAWN = 30  # papers a minute and visitor


@require_safe
@by_secret_alone
def paper(request: HttpRequest, purchase: Purchase, code: str) -> HttpResponse:
    """In the language of the page. Another purchase's is not there. Raises ``limits.TooOften``."""
    here = in_market(request)
    found = paper_of_purchase(purchase, code)
    if found is None:
        raise Http404
    limit(f"papers:{network(here.client)}", times=DRAWN, seconds=60)
    return pdf_answer(found, here.language, _shown_buyer(found, purchase, here.person))


def _shown_buyer(paper: Paper, purchase: Purchase, person: Person | None) -> dict[str, Any]:
    said: dict[str, Any] = paper.content["buyer"]
    if is_hers(purchase, person):
        return said
    *street, city = said["address"]
    said = {key: value for key, value in said.items() if key not in ("contact", "registers")}
    return {**said, "name": masked_name(said["name"]), "address": [*map(masked_address, street[:1]), city]}
