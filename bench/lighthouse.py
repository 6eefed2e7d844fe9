"""Google's Lighthouse, mobile, on the pages buyers meet first. Needs npm and Debian's chromium."""

import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from bench.buying import add
from bench.catalogues import FOLDER, demonstration
from bench.client import Visitor, paths_in
from bench.server import Server

VERSION = "12.8.2"
HOST = "elhajeb.localhost"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
RUNS = 3
# Basket, checkout and what follows are nobody's business but the buyer's: search engines are told to stay away.
NOT_SEARCHED = {"checkout"}


def program() -> Path | None:
    """Lighthouse, installed once under build/; ``None`` where npm or chromium is missing or npm gets nothing."""
    if not shutil.which("npm") or not shutil.which("chromium"):
        return None
    folder = FOLDER.parent / "lighthouse"
    found = folder / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(folder),
            f"lighthouse@{VERSION}",
        ]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    return found


def audit(lighthouse: Path, url: str, cookies: dict[str, str]) -> dict[str, float]:
    """Scores 0 to 1 of one page: the median of performance over three runs, the lowest of everything else."""
    with tempfile.TemporaryDirectory(prefix="tadamun-lighthouse-") as folder:
        headers = Path(folder) / "headers.json"
        headers.write_text(
            json.dumps({"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
        )
        runs: list[dict[str, float]] = []
        for number in range(RUNS):
            out = Path(folder) / f"{number}.json"
            command = [
                    str(lighthouse), url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={CHROME}",
                    f"--only-categories={','.join(CATEGORIES)}", *([f"--extra-headers={headers}"] if cookies else []),
            ]  # fmt: skip
            if not _done(command) and not _done(command):  # now and then the browser does not come up
                print(f"      lighthouse did not end well twice at {url}")
                continue
            report = json.loads(out.read_text())
            runs.append({name: report["categories"][name]["score"] or 0.0 for name in CATEGORIES})
            _say_why(report)
    if not runs:
        return {}
    return {
        name: (statistics.median if name == "performance" else min)(run[name] for run in runs)
        for name in CATEGORIES
    }


def _done(command: list[str]) -> bool:
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    return not subprocess.run(command, check=False, capture_output=True, env=environment).returncode


def _say_why(report: dict[str, dict[str, dict[str, object]]]) -> None:
    """Audits that took points, so that a missed target says what to mend."""
    for audited in report["audits"].values():
        if audited.get("scoreDisplayMode") == "binary" and audited.get("score") == 0:
            print(f"      {audited['id']}: {audited['title']}")


def pages(server: Server, language: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Home, listing, product and checkout of a demonstration market: (path, cookies) by name."""
    visitor = Visitor(server.port, HOST)
    crafts = visitor.get(f"/{language}/crafts/")[1]
    listing = max(
        paths_in(crafts, rf'href="(/{language}/crafts/[a-z-]+/)"'),
        key=lambda path: len(paths_in(visitor.get(path)[1], rf'href="(/{language}/products/[^"?]+)"')),
    )
    products = paths_in(visitor.get(listing)[1], rf'href="(/{language}/products/[^"?]+)"')
    for path in products:
        buyer = Visitor(server.port, HOST)
        page = buyer.get(path)[1].decode()
        if re.search(r'action="[^"]*/basket/lines/"', page) and add(buyer, path) == 303:
            break
    else:
        raise AssertionError("nothing can be bought")
    return {
        "home": (f"/{language}/", {}),
        "listing": (listing, {}),
        "product": (path, {}),
        "checkout": (f"/{language}/checkout/", buyer.cookies),
    }


def scores() -> dict[str, float]:
    """The lowest score of each category over all pages in Arabic and French."""
    lighthouse = program()
    if lighthouse is None:
        print("  lighthouse: npm or chromium is not there, not measured")
        return {}
    lowest = dict.fromkeys(CATEGORIES, 1.0)
    with Server(demonstration()) as server:
        for language in ("ar", "fr"):
            for name, (path, cookies) in pages(server, language).items():
                found = audit(lighthouse, f"http://{HOST}:{server.port}{path}", cookies)
                print(
                    f"  {language} {name:<9} "
                    + "  ".join(f"{key} {value:.2f}" for key, value in found.items()),
                    flush=True,
                )
                for category, score in found.items():
                    if category != "seo" or name not in NOT_SEARCHED:
                        lowest[category] = min(lowest[category], score)
    return {f"lighthouse {name}": score for name, score in lowest.items()}
