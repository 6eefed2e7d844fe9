"""Values on a page, in its locale; query strings; isolation."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from tadamun.kernel.money import Money
from tadamun.ui.paging import pages_around
from tests.ui.pages import FRENCH, render, request_for


def test_values_follow_the_page() -> None:
    context = {"d": date(2026, 7, 24), "e": date(2026, 7, 26), "m": Money(145_050, "MAD"), "n": 14_500}
    arabic = render("{% date d %}|{% interval d e %}|{% money m %}|{% number n %}", context)
    assert "يوليوز" in arabic
    assert 'datetime="2026-07-24"' in arabic
    assert "1.450,50" in arabic
    french = render("{% date d %}|{% plain_number n %}", {**context, **FRENCH})
    assert "24 juillet 2026" in french
    assert "<" in french.partition("|")[0]
    assert "<" not in french.partition("|")[2]


def test_a_colon_is_set_as_the_language_does() -> None:
    for language, shown in (("fr", "Technique\xa0: Laine"), ("en", "Technique: Laine")):
        with override(language):
            assert render("Technique{% colon %}Laine") == shown


def test_digits_may_be_chosen() -> None:
    assert "٣" in render("{% number 3 %}", {"page_digits": "arab"})
    assert "١٢٫٥" in render("{% percent p %}", {"p": Decimal("12.5"), "page_digits": "arab"})


def test_an_instant_is_told_in_the_zone_of_the_page() -> None:
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    assert "06" in render('{% instant at "yyyy-MM-dd HH:mm" %}', {"at": at, "page_zone": "Asia/Hebron"})


def test_translated_words_carry_their_language_when_it_is_another() -> None:
    text = {"fr": "Tapis <b>", "en": "Rug"}
    assert render("{% words text %}", {"text": text}) == '<bdi lang="fr" dir="ltr">Tapis &lt;b&gt;</bdi>'
    assert render("{% words text %}", {"text": text, **FRENCH}) == "<bdi>Tapis &lt;b&gt;</bdi>"
    assert render("{% words text %}", {"text": {}}) == "<bdi></bdi>"


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ("{% query page=2 %}", "?q=a+b&amp;craft=x&amp;page=2"),
        ("{% query craft=None %}", "?q=a+b"),
        ("{% query q='' craft=None %}", "?"),
        ("{% query craft=several %}", "?q=a+b&amp;craft=1&amp;craft=2"),
        ("{% query q=bad %}", "?craft=x&amp;q=%22%3E%3Cscript%3E"),
    ],
)
def test_a_query_keeps_what_was_asked(tag: str, query: str) -> None:
    context = {"request": request_for("/?q=a+b&craft=x"), "several": [1, 2], "bad": '"><script>'}
    assert render(tag, context) == query


def test_isolation_escapes() -> None:
    assert render("{{ v|isolate }}{{ v|ltr }}", {"v": "<b>"}) == (
        '<bdi>&lt;b&gt;</bdi><span dir="ltr">&lt;b&gt;</span>'
    )


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (3, 9, [1, 2, 3, 4, 0, 9]),
        (4, 9, [1, 2, 3, 4, 5, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
    ],
)
def test_a_pager_shows_ends_and_neighbours(number: int, last: int, shown: list[int]) -> None:
    assert pages_around(number, last) == shown
