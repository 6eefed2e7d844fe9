"""Setting oscar up once, and asking its pages."""

import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from bench.catalogues import FOLDER
from bench.processes import cpu_seconds, family

HOME = FOLDER.parent / "oscar"
PACKAGES = ("django-oscar[sorl-thumbnail]==4.1", "django-treebeard<5", "whoosh==2.7.4", "granian==2.8.7")
PROJECT = Path(__file__).parent
ROUNDS, ASKED = 3, 30


def installed() -> Path | None:
    """Its Python; ``None`` where it cannot be installed."""
    python = HOME / "venv" / "bin" / "python"
    if (HOME / "installed").exists():
        return python
    shutil.rmtree(HOME, ignore_errors=True)
    uv = Path(sys.executable).parent / "uv"
    make = [str(uv), "venv", "-q", "--python", sys.executable, str(HOME / "venv")]
    install = [str(uv), "pip", "install", "-q", "--python", str(python), *PACKAGES]
    if any(
        subprocess.run(command, check=False, capture_output=True).returncode for command in (make, install)
    ):
        return None
    (HOME / "installed").touch()
    return python


def _environment(data: Path) -> dict[str, str]:
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TADAMUN", "DJANGO", "DATABASE"))
    }
    return {**ours, "OSCAR_DATA": str(data), "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "ignore"}


def filled(python: Path, products: int) -> Path:
    data = HOME / str(products)
    if not (data / "filled").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        command = [str(python), "-W", "ignore", str(PROJECT / "oscar_start.py"), str(products)]
        subprocess.run(command, check=True, env=_environment(data), stdout=subprocess.DEVNULL)
        (data / "filled").touch()
    return data


@contextmanager
def served(python: Path, data: Path) -> Iterator[tuple[int, int]]:
    """Its port and process number: granian with one worker, as fast as it can be served here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        str(python.parent / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "1",
        "--blocking-threads", "1", "--log-level", "critical", "oscar_start:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=_environment(data), cwd=data)
    try:
        for _ in range(600):
            try:
                if Guest(port).get("/catalogue/")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


class Guest:
    """A visitor with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return response.status, text

    def get(self, path: str) -> tuple[int, str]:
        return self.ask("GET", path)


def oscar(products: int = 1_000) -> dict[str, float]:
    """CPU milliseconds of a listing, a product, a search and an addition to the basket."""
    python = installed()
    if python is None:
        print("  oscar could not be installed, not measured")
        return {}
    with served(python, filled(python, products)) as (port, pid):
        guest, pids = Guest(port), family(pid)
        paths = _paths(guest)
        figures = {kind: _cost(guest, pids, asked) for kind, asked in paths.items()}
        figures["add to basket"] = _adding(port, pids, paths["product"])
    print(
        "  oscar: " + "  ".join(f"{kind} {cost:.1f}" for kind, cost in figures.items()) + " ms CPU",
        flush=True,
    )
    return {f"oscar {kind}": cost for kind, cost in figures.items()}


def _paths(guest: Guest) -> dict[str, list[str]]:
    index = guest.get("/catalogue/")[1]
    listings = list(dict.fromkeys(re.findall(r'href="(/catalogue/category/[^"]+)"', index)))
    inside = guest.get(listings[0])[1]
    products = list(dict.fromkeys(re.findall(r'href="(/catalogue/[a-z0-9-]+_\d+/)"', inside)))
    return {
        "listing": listings,
        "product": products,
        "search": ["/search/?q=tapis", "/search/?q=berb%C3%A8re"],
    }


def _cost(guest: Guest, pids: list[int], paths: list[str]) -> float:
    for path in paths[:5]:
        assert guest.get(path)[0] == 200, path
    costs = []
    for _ in range(ROUNDS):
        before = cpu_seconds(pids)
        for number in range(ASKED):
            assert guest.get(paths[number % len(paths)])[0] == 200
        costs.append((cpu_seconds(pids) - before) * 1000 / ASKED)
    return statistics.median(costs)


def _adding(port: int, pids: list[int], products: list[str]) -> float:
    spent = 0.0
    for path in products:
        guest = Guest(port)
        page = guest.get(path)[1]
        action = re.findall(r'action="(/basket/add/\d+/)"', page)[0]
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        before = cpu_seconds(pids)
        status, _ = guest.ask("POST", action, {"csrfmiddlewaretoken": token, "quantity": "1"})
        spent += cpu_seconds(pids) - before
        assert status == 302, status
    return spent * 1000 / len(products)
