"""The server: web workers, and beside them a job worker and, in a demonstration, a bank."""

import codecs
import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from tadamun.config.beside import Beside, JobWorker, SimulatedBank

logger = logging.getLogger("tadamun.serve")

# Seconds the web workers have for the requests in hand when the server is told to stop. A browser that keeps its
# connection open says nothing on it and would be waited for; a request that is cut off has written nothing.
ANSWERS_END = 4


class AddressInUse(Exception):
    """Another program listens there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to serve: where, with how many processes and threads, with a job worker or without.

    ``bank``: port of the simulated bank; 0: there is none.
    """

    host: str
    port: int
    workers: int
    threads: int
    jobs: bool
    bank: int = 0


class Server(MPServer):
    """Granian, which also tells the programs beside it when it is told to stop itself."""

    def __init__(self, plan: Plan, beside: Sequence[Beside], ready: Callable[[], None]) -> None:
        super().__init__(
            "tadamun.config.wsgi:application",
            address=plan.host,
            port=plan.port,
            interface=Interfaces.WSGI,
            workers=plan.workers,
            blocking_threads=plan.threads,  # its default is hundreds
            http=HTTPModes.http1,
            respawn_failed_workers=True,
            workers_kill_timeout=ANSWERS_END,
            log_level=LogLevels.warning,
        )
        self.plan, self.beside, self.ready = plan, beside, ready

    def _spawn_workers(self, *words: Any) -> None:
        super()._spawn_workers(*words)  # type: ignore[no-untyped-call]
        # Not before: a worker forked while this thread imports would find that module locked for ever.
        threading.Thread(target=_announce, args=(self.plan, self.ready), daemon=True).start()

    def _stop_workers(self) -> None:
        for program in self.beside:
            program.tell_to_stop()
        super()._stop_workers()  # type: ignore[no-untyped-call]
        for program in self.beside:
            program.wait()


def serve(plan: Plan, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is being done and return.

    ``ready`` is called once the first answer could be given. Everything must be prepared (``prepare``).
    Raises ``AddressInUse``.
    """
    _claim(plan.host, plan.port)
    get_resolver().url_patterns  # noqa: B018 (imports every view, once for all workers)
    codecs.lookup(
        "idna"
    )  # every name that is looked up needs it: loaded before there are threads and workers
    beside = _beside(plan)
    server = Server(plan, beside, ready)

    def before_workers() -> None:
        connections.close_all()  # a connection must not be shared by two processes
        gc.collect()
        gc.freeze()  # what is loaded stays shared, for the collector will not touch it
        os.environ["TADAMUN_SUPERVISOR"] = str(os.getpid())
        for program in beside:
            program.start()

    server.on_startup(before_workers)
    server.serve()


def _beside(plan: Plan) -> list[Beside]:
    programs: list[Beside] = [JobWorker(jobs=plan.jobs)]
    if plan.bank:
        try:
            _claim("127.0.0.1", plan.bank)
        except AddressInUse as error:
            logger.warning("the simulated bank is not started: %s", error)
        else:
            programs.append(SimulatedBank(plan.bank, settings.DATA))
    return programs


def _claim(host: str, port: int) -> None:
    """Granian shares a port with whoever else does; two servers on one port would answer in turns."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressInUse(f"{host}:{port}: {error.strerror}") from error


def _announce(plan: Plan, ready: Callable[[], None]) -> None:
    """Wait until a worker accepts a connection, then say so."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(plan.host, plan.host)  # noqa: S104 (a comparison)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection((host, plan.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            ready()
            return


def default_workers() -> int:
    """One per processor this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
