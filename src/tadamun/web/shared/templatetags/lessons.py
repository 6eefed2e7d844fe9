"""Where a lesson's picture is: ``{{ lesson.picture|lesson_picture }}``."""

from django import template

from tadamun.solidarity.training.own_pictures import picture_path

register = template.Library()


@register.filter
def lesson_picture(name: str) -> str:
    """The address of a picture that was drawn or photographed."""
    return picture_path(name)
