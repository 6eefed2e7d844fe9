"""Catalogues of many products, built once and kept under build/bench."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tadamun.showcase.search.schema import VERSION

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A data folder with so many products, and how long it took to fill."""

    products: int
    data: Path
    seconds: float

    def tadamun(self, *words: str) -> str:
        return run_tadamun(self.data, *words)


def environment_of(data: Path) -> dict[str, str]:
    ours = {
        "TADAMUN_DATA": str(data),
        "TADAMUN_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "tadamun.config.settings",
    }
    return {**os.environ, **ours}


def run_tadamun(data: Path, *words: str) -> str:
    command = [sys.executable, "-m", "tadamun.config.cli", *words]
    return subprocess.run(
        command, env=environment_of(data), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def build(products: int, *, anew: bool = False) -> Catalogue:
    """The catalogue of that size, filled by ``tadamun demo --products`` unless it is there from an earlier run."""
    data = FOLDER / str(products)
    done = data / "bench.json"
    if anew:
        shutil.rmtree(data, ignore_errors=True)
    if done.exists():
        known = json.loads(done.read_text())
        if known.get("index") != VERSION:
            _index(data, done, known["seconds"])
        return Catalogue(products, data, known["seconds"])
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    began = time.monotonic()
    run_tadamun(data, "demo", "--products", str(products))
    seconds = time.monotonic() - began
    _index(data, done, seconds)
    return Catalogue(products, data, seconds)


def _index(data: Path, done: Path, seconds: float) -> None:
    """Before anybody asks: a server makes an index of another release anew beside its work, and answers nothing until then."""
    run_tadamun(data, "rebuild", "index")
    done.write_text(json.dumps({"seconds": seconds, "index": VERSION}))


def demonstration() -> Path:
    """The data folder of ``tadamun demo`` as a visitor meets it, with its pictures; made once."""
    data = FOLDER / "demo"
    done = data / "bench.json"
    if not done.exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        run_tadamun(data, "demo")
        run_tadamun(data, "worker", "--once")
        done.write_text("{}")
    return data
