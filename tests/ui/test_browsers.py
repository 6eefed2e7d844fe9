"""Scripts ask only for what browsers of the last years have: Safari on iPhones and Firefox as much as Chrome."""

import re
from pathlib import Path

import pytest

import tadamun

SCRIPTS = sorted(path for path in Path(tadamun.__path__[0]).rglob("*.js") if ".min." not in path.name)
FLOOR = (16.4, 121)
"""Oldest Safari on iOS and Firefox that must run every script: of 2023, the first Firefox that knows ``:has()``."""

# Since which Safari on iOS and which Firefox, from @mdn/browser-compat-data 8.1.9 (CC0). A name that several
# interfaces share stands for the one our scripts mean. Who writes a new name looks both numbers up there.
MEMBERS: dict[str, tuple[float, float]] = {
    "abort": (12.2, 57), "action": (1, 1), "add": (11.3, 50), "addEventListener": (1, 1), "after": (10, 49),
    "altKey": (1, 1.5), "ariaAutoComplete": (12.2, 119), "ariaBusy": (12.2, 119), "ariaExpanded": (12.2, 119),
    "ariaLabel": (12.2, 119), "ariaSelected": (12.2, 119), "assign": (1, 1), "button": (1, 1),
    "canPlayType": (3, 3.5), "catch": (8, 29), "childNodes": (1, 1), "classList": (5, 3.6), "className": (1, 1),
    "click": (6, 3), "closest": (9, 35), "code": (10.3, 38), "cookie": (3.2, 1), "createElement": (1, 1),
    "createObjectURL": (6, 19), "ctrlKey": (1, 1.5), "data": (14.5, 25), "dataset": (5, 6),
    "defaultPrevented": (5, 6), "disabled": (1, 1), "dispatchEvent": (3, 2), "files": (11.3, 3.6),
    "filter": (1, 1.5), "find": (8, 25), "flatMap": (12, 62), "floor": (1, 1), "focus": (1, 1.5),
    "forEach": (10, 50), "getAttribute": (1, 1), "getElementById": (1, 1), "getTracks": (11, 22),
    "getUserMedia": (11, 36), "hidden": (5, 4), "href": (1, 1), "id": (1, 1), "indexOf": (1, 1.5),
    "innerHTML": (1, 1), "isTypeSupported": (14.5, 25), "items": (11.3, 50), "key": (10.3, 23), "keys": (5, 4),
    "length": (5, 3.6), "load": (3, 3.5), "location": (1, 1), "map": (1, 1.5), "match": (1, 1), "matches": (8, 34),
    "mediaDevices": (11, 36), "metaKey": (1, 1.5), "method": (1, 1), "name": (1, 1), "now": (4, 3), "ok": (10.3, 39),
    "onended": (3, 3.5), "open": (6, 49), "padStart": (10, 48), "parse": (4, 3.5), "parseFromString": (1, 1),
    "pause": (3, 3.5), "persisted": (4, 11), "play": (3, 3.5), "preventDefault": (1, 1), "push": (1, 1),
    "querySelector": (2, 3.5), "querySelectorAll": (2, 3.5), "redirected": (10.3, 49), "remove": (5, 3.6),
    "removeAttribute": (1, 1),
    "repeat": (10.3, 28), "replace": (1, 1), "replaceChildren": (14, 78), "requestSubmit": (16, 75),
    "role": (12.2, 119), "scrollIntoView": (14, 58), "searchParams": (10.3, 29), "set": (10.3, 29),
    "setAttribute": (1, 1), "signal": (12.2, 57), "split": (1, 1), "src": (3, 3.5), "start": (14.5, 25),
    "stepDown": (4, 16), "stepUp": (4, 16), "stop": (14.5, 25), "submitter": (15.4, 75), "target": (1, 1),
    "text": (10.3, 39), "textContent": (1, 1), "toggle": (7, 24), "trim": (5, 3.5), "type": (1, 1), "value": (1, 1),
}  # fmt: skip
GLOBALS: dict[str, tuple[float, float]] = {
    "AbortController": (12.2, 57), "Audio": (3, 3.5), "DOMParser": (1, 1), "DataTransfer": (14.5, 62),
    "Date": (1, 1), "Event": (6, 11), "File": (10.3, 7), "FormData": (5, 4), "JSON": (4, 3.5), "Math": (1, 1),
    "MediaRecorder": (14.5, 25), "Object": (1, 1), "String": (1, 1), "URL": (14.5, 26),
    "URLSearchParams": (10.3, 29), "addEventListener": (1, 1), "clearInterval": (1, 1), "clearTimeout": (1, 1),
    "decodeURIComponent": (1, 1), "fetch": (11.3, 57), "setInterval": (1, 1), "setTimeout": (1, 1),
}  # fmt: skip
SYNTAX: dict[str, tuple[float, float]] = {
    "?.": (13.4, 74), "??": (13.4, 72), "??=": (14, 79), "||=": (14, 79), "&&=": (14, 79), "static {": (16.4, 93),
}  # fmt: skip
OURS = {"all", "mark"}  # what a script hangs on an object itself
THEIRS = {
    "Checkout",
    "configure",
    "showPaymentPage",
}  # of the gateway's own script, on the page of its session alone
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


def asked(script: str) -> tuple[set[str], set[str], set[str]]:
    """Members, globals and newer syntax that a script asks the browser for."""
    text = spoken(script)
    # What follows ``dataset`` is the page's.
    members = set(re.findall(r"(?<!\.\.)\.([A-Za-z_$]\w*)", re.sub(r"\.dataset\.\w+", ".dataset", text)))
    alone = re.sub(r"\.[A-Za-z_$]\w*", ".", text)
    own = set(re.findall(r"\b(?:function|const|let)\s+(\w+)", alone)) | WORDS
    named = set(re.findall(r"\b[A-Z]\w+\b", alone)) | set(re.findall(r"\b([a-z]\w*)\s*\(", alone))
    return members - OURS - THEIRS, named - own, {each for each in SYNTAX if each in text}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_iphones_and_firefox_have_what_a_script_asks_for(path: Path) -> None:
    wrong = []
    for names, table in zip(asked(path.read_text("utf-8")), (MEMBERS, GLOBALS, SYNTAX), strict=True):
        for name in sorted(names):
            since = table.get(name)
            if since is None:
                wrong.append(f"{name}: since when do Safari on iOS and Firefox have it?")
            elif since[0] > FLOOR[0] or since[1] > FLOOR[1]:
                wrong.append(f"{name}: Safari on iOS {since[0]}, Firefox {since[1]}, asked of {FLOOR}")
    assert wrong == []


def test_what_a_script_asks_for_is_found() -> None:
    script = """
      const own = (x) => x?.closest("a.b").dataset.free; // document.startViewTransition
      own(await navigator.share({url: `${location.origin}/x`})); "".replace(/"b.c"/g, ''); new BarcodeDetector();
    """
    assert asked(script) == (
        {"closest", "dataset", "share", "origin", "replace"},
        {"BarcodeDetector"},
        {"?."},
    )
