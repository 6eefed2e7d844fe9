"""What a page costs when the page cache does not help, and what it costs when it does."""

import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.client import Visitor, paths_in
from bench.server import Server, free_port

HOST = "store.localhost"
ROUNDS, ASKED = 5, 120
QUERIES = ("tapis", "زربية", "zarbia", "panier", "قفطان", "rug", "argan", "bijou berbère")


@dataclass(frozen=True, slots=True)
class Figure:
    """CPU milliseconds a request (median of rounds), and requests a second of one visitor."""

    milliseconds: float
    a_second: float


def cost(server: Server, visitor: Visitor, paths: list[str]) -> Figure:
    """Ask the pages in turn, ``ROUNDS`` times ``ASKED`` requests after a warm-up. Every answer must be 200."""
    for path in (paths * 3)[:30]:
        assert visitor.get(path)[0] == 200, path
    costs, speeds = [], []
    for _ in range(ROUNDS):
        before, began = server.cpu(), time.monotonic()
        for number in range(ASKED):
            status, _ = visitor.get(paths[number % len(paths)])
            assert status == 200, paths[number % len(paths)]
        costs.append((server.cpu() - before) * 1000 / ASKED)
        speeds.append(ASKED / (time.monotonic() - began))
    return Figure(statistics.median(costs), statistics.median(speeds))


def known_paths(visitor: Visitor, products_at_most: int = 100) -> dict[str, list[str]]:
    """Listings, products and searches of the market, read from its own pages."""
    _, index = visitor.get("/fr/crafts/")
    listings = paths_in(index, r'href="(/fr/crafts/[a-z-]+/)"')
    filled = [
        path
        for path in listings
        if len(paths_in(visitor.get(path)[1], r'href="(/fr/products/[^"?]+)"')) >= 20
    ][:12]
    products = [
        path
        for listing in filled
        for path in paths_in(visitor.get(listing)[1], r'href="(/fr/products/[^"?]+)"')
    ]
    return {
        "listing": filled,
        "product": products[:products_at_most],
        "search": [f"/fr/search/?q={quote(query)}" for query in QUERIES],
    }


def under_load(port: int, path: str, host: str, seconds: int = 5) -> float:
    """Requests a second that two threads with 16 connections get. Needs Debian's wrk."""
    done = subprocess.run(
        ["wrk", "-t2", "-c16", f"-d{seconds}s", "-H", f"Host: {host}", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(
        next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("Requests/sec"))
    )


def kept_page(server: Server, path: str) -> tuple[float, float]:
    """A page from the page cache: CPU milliseconds a request and requests a second, under many connections."""
    host = f"{HOST}:{server.port}"
    Visitor(server.port, HOST).get(path)
    under_load(server.port, path, host, 1)
    before = server.cpu()
    began = time.monotonic()
    a_second = under_load(server.port, path, host)
    asked = a_second * (time.monotonic() - began)
    return (server.cpu() - before) * 1000 / asked, a_second


class Nginx:
    """nginx with two workers that serves the same bytes as a static, already compressed file."""

    def __init__(self, body: bytes) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="tadamun-nginx-"))
        (self.folder / "page.html").write_bytes(body)
        configuration = f"""
            worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log; daemon off;
            events {{ worker_connections 256; }}
            http {{ access_log off; keepalive_requests 1000000; default_type text/html; sendfile on;
              client_body_temp_path {self.folder}/b; proxy_temp_path {self.folder}/p; fastcgi_temp_path {self.folder}/f;
              uwsgi_temp_path {self.folder}/u; scgi_temp_path {self.folder}/s;
              server {{ listen 127.0.0.1:{self.port}; root {self.folder}; add_header Content-Encoding gzip; }} }}
        """
        (self.folder / "nginx.conf").write_text(configuration)

    def a_second(self) -> float:
        process = subprocess.Popen(
            [shutil.which("nginx") or "nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        )
        try:
            time.sleep(0.5)
            under_load(self.port, "/page.html", "localhost", 1)
            return under_load(self.port, "/page.html", "localhost")
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)
