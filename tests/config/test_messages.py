"""Words are collected from code and templates, merged without loss, compiled with their fallback, and checked."""

import gettext
import json
from pathlib import Path

import pytest
from django.utils import translation

from tadamun.config import messages


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A small project that says a few things."""
    source = tmp_path / "project" / "src" / "shop"
    source.mkdir(parents=True)
    (source / "views.py").write_text(
        "from gettext import (gettext as say, ngettext as _n,\n pgettext)\n"
        "say('Basket')\n"
        "_n('%(count)s product', '%(count)s products', n)\n"
        "pgettext('month', 'May')\n"
    )
    (source / "page.html").write_text(
        "<p class='a'>Don't\n   {% translate \"it's 5% off\" %}</p>\n"
        "      {% blocktranslate trimmed with name=x %}Hello\n  {{ name }}{% endblocktranslate %}\n"
        '{% translate "May" context "month" as may %} {{ _("Basket") }}\n'
    )
    return source


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    return tmp_path / "locale"


def write_words(tmp_path: Path, words: object) -> Path:
    path = tmp_path / "words.json"
    path.write_text(json.dumps(words), encoding="utf-8")
    return path


ALL = {
    "Basket": {"fr": "Panier", "ar": "السلة"},
    "%(count)s product": {
        "fr": ["%(count)s produit", "%(count)s produits"],
        "ar": ["لا منتجات", "منتج واحد", "منتجان", "%(count)s منتجات", "%(count)s منتجاً", "%(count)s منتج"],
    },
    "month\u0004May": {"fr": "mai", "ar": "مايو", "ar_MA": "ماي"},
    "it's 5% off": {"fr": "5%% de moins", "ar": "خصم 5%%"},
    "Hello %(name)s": {"fr": "Bonjour %(name)s", "ar": "مرحباً %(name)s"},
}


def test_code_and_templates_are_read(code: Path) -> None:
    found = messages.collect(code)
    assert set(found) == {
        (None, "Basket"),
        (None, "%(count)s product"),
        ("month", "May"),
        (None, "it's 5%% off"),
        (None, "Hello %(name)s"),
    }
    assert found[None, "%(count)s product"].plural == "%(count)s products"
    assert found[None, "Basket"].files == {"src/shop/views.py", "src/shop/page.html"}


def test_updating_keeps_translations_and_drops_what_is_gone(code: Path, locale: Path, tmp_path: Path) -> None:
    assert messages.update(code, locale) == {"ar": 5, "fr": 5, "ar_MA": 0}
    merged = messages.merge_words([write_words(tmp_path, {**ALL, "Gone": {"fr": "Parti"}})], locale)
    assert merged.unknown == ("Gone",)
    assert messages.update(code, locale) == {"ar": 0, "fr": 0, "ar_MA": 0}
    (code / "views.py").write_text("_('Basket')\n")
    messages.update(code, locale)
    text = messages.path_of("ar", locale).read_text(encoding="utf-8")
    assert "السلة" in text
    assert "منتجان" not in text
    assert "مايو" in text  # the template still says it


def test_updating_twice_changes_nothing(code: Path, locale: Path) -> None:
    messages.update(code, locale)
    before = messages.path_of("ar", locale).read_bytes()
    messages.update(code, locale)
    assert messages.path_of("ar", locale).read_bytes() == before


def test_a_region_has_all_words_of_its_language(code: Path, locale: Path, tmp_path: Path) -> None:
    messages.update(code, locale)
    messages.merge_words([write_words(tmp_path, ALL)], locale)
    assert messages.compile_all(locale) == ["ar", "fr", "ar_MA"]
    assert messages.compile_all(locale, stale_only=True) == []
    moroccan = gettext.translation("django", locale, ["ar_MA"])
    assert moroccan.pgettext("month", "May") == "ماي"
    assert moroccan.gettext("Basket") == "السلة"
    forms = [moroccan.ngettext("%(count)s product", "", n) for n in (0, 1, 2, 3, 11, 100)]
    assert forms == ALL["%(count)s product"]["ar"]


def test_a_good_catalogue_has_no_findings(code: Path, locale: Path, tmp_path: Path) -> None:
    messages.update(code, locale)
    messages.merge_words([write_words(tmp_path, ALL)], locale)
    assert messages.check(code, locale) == []


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ({"Basket": {"ar": ""}}, "not translated"),
        ({"Basket": {"ar": "عربة التسوق"}}, "never عربة"),
        ({"Basket": {"fr": "l'article"}}, "apostrophe"),
        ({"Hello %(name)s": {"fr": "Bonjour"}}, "lacks %(name)s"),
        ({"Hello %(name)s": {"fr": "Bonjour %(nom)s %(name)s"}}, "has %(nom)s"),
        ({"%(count)s product": {"ar": ["منتج", "منتجات"]}}, "2 plural forms instead of 6"),
    ],
)
def test_mistakes_are_found(
    words: dict[str, object], finding: str, code: Path, locale: Path, tmp_path: Path
) -> None:
    messages.update(code, locale)
    messages.merge_words([write_words(tmp_path, ALL)], locale)
    messages.merge_words([write_words(tmp_path, words)], locale)
    assert [problem for problem in messages.check(code, locale) if finding in problem]


def test_words_the_code_gained_or_lost_are_found(code: Path, locale: Path, tmp_path: Path) -> None:
    messages.update(code, locale)
    messages.merge_words([write_words(tmp_path, ALL)], locale)
    (code / "views.py").write_text("_('Checkout')\n")
    findings = messages.check(code, locale)
    assert any("lacks 'Checkout'" in finding for finding in findings)
    assert any("no longer says '%(count)s product'" in finding for finding in findings)


@pytest.mark.broad
def test_the_project_s_own_templates_can_be_read() -> None:
    assert len(messages.collect()) > 100


def test_moroccan_arabic_is_spoken_by_django() -> None:
    with translation.override("ar-ma"):
        assert translation.get_language() == "ar-ma"
        assert translation.to_locale("ar-ma") == "ar_MA"
