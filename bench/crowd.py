"""Two hundred buyers, a hundred pieces: how many are sold, how many are told plainly, and whether anything broke."""

import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bench import buying
from bench.catalogues import environment_of, run_tadamun
from bench.client import Visitor, paths_in
from bench.server import Server

HOST = "souk.localhost"
PIECES, BUYERS = 100, 200


def rush() -> dict[str, float]:
    """All at once, each through all pages of a purchase, on an installation of its own."""
    with tempfile.TemporaryDirectory(prefix="tadamun-crowd-") as folder:
        data = Path(folder)
        run_tadamun(data, "migrate")
        command = [sys.executable, "-m", "tests.trade.checkout.stage", "stock", str(PIECES)]
        subprocess.run(command, env=environment_of(data), check=True, capture_output=True)
        run_tadamun(data, "worker", "--once")
        with Server(data) as server:
            [path] = paths_in(
                Visitor(server.port, HOST).get("/fr/search/")[1], r'href="(/fr/products/[^"?]+)"'
            )
            gate = Barrier(BUYERS)

            def come(_: int) -> str:
                visitor = Visitor(server.port, HOST)
                gate.wait()
                try:
                    buying.buy(visitor, path)
                except buying.Refused as refused:
                    return "broken" if refused.status >= 500 else "told"
                return "bought"

            with ThreadPoolExecutor(BUYERS) as crowd:
                said = Counter(crowd.map(come, range(BUYERS)))
    return {
        "sold of 100": said["bought"],
        "told plainly of 100": said["told"],
        "server errors": said["broken"],
    }
