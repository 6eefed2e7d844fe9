"""``python -m bench [--sizes 1000,10000,100000]``: measure, print the table, leave the figures in bench/results."""

import argparse
import json
import platform
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import bare, buying, pages, paying
from bench.catalogues import Catalogue, build
from bench.client import Visitor
from bench.crowd import rush
from bench.ledger import balances
from bench.lighthouse import scores
from bench.loading import import_speed
from bench.oscar.beside import oscar
from bench.processes import own_megabytes
from bench.server import Server
from bench.targets import TARGETS

RESULTS = Path(__file__).parent / "results"


def additions() -> float:
    """Seconds of processor for five million additions: how fast this machine is at this moment, which may double."""
    began, total = time.process_time(), 0
    for number in range(5_000_000):
        total += number
    return time.process_time() - began


def pages_of(catalogue: Catalogue) -> dict[str, float]:
    """Listing, product and search without the page cache, on one catalogue."""
    with Server(catalogue.data, cached=False) as server:
        visitor = Visitor(server.port, pages.HOST)
        found = pages.known_paths(visitor)
        figures = {kind: pages.cost(server, visitor, paths) for kind, paths in found.items()}
        for kind, figure in figures.items():
            print(
                f"  {catalogue.products:>7} {kind:<8} {figure.milliseconds:6.2f} ms CPU {figure.a_second:7.0f}/s",
                flush=True,
            )
        return {kind: figure.milliseconds for kind, figure in figures.items()}


def kept(catalogue: Catalogue) -> dict[str, float]:
    """A page from the page cache, beside granian alone and nginx with the same bytes in the same run."""
    if not shutil.which("wrk"):
        print("  kept page: wrk is not installed, not measured")
        return {}
    with Server(catalogue.data) as server:
        visitor = Visitor(server.port, pages.HOST)
        path = pages.known_paths(visitor)["listing"][0]
        cost, a_second = pages.kept_page(server, path)
        _, body, _ = visitor.ask("GET", path)
        figures = {
            "kept page": cost,
            "two workers": own_megabytes(server.pids),
            "cold start": server.started_in,
        }
    alone = bare.a_second(body, pages.under_load)
    figures["kept page / server alone"] = a_second / alone
    print(f"  kept page {a_second:.0f}/s, granian alone {alone:.0f}/s, {len(body)} bytes compressed")
    if not shutil.which("nginx"):
        print("  nginx is not installed, not measured")
        return figures
    beside = pages.Nginx(body).a_second()
    print(f"  nginx {beside:.0f}/s: granian alone is {alone / beside:.2f} of it")
    return {**figures, "kept page / nginx": a_second / beside}


def bought(catalogue: Catalogue) -> dict[str, float]:
    """On a copy: what is sold here is there again the next time."""
    with tempfile.TemporaryDirectory(prefix="tadamun-buying-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(catalogue.data, data, ignore=shutil.ignore_patterns("media", "pages"))
        code = paying.contract(data)
        with Server(data) as server:
            products = pages.known_paths(Visitor(server.port, pages.HOST), 300)["product"]
            offered = [path for path in dict.fromkeys(products) if _can_be_bought(server, path)]
            offered = offered[: buying.PRODUCTS + paying.PRODUCTS]
            able = offered[: buying.PRODUCTS]
            basket = buying.add_to_basket(server, able)
            purchase = buying.whole_purchase(server, able)
            card = paying.by_card(server, code, offered[buying.PRODUCTS :])
    print(f"  {purchase.a_second:.1f} purchases/s by one buyer after another")
    print(
        f"  {card.a_second:.1f} purchases/s by card, {paying.BUYERS} buyers at once, each settled by a notice"
    )
    return {
        "add to basket": basket.milliseconds, "whole purchase": purchase.milliseconds,
        "purchase by card": card.milliseconds, "purchases by card a second": card.a_second,
    }  # fmt: skip


def _can_be_bought(server: Server, path: str) -> bool:
    """There are several, and it is below the market's ceiling for cash on delivery."""
    page = Visitor(server.port, pages.HOST).get(path)[1]
    return b'name="quantity"' in page and "Paiement à la livraison".encode() in page


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--sizes", default="1000,10000,100000", help="products of the catalogues, smallest first"
    )
    parser.add_argument("--anew", action="store_true", help="build the catalogues again")
    parser.add_argument("--without-crowd", action="store_true", help="leave out 200 buyers and 100 pieces")
    parser.add_argument("--without-ledger", action="store_true", help="leave out a million entries")
    parser.add_argument("--without-lighthouse", action="store_true", help="leave out the pages in a browser")
    parser.add_argument("--without-oscar", action="store_true", help="leave out django-oscar")
    arguments = parser.parse_args()
    sizes = [int(word) for word in arguments.sizes.split(",")]
    figures: dict[str, float] = {}
    speed = [additions()]
    by_size: dict[int, dict[str, float]] = {}
    for size in sizes:
        catalogue = build(size, anew=arguments.anew)
        print(f"{size} products, filled in {catalogue.seconds:.0f} s")
        by_size[size] = pages_of(catalogue)
    smallest = build(sizes[0])
    speed.append(additions())
    figures |= by_size[sizes[0]]
    if len(sizes) > 1:
        last = by_size[sizes[-1]]
        figures |= {f"growth {kind}": last[kind] / cost for kind, cost in by_size[sizes[0]].items()}
        figures["search at the largest"] = last["search"]
    figures |= kept(smallest)
    figures |= bought(smallest)
    speed.append(additions())
    figures["import"] = import_speed(smallest)
    if not arguments.without_ledger:
        figures |= balances()
    if not arguments.without_crowd:
        figures |= rush()
    if not arguments.without_oscar:
        figures |= oscar(sizes[0])
    if not arguments.without_lighthouse:
        figures |= scores()
    figures["five million additions"] = statistics.median(speed)
    print(f"  five million additions: {min(speed):.2f} to {max(speed):.2f} s of processor during this run")
    report(figures, sizes)
    return 0


def report(figures: dict[str, float], sizes: list[int]) -> None:
    print(
        f"\n{'work':<24}{'measured':>12} {'target':>14} {'goal':>8}  {'':<5} peers (recorded 2026-11 unless said)"
    )
    for name, target in TARGETS.items():
        bound = target.bound()
        goal = f"{target.goal:g}" if target.goal else ""
        if name not in figures:
            print(f"{name:<24}{'not run':>12} {bound:>14} {goal:>8}")
            continue
        word = ("kept" if target.kept(figures[name]) else "MISSED") if bound else ""
        beside = _beside(figures, name)
        print(
            f"{name:<24}{figures[name]:>9.2f} {target.unit:<7} {bound:>9} {goal:>8}  {word:<6} {beside}{target.peers}"
        )
    _keep(figures, sizes)


def _beside(figures: dict[str, float], name: str) -> str:
    """What oscar took in the same run, and how many times ours that is."""
    if f"oscar {name}" not in figures:
        return ""
    theirs = figures[f"oscar {name}"]
    return f"oscar {theirs:.0f} in this run, {theirs / figures[name]:.0f}×; "


def _keep(figures: dict[str, float], sizes: list[int]) -> None:
    RESULTS.mkdir(exist_ok=True)
    at = datetime.now(UTC)
    record = {"at": at.isoformat(), "python": platform.python_version(), "sizes": sizes, "figures": figures}
    (RESULTS / f"{at:%Y%m%d-%H%M%S}.json").write_text(json.dumps(record, indent=1))


if __name__ == "__main__":
    sys.exit(main())
