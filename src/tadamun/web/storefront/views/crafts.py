"""The craft index."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.crafts import children, trees
from tadamun.showcase.search.questions import Question, ask
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.frames import framed
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.head import Head, head_html, page_title, paths_in, shortened


@require_safe
@cacheable
def index(plain: HttpRequest) -> HttpResponse:
    """The trees that have pieces in this market, and what is below them."""
    request = in_market(plain)
    market, language = request.market, request.language
    counted = ask(Question(market_id=market.pk, page_size=1)).facets.get("craft", [])
    counts = {str(each.value): each.count for each in counted}
    shown = [
        (
            f"/{language}/crafts/{tree.slug}/", tree.name(language), counts[tree.slug], tree.slug,
            [
                (f"/{language}/crafts/{child.slug}/", child.name(language), counts[child.slug])
                for child in children(tree.slug) if child.slug in counts
            ],
        )
        for tree in trees() if tree.slug in counts
    ]  # fmt: skip
    title = page_title(_("Crafts"), market.name(language))
    description = shortened(
        _("Every craft of %(market)s, from carpets to pottery.") % {"market": market.name(language)}, 160
    )
    head = Head(title=title, description=description, paths=paths_in(request))
    context = {"title": title, "description": description, "crafts": shown, "head": head_html(request, head)}
    return framed(request, "storefront/crafts.html", context)
