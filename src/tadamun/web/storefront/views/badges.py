"""What machines read of training: pictures of lessons, and credentials of Open Badges 3.0 with the keys that check them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tadamun.people.markets.models import Market
from tadamun.solidarity.training import badges
from tadamun.solidarity.training.models import Course, IssuerKey
from tadamun.solidarity.training.own_pictures import picture_file
from tadamun.solidarity.training.pictures import draw, is_picture
from tadamun.solidarity.training.queries import certificate_named

YEAR = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"


@require_safe
def lesson_picture(request: HttpRequest, name: str) -> HttpResponse:
    """Drawn from its name, so it never changes."""
    if not is_picture(name):
        raise Http404
    return HttpResponse(draw(name), content_type="image/svg+xml", headers={"Cache-Control": YEAR})


@require_safe
def own_lesson_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A photograph of a lesson of this market; named by what it shows, so it never changes."""
    try:
        data = picture_file(_market(request).pk, name).read_bytes()
    except (KeyError, FileNotFoundError) as error:
        raise Http404 from error
    return HttpResponse(data, content_type="image/webp", headers={"Cache-Control": YEAR})


def _market(request: HttpRequest) -> Market:
    market = getattr(request, "market", None)
    if market is None:
        raise Http404
    found: Market = market
    return found


def _json(data: Any, kind: str = "application/ld+json") -> JsonResponse:
    """For anybody, from anywhere: checkers run in pages of others."""
    answer = JsonResponse(data, content_type=kind, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = HOUR
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    market = _market(request)
    return _json({"@context": list(badges.CONTEXT), **badges.profile(market, market.default_language)})


def _public(row: IssuerKey) -> dict[str, str]:
    return {"kid": row.kid, **row.public}


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All public keys of the market, those that sign no more too: what they signed still counts."""
    _market(request)
    return _json(
        {"keys": [_public(row) for row in IssuerKey.objects.order_by("pk")]}, "application/jwk-set+json"
    )


@require_safe
def key(request: HttpRequest, kid: str) -> HttpResponse:
    _market(request)
    row = IssuerKey.objects.filter(kid=kid).first()
    if row is None:
        raise Http404
    return _json(_public(row), "application/jwk+json")


@require_safe
def achievement(request: HttpRequest, slug: str) -> HttpResponse:
    market = _market(request)
    course = Course.objects.filter(slug=slug).prefetch_related("skills").first()
    if course is None:
        raise Http404
    said = badges.achievement(market, course, market.default_language)
    return _json({"@context": list(badges.CONTEXT), **said})


@require_safe
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """The signed credential as everybody may read it: without a name unless she agreed."""
    market = _market(request)
    row = certificate_named(code)
    if row is None:
        raise Http404
    holder = row.learner.person if row.learner.name_consent_at else None
    answer = HttpResponse(
        badges.signed(row, market.default_language, holder=holder), content_type="application/jwt"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def revocations(request: HttpRequest) -> HttpResponse:
    answer = _json(badges.revocation_list(_market(request)), "application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
