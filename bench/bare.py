"""The server alone: one constant answer by granian, with the workers and threads that ``tadamun serve`` gives it.

It is what a kept page could cost at best, and so what its throughput is held against.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.server import free_port

FILE = "BENCH_BARE_BODY"
Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, object], start: Start) -> Iterable[bytes]:
    """Answers everything with the same bytes."""
    start("200 OK", _HEADERS)
    return [_BODY]


_BODY = Path(os.environ[FILE]).read_bytes() if FILE in os.environ else b""
_HEADERS = [
    ("Content-Type", "text/html"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", str(len(_BODY))),
]


def a_second(body: bytes, measure: Callable[[int, str, str, int], float]) -> float:
    """Requests a second of granian with this body; ``measure`` is told port, path, host and seconds."""
    folder = Path(tempfile.mkdtemp(prefix="tadamun-bare-"))
    (folder / "page").write_bytes(body)
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--port", str(port),
        "--workers", "2", "--blocking-threads", "2", "--log-level", "warning", "bench.bare:application",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=Path(__file__).parents[1], env={**os.environ, FILE: str(folder / "page")}
    )
    try:
        time.sleep(2)
        measure(port, "/", "localhost", 1)
        return measure(port, "/", "localhost", 5)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
