"""Programs that run beside the server: started with it, watched, started anew when they die, and ended with it."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

from tadamun.config.orphans import end_with_parent
from tadamun.config.simulated import bank_command
from tadamun.config.work import STOPS, work_until_told

logger = logging.getLogger("tadamun.serve")

PATIENCE = 30  # seconds a program may take to finish what it does when told to stop
STEADY = 60.0  # seconds it must live for its next death to count as the first
LONGEST_PAUSE = 60.0  # seconds between two starts of one that keeps dying


class Beside:
    """One process: forked from this one, watched, and started anew after growing pauses.

    ``what`` is its name in the log; ``run`` is called in the new process and ends with it.
    """

    def __init__(self, what: str, run: Callable[[], None]) -> None:
        self._what, self._run = what, run
        self._stopping = threading.Event()
        self._changing = (
            threading.Lock()
        )  # a process that is forked is told to stop, or is not forked any more
        self._process: BaseProcess | None = None
        self._watcher = threading.Thread(target=self._watch, name=f"watch-{what}", daemon=True)

    def start(self) -> None:
        self._process = self._fork()
        self._watcher.start()

    def tell_to_stop(self) -> None:
        with self._changing:
            self._stopping.set()
            if self._process is not None:
                self._process.terminate()

    def wait(self) -> None:
        if self._process is None:
            return
        self._stopping.set()  # who waits for its end wants no other
        # Not for the process itself: of two who wait for one, the second may not learn that the first saw it end.
        self._watcher.join(PATIENCE)
        if self._watcher.is_alive():
            logger.warning(
                "the %s did not end in %d s and is killed; what it was doing will be taken back", self._what, PATIENCE
            )  # fmt: skip
            self._process.kill()
            self._watcher.join()

    def _watch(self) -> None:
        pause = 1.0
        while True:
            assert self._process is not None
            born = time.monotonic()
            self._process.join()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - born > STEADY else min(pause * 2, LONGEST_PAUSE)
            code = self._process.exitcode
            logger.error("the %s ended with %s; starting it again in %d s", self._what, code, pause)
            self._stopping.wait(pause)
            with self._changing:
                if self._stopping.is_set():
                    return
                self._process = self._fork()

    def _fork(self) -> BaseProcess:
        # Forked, not started: it shares the memory of what is already loaded, about sixty megabytes.
        process = multiprocessing.get_context("fork").Process(target=self._run, name=f"tadamun-{self._what}")
        # It begins with our handlers: a signal that comes before it has its own must wait for them, not be lost.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return process


class JobWorker(Beside):
    """The job worker's process; without ``jobs`` it only keeps this machine's index."""

    def __init__(self, *, jobs: bool) -> None:
        super().__init__("job worker", self._work)
        self._jobs = jobs

    def _work(self) -> None:
        end_with_parent()
        work_until_told(jobs=self._jobs)


class SimulatedBank(Beside):
    """The bank of the demonstration: another program, of which this one knows the name alone."""

    def __init__(self, port: int, data: Path) -> None:
        super().__init__("simulated bank", self._become)
        self._command = bank_command(port, data)

    def _become(self) -> None:
        end_with_parent()
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)  # the next program would inherit what is held back
        # It would announce itself among our own lines.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        os.execv(self._command[0], self._command)  # noqa: S606 - our own interpreter and our own words
