"""Icons: a page carries those it uses and no others."""

import gzip
import re

import pytest
from lxml import etree

from tadamun.ui.icons import ICONS, MIRRORED, icon_svg, sprite
from tests.ui.pages import render


def symbols(markup: str) -> list[str]:
    return re.findall(r'<symbol id="i-(\w+)"', markup)


def test_the_sprite_holds_what_the_page_uses_wherever_it_came_from() -> None:
    page = render(
        '{% sprite %}{% icon "basket" %}{% icon "basket" %}<c-tag icon="seal">x</c-tag>{{ card }}{% endsprite %}'
        '{% icon "truck" %}',
        {"card": icon_svg("hand")},
    )
    # The card came as text that was escaped: what the reader cannot see needs no symbol.
    assert symbols(page) == ["basket", "seal"]


def test_the_sprite_serves_cards_rendered_earlier() -> None:
    page = render("{% sprite %}{{ card|safe }}{% endsprite %}", {"card": icon_svg("hand")})
    assert symbols(page) == ["hand"]


def test_a_page_without_icons_has_no_sprite() -> None:
    assert render("{% sprite %}<p>text</p>{% endsprite %}") == "<p>text</p>"


def test_a_page_with_half_of_all_icons_stays_light() -> None:
    used = "".join(icon_svg(name) for name in sorted(ICONS)[::2])
    assert len(gzip.compress(sprite(used).encode(), 9)) <= 2.5 * 1024


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn(name: str) -> None:
    assert etree.fromstring(icon_svg(name, inline=True)).xpath("//*[local-name()='path' and @d]")
    assert (" mirror" in icon_svg(name)) == (name in MIRRORED)


def test_what_has_no_direction_is_not_mirrored() -> None:
    assert not MIRRORED & {"play", "check", "clock", "phone", "plus", "camera"}
    assert MIRRORED <= ICONS


def test_an_icon_speaks_only_when_asked() -> None:
    assert 'aria-hidden="true"' in render('{% icon "check" %}')
    spoken = render('{% icon "check" label=words %}', {"words": '"><script>'})
    assert 'role="img"' in spoken
    assert "<script>" not in spoken


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')
