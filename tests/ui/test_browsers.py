"""Scripts ask only for what browsers of the last years have: Safari on iPhones and Firefox as much as Chrome."""

import re
from pathlib import Path

import pytest

import tadamun

SCRIPTS = sorted(path for path in Path(tadamun.__path__[0]).rglob("*.js") if ".min." not in path.name)
TOO_NEW = {
    line for line in (Path(__file__).parent / "too_new.txt").read_text("utf-8").splitlines() if line[0] != "#"
}
FLOOR = (16.4, 121)
"""Oldest Safari on iOS and Firefox that must run every script: of 2023, the first Firefox that knows ``:has()``."""

SYNTAX: dict[str, tuple[float, float]] = {
    "?.": (13.4, 74), "??": (13.4, 72), "??=": (14, 79), "||=": (14, 79), "&&=": (14, 79), "static {": (16.4, 93),
}  # fmt: skip
# What a browser may lack, and what happens then.
WITHOUT = {
    "sync": "the queue is sent while a page is open",
    "tag": "of a sync",
    "share": "the address is copied, or sent by a link",
    "popover": "a dialog is shown in place",
    "locks": "the server refuses what comes twice",
    "beforeinstallprompt": "pictured steps, or the browser's own menu",
    "randomUUID": "made of random bytes",
    "connection": "voices are fetched beforehand, whatever they cost her",
    "saveData": "of a connection",
}
OURS = {"drop", "uuid"}  # functions of our own that travel in an object
THEIRS = {"configure"}  # of the gateway's own script, on the page of its session alone
WORDS = {"catch", "for", "function", "if", "return", "switch", "while", "async"}

QUIET = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"""
    r"""|(?<=[(=,])/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*""",
    re.DOTALL,
)


def spoken(script: str) -> str:
    """The script without comments, and with 0 for what is quoted; of a template the parts that are code remain."""

    def quiet(found: re.Match[str]) -> str:
        said = found.group()
        return " ".join(re.findall(r"\$\{(.*?)\}", said)) if said.startswith("`") else "0"

    return QUIET.sub(quiet, script)


def asked(script: str) -> tuple[set[str], set[str]]:
    """Names that a script asks the browser for, without those it gave itself, and newer syntax."""
    text = spoken(script)
    # What follows ``dataset`` is the page's.
    members = set(re.findall(r"(?<!\.\.)\.([A-Za-z_$]\w*)", re.sub(r"\.dataset\.\w+", ".dataset", text)))
    alone = re.sub(r"\.[A-Za-z_$]\w*", ".", text)
    named = set(re.findall(r"\b[A-Z]\w+\b", alone)) | set(re.findall(r"\b([a-z]\w*)\s*\(", alone))
    own = set(re.findall(r"\b(?:function|const|let)\s+(\w+)", alone)) | WORDS
    kept = set(
        re.findall(r"[{,]\s*(?:async )?([A-Za-z_$]\w*)\s*[:,}(]", text)
    )  # fields of objects it made or took apart
    kept |= set(re.findall(r"\.([A-Za-z_$]\w*)\s*\??\??=(?!=)", text))
    return (members | named) - own - kept - THEIRS - OURS, {each for each in SYNTAX if each in text}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_iphones_and_firefox_have_what_a_script_asks_for(path: Path) -> None:
    names, syntax = asked(path.read_text("utf-8"))
    assert sorted(names & TOO_NEW - WITHOUT.keys()) == []
    for each in syntax:
        assert SYNTAX[each][0] <= FLOOR[0] and SYNTAX[each][1] <= FLOOR[1], each


def test_what_a_script_asks_for_is_found() -> None:
    script = """
      const own = (x) => x?.closest("a.b").dataset.free; // document.startViewTransition
      own(await navigator.share({url: `${location.origin}/x`})); "".replace(/"b.c"/g, ''); new BarcodeDetector();
      const mine = {camera: 1}; mine.camera; navigator.contacts.select();
    """
    names, syntax = asked(script)
    assert names & TOO_NEW == {"share", "BarcodeDetector", "contacts"} and syntax == {"?."}
    assert {"closest", "replace"} <= names
