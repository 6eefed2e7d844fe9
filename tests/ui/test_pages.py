"""The shell: one main, one way past the bar, the right language, nothing of the shop required."""

import gzip
import re

import pytest
from django.template.loader import get_template
from lxml import html

from tests.ui.pages import page_context, render

LAYOUTS = {
    "storefront": "ui/storefront_page.html",
    "checkout": "ui/checkout_page.html",
    "workshop": "ui/workshop_page.html",
    "backoffice": "ui/backoffice_page.html",
}
EVERYTHING = {
    "languages": [("/ar/", "ar", "العربية", True), ("/fr/", "fr", "Français", False)],
    "help_url": "/help",
    "footer_links": [("/terms", "الشروط")],
    "legal_lines": ["وكالة"],
    "notices": [("ok", "تم الحفظ"), ("bad", "تعذّر الحفظ")],
    "search_action": "/search",
    "basket_url": "/basket",
    "account_url": "/account",
    "nav_items": [("/a", "اليوم", "home", True), ("/b", "المال", "coins", False)],
}


def page(door: str, **context: object) -> html.HtmlElement:
    source = '{% extends "' + LAYOUTS[door] + '" %}{% block title %}عنوان{% endblock %}'
    source += "{% block main %}<h1>عنوان</h1>{% endblock %}"
    return html.document_fromstring(render(source, page_context(door, **context)))


@pytest.mark.parametrize("door", LAYOUTS)
@pytest.mark.parametrize("context", [{}, EVERYTHING], ids=["bare", "full"])
def test_every_layout_is_a_whole_page(door: str, context: dict[str, object]) -> None:
    found = page(door, **context)
    assert (found.get("lang"), found.get("dir")) == ("ar", "rtl")
    assert found.xpath("count(//main)") == 1
    assert found.xpath("//a[contains(@class,'skip')]/@href") == ["#main"]
    assert found.xpath("//main/@id") == ["main"]
    assert found.findtext(".//title") == "عنوان · سوق"
    assert found.xpath("//body/@class") == [door]
    assert len(found.xpath("//style")) == 1
    identifiers = found.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("door", LAYOUTS)
def test_links_and_buttons_have_names(door: str) -> None:
    for control in page(door, **EVERYTHING).xpath("//a | //button"):
        assert control.text_content().strip() or control.get("aria-label"), html.tostring(control)


def test_help_is_in_the_same_place_of_every_shop_page() -> None:
    for door in ("storefront", "checkout"):
        assert page(door, **EVERYTHING).xpath("(//footer//a)[1]/@href") == ["/help"]


def test_other_languages_are_named_in_themselves() -> None:
    link = page("storefront", **EVERYTHING).xpath('//a[@hreflang="fr"]')[0]
    assert (link.get("lang"), link.text) == ("fr", "Français")


def test_notices_are_announced_with_a_word_for_their_kind() -> None:
    notices = page("checkout", **EVERYTHING).xpath('//*[@role="status"]')
    assert len(notices) == 2
    assert all(notice.xpath('.//*[@class="visually-hidden"]') for notice in notices)


def test_an_embedded_page_has_neither_bar_nor_footer() -> None:
    found = page("storefront", embed=True, **EVERYTHING)
    assert found.xpath("//header | //footer") == []


def test_a_scheme_may_be_chosen() -> None:
    assert page("storefront", page_scheme="dark").get("data-theme") == "dark"
    assert page("storefront").get("data-theme") is None


@pytest.mark.parametrize("door", LAYOUTS)
def test_the_shell_leaves_room_for_the_page(door: str) -> None:
    markup = html.tostring(page(door, **EVERYTHING))
    assert len(gzip.compress(markup, 9)) <= 6 * 1024


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), "ui/page.html"])
def test_layouts_can_be_loaded_by_the_project(layout: str) -> None:
    assert get_template(layout)


def test_only_used_symbols_are_carried() -> None:
    markup = html.tostring(page("workshop", **EVERYTHING), encoding="unicode")
    used = set(re.findall(r'href="#i-(\w+)"', markup))
    assert set(re.findall(r'<symbol id="i-(\w+)"', markup)) == used
