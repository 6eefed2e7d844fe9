"""The lesson at the moment of need: ``<c-lesson moment="photo_blurred" />``."""

from typing import Any

from django import template
from django.template.context import Context

from tadamun.solidarity.training.queries import lesson_for
from tadamun.web.workshop.practice import real_market

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_of(context: Context, moment: str) -> dict[str, Any] | None:
    """What the card shows, or nothing where no course teaches it. Asks the database once a process."""
    request = context.get("request")
    if request is None or not moment:
        return None
    hint = lesson_for(moment, real_market(request))
    if hint is None:
        return None
    address = f"/{request.language}/workshop/learn/{hint.course}/{hint.lesson}/1/"
    return {"url": address, "titles": hint.titles, "minutes": hint.minutes, "picture": hint.picture}
