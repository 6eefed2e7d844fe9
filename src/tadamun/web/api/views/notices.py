"""Notices of payment gateways."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tadamun.trade.checkout.operations import UnknownDoor, hear_notice
from tadamun.treasury.payments.operations.noticing import MOST
from tadamun.treasury.payments.providers.base import Said
from tadamun.web.shared.middleware.origin import open_to_programs


@open_to_programs
@never_cache
@require_http_methods(["POST"])
def payment(request: HttpRequest, provider: str, code: str) -> HttpResponse:
    """Kept, judged and answered in one; of what is too long only the beginning is read."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    said = Said(request.read(MOST + 1), headers, {name: str(value) for name, value in request.GET.items()})
    try:
        answer = hear_notice(provider, code, said)
    except UnknownDoor as error:
        raise Http404 from error
    return HttpResponse(answer.body, content_type=answer.content_type, status=answer.status)
