"""What a text costs as an SMS, and how it is made to fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.people.notices.segments import economical, fitted, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2),
        ("ط" * 70, 1), ("ط" * 71, 2), ("ط" * 134, 2), ("ط" * 135, 3),
        ("a" * 69 + "ط", 1), ("🧵" * 35, 1), ("🧵" * 36, 2),
        ("", 1), ("é" * 160, 1), ("ê" * 71, 2),
    ],
)  # fmt: skip
def test_segments_are_those_of_the_standard(text, count):
    assert segments(text) == count


def test_a_typographic_space_alone_does_not_double_the_price():
    assert economical("450\N{NO-BREAK SPACE}MAD, c’est tout…") == "450 MAD, c'est tout..."
    assert economical("450\N{NO-BREAK SPACE}درهم") == "450\N{NO-BREAK SPACE}درهم"


@given(st.text(alphabet="زربيةمنصوf ", max_size=300))
def test_whatever_the_title_a_message_takes_two_segments(title):
    text = fitted(
        lambda part: f"طلبكم رقم K7QMX4: {part}، المبلغ 450 درهم. https://dakhla.ma/c/abcdefghij", title
    )
    assert segments(text) <= 2
    assert text.endswith("https://dakhla.ma/c/abcdefghij")


def test_what_fits_is_left_whole():
    assert fitted(lambda part: f"({part})", "زربية من الصوف") == "(زربية من الصوف)"
