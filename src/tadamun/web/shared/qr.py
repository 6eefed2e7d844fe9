"""Codes that a phone scans."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_picture(text: str, scale: int = 4) -> tuple[str, str]:
    """The code to scan as markup, and as the address of a picture that a phone can keep and its wallet can open.

    ``scale``: dots of the markup for a module; the picture's are eight.
    """
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=scale, border=4, light="#fff", svgclass=None, lineclass=None)
    return mark_safe(drawn), code.png_data_uri(scale=8, border=4)


def qr_markup(text: str, scale: int = 4) -> SafeString:
    """The code to scan as markup alone: half the time where there are many. ``scale``: dots for a module."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=scale, border=4, light="#fff", svgclass=None, lineclass=None))


def qr_drawing(text: str) -> str:
    """The code as a file for paper: a quarter of it may be worn away."""
    drawn = BytesIO()
    segno.make(text, error="q", micro=False).save(drawn, kind="svg", border=4, light="#fff", xmldecl=False)
    return drawn.getvalue().decode()
