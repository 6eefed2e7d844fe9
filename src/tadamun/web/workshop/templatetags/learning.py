"""The lesson at the moment of need: ``<c-lesson moment="photo_blurred" />``, ``small`` beside a step that it teaches."""

from typing import Any

from django import template
from django.template.context import Context

from tadamun.solidarity.training.queries import lesson_for, passed
from tadamun.web.workshop.practice import real_market

register = template.Library()
PASSED = "passed_lessons"  # on the request: several lessons on one page ask once


@register.simple_tag(takes_context=True)
def lesson_of(context: Context, moment: str) -> dict[str, Any] | None:
    """What the card shows; nothing where no course teaches it, to who has passed it, and to a helper. One query a page, and
    two more once a process.
    """
    request, desk = context.get("request"), context.get("desk")
    if request is None or desk is None or desk.acting or not moment:
        return None
    market = real_market(request)
    hint = lesson_for(moment, market)
    if hint is None:
        return None
    if not hasattr(request, PASSED):
        setattr(request, PASSED, passed(desk.person, market))
    if getattr(request, PASSED)(hint):
        return None
    address = desk.path(f"learn/{hint.course}/{hint.lesson}/1/")
    return {"url": address, "titles": hint.titles, "minutes": hint.minutes, "picture": hint.picture}
