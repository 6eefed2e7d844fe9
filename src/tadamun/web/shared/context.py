"""The context every page needs, as ``ui/README.md`` lists it. Asks the database nothing."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tadamun.people.recordings.hearing import heard_at
from tadamun.people.recordings.queries import recorded_prompts
from tadamun.ui.spoken import Speech
from tadamun.ui.styles import style_for
from tadamun.ui.values import direction
from tadamun.web.shared.chrome import chrome_of
from tadamun.web.shared.languages import NAMES, in_language
from tadamun.web.shared.markets import host_of
from tadamun.web.shared.owners import mark_of
from tadamun.web.shared.requests import STOREFRONT, WORKSHOP, AnyRequest, in_market
from tadamun.web.shared.themes import theme_of

KINDS = {"success": "ok", "warning": "warn", "error": "bad", "info": "info", "debug": "info"}


def page(plain: HttpRequest) -> dict[str, Any]:
    """The page shell's variables for this request; ``csp_style_hash`` goes to the request for the headers."""
    request: AnyRequest = in_market(plain)
    if getattr(request, "market", None) is None:
        return _without_market(request)
    market = in_market(plain).market
    context = dict(chrome_of(host_of(request.META), market, request.language, request.door))
    request.csp_style_hash = context["csp_style_hash"]
    context["languages"] = language_links(request, list(market.languages))
    context["speaks"] = request.door == WORKSHOP  # there, whatever is refused can be heard
    context["speech"] = SimpleLazyObject(lambda: speech_for(request))
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    context["hear"] = partial(heard_at, session=session)
    if person := getattr(request, "person", None):
        context["phone_mark"] = SimpleLazyObject(lambda: mark_of(market, person))
    if request.door != STOREFRONT:  # a kept page must not hold a message to one person
        context["notices"] = [
            (KINDS.get(each.level_tag, "info"), str(each)) for each in get_messages(request)
        ]
    return context


def speech_for(request: AnyRequest) -> Speech:
    """The voices she understands, those that this market's people recorded before the synthetic ones."""
    language = request.person.spoken_language if request.person else request.language
    return Speech(language, recorded_prompts((in_market(request).market.pk, language)))


def language_links(request: AnyRequest, languages: list[str]) -> list[tuple[str, str, str, bool]]:
    """This page in the other languages. A page whose address differs by language gives its own."""
    here = request.get_full_path()
    return [
        (in_language(here, code), code, NAMES.get(code, code), code == request.language) for code in languages
    ]


def _without_market(request: AnyRequest) -> dict[str, Any]:
    language = (getattr(request, "language", "") or get_language() or "en").partition("-")[0]
    theme = theme_of(None)
    style = style_for(STOREFRONT, theme)
    request.csp_style_hash = style.csp_hash
    return {
        "page_lang": language,
        "page_dir": direction(language),
        "page_locale": language,
        "page_digits": None,
        "page_zone": "UTC",
        "page_theme": theme,
        "style_css": style.css,
        "brand_name": _("Tadamun"),
        "brand_url": "/",
        "languages": [(f"/{code}/", code, name, code == language) for code, name in NAMES.items()],
    }
