"""Contrast, and what a market may not save."""

import dataclasses
import re

import pytest

from tadamun.ui.themes import PRESETS, READABLE, Theme, contrast, problems
from tadamun.ui.tokens import DARK, GROUNDS, LIGHT, TEXTS

SCHEMES = {"light": LIGHT, "dark": DARK}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast("#211c16", "#fbf8f3") == pytest.approx(16.0, abs=0.1)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_readable_on_every_ground(scheme: str, ground: str, text: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_of_controls_can_be_seen(scheme: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens["field"], tokens["surface"]) >= 3
    assert contrast(tokens["field"], tokens["paper"]) >= 3


@pytest.mark.parametrize("name", PRESETS)
def test_presets_may_be_saved(name: str) -> None:
    assert problems(PRESETS[name]) == []


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_presets_are_readable_as_links_and_under_words(name: str, scheme: str) -> None:
    theme, tokens = PRESETS[name], SCHEMES[scheme]
    accent = theme.accent if scheme == "light" else theme.accent_dark
    assert min(contrast(accent, tokens[ground]) for ground in GROUNDS) >= READABLE
    assert contrast(tokens["on-accent"], accent) >= READABLE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"accent": "#c9a227"}, "accent_unreadable"),
        ({"accent": "olive"}, "accent_not_a_colour"),
        ({"accent": "#fff;}body{display:none"}, "accent_not_a_colour"),
        ({"accent_dark": "#303030"}, "accent_dark_unreadable"),
        ({"accent_dark": ""}, "accent_dark_not_a_colour"),
        ({"motif_family": "paisley"}, "motif_family_unknown"),
        ({"motif_seed": "a)}*{}"}, "motif_seed_not_a_slug"),
        ({"radius": "3"}, "radius_not_allowed"),
        ({"logo": "javascript:alert(1)"}, "logo_not_an_address"),
        ({"logo": "//elsewhere.example/logo.svg"}, "logo_not_an_address"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, str], code: str) -> None:
    assert problems(dataclasses.replace(Theme(), **change)) == [code]


def test_a_theme_is_read_from_what_was_stored() -> None:
    assert Theme.from_dict(PRESETS["dakhla"].as_dict()) == PRESETS["dakhla"]
    assert Theme.from_dict({}) == Theme()
    with pytest.raises(ValueError, match="shadow"):
        Theme.from_dict({"shadow": "large"})


def test_tokens_are_colours_written_in_full() -> None:
    for tokens in SCHEMES.values():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in tokens.values())
    assert LIGHT.keys() == DARK.keys()
