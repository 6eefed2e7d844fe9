"""The server: web workers, and beside them a job worker that is started again when it dies."""

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from django.db import connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from tadamun.config.orphans import end_with_parent
from tadamun.config.work import STOPS, work_until_told

logger = logging.getLogger("tadamun.serve")

PATIENCE = 30  # seconds a worker may take to finish what it does when told to stop
STEADY = 60.0  # seconds a worker must live for its next death to count as the first
LONGEST_PAUSE = 60.0  # seconds between two starts of a worker that keeps dying


class AddressInUse(Exception):
    """Another program listens there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to serve: where, with how many processes and threads, with a job worker or without."""

    host: str
    port: int
    workers: int
    threads: int
    jobs: bool


class JobWorker:
    """The job worker's process: forked from this one, watched, and started anew after growing pauses."""

    def __init__(self, *, jobs: bool) -> None:
        self._jobs = jobs
        self._stopping = threading.Event()
        self._changing = (
            threading.Lock()
        )  # a process that is forked is told to stop, or is not forked any more
        self._process: BaseProcess | None = None

    def start(self) -> None:
        self._process = self._fork()
        threading.Thread(target=self._watch, name="job-worker-watch", daemon=True).start()

    def tell_to_stop(self) -> None:
        with self._changing:
            self._stopping.set()
            if self._process is not None:
                self._process.terminate()

    def wait(self) -> None:
        if self._process is None:
            return
        self._process.join(PATIENCE)
        if self._process.is_alive():
            logger.warning(
                "the job worker did not end in %d s and is killed; its job will be taken back", PATIENCE
            )
            self._process.kill()
            self._process.join()

    def _watch(self) -> None:
        pause = 1.0
        while True:
            assert self._process is not None
            born = time.monotonic()
            self._process.join()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - born > STEADY else min(pause * 2, LONGEST_PAUSE)
            logger.error(
                "the job worker ended with %s; starting it again in %d s", self._process.exitcode, pause
            )
            self._stopping.wait(pause)
            with self._changing:
                if self._stopping.is_set():
                    return
                self._process = self._fork()

    def _fork(self) -> BaseProcess:
        # Forked, not started: it shares the memory of what is already loaded, about sixty megabytes.
        process = multiprocessing.get_context("fork").Process(
            target=_work, args=(self._jobs,), name="tadamun-jobs"
        )
        # It begins with our handlers: a signal that comes before it has its own must wait for them, not be lost.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return process


def _work(jobs: bool) -> None:
    end_with_parent()
    work_until_told(jobs=jobs)


class Server(MPServer):
    """Granian, which also tells the job worker when it is told to stop itself."""

    def __init__(self, plan: Plan, jobs: JobWorker) -> None:
        super().__init__(
            "tadamun.config.wsgi:application",
            address=plan.host,
            port=plan.port,
            interface=Interfaces.WSGI,
            workers=plan.workers,
            blocking_threads=plan.threads,  # its default is hundreds
            http=HTTPModes.http1,
            respawn_failed_workers=True,
            workers_kill_timeout=PATIENCE,
            log_level=LogLevels.warning,
        )
        self.jobs = jobs

    def _stop_workers(self) -> None:
        self.jobs.tell_to_stop()
        super()._stop_workers()  # type: ignore[no-untyped-call]
        self.jobs.wait()


def serve(plan: Plan, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is being done and return.

    ``ready`` is called once the first answer could be given. Everything must be prepared (``prepare``).
    Raises ``AddressInUse``.
    """
    _claim(plan)
    get_resolver().url_patterns  # noqa: B018 (imports every view, once for all workers)
    jobs = JobWorker(jobs=plan.jobs)
    server = Server(plan, jobs)

    def before_workers() -> None:
        connections.close_all()  # a connection must not be shared by two processes
        gc.collect()
        gc.freeze()  # what is loaded stays shared, for the collector will not touch it
        os.environ["TADAMUN_SUPERVISOR"] = str(os.getpid())
        jobs.start()
        threading.Thread(target=_announce, args=(plan, ready), daemon=True).start()

    server.on_startup(before_workers)
    server.serve()


def _claim(plan: Plan) -> None:
    """Granian shares a port with whoever else does; two servers on one port would answer in turns."""
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except OSError as error:
            raise AddressInUse(f"{plan.host}:{plan.port}: {error.strerror}") from error


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
