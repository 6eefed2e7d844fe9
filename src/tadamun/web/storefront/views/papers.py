"""A buyer's invoices by the secret link of her order, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.trade.orders.models import Purchase
from tadamun.trade.papers.queries import paper_of_purchase
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.papers import pdf_answer
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.views.tracking import by_secret_alone

DRAWN = 30  # papers a minute and visitor


@require_safe
@by_secret_alone
def paper(request: HttpRequest, purchase: Purchase, code: str) -> HttpResponse:
    """In the language of the page. Another purchase's is not there. Raises ``limits.TooOften``."""
    found = paper_of_purchase(purchase, code)
    if found is None:
        raise Http404
    limit(f"papers:{network(in_market(request).client)}", times=DRAWN, seconds=60)
    return pdf_answer(found, in_market(request).language)
