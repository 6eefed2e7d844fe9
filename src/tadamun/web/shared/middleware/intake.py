"""What is sent is judged before anybody reads it: how long it is, and whether it can be text at all."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from tadamun.web.shared import errors

MEGABYTE = 1024 * 1024
VOICE, PHOTO, BOTH = 16 * MEGABYTE, 16 * MEGABYTE, 32 * MEGABYTE

# Address names → bytes of a whole post. Everything else takes no files: whoever sends some anyway would fill the disk,
# for Django keeps files however large they are.
WITH_FILES = {
    "storefront:asking": BOTH,
    "storefront:asking_back": PHOTO,
    "storefront:request": BOTH,
    "workshop:request": BOTH,
    "workshop:request_quote": BOTH,
    "workshop:order_progress": BOTH,
    "workshop:order_later": VOICE,
    "workshop:refusal": VOICE,
    "workshop:handover": PHOTO,
    "workshop:packing": 40 * MEGABYTE,
    "workshop:check": 64 * MEGABYTE,
    "workshop:requirement": 8 * MEGABYTE,
    "workshop:application_question": VOICE,
    "workshop:application_objection": VOICE,
    "workshop:members_import": 4 * MEGABYTE,
    "workshop:listing_step": 96 * MEGABYTE,
    "workshop:listing_shared": 96 * MEGABYTE,
    "workshop:consents": 16 * MEGABYTE,
    "workshop:correction": 96 * MEGABYTE,
    "workshop:objection": VOICE,
    "workshop:wording": VOICE,
    "workshop:table_files": 8 * MEGABYTE,
    "backoffice:members_import": 4 * MEGABYTE,
    "backoffice:decision": VOICE,
    "backoffice:appeal_answer": VOICE,
    "backoffice:paper": 16 * MEGABYTE,
    "backoffice:mandates": 24 * MEGABYTE,
    "backoffice:wording": VOICE,
    "backoffice:correction": VOICE,
    "backoffice:voice": VOICE,
    "backoffice:training_voices": VOICE,
    "backoffice:own_lesson": 30 * MEGABYTE,  # a photograph and a voice
    "backoffice:own_step": 30 * MEGABYTE,
    "backoffice:own_check": 76 * MEGABYTE,  # four photographs and a voice
    "backoffice:theme": 16 * MEGABYTE,
    "backoffice:bank": 21 * MEGABYTE,
    "backoffice:rates": 6 * MEGABYTE,
    "backoffice:imports": 720 * MEGABYTE,
}
# Answered as their manuals want however long they are: of these the view reads no more than a beginning.
READ_IN_PART = frozenset({"api:payment_notice"})
UTF_8 = frozenset({"utf-8", "utf8"})


class IntakeMiddleware:
    """413 for a post that is longer than its address takes; 400 for NUL in an address or a cookie (PostgreSQL refuses it), and
    for a form in other characters than our pages send.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or any("\0" in value for value in request.COOKIES.values()):
            return errors.bad_request(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in READ_IN_PART:
            return None
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.method == "POST" and charset.lower() not in UTF_8:
            return errors.bad_request(request)
        most = WITH_FILES.get(name, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        return too_large(request) if _length(request) > most else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A code in a form or a query that PostgreSQL refuses; what people write is judged by its form."""
        refused = isinstance(exception, DataError) and "NUL (0x00)" in str(exception)
        return errors.bad_request(request) if refused else None


def _length(request: HttpRequest) -> int:
    """As Django reads it: what names no length has no body."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def too_large(request: HttpRequest) -> HttpResponse:
    return errors.error_page(
        request, 413, _("This is too large to be sent at once"), _("Nothing was kept. Please send a smaller file.")
    )  # fmt: skip
