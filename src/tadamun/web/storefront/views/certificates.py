"""Whether a certificate counts: for an employer, a bank, a buyer. The name only where its holder agreed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tadamun.kernel.text import words
from tadamun.solidarity.training.queries import certificate_named
from tadamun.web.shared import links
from tadamun.web.shared.frames import framed
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.head import Head, head_html, page_title, paths_in


@require_safe
@never_cache
def certificate(plain: HttpRequest, code: str) -> HttpResponse:
    """A link that somebody was given; a revoked one says so and why."""
    request = in_market(plain)
    row = certificate_named(code)
    if row is None:
        raise Http404
    language = request.language
    title = page_title(_("Certificate"), request.market.name(language))
    head = Head(title=title, description=title, paths=paths_in(request), index=False)
    context = {
        "title": title, "head": head_html(request, head), "certificate": row, "course": words(row.titles, language),
        "skills": [words(skill, language) for skill in row.skills],
        "revocation": getattr(row, "revocation", None),
        "name": row.learner.person.display_name if row.learner.name_consent_at else "",
        "badge_url": links.badge_credential(row.market, row.code),
    }  # fmt: skip
    return framed(request, "storefront/certificate.html", context)
