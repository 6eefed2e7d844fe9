"""Pages for when something is not as asked: a plain sentence and a way on, in the visitor's language, at her door."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template import loader
from django.urls import Resolver404, get_urlconf, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.web.shared.languages import first_part
from tadamun.web.shared.requests import BACKOFFICE, CHECKOUT, STOREFRONT, WORKSHOP, in_market

logger = logging.getLogger("tadamun.errors")

SHELLS = {
    STOREFRONT: "ui/storefront_page.html", CHECKOUT: "ui/checkout_page.html",
    WORKSHOP: "ui/workshop_page.html", BACKOFFICE: "ui/backoffice_page.html",
}  # fmt: skip


def error_page(request: HttpRequest, status: int, title: str, text: str, **context: Any) -> HttpResponse:
    """The page of an error. ``request_id`` is shown, so that a person can tell us which one it was."""
    ours = in_market(request)
    door = getattr(ours, "door", STOREFRONT)
    values = {
        "title": title, "text": text, "status": status, "shell": SHELLS.get(door, SHELLS[STOREFRONT]),
        "request_id": getattr(ours, "request_id", ""), "wanders": status in {404, 410} and door == STOREFRONT, **context,
    }  # fmt: skip
    html = loader.render_to_string("shared/error.html", values, request)
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    return error_page(
        request, 400, _("This request could not be read"),
        _("The address or the form was damaged on its way. Please go back and try again."),
    )  # fmt: skip


def foreign_post(request: HttpRequest) -> HttpResponse:
    """A form that came from another site, or from a browser that does not say where it came from."""
    return error_page(
        request, 403, _("This form did not come from our own page"),
        _("For your safety nothing was done. Please open the page here and send the form again."),
    )  # fmt: skip


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not hers to see or do."""
    return error_page(
        request, 403, _("You cannot open this page"),
        _("It belongs to somebody else, or your account has no right to it. You may be signed in with another number."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here; an address that only lacks its last slash leads on."""
    path = request.path_info
    if request.method in {"GET", "HEAD"} and not path.endswith("/") and _leads_on(path + "/"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(path + "/" + (f"?{query}" if query else ""))
    return error_page(
        request, 404, _("There is no page at this address"),
        _("The address may be mistyped, or the page has moved. Search for what you wanted, or start from one of these."),
    )  # fmt: skip


def _leads_on(path: str) -> bool:
    # "//host/" would lead to another site.
    if path.startswith("//") or not first_part(path):
        return False
    try:
        resolve(path, get_urlconf())
    except Resolver404:
        return False
    return True


def gone(request: HttpRequest, title: str = "", **context: Any) -> HttpResponse:
    """It was here and will not come back. Such a page may be kept."""
    response = error_page(
        request, 410, title or _("This is no longer here"),
        _("Its seller has taken it away. You may like one of these instead."), **context,
    )  # fmt: skip
    del response.headers["Cache-Control"]
    return response


def not_open(request: HttpRequest, *, draft: bool) -> HttpResponse:
    """The market is still being prepared (503) or has ended (410); orders are followed on as before."""
    if draft:
        return error_page(
            request, 503, _("This market is not open yet"),
            _("It is being prepared. Please come back in a few days."),
            wanders=False, closed=True,
        )  # fmt: skip
    return error_page(
        request, 410, _("This market has closed"),
        _("Nothing is sold here any more. Orders that were placed are followed on: open the link in your message."),
        wanders=False, closed=True,
    )  # fmt: skip


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Too many at once from one address; ``wait`` seconds until the next may come."""
    minutes = max(1, -(-wait // 60))
    response = error_page(
        request, 429, _("Too many attempts"),
        ngettext("Please wait %(count)s minute and try again.", "Please wait %(count)s minutes and try again.", minutes)
        % {"count": minutes},
    )  # fmt: skip
    response.headers["Retry-After"] = str(wait)
    return response


def no_more_codes(request: HttpRequest, wait: int) -> HttpResponse:
    """The market has sent as many messages as it pays for in an hour: nobody's fault who reads this."""
    minutes = max(1, -(-wait // 60))
    response = error_page(
        request, 429, _("No code can be sent just now"),
        ngettext(
            "Very many people asked for a code. Please try again in %(count)s minute; nothing of yours is lost.",
            "Very many people asked for a code. Please try again in %(count)s minutes; nothing of yours is lost.",
            minutes,
        )
        % {"count": minutes},
    )  # fmt: skip
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Must work when nearly nothing does, so it falls back to bare words."""
    try:
        return error_page(
            request, 500, _("Something went wrong on our side"),
            _("It was not your doing and we have been told. Nothing was bought or charged twice. Please try again."),
        )  # fmt: skip
    except Exception:
        logger.exception("the error page failed too")
        words = "Something went wrong on our side. Une erreur est survenue de notre côté. حدث خطأ من جهتنا."
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
