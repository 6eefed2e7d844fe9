"""Reasons in the language of whoever reads them."""

import csv
import re
from io import StringIO

import pytest

from tadamun.goods.imports.problems import MESSAGES, WARNINGS, RowProblem, problem_text, write_report


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_can_be_said(code: str) -> None:
    params = dict.fromkeys(re.findall(r"%\((\w+)\)s", str(MESSAGES[code])), "7")
    text = problem_text(RowProblem(2, "price", code, "x", params), "en")
    assert "%(" not in text
    assert text.endswith((".", "7"))


def test_warnings_are_messages() -> None:
    assert set(MESSAGES) >= WARNINGS


def test_values_are_isolated_in_arabic() -> None:
    assert "\u2068AZ-1\u2069" in problem_text(
        RowProblem(2, "", "parent_missing", params={"parent": "AZ-1"}), "ar"
    )


def test_the_report_is_a_safe_csv() -> None:
    out = StringIO(newline="")
    problems = [
        RowProblem(2, "Price", "price_negative", "-5"),
        RowProblem(9, "=cmd|' /C calc'!A0", "sale_price_ignored", "=1+1"),
    ]
    assert write_report(problems, out, "en") == 2
    rows = list(csv.reader(StringIO(out.getvalue(), newline="")))
    assert rows[0] == ["Row", "Column", "Problem", "In the file", "Effect"]
    assert rows[1] == ["2", "Price", "A price cannot be negative.", "'-5", "refused"]
    assert rows[2][1].startswith("'=")
    assert rows[2][3:] == ["'=1+1", "kept"]
