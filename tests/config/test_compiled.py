"""A server that starts compiles its words, and starts with older ones where it may not."""

import os
from pathlib import Path

import pytest

from tadamun.config.compiled import compile_if_stale
from tadamun.config.messages import compile_all
from tadamun.config.report import Failed, Report


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """Words of two languages, not compiled yet."""
    for language in ("ar", "fr"):
        path = tmp_path / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_text('msgid "Basket"\nmsgstr "Panier"\n')
    return tmp_path


def closed(locale: Path) -> None:
    """Nobody can write the file that compiling begins with, not even who may write anywhere."""
    (locale / "ar" / "LC_MESSAGES" / f"django.{os.getpid()}").mkdir()


def test_words_are_compiled_once(locale: Path) -> None:
    assert [compile_if_stale(Report(), locale), compile_if_stale(Report(), locale)] == [True, False]


def test_older_words_do_where_none_can_be_written(locale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compile_all(locale)
    for path in locale.rglob("*.mo"):
        os.utime(path, (1, 1))
    closed(locale)
    assert not compile_if_stale(Report(), locale)
    assert "tadamun messages --compile" in capsys.readouterr().err


def test_without_any_words_it_is_a_sentence(locale: Path) -> None:
    closed(locale)
    with pytest.raises(Failed, match="tadamun messages --compile"):
        compile_if_stale(Report(), locale)
