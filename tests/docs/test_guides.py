"""What the guides say exists: commands with their options, links, pictures, addresses, defaults."""

import re
import shlex
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from tadamun.config.cli import build_parser, verbs
from tadamun.people.markets.policies import Policies
from tests.factories import make_market

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SHOTS = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
MOST, MOST_TOGETHER = 150_000, 2_500_000  # bytes of pictures


def commands() -> list[str]:
    """Every ``tadamun …`` of an indented or fenced block or between backticks, without what a shell does around it."""
    found = set()
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            said = re.findall(r"`(tadamun [^`]+)`", line)
            if re.match(r"(?: {4}|\.venv/bin/)*tadamun ", line):
                said.append(line.strip().removeprefix(".venv/bin/"))
            for words in said:
                first = re.split(r"\s(?:#|&&|\||>)\s", words)[0]
                found.add(re.sub(r"\$\([^)]*\)", "today", first))
    return sorted(found)


@pytest.mark.parametrize("words", commands())
def test_a_command_is_understood(words: str) -> None:
    verb, *rest = shlex.split(words)[1:]
    if verb.startswith("-") or verb == "COMMAND":
        return
    assert verb in verbs()
    parser, run = build_parser(verb)
    assert run is not None
    known = parser.format_help() if rest == ["--help"] else parser.parse_args([verb, *rest])
    assert known


def test_the_guides_have_commands() -> None:
    assert len(commands()) > 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page.read_text(encoding="utf-8")):
        path, _, part = (target[0] or target[1]).partition("#")
        if "://" in path:
            continue
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), path
        if part:
            titles = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in {title.lower().replace(" ", "-") for title in titles}


def test_pictures_stay_light() -> None:
    assert SHOTS
    sizes = [shot.stat().st_size for shot in SHOTS]
    assert max(sizes) <= MOST
    assert sum(sizes) <= MOST_TOGETHER
    for shot in SHOTS:
        with Image.open(shot) as picture:
            assert picture.mode == "P"


def addresses() -> list[str]:
    rows = (ROOT / "docs/guide/integrator.md").read_text(encoding="utf-8").splitlines()
    first = (row.split("|")[1] for row in rows if row.startswith("| `/"))
    return [path for cell in first for path in re.findall(r"`(/[^`]+)`", cell)]


@pytest.mark.broad
@pytest.mark.django_db
def test_an_address_for_machines_answers() -> None:
    make_market("souk")
    client = Client(HTTP_HOST="souk.localhost")
    found = addresses()
    assert len(found) >= 11
    answers = {path: client.get(path).status_code for path in found}
    ready = answers.pop("/readyz")  # says what is wrong where no worker runs
    assert ready in (200, 503)
    assert set(answers.values()) == {200}, answers


def test_the_buyers_guide_tells_the_defaults() -> None:
    text = (ROOT / "docs/guide/buyer.md").read_text(encoding="utf-8")
    rules = Policies()
    for said in (
        f"{rules.hold_minutes} minutes (*rule*)",
        f"{rules.cash_ceiling_minor // 100:,} MAD an order (*rule*)",
        f"tap within {rules.confirm_hours} hours (*rule*)",
        f"kept for {rules.transfer_days} days (*rule*)",
        f"seller has {rules.accept_hours} hours (*rule*)",
        f"{rules.return_days} days after delivery (*rule*)",
    ):
        assert said in text
    assert rules.retention_days == 3 * 365
    assert "after three years (*rule*)" in text
