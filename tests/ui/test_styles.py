"""The sheets: no side of the screen, nothing that breaks joined script, nothing too heavy."""

import base64
import dataclasses
import gzip
import hashlib
import re
from pathlib import Path

import pytest

from tadamun.ui.styles import DOORS, FOLDER, minify, style_for
from tadamun.ui.themes import PRESETS, Theme
from tadamun.ui.tokens import LIGHT

FILES = sorted(FOLDER.rglob("*.css"))
BUDGET = {"storefront": 3.4, "checkout": 4.5, "workshop": 4.5, "backoffice": 4.5}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)(?:-\w+)*"
    r"|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|overflow-[xy]|float|clear"
    r")\s*:"
)
PHYSICAL_VALUE = re.compile(r"(?:text-align|float|clear|justify-\w+|align-\w+)\s*:\s*(?:left|right)\b")
SCROLLS_SIDEWAYS = "overflow-x:"


def names(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", FILES, ids=names)
def test_no_sheet_knows_left_from_right(path: Path) -> None:
    text = minify(path.read_text(encoding="utf-8"))
    rules = re.sub(r"@media\([^{]*\)", "", text).replace(SCROLLS_SIDEWAYS, "")
    assert PHYSICAL.findall(rules) == []
    assert PHYSICAL_VALUE.findall(rules) == []


def test_the_pattern_finds_what_it_is_for() -> None:
    for bad in ("margin-left:1px", "left:0", "border-right-color:red", "max-width:3px", "{height:1px"):
        assert PHYSICAL.search(bad), bad
    for good in ("margin-inline-start:1px", "min-inline-size:0", "line-height:1", "inset-inline:0"):
        assert not PHYSICAL.search(good), good
    assert PHYSICAL_VALUE.search("text-align: left")


@pytest.mark.parametrize("door", sorted(DOORS))
def test_joined_script_is_not_pulled_apart(door: str) -> None:
    css = style_for(door, Theme()).css
    assert "letter-spacing" not in css
    assert "text-transform" not in css
    assert "italic" not in css
    assert "text-align:justify" not in css
    assert "text-shadow" not in css
    # Transparency shows where letters overlap: it is allowed on the radio button under its chip alone.
    assert re.findall(r"([^{}]*)\{[^{}]*opacity[^{}]*\}", css) == [".pick>input"]
    assert ":lang(ar){font-style:normal" in css


@pytest.mark.parametrize("door", sorted(DOORS))
def test_the_look_is_flat(door: str) -> None:
    css = style_for(door, Theme()).css
    assert "gradient(" not in css
    assert "shadow" not in css
    assert "@import" not in css
    assert "@font-face" not in css


@pytest.mark.parametrize("door", sorted(DOORS))
@pytest.mark.parametrize("preset", PRESETS)
def test_a_sheet_fits_its_budget(door: str, preset: str) -> None:
    css = style_for(door, PRESETS[preset]).css.encode()
    assert len(gzip.compress(css, 9)) <= BUDGET[door] * 1024


@pytest.mark.parametrize("path", FILES, ids=names)
def test_a_file_stays_small_and_closed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert text.count("{") == text.count("}")


def test_every_file_is_used_by_some_door() -> None:
    sheets = "".join(style_for(door, Theme()).css for door in DOORS)
    assert [names(path) for path in FILES if minify(path.read_text(encoding="utf-8")) not in sheets] == []


def test_every_token_used_exists() -> None:
    known = {*LIGHT, "accent", "radius", "tile", "tile-size", "state"}
    for door in DOORS:
        assert set(re.findall(r"var\(--([\w-]+)", style_for(door, Theme()).css)) <= known


def test_the_hash_allows_exactly_what_is_inlined() -> None:
    style = style_for("storefront", Theme())
    digest = base64.b64encode(hashlib.sha256(style.css.encode()).digest()).decode()
    assert style.csp_hash == f"'sha256-{digest}'"
    assert "</" not in style.css
    assert style_for("storefront", Theme()) is style


def test_a_theme_changes_its_six_values_only() -> None:
    plain = style_for("storefront", Theme()).css
    other = style_for("storefront", Theme(accent="#9a3b1e", radius="0", motif_seed="x")).css
    assert "--accent:#9a3b1e" in other
    assert "--radius:0rem" in other
    assert "/motif/zellige/x.svg" in other
    split = "@layer reset"
    assert plain.partition(split)[2] == other.partition(split)[2]


def test_a_broken_theme_makes_no_sheet() -> None:
    with pytest.raises(ValueError, match="accent_not_a_colour"):
        style_for("storefront", dataclasses.replace(Theme(), accent="red;}</style>"))
    with pytest.raises(KeyError):
        style_for("cellar", Theme())


def test_minifying_keeps_the_meaning() -> None:
    source = """
    /* a note */
    a > b, c :hover { color: red; inline-size: calc(100% - 0.5rem); margin: 0 -0.5rem; }
    @media (min-width: 48rem) { [dir="rtl"] * + * { inset: 0; } }
    """
    assert minify(source) == (
        "a>b,c :hover{color:red;inline-size:calc(100% - .5rem);margin:0 -.5rem}"
        "@media(min-width:48rem){[dir=rtl] *+*{inset:0}}"
    )
