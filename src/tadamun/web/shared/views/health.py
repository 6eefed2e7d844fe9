"""What machines that watch the server ask."""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.kernel import health, metrics
from tadamun.people.markets.models import Market
from tadamun.people.notices.ceiling import messages_in_hour
from tadamun.web.shared import errors
from tadamun.web.shared.requests import in_market

_UNKEPT = {"Cache-Control": "no-store"}


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    status, text = health.liveness()
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=_UNKEPT)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """It can do its work; 503 sends visitors elsewhere."""
    status, text = health.readiness()
    return HttpResponse(text, status=status, content_type="application/json", headers=_UNKEPT)


def may_watch(request: HttpRequest) -> bool:
    """From this machine without a proxy between, or with the bearer token of the setting."""
    said = str(request.META.get("HTTP_AUTHORIZATION", ""))
    token = settings.METRICS_TOKEN
    if token and hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    try:
        local = ip_address(in_market(request).client).is_loopback
    except ValueError:
        return False
    return local and "HTTP_X_FORWARDED_FOR" not in request.META


def _phone_messages() -> Iterator[str]:
    """An alarm is worth it where the first comes near the second."""
    markets = list(Market.objects.order_by("slug"))
    sent = messages_in_hour(markets)
    yield from metrics.family(
        "tadamun_phone_messages_last_hour", "gauge", "Messages to phones in the last hour.",
        [({"market": market.slug}, sent[market.pk]) for market in markets],
    )  # fmt: skip
    yield from metrics.family(
        "tadamun_phone_messages_ceiling", "gauge", "Messages to phones a market sends in an hour at most.",
        [({"market": market.slug}, market.policy.phone_messages_an_hour) for market in markets],
    )  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Prometheus text."""
    if not may_watch(request):
        return errors.forbidden(request)
    status, text = metrics.render(_phone_messages())
    return HttpResponse(
        text, status=status, content_type="text/plain; version=0.0.4; charset=utf-8", headers=_UNKEPT
    )
