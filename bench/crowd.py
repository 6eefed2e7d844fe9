"""Two hundred buyers, a hundred pieces: how many are sold, how many are told plainly."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.catalogues import run_tadamun


def rush(processes: int = 4, buyers: int = 50) -> dict[str, float]:
    """On a database of its own; anything but a sale or a plain word is a failure and is printed."""
    with tempfile.TemporaryDirectory(prefix="tadamun-crowd-") as folder:
        run_tadamun(Path(folder), "migrate")
        environment = {
            **os.environ,
            "TADAMUN_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "tadamun.config.settings",
        }

        def program(module: str, *words: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", f"tests.trade.checkout.{module}", *words]
            return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

        stage = json.loads(program("stage", "stock", "100").communicate()[0])
        start_at = str(time.time() + 5)
        crowd = [
            program("rush", str(stage["market"]), str(stage["variant"]), str(buyers), start_at)
            for _ in range(processes)
        ]
        said = [word for one in crowd for word in json.loads(one.communicate()[0])]
    failed = [word for word in said if word != "bought" and not word.startswith("told")]
    if failed:
        print("  the crowd saw failures:", failed[:5])
    told = sum(word.startswith("told") for word in said)
    return {"sold of 100": said.count("bought"), "told plainly of 100": told}
