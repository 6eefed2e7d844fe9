"""What a menu is made of."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tadamun.ui.escaping import escaped
from tadamun.ui.icons import icon_svg

_CURRENT = ' aria-current="true"'


class NavItem(NamedTuple):
    """One entry of a menu: side list, bottom tabs or bar."""

    url: str
    label: str
    icon: str = ""
    current: bool = False


def languages_html(links: Iterable[tuple[str, str, str, bool]]) -> SafeString:
    """This page in the other languages, each named in itself: (address, code, name, whether it is this one)."""
    here = items = ""
    for link in links:
        url, code, name = map(escaped, link[:3])
        current = link[3]
        here += name if current else ""
        items += f'<li><a href="{url}" lang="{code}" hreflang="{code}"{_CURRENT if current else ""}>{name}</a></li>'
    word = escaped(gettext("Language"))
    return mark_safe(
        f'<details class="drop"><summary>{icon_svg("globe")}<span class="wide-only">{here}</span>'
        f'<span class="visually-hidden">{word}</span></summary>\n'
        f'<ul class="plain">{items}</ul></details>'
    )
