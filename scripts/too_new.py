"""Write tests/ui/too_new.txt anew from ``@mdn/browser-compat-data``: ``python -m scripts.too_new DATA.json``.

``npm pack @mdn/browser-compat-data`` brings the package; its ``data.json`` is what is read. A name stands in the list when not
one interface or object offers it in all the oldest browsers that our scripts must run in.
"""

import json
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "tests" / "ui" / "too_new.txt"
FLOOR = {"safari_ios": 16.4, "firefox": 121, "firefox_android": 121, "chrome_android": 110}
"""Oldest versions of 2023: the first Firefox that knows ``:has()``."""
NEVER = 1e9


def since(support: Any) -> float:
    """The first version that has it without a flag, a prefix or another name."""
    if support is None:
        return NEVER
    if isinstance(support, list):
        return min(since(each) for each in support)
    if any(support.get(name) for name in ("flags", "version_removed", "prefix", "alternative_name")):
        return NEVER
    said = support.get("version_added")
    if not isinstance(said, str) or said == "preview":
        return 0 if said is True else NEVER
    whole, _, rest = said.removeprefix("≤").partition(".")
    return float(f"{whole}.{rest.partition('.')[0] or 0}")


def walk(node: dict[str, Any], name: str, depth: int, known: dict[str, bool]) -> None:
    if found := node.get("__compat"):
        fine = all(since(found["support"].get(browser)) <= oldest for browser, oldest in FLOOR.items())
        known[name] = known.get(name, False) or fine
    if depth < 3:
        for inner, below in node.items():
            if inner != "__compat" and isinstance(below, dict):
                walk(below, inner.removesuffix("_static"), depth + 1, known)


def main(path: str) -> int:
    data = json.loads(Path(path).read_text("utf-8"))
    known: dict[str, bool] = {}
    for group in (data["api"], data["javascript"]["builtins"]):
        for name, node in group.items():
            walk(node, name, 1, known)
    names = [n for n, fine in known.items() if not fine and n.isidentifier() and "_" not in n and len(n) > 2]
    version = data["__meta"]["version"]
    head = [
        "# Members and globals that no interface offers in Safari on iOS 16.4, Firefox 121 or Chrome 110 on Android: from",
        f"# @mdn/browser-compat-data {version} (CC0), by scripts/too_new.py. One name a line.",
    ]
    OUT.write_text("\n".join([*head, *sorted(names), ""]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
