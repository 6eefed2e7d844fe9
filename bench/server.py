"""A server of our own for one measurement: started, asked, stopped by its own process number."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.processes import cpu_seconds, family


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``tadamun serve`` on a data folder. ``cached=False`` turns the page cache off, to see what a page costs."""

    def __init__(
        self, data: Path, *, cached: bool = True, workers: int = 2, settings: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ, "TADAMUN_DATA": str(data), "TADAMUN_PAGE_CACHE": "1" if cached else "0",
            "TADAMUN_ORIGIN": f"http://*:{self.port}", "TADAMUN_LOG_LEVEL": "WARNING", "TADAMUN_PROXIES": "1",
            "TADAMUN_BANK": "0",
            **(settings or {}),
        }  # fmt: skip
        self.workers = workers
        self.started_in = 0.0

    def __enter__(self) -> Self:
        began = time.monotonic()
        command = [
            sys.executable, "-m", "tadamun.config.cli", "serve", "--port", str(self.port),
            "--workers", str(self.workers), "--no-worker",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        while time.monotonic() - began < 60:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.02)
        else:
            raise RuntimeError("the server did not answer in a minute")
        self.started_in = time.monotonic() - began
        self.pids = family(self.process.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu(self) -> float:
        return cpu_seconds(self.pids)
