"""The grammar of cells."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.goods.imports.cells import (
    CellWriter,
    guarded,
    handle_from,
    joined,
    listed,
    markup,
    plain,
    split,
    truth,
    unguarded,
)

FORMULAS = [
    "=1+1",
    "+212600000000",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    '=HYPERLINK("http://x")',
    "  =1",
    "'=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_a_spreadsheet_would_run_leaves(text: str) -> None:
    out = StringIO(newline="")
    CellWriter(out).write([text, "plain", 5, None, "-12.50"])
    cells = next(csv.reader(StringIO(out.getvalue(), newline="")))
    assert cells[0] == "'" + text
    assert cells[1:] == ["plain", "5", "", "-12.50"]


@pytest.mark.broad
@given(st.text(alphabet="'=+-@\t\r\n ＝a1", max_size=8))
def test_guarding_is_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t\r＝"))


@pytest.mark.broad
@given(st.lists(st.text(max_size=10), min_size=1))
def test_lists_come_back(parts: list[str]) -> None:
    if parts != [""]:
        assert split(joined(parts), trim=False) == tuple(parts)


def test_lists_of_other_tools() -> None:
    assert listed(r"Rouge\, foncé, Bleu, , Bleu") == ("Rouge, foncé", "Bleu")
    assert listed("") == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Laine &amp; <b>soie</b></p><p>Deux</p>", "Laine & soie\n\nDeux"),
        ("<ul>\n<li>un</li>\n<li>deux</li>\n</ul>", "• un\n• deux"),
        ("a<br>b<br />c", "a\nb\nc"),
        ("<script>alert(1)</script>x<style>p{}</style><!-- y -->z", "xz"),
        ("<script>never closed", ""),
        ("2 < 3 et 5 > 4", "2 < 3 et 5 > 4"),
        ("plain\r\nlines\n\n\n\nhere", "plain\nlines\n\nhere"),
        ("&lt;b&gt;", "<b>"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.broad
@given(st.text(alphabet="abé<>& \n", max_size=40))
def test_text_survives_as_html(text: str) -> None:
    clean = plain(markup(text))
    assert plain(markup(clean)) == clean


def test_hostile_markup_takes_no_time() -> None:
    for hostile in ("<a" * 60_000, "<script" * 18_000, "<!--" * 30_000, "> \n " * 30_000, "&" * 120_000):
        assert isinstance(plain(hostile), str)


def test_yes_and_no_in_three_languages() -> None:
    assert [truth(word) for word in ("TRUE", "oui", "نعم", "1")] == [True] * 4
    assert [truth(word) for word in ("false", "Non", "لا", "0")] == [False] * 4
    assert truth("maybe") is None


def test_handles() -> None:
    assert handle_from("Zarbia « Béni » Ouarain!") == "zarbia-beni-ouarain"
    assert handle_from("زَرْبِيَّة من أزيلال") == "زربية-من-ازيلال"
    assert handle_from("!!!") == ""
    assert len(handle_from("é" * 500)) <= 80
