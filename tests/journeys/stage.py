"""The demonstration, filled and served as ``make run`` does, with its job worker."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from lxml import html

MARKETS = ("dlala", "dakhla", "store", "elhajeb")
LANGUAGES = ("ar", "fr", "en")
# What is asked of every market: of one in every run, of the others with `make check-all`. The walk sees another.
EVERY_MARKET = pytest.mark.parametrize(
    "market",
    ["dakhla", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("dlala", "store", "elhajeb"))],
)
# Of the demonstration: they are printed by ``make run``.
OPERATOR = "+212600000900"
SELLERS = {
    "dlala": "+212600000001",
    "dakhla": "+212600000031",
    "store": "+212600000061",
    "elhajeb": "+212600000091",
}
HELPERS = {
    market: f"+21260098{place}000" for place, market in enumerate(MARKETS)
}  # each acts for that seller


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said, redirects not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Installation:
    """A running installation: its port, its data folder, the environment its programs run in."""

    port: int
    data: Path
    environment: dict[str, str] = field(repr=False)

    def address(self, market: str, path: str = "/") -> str:
        """Of a page; without a market, of the portal above them."""
        host = f"{market}.localhost" if market else "localhost"
        return f"http://{host}:{self.port}{path}"

    def tadamun(self, *words: str) -> str:
        """Run the command line on it."""
        command = [sys.executable, "-m", "tadamun.config.cli", *words]
        done = subprocess.run(
            command, env=self.environment, check=False, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def ask(self, market: str, path: str, **headers: str) -> Answer:
        """One GET without a browser. The Host header is ours: not every resolver knows ``*.localhost``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        host = f"{market}.localhost:{self.port}" if market else f"localhost:{self.port}"
        sent = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            connection.request("GET", quote(path, safe="/?&=%+;,:"), headers=sent)
            response: HTTPResponse = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    @cached_property
    def products(self) -> dict[str, list[str]]:
        """Addresses of the products of each market in Arabic, as its sitemap lists them."""
        found = {}
        for market in MARKETS:
            listed = self.ask(market, "/sitemaps/products-1.xml").text
            paths = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", listed)]
            found[market] = [path for path in paths if path.startswith("/ar/products/")]
        return found

    def translated(self, market: str, path: str, language: str) -> str:
        """Where this page is in another language, as its own choice of languages says."""
        page = html.document_fromstring(self.ask(market, path).body)
        return urlsplit(str(page.xpath("//a[@hreflang=$language]/@href", language=language)[0])).path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(data: Path, port: int, bank: int) -> dict[str, str]:
    ours = {
        name: said
        for name, said in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {
        **ours, "TADAMUN_DATA": str(data), "TADAMUN_ORIGIN": f"http://*:{port}", "TADAMUN_LOG_LEVEL": "WARNING",
        "TADAMUN_BANK_PORT": str(bank),
    }  # fmt: skip


def fill(data: Path) -> None:
    """Fill a demonstration there, with all its pictures, which ``demonstration(made=…)`` copies."""
    # A bank has to be promised, or there are no cards in it; where it listens is written anew when this is served.
    installation = Installation(0, data, _environment(data, 0, _free_port()))
    installation.tadamun("demo", "--if-empty")
    with ThreadPoolExecutor() as side_by_side:
        list(side_by_side.map(lambda _: installation.tadamun("worker", "--once"), range(os.cpu_count() or 1)))
    _encode_a_few(installation)


ENCODE = """
import django
django.setup()
from tadamun.goods.catalogue.jobs import encode_pictures
from tadamun.kernel.jobs.models import ScheduledJob
encode_pictures()
ScheduledJob.objects.update_or_create(name=encode_pictures.module_path, defaults={"next_at": "2999-01-01T00:00:00Z"})
"""


def _encode_a_few(installation: Installation) -> None:
    """Some of its pictures are AVIF. The others stay as they are, or each copy would spend the time of its journeys on them."""
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"}
    subprocess.run([sys.executable, "-c", ENCODE], env=environment, check=True, timeout=300)


def ran(served: Installation, program: str) -> str:
    """What a program inside this installation says."""
    environment = {
        **os.environ, **served.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@contextmanager
def demonstration(data: Path, *, made: Path | None = None, idle: bool = False) -> Iterator[Installation]:
    """Serve a demonstration whose data lie in this empty folder, until the block ends. ``idle``: its jobs are done before.

    ``made``: the data folder of one filled before, or else the one ``TADAMUN_DEMONSTRATION`` names: it is copied, which
    saves a minute.
    """
    port, bank = _free_port(), _free_port()
    installation = Installation(port, data, _environment(data, port, bank))
    environment = installation.environment
    if filled := os.environ.get("TADAMUN_DEMONSTRATION") or made:
        shutil.copytree(filled, data, dirs_exist_ok=True)
    installation.tadamun("demo", "--if-empty")
    if idle:
        installation.tadamun("worker", "--once")
    # Two workers even on one processor: what one of them changes, the other must show.
    command = [sys.executable, "-m", "tadamun.config.cli", "serve", "--port", str(port), "--workers", "2"]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(installation, server)
            yield installation
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(40)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_until_ready(installation: Installation, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if installation.ask("", "/readyz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError((installation.data / "server.log").read_text()[-3000:])
